"""The command `gateway`."""

from gateway.commands import main

if __name__ == "__main__":
    main()

"""The command line, as processes: what it prints and how it exits."""

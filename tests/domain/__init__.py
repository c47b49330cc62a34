"""The adapters, from single amounts to whole ports on the sandbox."""

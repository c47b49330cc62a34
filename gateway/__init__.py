"""The running process: settings, command line, HTTP, execution, telemetry, the pages.

Here belongs what exists once per process: how it is configured, started, observed and ended, and how a client's bytes
become a question and an answer becomes bytes again. It is the one room that sees all the others, for `runtime.py`
composes them. Here belongs nothing about what clients may ask (`schema`), where an answer comes from (`resolvers`), a
venue's wire or grammar (`adapters`), or a word that two rooms share (`domain`).
"""

VERSION = "0.1.0"
"""That of pyproject.toml; here, too, because the demo runs from a clone in which nothing is installed."""

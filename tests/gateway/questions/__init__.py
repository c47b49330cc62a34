"""Whole questions over HTTP, on the sandbox's data."""

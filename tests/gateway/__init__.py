"""Tests of the gateway: settings, telemetry, HTTP, execution, commands, the page, and whole questions."""

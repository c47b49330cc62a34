"""The running process: settings, command line, HTTP, execution, telemetry, the pages."""

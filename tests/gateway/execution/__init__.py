"""Documents, their execution, and the errors that are shown."""

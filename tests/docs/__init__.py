"""The documents say what is so: each test reads one and compares it with the code."""

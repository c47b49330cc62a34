"""Tests of what lies between the schema and the ports."""

"""Tests of the sandbox: it must be as strict and as odd as the venues are."""

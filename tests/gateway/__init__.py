"""Tests of the gateway as a whole: its HTTP face, its page, its commands."""

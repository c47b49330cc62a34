"""Tests of how any venue is called."""

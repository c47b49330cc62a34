"""Tests of the benchmark: what it compares and what it prints, never how fast anything is."""

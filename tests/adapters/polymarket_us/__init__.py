"""Tests of Polymarket US's folder."""

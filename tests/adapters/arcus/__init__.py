"""Tests of Arcus's folder."""

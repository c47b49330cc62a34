"""Tests of zerohash's folder."""

"""Tests of the fabricated counties."""

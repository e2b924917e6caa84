"""Fabricated RAP sheets of the people of a fabricated county, with the truth beside them.

The same county, seed, number of people and as-of date give the same people with the same convictions as `write_county`.
"""

from vacatur.synth.sheets.fabricating import Fabricated, fabricate_sheets
from vacatur.synth.sheets.truths import TRUTH_KEYS

__all__ = ["TRUTH_KEYS", "Fabricated", "fabricate_sheets"]

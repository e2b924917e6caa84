"""Fabricated counties in the layout of the California DOJ's file, with the truth beside them.

All people are made up. The truth is computed from what was planted, and nothing here uses the engine that it is meant
to test.
"""

from vacatur.synth.county import CountyWritten, write_county
from vacatur.synth.faults import FAULTS
from vacatur.synth.layout import COLUMNS
from vacatur.synth.truth import TRUTH_COLUMNS

__all__ = ["COLUMNS", "FAULTS", "TRUTH_COLUMNS", "CountyWritten", "write_county"]

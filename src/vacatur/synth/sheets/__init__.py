"""Fabricated RAP sheets of the people of a fabricated county, with the truth beside them.

The same county, seed, number of people and as-of date give the same people with the same convictions as `write_county`.
"""

from vacatur.synth.sheets.damage import damaged
from vacatur.synth.sheets.documents import image_document, text_document
from vacatur.synth.sheets.fabricating import Fabricated, fabricate_sheets
from vacatur.synth.sheets.images import page_images
from vacatur.synth.sheets.truths import TRUTH_KEYS
from vacatur.synth.sheets.writing import Form, SheetsWritten, write_sheets

__all__ = [
    "TRUTH_KEYS",
    "Fabricated",
    "Form",
    "SheetsWritten",
    "damaged",
    "fabricate_sheets",
    "image_document",
    "page_images",
    "text_document",
    "write_sheets",
]

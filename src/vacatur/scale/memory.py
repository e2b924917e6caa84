"""How much memory a run may take, and into how many parts it is therefore cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from vacatur.errors import UsageError
from vacatur.sources.doj.file import DojFile

USUAL = 2_000_000_000
"""Bytes that a run takes at most when nothing else is asked for: less where the machine has less to give."""

LEAST = 700_000_000
"""Bytes with which a run can do anything: the program itself, the blocks that are read, a part of the people."""

_ITSELF = 350_000_000
"""Bytes that the program takes whatever it reads."""

_A_BYTE = 0.9
"""Bytes of memory for each byte of text that is decided on at once (measured: about 0.75)."""

_WINDOW_SHARE = 7_000
"""Of the memory, for each row that waits to be sorted by person."""

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(?:I?B)?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Plan:
    """How a delivery is cut.

    Attributes:
        parts: into how many parts its people are divided.
        window: rows that are read before they are sorted by person and laid down.
        ranges: into how many stretches of the input the tables are cut, to be put in its order again.
    """

    parts: int
    window: int
    ranges: int


def bytes_of(text: str) -> int:
    """`2GB`, `800 MB` or `1.5G` as a number of bytes, by the thousand.

    Raises:
        UsageError: it is none, or too little to run with.
    """
    found = _SIZE.fullmatch(text)
    if found is None:
        raise UsageError(f"--memory takes a size such as 2GB or 800MB, and found {text!r}.")
    size = int(float(found[1]) * _UNITS[found[2].upper()])
    if size < LEAST:
        raise UsageError(f"--memory {text.strip()} is too little: a run takes {LEAST // 10**6} MB at the least.")
    return size


def plan_of(files: Sequence[DojFile], asked: int | None) -> Plan | None:
    """How to cut a delivery so that a run keeps to the memory; None where it fits as a whole.

    Args:
        asked: bytes; None for the usual, or half of what the machine has to give if that is less.
    """
    bound = asked or max(LEAST, min(USUAL, psutil.virtual_memory().available // 2))
    text = sum(file.text_size for file in files)
    if _ITSELF + _A_BYTE * text <= bound:
        return None
    parts = 2 * (int(_A_BYTE * text // (bound - _ITSELF)) + 1)  # two of them are decided at a time
    return Plan(parts, max(bound // _WINDOW_SHARE, 20_000), max(parts, 4))

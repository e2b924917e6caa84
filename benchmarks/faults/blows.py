"""Damage to one person's rows that takes information away and puts none in its place.

A cell is blanked, replaced by signs that mean nothing, or loses characters (`?` stands for each); a row is cut off,
loses or gains a field, gets a stray quote, loses its key or its end, or stands there twice. What is read of the person
then may not let anybody go whom the sound rows do not let go.

Not among them is what no reader can notice: a row that is gone, a SUBJECT_ID that has become another, a cell that holds
another valid value. Where a blank cell refers to another one (an offense to the comment, or to the charge), that one is
blanked too.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from benchmarks.faults.people import Person, as_lines
from vacatur.sources.doj.layout import POSITION

CELLS = (
    "STP_EVENT_DATE", "STP_TYPE_DESCR", "STP_ORI_DESCR", "STP_ORI_CNTY_NAME", "CNT_ORDER", "OFN", "OFFENSE_DESCR",
    "OFFENSE_TOC", "DISP_OFFENSE_DESCR", "CONV_OFFENSE_DESCR", "CONV_OFFENSE_TOC", "DISP_DESCR", "CONV_STAT_DESCR",
    "SENT_LOC_DESCR", "SENT_LENGTH", "SENT_TIME_CODE", "COMMENT_TEXT", "PRI_DOB", "CII_NUMBER", "GENDER", "END_OF_REC",
)  # fmt: skip
TO_CELLS = ("blanked", "replaced", "characters lost")
TO_ROWS = ("cut off", "a comma more", "a field less", "a stray quote", "its key lost", "its end lost", "twice")
BLANKS = ("", "   ", "  -  ", "--")
NOTHINGS = ("???", "#?@!", "~~~~", "\ufffd\ufffd")
_OFFENSES = ("OFFENSE_DESCR", "CONV_OFFENSE_DESCR", "COMMENT_TEXT")
_KEYS_END = POSITION["PRI_NAME"]
"""Behind the columns that tell whose row it is."""

LONGEST_HISTORY = 200


@dataclass(frozen=True)
class Blow:
    """One piece of damage.

    Attributes:
        how: one of `TO_CELLS` or `TO_ROWS`.
        row: which row it falls on.
        column: which cell of it, where it falls on one.
        everywhere: whether it falls on that cell in all rows of the person.
        salt: what it needs besides: which blank, which characters, where to cut.
    """

    how: str
    row: int
    column: str
    everywhere: bool
    salt: int


def blows() -> st.SearchStrategy[Blow]:
    """Any of them; twice as often to cells as to rows."""
    return st.builds(
        Blow,
        how=st.sampled_from((*TO_CELLS, *TO_CELLS, *TO_CELLS, *TO_CELLS, *TO_ROWS)),
        row=st.integers(0, LONGEST_HISTORY),
        column=st.sampled_from(CELLS),
        everywhere=st.booleans(),
        salt=st.integers(0, 2**20),
    )


def struck(person: Person, falling: list[Blow]) -> list[str]:
    """The lines of a person after some blows; a line without its end is followed by the next on the same line."""
    rows = [list(row) for row in person.rows]
    for blow in falling:
        if blow.how in TO_CELLS:
            every = range(len(rows)) if blow.everywhere else [blow.row % len(rows)]
            for at in every:
                _strike_cell(rows[at], blow)
    if not any(blow.column == "CII_NUMBER" for blow in falling):
        for blow in falling:
            if blow.how == "its key lost":
                rows[blow.row % len(rows)][POSITION["SUBJECT_ID"]] = BLANKS[blow.salt % len(BLANKS)]
    lines = [line + "\n" for line in as_lines(rows)]
    for blow in falling:
        if blow.how in TO_ROWS:
            at = blow.row % len(lines)
            lines[at] = _strike_line(lines[at], blow)
    return lines


def _strike_cell(row: list[str], blow: Blow) -> None:
    columns = (blow.column,)
    if blow.how == "blanked" and blow.column in _OFFENSES:
        columns = _OFFENSES
    for column in columns:
        cell = row[POSITION[column]]
        if cell.strip(" -"):
            row[POSITION[column]] = _spoiled(cell, blow)


def _spoiled(cell: str, blow: Blow) -> str:
    if blow.how == "blanked":
        return BLANKS[blow.salt % len(BLANKS)]
    if blow.how == "replaced":
        return NOTHINGS[blow.salt % len(NOTHINGS)]
    chosen = Random(blow.salt)
    lost = {chosen.randrange(len(cell)) for _ in range(1 + chosen.randrange(1 + len(cell) // 3))}
    return "".join("?" if at in lost and letter != " " else letter for at, letter in enumerate(cell))


def _strike_line(line: str, blow: Blow) -> str:
    text = line.rstrip("\n")
    end = line[len(text) :]
    keys = _behind_keys(text)
    at = keys + blow.salt % max(len(text) - keys, 1)
    if blow.how == "cut off":
        return text[:at] + end
    if blow.how == "a comma more":
        return text[:at] + "," + text[at:] + end
    if blow.how == "a stray quote":
        return text[:at] + '"' + text[at:] + end
    if blow.how == "a field less":
        comma = text.rfind(",", keys, at)
        following = text.find(",", comma + 1)
        return text[:comma] + text[following:] + end if keys < comma < following else text + end
    if blow.how == "its end lost":
        return text
    return line + line if blow.how == "twice" else line


def _behind_keys(text: str) -> int:
    """Where the columns begin that do not tell whose row it is; a name before them may hold a comma."""
    quoted, fields = False, 0
    for at, letter in enumerate(text):
        quoted ^= letter == '"'
        fields += letter == "," and not quoted
        if fields == _KEYS_END:
            return at + 1
    return len(text)

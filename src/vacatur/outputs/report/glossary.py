"""What the words and figures of a report mean, for whoever reads it."""

from __future__ import annotations

from vacatur.outputs.report.page import Section, Terms
from vacatur.outputs.report.publish import LEAST
from vacatur.outputs.report.told import Told

MEANINGS = {
    "Relief": """A conviction is dismissed and sealed, or reduced to a lesser offense. A judge must order it; until then
        these are recommendations from the data.""",
    "With a decision": """Convictions that this policy decides, whatever it decides, and the people who have one.""",
    "In the file": """Everybody in the state's delivery, also people without a decision.""",
    "Share": """The group's number divided by that of all, in the same column.""",
    "Rate of relief": """Those with relief, divided by those with a decision, within the group.""",
    "Disparity ratio": """The group's rate of relief divided by that of the reference group: 1 is the same rate, 0.80 is
        four fifths of it. By race the reference is White people; else it is the largest group. The ratio describes the
        result; it does not say what caused it.""",
    "At least, at most": """The bounds of what is still open: what follows if every open decision falls against
        relief, and if every one that may falls for it.""",
    "No felony left": """Of people with relief who had a felony: every felony on the record, of any county, is dismissed
        or reduced. A conviction of unknown grade counts as a felony that is left.""",
    "No conviction left": """Every conviction on the record, of any county, is dismissed. Of the last 7 years: every one
        of those years, for people who had one; one without a date counts as recent.""",
    "Age now": """On the day as of which the run reckons. People whom the file reports dead are counted apart.""",
}

LINKS = """Each number leads to a file with the rows that it counts, as many as it says. Shares and ratios follow from
    the numbers beside them. The files name people by number: keep them in the office."""

WITHHELD = f"""A number of fewer than {LEAST}, and others from which it could be worked out. Groups of few people are
    put together under "All other"."""


def how_to_read(told: Told) -> Section:
    """What the words and figures of the report mean."""
    last = {"Withheld": WITHHELD} if told.figures.published else {"Links": LINKS}
    terms = tuple((term, (" ".join(text.split()),)) for term, text in {**MEANINGS, **last}.items())
    return Section("how-to-read", "How to read the figures", (Terms(terms),))

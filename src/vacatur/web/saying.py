"""How what the results hold is said: filters, their values, and facts, in the reader's language."""

from __future__ import annotations

from datetime import date

from vacatur.decide.facts import CATALOGUE
from vacatur.outputs.report.groups import UNKNOWN_REASON
from vacatur.record.problems import CODES
from vacatur.review.applied import IN_SHORT
from vacatur.web import wording
from vacatur.web.browse import NONE
from vacatur.web.facts import ASKED
from vacatur.web.opened import HELPED
from vacatur.web.rendering import DETERMINATIONS
from vacatur.web.wording import _, later

FILTERS = {
    "determination": later("Determination"),
    "listed": later("Where it goes"),
    "prosecutor": later("Prosecutor"),
    "section": later("Section"),
    "reason": later("Reason"),
    "unknown": later("Unknown fact"),
    "missing": later("Lacking for the court"),
    "court": later("Court"),
    "grade": later("Grade"),
    "decade": later("Decade"),
    "race": later("Race"),
    "sex": later("Sex"),
    "freed": later("The person is"),
    "disposition": later("Outcome"),
    "year": later("Eligible in"),
    "then": later("Then"),
    "code": later("What was found"),
    "file": later("File"),
}
"""Each filter as its label."""

PLACES = {
    "exhibit_a": later("asked to be dismissed and sealed (Exhibit A)"),
    "exhibit_b": later("asked to be reduced (Exhibit B)"),
    "duplicate": later("the same count again, asked for once"),
    "exception": later("eligible, cannot be filed as it is"),
    "route_review": later("eligible, unclear who prosecutes"),
    "referred": later("for another prosecutor to decide"),
    "challenge": later("not eligible"),
    "review": later("review by hand"),
    "out_of_scope": later("out of scope"),
}
"""Where a conviction goes, by the list on which it stands (`outputs.filings.docket`)."""

FREED = {
    "no_felony": later("left with no felony"),
    "no_conviction_last_7_years": later("left with no conviction of the last 7 years"),
    "no_conviction": later("left with no conviction at all"),
}

OUTCOMES = {
    "dismissed": later("dismissed"),
    "other": later("ended without a conviction"),
    "relief": later("not given; relief was granted later"),
    "revoked": later("not given; probation was revoked later"),
}
"""How a charge ended of which nobody was convicted, as far as the file tells."""

_MISSING = {
    name: name
    for name in (
        later("court"), later("juvenile court"), later("case number"), later("one case number of several"),
        later("date of conviction"), later("section"), later("name"), later("one decision"), later("one prosecutor"),
    )
}  # fmt: skip

_VALUES: dict[str, dict[str, str]] = {
    "determination": {HELPED: later("dismiss or reduce"), **DETERMINATIONS},
    "then": dict(DETERMINATIONS),
    "listed": PLACES,
    "freed": FREED,
    "disposition": OUTCOMES,
    "missing": _MISSING,
    "grade": {"felony": later("felony"), "lesser": later("misdemeanor or infraction")},
    "reason": {
        UNKNOWN_REASON: later("A fact that matters is not known"),
        IN_SHORT: later("Decided on review"),
    },
    "code": {code: meaning for code, (meaning, _done) in CODES.items()},
    "sex": {"M": later("male"), "F": later("female")},
}

_NOTHING = {"missing": later("nothing"), "unknown": later("none"), "freed": later("not freed of anything")}
"""What stands where there is nothing; elsewhere it is not given."""


def value_of(name: str, value: str) -> str:
    """A value of a filter in words."""
    if value == NONE:
        return _(_NOTHING.get(name, later("not given")))
    if name == "unknown" and value in ASKED:
        return _(ASKED[value])
    return _(_VALUES.get(name, {}).get(value, value))


def in_english(name: str, value: str) -> bool:
    """Whether a value is a reason in the words of its policy, which are English in every language."""
    return name == "reason" and value != NONE and value not in _VALUES[name]


def fact(name: str, value: bool | str | float | int | date | None) -> str:
    """The value of a fact in words."""
    if value is None:
        return _("unknown")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return wording.day(value)
    if isinstance(value, str):
        return value or _("none")
    number = wording.number(round(value, 2))
    if name in CATALOGUE and CATALOGUE[name].dtype == "years":
        return _("%(count)s years", count=number)
    return number

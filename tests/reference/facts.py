"""The facts of each conviction, None where unknown (docs/reading.md, section 7)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date

from .dates import read_date, years_between
from .history import RELIEF_STATUTES, Charge, Conviction, History, charge_of, revokes
from .offenses import class_of
from .sentences import facts_of_sentences
from .statutes import CANNABIS_SECTIONS, Offence

PROP_64 = date(2016, 11, 9)
NEVER_IN_THE_FILE = (
    "plants",
    "grams",
    "grams_concentrate",
    "gift_or_personal_transport",
    "sale_to_minor",
    "import_or_export",
    "value_over_950",
)
OWN_LISTS = {
    "is_wobbler": "wobblers",
    "is_county_jail_felony": "county_jail",
    "is_prop47_offense": "prop47",
    "is_barred_from_dismissal": "no_dismissal",
    "is_driving_offense": "driving",
    "is_serious_or_violent": "serious_violent",
}
PROP_47 = date(2014, 11, 5)

Fact = bool | str | date | float | int | None


def facts_of(conviction: Conviction, history: History, county: str | None) -> dict[str, Fact]:
    """All facts of one conviction in a run for `county`, or for every county."""
    facts: dict[str, Fact] = dict.fromkeys(NEVER_IN_THE_FILE)
    facts |= {
        "section": conviction.charge.section,
        "subdivision": conviction.charge.subdivision,
        "is_prop64": conviction.class_in("prop64"),
        "is_related": conviction.class_in("related"),
        "in_county": _in_county(conviction.county, county),
        "is_felony": conviction.felony,
        "convicted_on": conviction.convicted_on,
        "relief_granted": conviction.relief_granted,
        "earlier_relief": conviction.earlier_relief,
        "prop64_relief_granted": conviction.prop64_relief_granted,
        "deceased": _deceased(history),
        "convictions_on_record": None if history.unread_rows or history.open_counts else len(history.convictions),
    }
    facts |= _of_the_cycle(conviction, history)
    facts |= _of_times(conviction, history)
    facts |= _of_sentences(conviction, history)
    facts |= _of_other_convictions(conviction, history)
    facts |= _of_the_offense(conviction, history)
    return facts | facts_of_sentences(conviction, history)


def _in_county(own: str | None, asked: str | None) -> bool | None:
    if asked is None:
        return True
    return None if own is None else own == asked.strip().upper()


def either(values: Iterable[bool | None]) -> bool | None:
    """True if any is true, unknown if any is unknown, else false."""
    values = list(values)
    return True if True in values else (None if None in values else False)


def _unless_unread(value: bool | None, history: History) -> bool | None:
    """A "no" about the whole history does not stand while rows are unread."""
    return None if value is False and history.unread_rows else value


def _deceased(history: History) -> bool | None:
    return _unless_unread(any(row["STP_TYPE_DESCR"].startswith("DECEASED") for row in history.rows), history)


def _of_the_cycle(conviction: Conviction, history: History) -> dict[str, Fact]:
    in_cycle = [each for each in history.possible if each.cycle == conviction.cycle]
    with_prop64 = _unless_unread(either(each.class_in("prop64") for each in in_cycle), history)
    accessory: bool | None = False
    if conviction.charge.statute == Offence("PC", "32"):
        charges = [charge_of(row) for row in history.rows_of_cycle(conviction.cycle) if not row.is_conviction]
        of_charges = [_prop64_charge(charge) for charge in charges if charge.text]
        accessory = _unless_unread(either([with_prop64, *of_charges]), history)
    return {"prop64_in_same_cycle": with_prop64, "accessory_with_prop64": accessory}


def _prop64_charge(charge: Charge) -> bool | None:
    """A charge that led to no conviction has no severity and no date of conviction."""
    return class_of("prop64", charge.wording, charge.text).of(None, None, False)


def _of_times(conviction: Conviction, history: History) -> dict[str, Fact]:
    convicted, born, arrested = conviction.convicted_on, history.birth_date, history.arrested_on(conviction)
    age_then = years_between(born, convicted) if born and convicted else None
    age_at_arrest = years_between(born, arrested) if born and arrested and arrested >= born else None
    before_prop64: bool | None = True
    if convicted is None or convicted >= PROP_64:
        before_prop64 = None if arrested is None else arrested < PROP_64

    def under(age: int) -> bool | None:
        if (age_then is not None and age_then < age) or (age_at_arrest is not None and age_at_arrest < age):
            return True
        return None if age_at_arrest is None else False

    return {
        "offense_before_prop64": before_prop64,
        "age_now": years_between(born, history.as_of) if born else None,
        "age_at_conviction": age_then,
        "under_18_at_offense": under(18),
        "under_21_at_offense": under(21),
        "years_since_conviction": years_between(convicted, history.as_of) if convicted else None,
    }


def _completed(convictions: Iterable[Conviction], as_of: date) -> bool | None:
    ends = [each.sentence_end for each in convictions]
    if any(end and end > as_of for end in ends):
        return False
    return None if None in ends else True


def _of_sentences(conviction: Conviction, history: History) -> dict[str, Fact]:
    of_case = history.possible_of_case(conviction.case)
    completed = _completed(of_case, history.as_of)
    everything = _completed(history.possible, history.as_of)
    places = [part["SENT_LOC_DESCR"] for each in of_case for part in each.sentence_parts]
    revoked = any(revokes(row["DISP_DESCR"]) for row in history.rows_of_case(conviction.case))
    probation: bool | None
    if revoked or completed is False:
        probation = False
    elif any(place.startswith("PROBATION") for place in places):
        probation = completed
    else:
        probation = None if not places or "" in places else False
    return {
        "sentence_completed": completed,
        "probation_completed": probation,
        "sentences_completed": None if everything and history.unread_rows else everything,
    }


def _of_other_convictions(conviction: Conviction, history: History) -> dict[str, Fact]:
    certain, possible = _priors(conviction, history, _same_section(conviction))
    enough = certain >= 2
    might_be = certain + possible >= 2 or history.unread_rows
    only_prop64 = [each.class_in("prop64") for each in history.convictions]
    only: bool | None = False
    if False not in only_prop64:
        only = None if None in only_prop64 or history.open_counts or history.unread_rows else True
    return {
        "superstrike_before": _before(conviction, history, "superstrikes"),
        "registrable_offense_before": _registrable_before(conviction, history),
        "prior_same_section": None if possible or history.unread_rows else certain,
        "two_prior_same_section": True if enough else (None if might_be else False),
        "only_prop64_on_record": only,
        "years_conviction_free": _years_conviction_free(history),
        "years_felony_free": _years_felony_free(history),
    }


def _of_the_offense(conviction: Conviction, history: History) -> dict[str, Fact]:
    statute, relief, felony = conviction.charge.statute, conviction.earlier_relief, conviction.felony
    lists: dict[str, Fact] = {fact: conviction.class_in(name) if statute else None for fact, name in OWN_LISTS.items()}
    arrested = history.arrested_on(conviction)
    before: bool | None = True
    if conviction.convicted_on is None or conviction.convicted_on >= PROP_47:
        before = None if arrested is None else arrested < PROP_47
    code = statute.code if statute else None
    if statute and code is None and statute.section in CANNABIS_SECTIONS:
        code = "HS"
    return lists | {
        "code": code,
        "juvenile_court": conviction.in_juvenile_court,
        "federal_court": conviction.in_federal_court,
        "is_registrable": conviction.class_in("pc290"),
        "is_infraction": False if felony else (None if felony is None else conviction.infraction),
        "is_felony_now": felony and _still_a_felony(relief),
        "set_aside": _set_aside(relief),
        "offense_before_prop47": before,
        "superstrike_on_record": _on_record(history, "superstrikes"),
        "registrable_on_record": _registrable_on_record(history),
    }


def _still_a_felony(relief: str | None) -> bool | None:
    if relief is None:
        return None
    if any(words in relief for words in ("17(B)", "1170.18", "11361.8", "11361.9", "REDUCED TO")):
        return False
    return None if "RESENTENCED PER" in relief else True


def _set_aside(relief: str | None) -> bool | None:
    """Texts of relief, as rows give them; the section that one names counts before its words."""
    if relief is None:
        return None
    answers = [_gone(text) for text in relief.split("; ") if text]
    return either(answers)


def _gone(text: str) -> bool | None:
    named = RELIEF_STATUTES.search(text)
    if named:
        return True if named[0].startswith("1203") else (None if named[0].startswith("11361") else False)
    if any(words in text for words in ("SET ASIDE", "VACATED", "REVERSED", "EXPUNGED", "PLEA WITHDRAWN")):
        return True
    return None if any(words in text for words in ("RESENTENCED PER", "PARDON", "SEALED", "INNOCEN", "851.")) else False


def _on_record(history: History, name: str) -> bool | None:
    return _unless_unread(either(each.class_in(name) for each in history.possible), history)


def _registrable_on_record(history: History) -> bool | None:
    found = _on_record(history, "pc290")
    return None if found is False and _bare_registration(history) else found


def _same_section(conviction: Conviction) -> Callable[[Conviction], bool | None]:
    def class_of(other: Conviction) -> bool | None:
        ours, theirs = conviction.charge.section, other.charge.section
        listed = other.class_in("prop64")
        if ours is None or theirs is None:  # illegible, or one of several: it may be any section
            return None if listed is not False else False
        return listed if ours == theirs else False

    return class_of


def _priors(conviction: Conviction, history: History, class_of: Callable[[Conviction], bool | None]) -> tuple[int, int]:
    """How many other convictions of a class are certainly on an earlier date, and how many more might be."""
    certain = possible = 0
    for other in history.possible:
        listed = class_of(other)
        if other is conviction or listed is False:
            continue
        ours, theirs = conviction.convicted_on, other.convicted_on
        if ours is None or theirs is None:
            possible += 1
        elif theirs < ours:
            certain += listed is True
            possible += listed is None
    return certain, possible


def _before(conviction: Conviction, history: History, name: str) -> bool | None:
    certain, possible = _priors(conviction, history, lambda other: other.class_in(name))
    if certain:
        return True
    return None if possible or history.unread_rows else False


def _registrable_before(conviction: Conviction, history: History) -> bool | None:
    found = _before(conviction, history, "pc290")
    if found is False and _bare_registration(history):
        return None
    return found


def _bare_registration(history: History) -> bool:
    """A registration that may be under PC 290, and that no registrable conviction on record explains."""
    explained_from = [each.convicted_on for each in history.convictions if each.class_in("pc290")]
    first = min((day for day in explained_from if day), default=None)
    for row in history.rows:
        charge = charge_of(row)
        registration = row["STP_TYPE_DESCR"].startswith("REGISTRATION") and _may_be_under_290(charge)
        if not registration and not (row["STP_TYPE_DESCR"] == "" and charge.statute and _may_be_under_290(charge)):
            continue
        day = read_date(row["STP_EVENT_DATE"], history.as_of)
        if first is None or day is None or first > day:
            return True
    return False


def _may_be_under_290(charge: Charge) -> bool:
    """Whether a registration names section 290 or 290.x, or no statute at all."""
    named = [each for each in (charge.statute, *charge.wording.further) if each]
    return not named or any(each.section.split(".")[0] == "290" for each in named)


def _years_conviction_free(history: History) -> float | None:
    known = [each.convicted_on for each in history.convictions if each.convicted_on]
    if history.unread_rows or not known or any(each.convicted_on is None for each in history.possible):
        return None
    latest = max(known)
    later = any(each.convicted_on and each.convicted_on > latest for each in history.open_counts)
    return None if later else years_between(latest, history.as_of)


def _years_felony_free(history: History) -> float | None:
    """Unlimited when no conviction is a felony."""
    felonies = [each for each in history.possible if each.felony is not False]
    sure = [each.convicted_on for each in felonies if each.felony]
    if history.unread_rows or None in sure or any(each.convicted_on is None for each in felonies):
        return None
    latest = max((day for day in sure if day), default=date.min)
    if any(each.felony is None and each.convicted_on and each.convicted_on > latest for each in felonies):
        return None
    return years_between(latest, history.as_of) if latest != date.min else math.inf

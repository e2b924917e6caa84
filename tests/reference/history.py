"""One person's rows become convictions, sentences and earlier relief (docs/reading.md, sections 3 to 5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from .dates import add_sentence, read_date, the_one
from .offenses import class_of
from .rows import Delivery, Row, SetAside, has_lost_characters
from .statutes import CANNABIS_SECTIONS, Offence, Wording, as_attempted, in_comment, read_wording

if TYPE_CHECKING:
    from .sentences import Term

IN_COMMENT = "SEE COMMENT FOR CHARGE"

# Places of a sentence part that, without a duration, take no time.
TAKES_NO_TIME = ("FINE", "RESTITUTION", "RESTN", "FEE", "COMMUNITY SERVICE", "LICENSE")

RELIEF_STATUTES = re.compile(
    r"(?<![0-9.])(?:1203\.(?:4A?|41|42|43|49)|11361\.[89]|1170\.18)(?![0-9])|(?<![0-9.])17\(B\)"
)
RELIEF_WORDS = ("SET ASIDE", "VACATED", "REVERSED", "EXPUNGED", "REDUCED TO MISD", "RESENTENCED PER")
INCHOATE_WORDS = ("ATT", "ATTMPT", "ATTEMPT", "ATTMPTED", "ATTEMPTED", "CONSP", "CONSPIRE", "CONSPIRACY")
PROP64_RELIEF = re.compile(r"(?<![0-9.])11361\.[89](?![0-9])")


@dataclass(frozen=True)
class Charge:
    """The offence a row states: its text (upper case, "" when blank) and what that says."""

    text: str
    wording: Wording
    from_conviction_column: bool = False

    @property
    def statute(self) -> Offence | None:
        """None when the text is illegible."""
        return self.wording.statute

    @property
    def section(self) -> str | None:
        """None, too, where the text names several cannabis sections: of which the person was convicted is not said."""
        return self._the_one(lambda statute: statute.section)

    @property
    def subdivision(self) -> str | None:
        """The outermost, "" where none is stated; None as for the section."""
        return self._the_one(lambda statute: statute.subdivisions[0] if statute.subdivisions else "")

    def _the_one(self, part: Callable[[Offence], str]) -> str | None:
        if self.statute is None:
            return None
        if self.statute.section not in CANNABIS_SECTIONS:
            return part(self.statute)
        also = [each for each in self.wording.further if each.section in CANNABIS_SECTIONS]
        return part(self.statute) if {part(each) for each in (self.statute, *also)} == {part(self.statute)} else None

    @property
    def identity(self) -> object:
        """What makes two charges the same offence; a cannabis section without its code is HS."""
        if self.statute is None:
            return self.text
        if self.statute.code is None and self.statute.section in CANNABIS_SECTIONS:
            return replace(self.statute, code="HS")
        return self.statute


@dataclass(frozen=True)
class Relief:
    """A sign of earlier relief on a conviction, or (`undoes`) that some was taken back: certain or merely possible;
    whether it names Prop 64; the day of its row.
    """

    certain: bool
    prop64: bool
    text: str = ""
    on: date | None = None
    undoes: bool = False


@dataclass
class Conviction:
    """One conviction of one person, or (not `reported`) an open count that may have ended in one."""

    rows: list[Row]
    charge: Charge
    as_of: date
    reported: bool = True
    relief: list[Relief] = field(default_factory=list)
    later_parts: list[Row] = field(default_factory=list)  # imposed when probation was revoked, or the sentence changed
    presupposed: bool = False  # only a term served, or what became of probation, shows it
    lost_part: bool = False  # a part of a sentence stands under its key on a row whose disposition is not known
    classes: dict[str, bool | None] = field(default_factory=dict)  # by offence list, as they are asked for

    @property
    def count_key(self) -> str:
        return self.rows[0].count_key

    @property
    def case(self) -> str:
        return self.rows[0].case

    @property
    def cycle(self) -> str:
        return self.rows[0].cycle

    @cached_property
    def convicted_on(self) -> date | None:
        if self.presupposed:
            return None
        return the_one(read_date(row["STP_EVENT_DATE"], self.as_of) for row in self.rows)

    @cached_property
    def county(self) -> str | None:
        named = {row["STP_ORI_CNTY_NAME"] for row in self.rows} - {""}
        return named.pop() if len(named) == 1 else None

    @cached_property
    def felony(self) -> bool | None:
        stated = {row["CONV_STAT_DESCR"] for row in self.rows} - {""}
        if stated and self.reported:
            return _severity(stated, {"FELONY": True, "MISDEMEANOR": False, "INFRACTION": False})
        types = {_type_of_charge(row) for row in self.rows} - {""}
        as_charged = _severity(types, {"F": True, "M": False, "I": False})
        return as_charged if self.reported or as_charged is False else None

    @cached_property
    def infraction(self) -> bool | None:
        """Whether all that is said of its grade is infraction; unknown when nothing is."""
        stated = {row["CONV_STAT_DESCR"] for row in self.rows} - {""}
        if stated:
            return stated == {"INFRACTION"}
        types = {_type_of_charge(row) for row in self.rows} - {""}
        return types == {"I"} if types else None

    @property
    def in_federal_court(self) -> bool:
        return any(re.match(r"US[A-Z][A-Z]\b|U\.? ?S\.? DIST|UNITED STATES", row["STP_ORI_DESCR"]) for row in self.rows)

    @property
    def in_juvenile_court(self) -> bool:
        return any(row["STP_ORI_DESCR"].startswith("CAJV") for row in self.rows)

    @cached_property
    def sentence_parts(self) -> list[Row]:
        return [row for row in self.rows if has_part(row)]

    @cached_property
    def sentence_end(self) -> date | None:
        """Conviction date and all parts, or the end of what was imposed on a later day; unknown when a date or the
        length of a part is.
        """
        if not self.reported or self.lost_part:
            return None
        ends = [self._end_of(self.sentence_parts, self.convicted_on)]
        for day in {part["STP_EVENT_DATE"] for part in self.later_parts}:
            of_day = [part for part in self.later_parts if part["STP_EVENT_DATE"] == day]
            ends.append(self._end_of(of_day, read_date(day, self.as_of)))
        return None if None in ends else max(end for end in ends if end)

    @staticmethod
    def _end_of(parts: Sequence[Row], begins: date | None) -> date | None:
        months = days = 0
        for part in parts:
            length, unit, place = part["SENT_LENGTH"], part["SENT_TIME_CODE"], part["SENT_LOC_DESCR"]
            if not length and not unit and place.startswith(TAKES_NO_TIME):
                continue
            if not re.fullmatch(r"[0-9]+", length) or int(length) > 9999 or unit not in ("D", "M", "Y"):
                return None
            days += int(length) if unit == "D" else 0
            months += {"D": 0, "M": 1, "Y": 12}[unit] * int(length)
        return add_sentence(begins, months, days) if begins else None

    @property
    def for_life(self) -> bool:
        """Whether it was punished by life or death, so far as its sentence says: a serious or violent felony is a super
        strike then (clause VIII).
        """
        return any(set(re.findall("[A-Z]+", row["SENT_LOC_DESCR"])) & {"LIFE", "DEATH", "LWOP"} for row in self.rows)

    def class_in(self, name: str) -> bool | None:
        """Definite (True), review (None) or no (False) in an offence list."""
        found = self._class_by_offence(name)
        if name == "superstrikes" and found is False and self.for_life and self.felony is not False:
            return None
        return found

    def _class_by_offence(self, name: str) -> bool | None:
        if name not in self.classes:
            self.classes[name] = self._class_in(name)
        return self.classes[name]

    def _class_in(self, name: str) -> bool | None:
        bars_juvenile = name in ("superstrikes", "pc290") and self.in_juvenile_court
        charges = [charge for charge in map(charge_of, self.rows) if charge.text] or [self.charge]
        classes = {
            class_of(name, charge.wording, charge.text).of(self.felony, self.convicted_on, bars_juvenile)
            for charge in charges
        }
        listed = classes.pop() if len(classes) == 1 else None
        return listed if self.reported or listed is False else None

    @cached_property
    def standing_relief(self) -> list[Relief]:
        """The signs of relief without what was taken back on a later day; in doubt where that is not sure, and where it
        is dated before the conviction.
        """
        days_convicted = [day for row in self.rows if (day := read_date(row["STP_EVENT_DATE"], self.as_of))]
        last_convicted = max(days_convicted, default=None)
        signs = [
            replace(each, certain=False) if last_convicted and each.on and each.on < last_convicted else each
            for each in self.relief
        ]
        undoing = [each for each in signs if each.undoes]
        if not undoing:
            return signs
        days = [each.on for each in undoing if each.on]
        last = max(days) if len(days) == len(undoing) else None
        left = [each for each in undoing if not each.certain]
        for each in signs:
            after = last is not None and each.on is not None and each.on > last
            before = last is not None and each.on is not None and each.on < last
            if after and not each.undoes:
                left.append(each)
            elif not each.undoes and not (before and all(other.certain for other in undoing)):
                left.append(replace(each, certain=False))
        return left

    @property
    def relief_granted(self) -> bool | None:
        if any(each.certain for each in self.standing_relief):
            return True
        return None if self.standing_relief else False

    @property
    def earlier_relief(self) -> str | None:
        """What the rows that grant relief say; empty when there is none, unknown when that is."""
        if self.relief_granted is None:
            return None
        return "; ".join(sorted(each.text for each in self.standing_relief if each.certain))

    @property
    def prop64_relief_granted(self) -> bool | None:
        if any(each.certain and each.prop64 for each in self.standing_relief):
            return True
        return None if self.relief_granted is None else False


@dataclass
class History:
    """Everything read about one person."""

    person: str
    rows: list[Row]
    convictions: list[Conviction]
    open_counts: list[Conviction]
    unread_rows: bool
    as_of: date

    @cached_property
    def terms(self) -> list[Term]:
        from .sentences import terms_of

        return terms_of(self)

    @cached_property
    def possible(self) -> list[Conviction]:
        """Convictions, and counts of which nobody reported the end."""
        return self.convictions + self.open_counts

    @cached_property
    def birth_date(self) -> date | None:
        """Unknown, too, when a conviction is dated before it: one of the two is wrong."""
        values = {row["PRI_DOB"] for row in self.rows} - {"", "00000000"}
        born = read_date(values.pop(), self.as_of) if len(values) == 1 else None
        dates = [conviction.convicted_on for conviction in self.convictions]
        return None if born and any(day and day < born for day in dates) else born

    def rows_of_cycle(self, cycle: str) -> list[Row]:
        return [row for row in self.rows if row.count_key and row.cycle == cycle]

    def rows_of_case(self, case: str) -> list[Row]:
        return [row for row in self.rows if row.count_key and row.case == case]

    def possible_of_case(self, case: str) -> list[Conviction]:
        return [conviction for conviction in self.possible if conviction.case == case]

    def arrested_on(self, conviction: Conviction) -> date | None:
        """The day of arrest; one after the conviction is of something else."""
        arrests = [row for row in self.rows_of_cycle(conviction.cycle) if row["STP_TYPE_DESCR"].startswith("ARREST")]
        day = the_one(read_date(row["STP_EVENT_DATE"], self.as_of) for row in arrests)
        return None if day and conviction.convicted_on and day > conviction.convicted_on else day


def has_part(row: Row) -> bool:
    """Whether a row holds a part of a sentence."""
    return bool(row["SENT_LENGTH"] or row["SENT_TIME_CODE"] or row["SENT_LOC_DESCR"])


def charge_of(row: Row) -> Charge:
    """The offence text of a row, wherever it stands."""
    of_conviction = row["CONV_OFFENSE_DESCR"] if row.is_conviction else ""
    qualifiers = row["CONV_OFFENSE_QUAL_LST" if of_conviction else "OFFENSE_QUAL_LST"]
    return _charge(of_conviction, row["OFFENSE_DESCR"], row["COMMENT_TEXT"], qualifiers)


@cache  # it is asked for every list of every conviction
def _charge(of_conviction: str, text: str, comment: str, qualifiers: str) -> Charge:
    if of_conviction:
        return Charge(of_conviction, as_attempted(_wording(of_conviction), qualifiers), from_conviction_column=True)
    if text and text != IN_COMMENT:
        return Charge(text, as_attempted(_wording(text), qualifiers))
    named = in_comment(comment)
    return Charge(comment if named.statute else "", named)


@cache
def _wording(text: str) -> Wording:
    """What an offence's text says; nothing where what was lost of it may have made it another offence."""
    if not has_lost_characters(text):
        return read_wording(text)
    ends = [at for at in range(len(text)) if text[at] == "-" and _begins_description(text, at)]
    head, tail = (text[: ends[0]], text[ends[0] + 1 :]) if ends else ("", "")
    if has_lost_characters(head) or not re.search("[0-9]", head):
        return Wording(None)
    spoiled = [word for word in re.split(r"[\s,;:./&-]", tail) if has_lost_characters(word)]
    lost = any(re.search("[0-9]", word) or any(_fits(word, each) for each in INCHOATE_WORDS) for word in spoiled)
    return Wording(None) if lost else read_wording(text)


def _begins_description(text: str, hyphen: int) -> bool:
    before = text[:hyphen].removesuffix(" ")[-1:]
    return before == ")" or "A" <= before <= "Z" or re.match("[A-Z]{3}", text[hyphen + 1 :]) is not None


def _fits(spoiled: str, word: str) -> bool:
    return len(spoiled) == len(word) and all(
        has_lost_characters(one) or one == other for one, other in zip(spoiled, word, strict=True)
    )


def changes_a_sentence(text: str) -> bool:
    """Whether a later disposition revokes probation, changes a sentence or says that probation is over."""
    from .sentences import done_to_sentence

    return revokes(text) or done_to_sentence(text) != ""


def read_histories(delivery: Delivery, as_of: date) -> list[History]:
    """All persons of a delivery."""
    unread = delivery.unread_rows()
    return [
        read_history(person, rows, unread.get(person, []), as_of) for person, rows in delivery.rows_by_person().items()
    ]


def read_history(person: str, rows: list[Row], unread_rows: list[SetAside], as_of: date) -> History:
    rows = [_with_extension(row) for row in _each_part_once(rows)]
    convictions: list[Conviction] = []
    keys = dict.fromkeys(row.count_key for row in rows if row.is_conviction)
    for key in keys:
        of_key = [row for row in rows if row.is_conviction and row.count_key == key]
        convictions += _convictions_of_count(of_key, as_of)
    for row in rows:
        if not row.is_conviction and row.count_key:
            _note_relief(row, convictions, as_of)
            for conviction in convictions:
                if has_part(row) and conviction.count_key == row.count_key:
                    conviction.lost_part |= undisposed(row)
                    conviction.later_parts += [row] if changes_a_sentence(row["DISP_DESCR"]) else []
    for conviction in convictions:
        for row in conviction.rows:
            if names_relief(row["COMMENT_TEXT"]):
                conviction.relief.append(Relief(False, _names_prop64_relief(row["COMMENT_TEXT"])))
            behind = re.sub(r"^CONVICTED[^A-Z0-9_]*(?:(?:AND|BUT|THEN|LATER)\b[^A-Z0-9_]*)?", "", row["DISP_DESCR"])
            dismissed = re.match("(?:CASE |CONV |CONVICTION )?(?:DISM|1385 ?PC)", behind)
            if names_relief(behind) or relief_of_own_count(behind) or dismissed:
                conviction.relief.append(Relief(False, _names_prop64_relief(behind)))
        for cell in (cell for aside in unread_rows for cell in aside.cells):
            if names_relief(cell):
                conviction.relief.append(Relief(False, _names_prop64_relief(cell)))
        if any(_what_it_said_is_lost(aside) for aside in unread_rows):
            conviction.relief.append(Relief(False, False))
    return History(person, rows, convictions, _open_counts(rows, as_of), bool(unread_rows), as_of)


OF_A_PART = (
    "CNT_ORDER", "SENT_ORDER", "STP_EVENT_DATE", "DISP_DESCR", "OFFENSE_DESCR", "CONV_OFFENSE_DESCR", "SENT_LOC_DESCR",
    "SENT_LENGTH", "SENT_TIME_CODE",
)  # fmt: skip


def _with_extension(row: Row) -> Row:
    """Probation that was extended, nobody says for how long, is a part of it of unknown length."""
    extended = "EXTEND" in row["DISP_DESCR"] and re.search(r"\bPROB", row["DISP_DESCR"]) and not has_part(row)
    return replace(row, cells={**row.cells, "SENT_LOC_DESCR": "PROBATION"}) if extended else row


def _each_part_once(rows: list[Row]) -> list[Row]:
    """The rows, without the length of a part that an earlier one holds: one was delivered twice."""
    seen: set[tuple[str, ...]] = set()
    found = []
    for row in rows:
        part = tuple(row[name] for name in OF_A_PART)
        if part in seen and row["SENT_LENGTH"].isdecimal() and row["SENT_TIME_CODE"] in ("D", "M", "Y"):
            row = replace(row, cells={**row.cells, "SENT_LENGTH": "0"})
        elif row["SENT_ORDER"] and has_part(row):
            seen.add(part)
        found.append(row)
    return found


NOT_IN_COURT = ("ARREST", "SUPPLEMENTAL ARREST", "CUSTODY", "REGISTRATION", "APPLICANT", "DECEASED", "MENTAL HEALTH")
ENDS = (
    "ACQUIT", "NOT GUILTY", "DISM", "CHARGE DROPPED", "PROS REJ", "PROS REL", "REJECTED", "DET ONLY", "DETENTION ONLY",
    "EXONERATED", "NOLLE PROS",
)  # fmt: skip


def _what_it_said_is_lost(aside: SetAside) -> bool:
    """Whether a row set aside may be of a court and holds no disposition that ends its count, as far as can be told:
    of two rows on one line, which has more than 105 parts or two people's keys, nobody can tell whose it is.
    """
    if aside.of_several or sum(cell.count(",") + 1 for cell in aside.cells) > 105:
        return True
    parts = [part.strip(' "') for cell in aside.cells for part in [cell, *cell.split(",")]]
    said = any(
        part.startswith(("CONVICTED", "DISMISSED", *NOT_IN_COURT)) or any(words in part for words in ENDS)
        for part in parts
    )
    return not said


CONSEQUENCES = ("PC 3056", "PC 3000.08", "PC 3455", "PC 1203.2", "PC 1203.3", "PC 2900.5")
WITHOUT_CONVICTION = (
    "ACQUIT", "NOT GUILTY", "NOT CONVICTED", "DISM", "1385 PC", "1385PC", "PROS REJ", "PROS REL", "REJECTED",
    "DET ONLY", "DETENTION ONLY", "RELEASED", "REL ", "REL/", "REL-", "EXONERAT", "NOLLE", "DIVER", "DEFERRED ENTRY",
    "PROC SUSP", "INCOMP", "INSAN", "MISTRIAL", "HUNG JURY", "DECEASED", "DIED", "CONSOLIDATED", "MERGED", "SUPERSEDED",
    "DUPLICATE",
    "UNFOUNDED", "FACTUALLY INN", "INSUFF", "LACK OF", "NO COMPLAINT", "COMPLAINT NOT", "CHARGE DROPPED",
    "CHARGES DROPPED", "STRICKEN", "QUASHED", "EXTRADIT", "TURNED OVER", "NO LONGER",
)  # fmt: skip


def says_it_ended(text: str) -> bool:
    """Whether a disposition that is there says how a count ended: a conviction, relief, or an end without one."""
    if text.startswith(("CONVICTED", "DISMISSED")) or names_relief(text) or relief_of_own_count(text):
        return True
    refused = set(re.findall(r"[A-Z]+", text)) & {"DENIED", "DENY", "DENIAL", "WITHDRAWN"} or "NOT GRANTED" in text
    refused = refused or ((_relief_in(text) or _own_relief_in(text)) and granted(text) == "no")
    ended = any(words in text for words in WITHOUT_CONVICTION) or re.search(r"\bDEJ\b|\bERROR|\bVOID", text)
    put_off = re.search(r"\bJUV", text) and "SUSTAINED" not in text
    return bool(refused or ended or put_off)


def _open_counts(rows: list[Row], as_of: date) -> list[Conviction]:
    """Counts before a court of which no row says how they ended, and those of which only what came later shows that the
    person was convicted.
    """
    rows = [row for row in rows if row.count_key]
    disposed = {row.count_key for row in rows if not says_nothing(row["DISP_DESCR"])}
    ended = [row for row in rows if row.may_be_in_court and _ends(row)]
    ended_keys = {row.count_key for row in ended}
    ended_in_cycle = {(row.cycle, _section(row)) for row in ended if _section(row)}
    convicted_of = {_section(row) for row in rows if row.is_conviction and _section(row)}
    found: dict[tuple[str, object], Conviction] = {}
    for row in rows:
        presupposed = _presupposes(row) and _section(row) not in (None, *CONSEQUENCES, *convicted_of)
        unsettled = row.may_be_in_court and settles_nothing(row["DISP_DESCR"])
        unsettled = unsettled and row.count_key not in ended_keys and (row.cycle, _section(row)) not in ended_in_cycle
        if presupposed or unsettled or (undisposed(row) and row.count_key not in disposed):
            charge = charge_of(row)
            count = found.setdefault((row.count_key, charge.identity), Conviction([], charge, as_of, reported=False))
            count.rows.append(row)
            count.presupposed |= presupposed
    return list(found.values())


def _ends(row: Row) -> bool:
    text = row["DISP_DESCR"]
    return not says_nothing(text) and not changes_a_sentence(text) and says_it_ended(text)


def settles_nothing(text: str) -> bool:
    """Whether a disposition has words that neither say how a count ended nor what was done to a sentence."""
    return not says_nothing(text) and not changes_a_sentence(text) and not says_it_ended(text)


def _presupposes(row: Row) -> bool:
    """Whether a row tells of a term that is served, or of what was done to a sentence."""
    served = row["STP_TYPE_DESCR"] in ("CUSTODY", "PROBATION", "PAROLE") and has_part(row)
    return served or (row.may_be_in_court and changes_a_sentence(row["DISP_DESCR"]))


def _section(row: Row) -> str | None:
    statute = charge_of(row).statute
    if statute is None:
        return None
    code = "HS" if statute.code is None and statute.section in CANNABIS_SECTIONS else statute.code
    return f"{code} {statute.section}"


def _convictions_of_count(rows: Sequence[Row], as_of: date) -> list[Conviction]:
    """The conviction rows under one CNT_ORDER: one conviction for each offence they state."""
    found: dict[object, Conviction] = {}
    blank: list[Row] = []
    for row in rows:
        charge = charge_of(row)
        if charge.text == "":
            blank.append(row)
        elif charge.identity in found:
            found[charge.identity].rows.append(row)
        else:
            found[charge.identity] = Conviction([row], charge, as_of)
    convictions = list(found.values())
    if blank and len(convictions) == 1:
        convictions[0].rows += blank
    elif blank:
        convictions.append(Conviction(blank, Charge("", Wording(None)), as_of))
    return convictions


def undisposed(row: Row) -> bool:
    """Whether a row is, or may be, of a court and does not tell how the count ended."""
    return row.may_be_in_court and says_nothing(row["DISP_DESCR"])


@cache
def says_nothing(text: str) -> bool:
    """Whether a disposition is blank or illegible: damaged, without a word, or CONVICTED with slips of the pen."""
    if text.startswith("CONVICTED") or revokes(text) or names_relief(text):
        return False
    if text.startswith(("DISMISSED", "DISMISSSED", "1385 PC-DISMISSED")) or relief_of_own_count(text):
        return False
    word = re.match(r"[^\s/-]*", text)[0]  # type: ignore[index]
    cut_off = len(word) > 2 and "CONVICTED".startswith(word)
    return (
        not re.search("[A-Z][A-Z][A-Z]", text) or has_lost_characters(text) or cut_off or _within(2, word, "CONVICTED")
    )


def _within(slips: int, word: str, meant: str) -> bool:
    """Whether so many letters changed, put in or left out make one word of another."""
    if not word or not meant:
        return len(word) + len(meant) <= slips
    if word[0] == meant[0]:
        return _within(slips, word[1:], meant[1:])
    put_right = ((word[1:], meant), (word, meant[1:]), (word[1:], meant[1:]))
    return slips > 0 and any(_within(slips - 1, *rest) for rest in put_right)


# What relief is called where it is taken back, and how that is said.
CALLED = "DISMISSAL EXPUNGEMENT EXPUNGMENT RELIEF REDUCTION REDESIGNATION RESENTENCING SEALING PARDON".split()
TAKEN_BACK = "VACATE VACATED RESCIND RESCINDED REVOKE REVOKED REVERSE REVERSED OVERTURNED ANNULLED VOIDED".split()
BETWEEN = {"ORDER", "PER", "PC", "HS", "IS", "WAS", "THE", "OF", "PRIOR"}
OTHER_THINGS = (
    "PROTECTIVE ORDER", "RESTRAINING ORDER", "STAY AWAY ORDER", "WARRANT", "HEARING", "BAIL", "FORFEITURE",
    "TRIAL DATE",
)  # fmt: skip


@cache
def taken_back(text: str) -> str:
    """Whether a text says that relief granted earlier was taken back: "surely", "perhaps", or not."""
    if re.search(r"(?:CONV(?:ICTION)?|JUDGMENT) REINSTATED|REINSTATED? (?:THE )?(?:CONV(?:ICTION)?|JUDGMENT)\b", text):
        return "surely"
    words = [word for word in re.split(r"[ ,;]+", text) if word not in BETWEEN and not RELIEF_STATUTES.match(word)]
    pairs = list(pairwise(words))
    for one, other in pairs:
        if (one in CALLED and other in [*TAKEN_BACK, "SET"]) or (one in TAKEN_BACK and other in CALLED):
            return "surely"
    if "NEW TRIAL GRANTED" in text or "NEW TRIAL ORDERED" in text:
        return "perhaps"
    in_order = re.match(r"(?:(?:COURT|PRIOR|PREVIOUS) )*(?:ORDER|SENTENCE)(?: OF [0-9/-]+)? (\w+)", text)
    if in_order and in_order[1] in [*TAKEN_BACK, "SET"]:
        return "perhaps"
    by_section = RELIEF_STATUTES.search(text)
    after = re.split(r"[ ,;]+", re.sub(r"^(?: ?PC| ?HS)", "", text[by_section.end() :]).strip()) if by_section else [""]
    if after[0] in TAKEN_BACK or (
        "DISM" in words and any(pair[0] == "DISM" and pair[1] in TAKEN_BACK for pair in pairs)
    ):
        return "perhaps"
    return "perhaps" if re.match(r"VACATED? DISM\b", text) else ""


REFUSED = (
    "DENIED", "DENY", "DENIAL", "DEN", "DND", "WITHDRAWN", "W/D", "REJECTED", "REJ", "REFUSED", "DECLINED",
    "DISALLOWED", "INELIGIBLE", "INELIG", "DISQUALIFIED", "NO RELIEF",
    *(f"NOT {yet}{word}" for yet in ("", "YET ")
      for word in ("GRANTED APPROVED ALLOWED ELIG ELIGIBLE ENTITLED QUALIFY QUALIFIED").split()),
)  # fmt: skip
PAPERS = "PETITION PET PETN MOTION MTN MOT APPLICATION APPL APP REQUEST REQ HEARING HRG".split()
OPPOSED = (
    "CHALLENGE CHALLENGED OBJECT OBJECTS OBJECTED OBJECTION OBJECTIONS OPPOSES OPPOSED OPPOSITION"
).split()  # fmt: skip
ASKED = (
    "FILED", "PEND", "PENDING", "REQUESTED", "SOUGHT", "APPLIED FOR", "SUBMITTED", "UNDER SUBMISSION", "UNDER REVIEW",
    "PROPOSED", "RECOMMENDED", "TENTATIVE", "OFF CAL", "OFF CALENDAR", "ON CALENDAR", "CALENDARED", "SET FOR", "STAYED",
    "TO BE", "WILL BE", "MAY BE", "CAN BE", "IF", *OPPOSED,
    *(f"{paper} {done}" for paper in PAPERS
      for done in ("SET", "RESET", "RE-SET", "CONTD", "CONTINUED", "RECEIVED")),
)  # fmt: skip
STAYED_ALONE = "SENTENCE EXECUTION JAIL PRISON DAYS TERM FINE BALANCE".split()
MAY_BE_ASKED = (
    *PAPERS, "NOTICE", "ELIG", "ELIGIBLE", "REVIEW", "REVIEWED", "IDENTIFIED", "REFERRED", "UNCHALLENGED", "CHALLENGE",
    "CHALLENGED", "OBJECTION", "OBJECTIONS", "FILED",
)  # fmt: skip
GRANTED = ("GRANTED", "GRTD", "GRNTD", "APPROVED", "ALLOWED")
DONE = (
    "SET ASIDE", "VACATED", "REVERSED", "EXPUNGED", "REDUCED", "RESENTENCED", "REDESIGNATED", "RECALLED", "SEALED",
    "PARDONED", "RESCINDED", "REVOKED", "OVERTURNED", "ANNULLED", "VOIDED", "REINSTATED",
)  # fmt: skip


def _says(text: str, phrases: Sequence[str], *, not_behind: Sequence[str] = (), not_before: Sequence[str] = ()) -> bool:
    """Whether a phrase stands in a text in whole words, none of some words right before it, nor right behind it."""
    for phrase in phrases:
        for found in re.finditer(rf"(?<![A-Z0-9_]){re.escape(phrase)}(?![A-Z0-9_])", text):
            before = any(re.search(rf"{word} $", text[: found.start()]) for word in not_behind)
            after = any(text[found.end() :].startswith(f" {word}") for word in not_before)
            if not before and not after:
                return True
    return False


def _says_refused(text: str) -> bool:
    return _says(text, REFUSED)


def _says_asked(text: str) -> bool:
    for order in ("ORDER FILED", *(f"{word} STAYED" for word in STAYED_ALONE)):
        text = re.sub(rf"{order}(?![A-Z0-9_])", "", text)
    for word in OPPOSED:
        text = re.sub(rf"(?:NO|NOT|OVER) {word}(?![A-Z0-9_])", "", text)
    return _says(text, ASKED, not_before=("ASIDE",)) or re.search(r"\bUPON (?:COMPL|SUCC|SATIS|PAY)", text) is not None


def _says_granted(text: str) -> bool:
    return _says(text, GRANTED, not_behind=("NOT", "YET", "BE", "IF", "HEARING", "CONTINUANCE"))


def _says_done(text: str) -> bool:
    """What was done; a petition before DISMISSED may be what was."""
    for thing in OTHER_THINGS:
        text = re.sub(rf"\b{thing} (?:VACATED|SET ASIDE|REVERSED)", "", text)
    if _says(text, DONE, not_behind=("TO", "FOR")):
        return True
    first = re.search(r"\b(?:" + "|".join(PAPERS) + r")\b", text)
    for found in re.finditer(r"\bDISM(?:IS+ED|D)?\b", text[: first.start()] if first else text):
        of_paper = re.match(r" (?:OF )?(\w+)", text[found.end() :])
        if not text[: found.start()].endswith(("TO ", "FOR ")) and not (of_paper and of_paper[1] in PAPERS):
            return True
    return False


@cache
def granted(text: str) -> str:
    """Whether relief that a text names was granted: "yes", "perhaps" or "no", for it was refused or only asked for."""
    bare = re.sub(r"\bPLEA (?:OF (?:GUILTY|NOLO\w*) )?(?:IS )?WITHDRAWN\b", "", text)
    given = _says_granted(bare)
    if _says_refused(bare):
        return "perhaps" if given or _other_part_stands(bare) else "no"
    given = given or bare != text or _says_done(bare)
    if _says_asked(bare):
        return "perhaps" if given or _other_part_stands(bare) else "no"
    return "yes" if given or not _says(bare, MAY_BE_ASKED) else "perhaps"


def _other_part_stands(text: str) -> bool:
    """Whether a part of a text names relief, and is not refused: with what was done, or behind one that is refused."""
    behind = False
    for part in re.split(r"[,;]|(?<=DENIED)/|(?<=DENIED) ?[&-]|(?<=DENIED) (?:AND|BUT)\b", text):
        named = _relief_in(part)
        if _says_refused(part) or _says_asked(part):
            behind |= named
        elif named and (behind or _says_done(part)):
            return True
    return False


@cache
def names_relief(text: str) -> bool:
    """Whether a text names relief that was, or may have been, granted, or taken back."""
    return _relief_in(text) and granted(text) != "no"


def _relief_in(text: str) -> bool:
    """Whether a text names relief, granted or not."""
    if taken_back(text):
        return True
    for thing in OTHER_THINGS:
        text = re.sub(rf"\b{thing} (?:VACATED|SET ASIDE|REVERSED)", "", text)
    return RELIEF_STATUTES.search(text) is not None or any(words in text for words in RELIEF_WORDS)


@cache
def revokes(text: str) -> bool:
    """Whether a disposition says, in full or shortened, that probation was revoked."""
    return re.search(r"\bPROB(ATION)? (REVOKED|(REV|REVD|REVKD|REVOKD)(/|-|&| TERM| REINST| &|$))", text) is not None


def relief_of_own_count(text: str) -> str | None:
    """What a disposition says was done to its own count alone: the plea withdrawn, a pardon, a sealing."""
    return _own_relief_in(text) if not text.startswith("DISMISSED") and granted(text) != "no" else None


def _own_relief_in(text: str) -> str | None:
    """What of that a text names, granted or not."""
    if "PLEA WITHDRAWN" in text:
        return "PLEA WITHDRAWN"
    for words in ("PARDON", "SEALED"):
        if re.search(rf"\b{words}(?:ED)?\b", text):
            return words
    if (
        "FACTUALLY INNOCENT" in text
        or "FACTUAL INNOCENCE" in text
        or re.search(r"(?<![0-9.])851\.(8|91)(?![0-9])", text)
    ):
        return "SEALED"
    return None


def _names_prop64_relief(text: str) -> bool:
    return PROP64_RELIEF.search(text) is not None


def _note_relief(row: Row, convictions: list[Conviction], as_of: date) -> None:
    """What a row that is no conviction says about earlier relief on the convictions of its case."""
    text, on = row["DISP_DESCR"], read_date(row["STP_EVENT_DATE"], as_of)
    charge = charge_of(row)
    under_key = [each for each in convictions if each.count_key == row.count_key]
    same = [each for each in under_key if each.charge.identity == charge.identity and charge.text]
    if names_relief(text):
        prop64 = _names_prop64_relief(text)
        its_own = same if charge.text else under_key
        if len(its_own) == 1:
            sure = taken_back(text) != "perhaps" and granted(text) == "yes"
            its_own[0].relief.append(Relief(sure, prop64, text, on, bool(taken_back(text))))
        else:
            about = [each for each in convictions if each.case == row.case] or [
                each
                for each in convictions
                if each.cycle == row.cycle and (charge.statute is None or each.charge.identity == charge.identity)
            ]
            for each in about:
                each.relief.append(Relief(False, prop64, "", on, bool(taken_back(text))))
    elif relief_of_own_count(text):
        its_own = same if charge.text else under_key
        if len(its_own) == 1:
            its_own[0].relief.append(Relief(granted(text) == "yes", False, text, on))
    elif text.startswith("DISMISSED") or undisposed(row):  # whatever its date: it contradicts the conviction
        for each in same if charge.statute else under_key:
            each.relief.append(Relief(False, False, "", on))


def _type_of_charge(row: Row) -> str:
    if charge_of(row).from_conviction_column and row["CONV_OFFENSE_TOC"]:
        return row["CONV_OFFENSE_TOC"]
    return row["OFFENSE_TOC"]


def _severity(stated: set[str], meanings: dict[str, bool]) -> bool | None:
    answers = {meanings.get(each) for each in stated}
    return answers.pop() if len(answers) == 1 else None

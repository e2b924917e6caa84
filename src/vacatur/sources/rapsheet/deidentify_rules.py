"""What each kind of line may keep, and where its names, numbers and dates stand."""

from __future__ import annotations

import re

from vacatur.sources.rapsheet import deidentify_patterns as patterns
from vacatur.sources.rapsheet.cleaning import squeezed
from vacatur.sources.rapsheet.courts import NO_PREFIX, PREFIXES, court_of
from vacatur.sources.rapsheet.deidentify_scribe import Field, Scribe
from vacatur.sources.rapsheet.deidentify_words import words
from vacatur.sources.rapsheet.gazetteer import DIGIT, edits
from vacatur.sources.rapsheet.marks import Mark
from vacatur.sources.rapsheet.vocabulary import AGENCY, HEADERS, LABELS, Is

_PRINTED = {
    "CNT": "CNT",
    "DISPO": "DISPO",
    "CONVSTATUS": "CONV STATUS",
    "SEN": "SEN",
    "COM": "COM",
    "TOC": "TOC",
    "ARRBY": "ARR BY",
    "ARRDETCITE": "ARR/DET/CITE",
    "SUPPLEMENTALARR": "SUPPLEMENTAL ARR",
    "COURT": "COURT",
    "CUSTODY": "CUSTODY",
    "PROBATION": "PROBATION",
    "REGISTRATION": "REGISTRATION",
    "APPLICANT": "APPLICANT",
}
"""How labels are printed in which a letter was wrong."""
_TAILS = ("", "NAM", "NAME", "DOB")
_FROM_STATE = ("CONVOF", "PAROLEDFROM", "PAROLEDTO")
_WITH_AGENCY = ("ARRBY", "RECVDBY", "RECVDFROM", "RELTO", "RELEASEDTO", "TRANSTO")
_NUMBERED = ("DCN", "SCN", "ATI", "CDC", "FBI", "CRT", "CRTCASENBR", "WARRANT")
_SURE = 0.7
"""Confidence from which an agency is known, if not as it is printed."""

_FRAME = {Is.END, Is.FURNITURE, Is.NOTICE, Is.STRIKE_BOX, Is.STARS, Is.DASHES, Is.HEADER, Is.DATE, Is.DATE_AGENCY}
_CHARGES = {Is.COUNT, Is.CASE, Is.FLAGS, Is.CHARGE, Is.SEE_COMMENT, Is.CHARGE_TYPE, Is.NAME_CODE, Is.BIRTH_DATE}
FIXED = frozenset(_FRAME | _CHARGES | {Is.DISPOSITION, Is.STATUS, Is.SENTENCE})
"""Kinds of lines in which only words of the form stand."""
CARRIED = frozenset({Is.COMMENT, Is.SENTENCE, Is.CHARGE, Is.DISPOSITION, Is.NOTICE})
"""Kinds that run on over the next line."""


def rewrite(scribe: Scribe, mark: Mark, carried: Field | None, form: int) -> Field:
    """Decide every part of a line of a cycle, or of the head outside its fields.

    Args:
        carried: the field of the line before, when this one may be its continuation.
        form: up to how many words may be taken for the form's own when all are on the list (a charge without a
            statute; advice in the head).

    Returns:
        The field of the line's end.
    """
    text = scribe.text
    field, content = _field(mark, carried, form, text)
    if mark.kind in (Is.DATE, Is.DATE_AGENCY, Is.DATED) and (start := patterns.DATE_AT_START.match(text)):
        scribe.date(*start.span(1))
    _labels(scribe, mark)
    if mark.kind is Is.COUNT and (count := patterns.COUNT.search(text)):
        scribe.keep(*count.span())
    scribe.keep_all(patterns.FORM)
    for case in scribe.each(patterns.CASE):
        scribe.number(*case.span(1))
    if mark.kind is Is.FURNITURE:
        _furniture(scribe)
    if mark.label in _NUMBERED and mark.kind is Is.DETAIL and (rest := text.find(mark.rest)) > 0:
        _numbers_after(scribe, rest)
    gone: Field | None = field if field is Field.GONE else None
    if field is Field.FREE:
        gone = _people_and_addresses(scribe, content) or gone
    _dates(scribe)
    if field is not Field.GONE:
        _statutes(scribe, field)
        for found in scribe.each(patterns.IDENTIFIER):
            scribe.number(*found.span(1))
        scribe.keep_all(patterns.TERM) if field is Field.FIXED else scribe.keep_all(patterns.QUANTITY)
        _agencies(scribe, mark)
    scribe.rest(field, digits=2 if field is Field.FIXED else 0)
    return gone or field


def _field(mark: Mark, carried: Field | None, form: int, text: str) -> tuple[Field, int]:
    """What may stand in a line, and where a comment's own words begin."""
    if mark.kind in FIXED:
        return Field.FIXED, 0
    if mark.kind is Is.COMMENT:
        start = text.find(mark.rest) if mark.rest else 0
        closed = mark.label in ("XSEN", "CHRG") or re.match(
            r"\W*(?:CNTS?\W{0,3}[\d, -]+)?\W*(?:CHRG|SEN\W{0,2}X|X\W?SEN|SEN\b)", mark.rest
        )
        return (Field.FIXED if closed else Field.FREE), max(start, 0)
    if mark.kind is Is.TEXT and carried is not None:
        return carried, 0
    if mark.kind is Is.DETAIL and mark.label in ("CONVOF", *_NUMBERED, "SENFROM"):
        return Field.FIXED, 0
    if mark.kind is Is.DATED and re.match(r"\W*(?:D\s?I\s?S\s?P\s?O|CONV|SEN)\b", mark.rest):
        return Field.FIXED, 0
    tokens = re.findall("[A-Z']+", text)
    if mark.kind is Is.TEXT and len(tokens) <= form and all(each in words().fixed for each in tokens):
        return Field.FIXED, 0
    return Field.FREE, 0


def _labels(scribe: Scribe, mark: Mark) -> None:
    """The label of a line: one of the closed list, as the parser reads it, however it is spaced or spelled."""
    found = patterns.LABEL.match(scribe.text)
    if found and (mark.label in LABELS or mark.label in HEADERS) and scribe.open(*found.span(2)):
        tail = squeezed(found[2]).removeprefix(mark.label)
        if mark.repaired and mark.label in _PRINTED:
            scribe.write(*found.span(2), _PRINTED[mark.label])
        elif squeezed(found[2]).startswith(mark.label) and tail in _TAILS:
            # A digit among the letters is passed over by the parser: it may be anything.
            if re.search(r"\d", found[2]):
                scribe.write(*found.span(2), _PRINTED.get(mark.label, mark.label))
            scribe.keep(*found.span())
    if mark.kind in (Is.DISPOSITION, Is.DATED):
        scribe.keep_all(patterns.DISPOSITION)
        for spaced in scribe.each(patterns.CONVICTED):
            scribe.write(*spaced.span(), "CONVICTED")


def _furniture(scribe: Scribe) -> None:
    """Where a sheet was sent, who printed it and from which file: only the form stays."""
    text = scribe.text
    if start := re.match(r"\W*(RE\W{1,3}QHY|ATTN|TO\W|4ISK)", text):
        if start[1].startswith("TO"):
            for found in re.finditer(r"(?<=TO:)\s*(\S+)(?=\s+FROM)", text):
                scribe.number(*found.span(1))
            return
        stop = re.search(r"\s+DATE:|\s+TIME:", text)
        scribe.keep(0, start.end())
        for found in re.finditer(r"[A-Z']+|[A-Z0-9]+", text[start.end() : stop.start() if stop else None]):
            at = start.end() + found.start()
            (scribe.name if found[0].replace("'", "").isalpha() else scribe.number)(at, at + len(found[0]))
    elif link := re.search(r"(?:HTTPS?|FILE)://(\S*)", text):
        scribe.keep(0, link.start(1))
        scribe.cross_out(*link.span(1))
        scribe.keep_all(re.compile(r"\d{1,4}/\d{1,4}\s*$"))


def _numbers_after(scribe: Scribe, start: int) -> None:
    for found in re.finditer(r"[A-Z0-9][A-Z0-9./-]*\d[A-Z0-9./-]*|\d+", scribe.text[start:]):
        at, to = start + found.start(), start + found.end()
        if scribe.open(at, to) and not patterns.DATE.fullmatch(found[0]):
            scribe.number(at, to)


def _people_and_addresses(scribe: Scribe, start: int) -> Field | None:
    """Everything after a word that introduces an address or a person goes, and what the next line goes on with."""
    text = scribe.text
    for why, pattern in (("address", patterns.ADDRESS), ("person", patterns.PERSON)):
        for found in pattern.finditer(text, start):
            if why == "person" and patterns.NOBODY.match(text, found.end()):
                continue
            scribe.keep(*found.span())
            scribe.cross_out(found.end(), len(text), why)
            return Field.GONE
    return None


def _dates(scribe: Scribe) -> None:
    for found in scribe.each(patterns.DATE):
        scribe.date(*found.span(), why="number_without_label")
    for found in scribe.each(patterns.SHORT_DATE):
        scribe.short_date(found)
    for found in scribe.each(patterns.WORDED_DATE):
        scribe.cross_out(*found.span(), "date_in_words")
    for found in scribe.each(patterns.TELEPHONE):
        scribe.cross_out(*found.span(), "number_without_label")
    for found in scribe.each(patterns.TIME):
        scribe.write(*found.span(), re.sub(r"\d", "0", found[0]))


def _statutes(scribe: Scribe, field: Field) -> None:
    for pattern in (patterns.PLAIN_STATUTE, patterns.AFTER_CODE, patterns.BARE_SECTION):
        scribe.keep_all(pattern)
    if field is Field.FIXED:
        scribe.keep_all(patterns.STATUTE)
        scribe.keep_all(patterns.QUANTITY)


def _agencies(scribe: Scribe, mark: Mark) -> None:
    """Agencies: prefix and place as the tables know them; words after that only from the list of agencies' words."""
    text = scribe.text
    found = patterns.AGENCIES.search(text)
    start = found.start() if found else -1
    if mark.kind is Is.DATE_AGENCY or (mark.kind is Is.DETAIL and mark.label in _WITH_AGENCY):
        at = text.find(mark.rest)
        start = at if at >= 0 and AGENCY.match(mark.rest) else start
    if mark.label == "SENFROM" and (place := re.search(r"FROM\W*([A-Z. ]+?)(?=\s{2,}|\s*#|\s+CRT\b|$)", text)):
        if court_of(place[1]).county and court_of(place[1]).confidence == NO_PREFIX:
            scribe.keep(*place.span(1))
    elif mark.label in _FROM_STATE and (state := patterns.STATES.search(text)):
        scribe.keep(*state.span())
    if start >= 0:
        _agency(scribe, start)


def _agency(scribe: Scribe, start: int) -> None:
    end = re.search(r"\s{3,}|#|\sEXP\b|\sTOC\W|$", scribe.text[start:])
    assert end is not None
    tokens = list(re.finditer(r"\S+", scribe.text[start : start + end.start()]))
    first = tokens[0][0]
    closed = patterns.AGENCIES.fullmatch(first) or patterns.OF_A_STATE.fullmatch(first)
    known = 1 if closed else 0
    for count in range(len(tokens), 1, -1):
        span = (start, start + tokens[count - 1].end())
        text = scribe.text[slice(*span)]
        listed = None if "," in text else _listed(text)
        if listed is not None and listed != text:
            scribe.write(*span, listed)
        if listed is not None or (closed and court_of(text.partition(" ")[2].strip()).confidence >= NO_PREFIX):
            known = count
            break
    stays = True
    for at, token in enumerate(tokens):
        bare = re.findall("[A-Z0-9]+", token[0])
        after_comma = at > 0 and "," in tokens[at - 1][0] and court_of(token[0]).confidence == NO_PREFIX
        if stays and (at < known or after_comma or all(each in words().agencies for each in bare)):
            scribe.keep(start + token.start(), start + token.end())
        else:
            stays = False
            scribe.cross_out(start + token.start(), start + token.end(), "agency_on_no_list")


def _listed(text: str) -> str | None:
    """An agency as it is printed, when its letters are right; else as it is spelled; None when the tables lack it.

    So no name that is a letter away from a city's stays for a city.
    """
    court = court_of(text)
    if court.confidence >= DIGIT:
        return text
    if court.confidence < _SURE or court.county is None:
        return None
    place = re.split(r", (?!formerly)", court.name)[-1].partition(" (")
    name = (place[2].removesuffix(")").partition(",")[0] or place[0]).upper()
    for prefix, (kind, _) in PREFIXES.items():
        spelled = court_of(f"{prefix} {name}")
        alike = spelled.county == court.county and spelled.confidence >= _SURE
        if kind == court.kind and alike and edits(text[:4], prefix, 1) <= 1:
            return f"{prefix} {name}"
    return None

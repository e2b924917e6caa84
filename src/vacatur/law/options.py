"""Reads the options file (JSON) of the Clear My Record wizard, as settings of the pack `ca-configurable`.

Counties hold such files, and may use them as they are. An option that the file leaves out is off, as it was to the
engine that read it before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from vacatur.errors import PackError

PACK = "ca-configurable"
"""The pack whose parameters an options file sets."""

SECTIONS = ("11357", "11358", "11359", "11360")
BASELINE = {"dismiss": "dismiss_sections", "reduce": "reduce_sections"}
YES_OR_NO = {
    "subjectUnder21AtConviction": "subject_under_21_at_conviction",
    "subjectHasOnlyProp64Charges": "subject_has_only_prop64_charges",
    "subjectIsDeceased": "subject_is_deceased",
}
NUMBERS = {
    "subjectAgeThreshold": ("subject_age_threshold", 40, 65),
    "yearsSinceConvictionThreshold": ("years_since_conviction_threshold", 1, 15),
    "yearsCrimeFreeThreshold": ("years_crime_free_threshold", 1, 15),
}


def read_options(path: Path) -> dict[str, object]:
    """The settings that an options file asks for, one for every parameter of `ca-configurable`.

    Raises:
        PackError: the file cannot be read, a key is unknown, a value is out of range, or a section is in both lists or
            in neither; every mistake is named, with what is allowed.
    """
    try:
        written = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise PackError([f"{path.name}: cannot be read: {error.strerror}"]) from None
    except ValueError as error:
        raise PackError([f"{path.name}: is not JSON: {error}"]) from None
    mistakes = [f"{path.name}: {mistake}" for mistake in _mistakes(written)]
    if mistakes:
        raise PackError(mistakes)
    return _settings(written)


def _settings(written: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    baseline, additional = written["baselineEligibility"], written.get("additionalRelief", {})
    settings: dict[str, object] = {}
    for key, name in BASELINE.items():
        sections = baseline.get(key, [])
        settings[name] = list(sections) if isinstance(sections, list) else []
    settings |= {name: additional.get(key, False) for key, name in YES_OR_NO.items()}
    settings |= {name: additional.get(key, 0) for key, (name, _, _) in NUMBERS.items()}
    return settings


def _mistakes(written: object) -> Iterator[str]:
    if not isinstance(written, dict):
        yield f"found {type(written).__name__}; an object with baselineEligibility and additionalRelief is expected"
        return
    yield from _unknown("", written, ("baselineEligibility", "additionalRelief"))
    if "baselineEligibility" not in written:
        yield "baselineEligibility: is missing"
    yield from _mistakes_of_baseline(written.get("baselineEligibility", {}))
    yield from _mistakes_of_additional(written.get("additionalRelief", {}))


def _mistakes_of_baseline(baseline: object) -> Iterator[str]:
    if not isinstance(baseline, dict):
        yield f"baselineEligibility: found {baseline!r}; an object with the lists dismiss and reduce is expected"
        return
    yield from _unknown("baselineEligibility.", baseline, tuple(BASELINE))
    listed: list[object] = []
    for key in BASELINE:
        sections = [] if baseline.get(key) is None else baseline[key]
        if not isinstance(sections, list):
            yield f"baselineEligibility.{key}: found {sections!r}; a list is expected, of {', '.join(SECTIONS)}"
            return
        for section in sections:
            if section not in SECTIONS:
                yield f"baselineEligibility.{key}: found {section!r}; allowed: {', '.join(SECTIONS)}"
        listed += dict.fromkeys(map(str, sections))
    yield from (f"baselineEligibility: {mistake}" for mistake in _mistakes_of_sections(listed, tuple(BASELINE)))


def mistakes_of_settings(values: Mapping[str, object]) -> list[str]:
    """What is wrong with the lists of sections among the values of the parameters of `ca-configurable`: as of an
    options file.
    """
    lists = [values[name] for name in BASELINE.values()]
    listed = [section for sections in lists if isinstance(sections, Sequence) for section in dict.fromkeys(sections)]
    return [f"{PACK}: {mistake}" for mistake in _mistakes_of_sections(listed, tuple(BASELINE.values()))]


def _mistakes_of_sections(listed: Sequence[object], lists: Sequence[str]) -> Iterator[str]:
    """The sections that are not in one list alone.

    Args:
        listed: those of every list, each list's but once.
        lists: what the lists are called.
    """
    for section in SECTIONS:
        if listed.count(section) != 1:
            found = "both lists" if section in listed else "neither list"
            yield f"{section} is in {found}; it must be in one of {' and '.join(lists)}"


def _mistakes_of_additional(additional: object) -> Iterator[str]:
    if not isinstance(additional, dict):
        yield f"additionalRelief: found {additional!r}; an object is expected"
        return
    yield from _unknown("additionalRelief.", additional, (*YES_OR_NO, *NUMBERS))
    for key in YES_OR_NO:
        if not isinstance(additional.get(key, False), bool):
            yield f"additionalRelief.{key}: found {additional[key]!r}; allowed: true, false"
    for key, (_, least, greatest) in NUMBERS.items():
        number = additional.get(key, 0)
        if isinstance(number, bool) or not isinstance(number, int) or (number and not least <= number <= greatest):
            yield f"additionalRelief.{key}: found {number!r}; allowed: 0 for off, or from {least} to {greatest}"


def _unknown(place: str, written: Mapping[str, object], allowed: tuple[str, ...]) -> Iterator[str]:
    for key in written:
        if key not in allowed:
            yield f"{place}{key}: there is no such option; allowed: {', '.join(allowed)}"

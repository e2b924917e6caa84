"""The figures of a run from those of its parts. Each person is in one part, so that all of them add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vacatur.outputs.summary import Summary, files_of
from vacatur.sources.doj.reader import FileRead

_ADDED = ("people", "convictions", "people_decided", "people_with_relief")


def together(parts: Sequence[Summary], reads: Sequence[FileRead], beside: Mapping[str, int]) -> Summary:
    """The figures of the whole.

    Args:
        parts: those of each part, which know nothing of the files.
        beside: problems by code that are no part's: of files and of rows set aside.
    """
    first = parts[0]
    rows = _sum([part["rows"] for part in parts])
    rows["read"] = sum(read.rows for read in reads)
    rows["set_aside"] = sum(len(read.set_aside) for read in reads)
    rows["blank_lines"] = sum(read.blank_lines for read in reads)
    earliest = [part["earliest_conviction"] for part in parts if part["earliest_conviction"]]
    found = {
        **{name: _sum([part[name] for part in parts]) for name in ("impact",)},
        **{name: sum(part[name] for part in parts) for name in _ADDED},
        "rows": rows,
        "reconciles": rows["read"] == rows["decided"] + rows["not_in_scope"] + rows["set_aside"],
        "earliest_conviction": min(earliest, default=None),
        "decisions": _decisions([part["decisions"] for part in parts]),
        "prop64_in_county": _in_county([part["prop64_in_county"] for part in parts]),
        "unknown_facts": _most_first(_sum([part["unknown_facts"] for part in parts])),
        "problems": _most_first(_sum([*[part["problems"] for part in parts], dict(beside)])),
        "files": files_of(reads),
        "lines": rows["read"],
    }
    return {name: found.get(name, value) for name, value in first.items()}


def _sum(parts: Sequence[Any]) -> Any:
    """Numbers added, tables of numbers added name by name."""
    if isinstance(parts[0], int):
        return sum(parts)
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: _sum([part[name] for part in parts if name in part]) for name in names}


def _most_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _by_name(counts: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(counts.items()))


def _decisions(parts: Sequence[Summary]) -> Summary:
    reasons: dict[tuple[str, str, str], int] = {}
    for part in parts:
        for each in part["by_reason"]:
            key = (each["determination"], each["reason"], each["rule"])
            reasons[key] = reasons.get(key, 0) + each["count"]
    in_order = sorted(reasons.items(), key=lambda pair: (-pair[1], *pair[0]))
    found = _sum([{name: part[name] for name in part if name != "by_reason"} for part in parts])
    by_section = {name: _by_name(counts) for name, counts in _by_name(found["by_section"]).items()}
    reached = {
        "by_determination": _most_first(found["by_determination"]),
        "by_section": by_section,
        "by_reason": [
            {"determination": key[0], "reason": key[1], "rule": key[2], "count": count} for key, count in in_order
        ],
    }
    return {name: reached.get(name, found.get(name)) for name in parts[0]}


def _in_county(parts: Sequence[Summary]) -> Summary:
    found: Summary = _sum(parts)
    return {**found, "by_section": _by_name(found["by_section"])}

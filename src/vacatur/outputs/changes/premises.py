"""What two runs were asked, and wherein that differs: before anything is said of the people, this is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vacatur.outputs.kept import Kept

Settings = Mapping[str, Any]


def common_packs(before: Kept, after: Kept) -> list[str]:
    """The packs that both runs computed, in the order of the second."""
    ours = {entry["id"] for entry in before.manifest["packs"]}
    return [entry["id"] for entry in after.manifest["packs"] if entry["id"] in ours]


def same_question(before: Kept, after: Kept) -> bool:
    """Whether the runs asked about the same convictions: of the same county, and of the same offenses."""
    about = [any(pack.about == "any" for pack in kept.packs) for kept in (before, after)]
    return before.county == after.county and about[0] == about[1]


def same_files(before: Kept, after: Kept) -> bool:
    """Whether the runs read the same files, to the byte."""
    files = [sorted(entry["sha256"] for entry in kept.manifest["inputs"]) for kept in (before, after)]
    return files[0] == files[1]


def premises(before: Kept, after: Kept) -> list[str]:
    """A sentence for each thing that differs between what the runs were asked; none when only the files may."""
    return list(_differing(before, after))


def _differing(before: Kept, after: Kept) -> Iterator[str]:
    if before.county != after.county:
        yield f"The county differs: {before.county}, then {after.county}."
    if before.as_of != after.as_of:
        yield f"The as-of date differs: {before.as_of}, then {after.as_of}."
    ours, theirs = ({entry["id"]: entry for entry in kept.manifest["packs"]} for kept in (before, after))
    first = [kept.manifest["packs"][0]["id"] for kept in (before, after)]
    if first[0] != first[1]:
        yield f"The office's choice differs: the pack {first[0]}, then {first[1]}."
    for names, which in ((ours.keys() - theirs.keys(), "first"), (theirs.keys() - ours.keys(), "second")):
        if names:
            yield f"Computed in the {which} run alone: {', '.join(sorted(names))}."
    for name in common_packs(before, after):
        yield from _of_pack(name, ours[name], theirs[name])
    versions = [kept.manifest["vacatur"] for kept in (before, after)]
    if versions[0] != versions[1]:
        yield f"The version of Vacatur differs: {versions[0]}, then {versions[1]}."


def _of_pack(name: str, ours: Settings, theirs: Settings) -> Iterator[str]:
    """Wherein one pack differs."""
    if ours["sha256"] != theirs["sha256"]:
        yield f"The text of the pack {name} differs."
    for key in sorted({*ours["parameters"], *theirs["parameters"]}):
        values = [_said(of["parameters"].get(key)) for of in (ours, theirs)]
        if values[0] != values[1]:
            yield f"{name}: {key} is {values[0]}, then {values[1]}."
    if set(ours["assumptions"]) != set(theirs["assumptions"]):
        yield f"{name}: assumed is {_listed(ours['assumptions'])}, then {_listed(theirs['assumptions'])}."


def _said(value: object) -> str:
    if value is None:
        return "not there"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _listed(value) if isinstance(value, list) else str(value)


def _listed(names: Sequence[object]) -> str:
    return ", ".join(map(str, names)) or "nothing"

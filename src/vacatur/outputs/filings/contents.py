"""README.txt of a folder of packets: what is in it, for whom, and how the numbers add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from vacatur.outputs.filings.docket import folder_of
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import Kept

_FILES = {
    "motion.pdf": "the motion, on pleading paper",
    "proposed-order.pdf": "the order for the judge to sign",
    "exhibit-a-sealed": "convictions to dismiss and seal, with names and birth dates: to be filed under seal",
    "exhibit-a-redacted": "the same lines without names, numbers and birth dates, for the public file",
    "exhibit-b-sealed": "convictions to reduce, with names and birth dates: to be filed under seal",
    "exhibit-b-redacted": "the same lines without names, numbers and birth dates, for the public file",
    "match-file.csv": "the same counts for the court's own system (layout: docs/court-files.md)",
    "exceptions.csv": "eligible convictions that cannot be filed as they are, and what is missing",
    "review-list.csv": "convictions of which it is unclear who prosecutes: in no exhibit until a lawyer has looked",
    "misdemeanors.csv": "every misdemeanor of this prosecutor, what was decided, and counts charged without conviction",
    "not-eligible-and-review.csv": "what the prosecution would challenge or has not decided, with ground and evidence",
    "near-misses.csv": "convictions that become eligible on a later day",
    "other-remedies.csv": "people whom another remedy may reach",
    "doj-update-list.csv": "what the state's record must show once the orders are signed",
    "decisions.xlsx": "the analyst's workbook: settings, summary, decisions with reasons, problems, reconciliation",
    "totals.json": "decisions by prosecutor and list, for a script",
    "letters": "to the people, and an index of them",
}
"""Beginnings of the names of files, and what each is."""

_LISTED = {
    "exhibit_a": "asked to dismiss and seal (Exhibit A)",
    "exhibit_b": "asked to reduce (Exhibit B)",
    "duplicate": "the same count again, filed once",
    "exception": "eligible, cannot be filed as they are (exceptions.csv)",
    "route_review": "eligible, unclear whose case (review-list.csv)",
    "referred": "left to the prosecutor (misdemeanors.csv)",
    "challenge": "not eligible (public-defender/)",
    "review": "for a lawyer to look at (public-defender/)",
    "out_of_scope": "no question for the policy, such as earlier relief",
}


def write_contents(
    folder: Path, kept: Kept, pack: str, counted: Mapping[str, Mapping[str, int]], written: Sequence[HashedFile]
) -> HashedFile:
    """Write it.

    Args:
        counted: decisions by prosecutor and list.
        written: everything else in the folder.
    """
    lines = [
        f"Packets of {kept.county} County, decided as of {kept.as_of.isoformat()} under the pack {pack}.",
        *_review(kept),
        "Made from data. A lawyer reads, corrects and signs; nothing here is filed by itself.",
        "Files marked sealed, and all lists, hold names and birth dates: they are for the court and the offices only.",
        "",
        "WHAT IS HERE",
        *_folders(written),
        "",
        "WHAT EACH FILE IS",
        *_files(written),
        "",
        "HOW THE DECISIONS ADD UP",
        *_sums(counted),
    ]
    with HashedFile(folder, "README.txt") as output:
        output.write(("\n".join(lines) + "\n").encode())
    return output


def _review(kept: Kept) -> list[str]:
    """That reviewers decided some of it, where they did."""
    acts = kept.ledger.last
    return (
        [f"With {acts:,} act{'' if acts == 1 else 's'} of reviewers applied (manifest.json names the last)."]
        if acts
        else []
    )


def _folders(written: Sequence[HashedFile]) -> list[str]:
    """Each folder with the number of its files."""
    counts = Counter(Path(output.name).parts[0] if "/" in output.name else "" for output in written)
    return [
        f"  {place + '/' if place else 'this folder':<24}{count:>6,} files" for place, count in sorted(counts.items())
    ]


def _files(written: Sequence[HashedFile]) -> list[str]:
    """What each kind of file is, those that are there."""
    names = {Path(output.name).parts[0 if output.name.startswith("letters/") else -1] for output in written}
    found = {start: meaning for start, meaning in _FILES.items() if any(name.startswith(start) for name in names)}
    return [f"  {start if Path(start).suffix else start + '...':<28}{meaning}" for start, meaning in found.items()]


def _sums(counted: Mapping[str, Mapping[str, int]]) -> list[str]:
    """A block a list, a line a prosecutor: what is in each folder, and all of it together."""
    lines, everything = [], 0
    for listed, meaning in _LISTED.items():
        of = {prosecutor: counts[listed] for prosecutor, counts in counted.items() if counts[listed]}
        if of:
            lines += [f"  {sum(of.values()):>9,}  {meaning}"]
            lines += [f"  {count:>9,}      {folder_of(prosecutor)}" for prosecutor, count in of.items()]
            everything += sum(of.values())
    return [*lines, f"  {everything:>9,}  decisions in all"]

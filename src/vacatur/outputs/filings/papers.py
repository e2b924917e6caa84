"""A prosecutor's papers: the motion, the proposed order, Exhibits A and B, complete and redacted (docs/clerk.md)."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

from vacatur.law.agencies import Prosecutor
from vacatur.law.pack import Pack
from vacatur.outputs.filings.docket import folder_of
from vacatur.outputs.filings.exhibits import NAMES, Exhibit, exhibit_of
from vacatur.outputs.filings.figures import figures, with_basis
from vacatur.outputs.filings.volumes import Heading, volume_writers
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import Kept
from vacatur.outputs.office import Attorney, Office
from vacatur.outputs.typeset import typeset

_TEMPLATES = Path(__file__).parent
_PAPERS = {"motion.pdf": "motion.typ", "proposed-order.pdf": "order.typ"}
_MOST_AT_ONCE = 4
"""Volumes that are set at the same time; each takes some 100 MB meanwhile. Typst works outside Python's lock."""


def write_papers(
    folder: Path, docket: pl.DataFrame, prosecutor: Prosecutor, office: Office, kept: Kept
) -> list[HashedFile]:
    """Write the papers of one prosecutor into its folder; none when nothing is asked for it.

    Args:
        folder: that of the packets.
        docket: of all prosecutors.
        office: who signs, and in which court.
        kept: the results that the docket was made from.
    """
    own = docket.filter(pl.col("prosecutor") == prosecutor.id)
    asked = own.filter(pl.col("listed").is_in(list(NAMES)))
    if asked.is_empty():
        return []
    rows = with_basis(asked, kept)
    packs = [kept.pack(name) for name in asked["pack"].unique(maintain_order=True)]
    parts = {listed: rows.filter(pl.col("listed") == listed) for listed in NAMES}
    exhibits = [exhibit_of(part, listed) for listed, part in parts.items() if not part.is_empty()]
    place = folder_of(prosecutor.id)
    heading = _heading(prosecutor, office, kept, packs)
    shown = office.motion.case_numbers_in_redacted
    pool = ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_AT_ONCE))
    try:
        writers = [
            pool.submit(writer)
            for exhibit in exhibits
            for writer in volume_writers(folder, place, exhibit, heading, case_numbers=shown)
        ]
        data = figures(rows, own, packs, kept) | _said(prosecutor, office, exhibits)
        papers = [_write_paper(folder, f"{place}/{name}", template, data) for name, template in _PAPERS.items()]
        return papers + [writer.result() for writer in writers]
    finally:
        pool.shutdown(cancel_futures=True)


def _number(prosecutor: Prosecutor, office: Office) -> str:
    return office.attorney(prosecutor.id).case_number or office.case.number


def _write_paper(folder: Path, name: str, template: str, data: dict[str, object]) -> HashedFile:
    with HashedFile(folder, name) as output:
        output.write(typeset(_TEMPLATES / template, data))
    return output


def _said(prosecutor: Prosecutor, office: Office, exhibits: list[Exhibit]) -> dict[str, object]:
    """What the papers say of court, case and attorney, as the templates name it."""
    court, motion = office.court, office.motion
    return {
        "attorney": _attorney(office.attorney(prosecutor.id), prosecutor),
        "prosecutor": prosecutor.name,
        "court": {
            "name": court.name, "county": court.county, "branch": court.branch, "street": court.street,
            "city": court.city, "department": court.department, "judge": court.judge,
            "hearing-date": court.hearing_date, "hearing-time": court.hearing_time,
        },
        "county": court.county,
        "number": _number(prosecutor, office),
        "defendants": office.case.defendants or f"THE PERSONS NAMED IN {_both(exhibits).upper()}",
        "public-defender": office.public_defender.name,
        "motion": {
            "beyond-the-statute": motion.beyond_the_statute, "sealing": motion.sealing,
            "case-numbers-in-redacted": motion.case_numbers_in_redacted,
        },
        "exhibits": [
            {"name": f"{exhibit.name}, {version}", "volumes": len(exhibit.volumes), "pages": exhibit.pages}
            for exhibit in exhibits
            for version in ("complete, under seal", "redacted")
        ],
    }  # fmt: skip


def _both(exhibits: list[Exhibit]) -> str:
    return "Exhibits A and B" if len(exhibits) > 1 else exhibits[0].name


def _attorney(attorney: Attorney, prosecutor: Prosecutor) -> dict[str, object]:
    return {
        "head": attorney.head, "name": attorney.attorney, "title": attorney.title,
        "bar-number": attorney.state_bar_number, "office": attorney.office or prosecutor.office,
        "address": attorney.address, "telephone": attorney.telephone, "fax": attorney.fax, "email": attorney.email,
        "attorney-for": attorney.attorney_for,
    }  # fmt: skip


def _heading(prosecutor: Prosecutor, office: Office, kept: Kept, packs: list[Pack]) -> Heading:
    court = office.court
    branch = f", {court.branch}" if court.branch else ""
    return Heading(
        court=f"{court.name}, County of {court.county}{branch}".upper(),
        case_title=f"The People of the State of California v. {office.case.defendants or 'the persons named'}",
        case=f"Case No. {_number(prosecutor, office)}",
        prosecutor=f"Motion of the {prosecutor.name}",
        facts=(("Decided as of", f"{kept.as_of:%m/%d/%Y}"), ("Under", "; ".join(pack.title for pack in packs))),
        source=f"Made from the results whose manifest has the SHA-256 {kept.sha256}.",
    )

"""What a motion says of the convictions that it brings: how many, of whom, on what they rest."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from vacatur.law.pack import Pack
from vacatur.outputs.kept import Kept

STATUTE_PACK = "ca-prop64-statute"
"""What Proposition 64 itself gives: decided in every run, beside the office's policy."""

_CODES = {
    "HS": "Health & Saf. Code", "PC": "Pen. Code", "BP": "Bus. & Prof. Code", "VC": "Veh. Code",
    "WI": "Welf. & Inst. Code",
}  # fmt: skip

STATUTE, POLICY = "Statute", "Policy"
GIVES_AT_LEAST = {"exhibit_a": ("dismiss",), "exhibit_b": ("dismiss", "reduce")}
"""Determinations under the statute by which it alone gives the relief of an exhibit."""


def with_basis(rows: pl.DataFrame, kept: Kept) -> pl.DataFrame:
    """Rows of a docket with `by_statute`, what the statute alone gives (null where it decides nothing), `basis`, and
    `sentence_completed`.
    """
    decisions = kept.table("decisions").filter(pl.col("pack") == STATUTE_PACK)
    statute = decisions.select("conviction_id", by_statute="determination")
    sentences = kept.table("facts").select("conviction_id", "sentence_completed")
    joined = rows.join(statute, on="conviction_id", how="left", maintain_order="left")
    joined = joined.join(sentences, on="conviction_id", how="left", maintain_order="left")
    given = pl.any_horizontal(
        (pl.col("listed") == listed) & pl.col("by_statute").is_in(list(enough))
        for listed, enough in GIVES_AT_LEAST.items()
    )
    return joined.with_columns(basis=pl.when(given.fill_null(False)).then(pl.lit(STATUTE)).otherwise(pl.lit(POLICY)))


def figures(rows: pl.DataFrame, docket: pl.DataFrame, packs: list[Pack], kept: Kept) -> dict[str, object]:
    """The figures of a motion, as `motion.typ` and `order.typ` name them.

    Args:
        rows: of the exhibits of one prosecutor, `with_basis`.
        docket: all rows of that prosecutor.
        packs: under which they were decided.
    """
    completed = rows["sentence_completed"]
    listed = dict(docket.group_by("listed").len().iter_rows())
    return {
        "a": _of_exhibit(rows.filter(pl.col("listed") == "exhibit_a")),
        "b": _of_exhibit(rows.filter(pl.col("listed") == "exhibit_b")),
        "people": rows["person_id"].n_unique(),
        "first-year": rows["convicted_on"].dt.year().min(),
        "sections": _by_section(rows),
        "serving": {
            "completed": int(completed.fill_null(False).sum()),
            "serving": int((~completed).fill_null(False).sum()),
            "unknown": completed.null_count(),
        },
        "left": {
            name: listed.get(name, 0) for name in ("review", "challenge", "exception", "route_review", "referred")
        },
        "assumptions": _assumptions(rows, packs, kept),
        "packs": [
            {"id": pack.id, "title": pack.title, "cite": [in_words(cite) for cite in pack.cite]} for pack in packs
        ],
        "as-of": kept.as_of,
        "statute-alone": [pack.id for pack in packs] == [STATUTE_PACK],
    }


def in_words(cite: str) -> str:
    """A citation as a court paper writes it: `HS 11361.9` is Health & Saf. Code, § 11361.9."""
    for short, code in _CODES.items():
        cite = re.sub(rf"\b{short} (?=\d)", f"{code}, §\N{NO-BREAK SPACE}", cite)
    return cite


def _of_exhibit(rows: pl.DataFrame) -> Mapping[str, int]:
    by_statute = dict(rows.group_by("by_statute").len().iter_rows())
    found = (by_statute.get(name, 0) for name in ("dismiss", "reduce", "not_eligible", None))
    dismiss, reduce, against, others = found
    return {
        "convictions": rows.height,
        "people": rows["person_id"].n_unique(),
        "felonies": int(rows["is_felony"].fill_null(False).sum()),
        "statute": int((rows["basis"] == STATUTE).sum()),
        "dismiss": dismiss,
        "reduce": reduce,
        "against": against,
        "others": others,  # offenses that the statute does not reach: its pack decides nothing of them
        "open": rows.height - dismiss - reduce - against - others,
    }


def _by_section(rows: pl.DataFrame) -> list[dict[str, object]]:
    counted = rows.group_by(section_with_code()).agg(
        a=(pl.col("listed") == "exhibit_a").sum(), b=(pl.col("listed") == "exhibit_b").sum()
    )
    return [{"name": in_words(section), "a": a, "b": b} for section, a, b in counted.sort("section").iter_rows()]


def section_with_code() -> pl.Expr:
    """The section with its code, `HS 11359`, `PC 602`: alone it would be read as one of the Health and Safety Code."""
    code = pl.col("statute").str.extract(r"([A-Z]+) [^/ ]+$")
    return pl.concat_str(code.fill_null("HS"), "section", separator=" ").alias("section")


def _assumptions(rows: pl.DataFrame, packs: list[Pack], kept: Kept) -> list[dict[str, object]]:
    """The assumptions that the office switched on, and how many of the lines rest on each. Those that the law itself
    presumes are no assumptions of the office's.
    """
    used = kept.table("decisions").select("conviction_id", "pack", "assumptions")
    used = used.join(rows.select("conviction_id", "pack"), on=["conviction_id", "pack"], how="semi")
    counted = dict(used.select(pl.col("assumptions").explode()).drop_nulls().group_by("assumptions").len().iter_rows())
    chosen = [each for pack in packs for each in pack.assumptions if not each.presumed and each.id in counted]
    return [{"text": each.text.rstrip("."), "lines": counted[each.id]} for each in chosen]

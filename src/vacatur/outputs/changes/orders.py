"""What the first run asked the courts for, and whether the second run's file shows it."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from vacatur.outputs.changes.convictions import AMBIGUOUS, UNLISTED, UNREAD, Convictions
from vacatur.outputs.changes.premises import same_files
from vacatur.outputs.filings.docket import docket_of
from vacatur.outputs.kept import Kept
from vacatur.outputs.replacing import manifest_of

REFLECTED, NOT_REFLECTED, DOUBTFUL, ANOTHER = "reflected", "not reflected", "in doubt", "another relief"
NOT_THERE, UNSURE = "no longer in the file", "unclear"
STATES = (NOT_REFLECTED, DOUBTFUL, ANOTHER, REFLECTED, NOT_THERE, UNSURE)
"""Whether the second file shows what was asked: no relief; relief that cannot be said; relief under another law, which
was not on record before; relief that was not, or a felony that is one no more; the conviction is gone; which it is, is
unclear, or rows that could not be read may hold it, or those under its number tell of no conviction.
"""

_SECTION = r"\d"
_OURS = "11361"
"""Relief that names a section, and one of Proposition 64; that which names none, such as `vacated`, may be any."""

_ASKED = ("exhibit_a", "exhibit_b", "duplicate")


def orders_between(before: Kept, after: Kept, found: Convictions, pack: str) -> pl.DataFrame:
    """The convictions that the first run asks a court to dismiss or reduce, as reviewers left them, with what became
    of each. None where both runs read the same files.

    Args:
        pack: whose decisions were filed, where no packets stand within the first results to say so.

    Returns:
        the docket's columns of the count, relief, and: after, state (one of `STATES`), relief before, relief after,
        felony before, felony after, exhibit and line of the match file of the packets that stand within the first
        results (null where there are none). In the clerk's order.
    """
    packets = _packets(before)
    nothing = same_files(before, after)  # that was entered since can stand in them
    filed = str((packets or {}).get("pack", pack))
    docket = docket_of(before, filed).filter(pl.col("listed").is_in(() if nothing else _ASKED))
    docket = docket.join(found.pairs.select("before", "after"), left_on="conviction_id", right_on="before", how="left",
                         maintain_order="left")  # fmt: skip
    for side, key, kept in (("before", "conviction_id", before), ("after", "after", after)):
        table = kept.table("convictions").select(
            pl.col("conviction_id").alias("of"),
            pl.col("relief").alias(f"relief {side}"),
            pl.col("is_felony").alias(f"felony {side}"),
        )
        docket = docket.join(table, left_on=key, right_on="of", how="left", maintain_order="left")
    unsure = found.alone_before.filter(pl.col("kind").is_in([AMBIGUOUS, UNREAD, UNLISTED]))["conviction_id"]
    docket = docket.with_columns(state=_state(unsure, of_prop64=before.pack(filed).about == "prop64"))
    return docket.join(_exhibits(before, packets), on="conviction_id", how="left", maintain_order="left")


def has_packets(kept: Kept) -> bool:
    """Whether packets that were made from these results stand within them."""
    return _packets(kept) is not None


def _state(unsure: pl.Series, *, of_prop64: bool) -> pl.Expr:
    was, is_ = pl.col("relief before").fill_null(""), pl.col("relief after")
    granted = ((is_ != "") & (is_ != was)).fill_null(False)
    reduced = (pl.col("felony before") & ~pl.col("felony after")).fill_null(False)
    another = granted & is_.str.contains(_SECTION) & ~is_.str.contains(_OURS, literal=True) & pl.lit(of_prop64)
    return (
        pl.when(pl.col("conviction_id").is_in(unsure.implode()))
        .then(pl.lit(UNSURE))
        .when(pl.col("after").is_null())
        .then(pl.lit(NOT_THERE))
        .when(another & ~reduced)
        .then(pl.lit(ANOTHER))
        .when(granted | reduced)
        .then(pl.lit(REFLECTED))
        .when(is_.is_null())
        .then(pl.lit(DOUBTFUL))
        .otherwise(pl.lit(NOT_REFLECTED))
    )


def _packets(kept: Kept) -> dict[str, object] | None:
    """The manifest of the packets within a results folder, if they were made from these very results."""
    manifest = manifest_of(kept.folder / "packets")
    ours = manifest is not None and manifest.get("kind") == "packets" and manifest.get("results") == kept.sha256
    return manifest if ours else None


def _exhibits(kept: Kept, packets: dict[str, object] | None) -> pl.DataFrame:
    """On which line of which exhibit each conviction stands: conviction_id, exhibit, line."""
    names = ["conviction_id", "exhibit", "line"]
    outputs = packets.get("outputs") if packets else None
    files = [Path(output["file"]) for output in outputs] if isinstance(outputs, list) else []
    read = [
        pl.read_csv(kept.folder / "packets" / file, infer_schema=False).select(names)
        for file in files
        if file.name == "match-file.csv" and (kept.folder / "packets" / file).is_file()
    ]
    lines = pl.concat([pl.DataFrame(schema=dict.fromkeys(names, pl.String)), *read])
    return lines.unique("conviction_id", keep="first", maintain_order=True)

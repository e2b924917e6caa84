"""Fabricated counties as a report counts them: grids as large as real ones, without people behind them."""

from __future__ import annotations

import numpy as np

from vacatur.outputs.report.disclosure import Grid


def county(convictions: int, seed: int, courts: int = 60) -> list[Grid]:
    """Ten grids by determination, as large as a real report has them."""
    chance = np.random.default_rng(seed)
    outcome = chance.choice(6, convictions, p=[0.6, 0.1, 0.1, 0.15, 0.04, 0.01])
    columns = ["dismiss", "reduce", "review", "refer", "not eligible", "out of scope"]
    sizes = {"grade": 3, "section": 7, "reason": 18, "decade": 7, "court": courts, "agency": 60, "race": 10, "sex": 3}
    found = []
    for name, size in {**sizes, "age at conviction": 7, "age now": 6}.items():
        weights = 1 / np.arange(1, size + 1) ** 1.3
        group = chance.choice(size, convictions, p=weights / weights.sum())
        if name == "reason":
            group = outcome * 3 + chance.choice(3, convictions, p=[0.7, 0.28, 0.02])
        counts = np.zeros((size, 6), int)
        np.add.at(counts, (group, outcome), 1)
        there = counts.any(axis=1)
        rows = [f"{name} {number}" for number in np.flatnonzero(there)]
        found.append(
            Grid.of(name, rows, columns, counts[there].tolist(), universe="convictions",
                    axes=(name, "determination"), settled=name == "reason")
        )  # fmt: skip
    return found

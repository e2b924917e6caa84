"""The picture of speed.md, drawn anew from speed.csv: `python docs/speed.py` (`make bench` keeps such a table as
build/bench/sizes.csv).
"""

from __future__ import annotations

import csv
from pathlib import Path

import altair as alt

HERE = Path(__file__).parent
PANELS = {
    "microseconds_a_row": "Microseconds on the clock, a row",
    "processor_microseconds_a_row": "Microseconds of processor time, a row",
    "peak_megabytes": "Memory at its peak, MB",
}

TENS = [10**power for power in range(3, 9)]


def rows() -> list[dict[str, object]]:
    """The table, with the processor time of a row."""
    with (HERE / "speed.csv").open(encoding="utf-8") as file:
        found = [{name: _number(value) for name, value in row.items()} for row in csv.DictReader(file)]
    for row in found:
        processor = row["processor_seconds"]
        row["processor_microseconds_a_row"] = processor and 1e6 * processor / row["rows"]
    return found


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text or None


def panel(column: str, title: str) -> alt.Chart:
    """One figure against the size, both on scales of tens."""
    return (
        alt.Chart(alt.Data(values=[row for row in rows() if row[column]]), title=title, width=260, height=230)
        .mark_line(point=alt.OverlayMarkDef(size=45))
        .encode(
            x=alt.X(
                "rows:Q", scale=alt.Scale(type="log"), title="rows", axis=alt.Axis(format="~s", grid=False, values=TENS)
            ),
            y=alt.Y(f"{column}:Q", scale=alt.Scale(type="log", nice=True), title=None, axis=alt.Axis(format="~s")),
            color=alt.Color(
                "engine:N", scale=alt.Scale(scheme="dark2"), legend=alt.Legend(orient="bottom", title=None)
            ),
            shape=alt.Shape("engine:N", legend=None),
            strokeDash=alt.StrokeDash("engine:N", legend=None),
        )
    )


def main() -> None:
    """Draw it."""
    chart = alt.hconcat(*(panel(column, title) for column, title in PANELS.items()))
    chart.configure(font="Liberation Sans, Arial, sans-serif", background="white").save(HERE / "pictures" / "speed.svg")


if __name__ == "__main__":
    main()

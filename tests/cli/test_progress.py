"""Progress without a terminal: plain lines with rows and what is left."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from vacatur.cli import progress


@dataclass
class Moment:
    stage: str
    done: int
    total: int | None
    rows: int


def test_what_is_left_follows_from_the_share_done() -> None:
    assert progress.left(10.0, 25, 100) == 30.0
    assert progress.left(10.0, 0, 100) is None
    assert progress.left(10.0, 5, None) is None


def test_a_line_is_said_when_a_stage_begins_and_every_few_seconds(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter([100.0, 101.0, 110.0, 111.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    lines = progress.Lines()
    for moment in (
        Moment("reading", 0, 400, 0),
        Moment("reading", 40, 400, 1000),
        Moment("reading", 100, 400, 2500),
        Moment("deciding", 0, None, 2500),
    ):
        lines(moment)  # type: ignore[arg-type]
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "reading ...",
        "reading: 2,500 rows, 25%, about 30 s left of reading",
        "deciding ...",
    ]


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.shown(quiet=True) as report:
        report(Moment("reading", 1, 2, 3))  # type: ignore[arg-type]
    assert capsys.readouterr().err == ""

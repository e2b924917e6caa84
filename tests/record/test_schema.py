"""The declared tables are those that the engine makes: no column more, none less, of the types and nulls declared."""

from __future__ import annotations

from pathlib import Path

import dataframely as dy
import polars as pl
import pytest

from vacatur.record.convictions import convictions_of
from vacatur.record.schema import Convictions, Events, Persons
from vacatur.runs import read_delivered
from vacatur.synth import write_county

Table = tuple[type[dy.Schema], pl.DataFrame]


def tables(path: Path) -> list[Table]:
    history = read_delivered([path]).history
    convictions = convictions_of(history.events, history.offenses)
    return [(Events, history.events), (Persons, history.persons), (Convictions, convictions)]


@pytest.fixture(scope="module", params=[0.0, 0.1], ids=["sound", "faulty"])
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Table]:
    path = tmp_path_factory.mktemp("county") / "county.dat"
    write_county(path, people=200, seed=3, faults=request.param)
    return tables(path)


def test_every_column_is_declared(county: list[Table]) -> None:
    for schema, frame in county:
        assert set(schema.column_names()) == set(frame.columns), schema.__name__


def test_every_row_is_as_declared(county: list[Table]) -> None:
    for schema, frame in county:
        assert frame.height > 0
        assert schema.validate(frame).height == frame.height, schema.__name__


def test_rows_that_name_others_name_ones_that_exist(county: list[Table]) -> None:
    events, persons, convictions = (frame for _, frame in county)
    rows, people = events["row"].implode(), persons["person"].implode()
    assert events["person"].is_in(people).all()
    assert convictions["person"].is_in(people).all()
    assert convictions["rows"].explode().is_in(rows).all()
    for name in ("row", "relief_row", "relief_doubt_row"):
        assert convictions[name].drop_nulls().is_in(rows).all()

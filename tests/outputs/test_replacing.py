"""What `--replace` may replace: only what the program wrote, and only as it wrote it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from vacatur.errors import UsageError
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import derived_manifest, open_results
from vacatur.outputs.replacing import check_free
from vacatur.outputs.tables import write_json


@pytest.fixture
def copy(results: Path, tmp_path: Path) -> Path:
    """Results with packets in them."""
    folder = Path(shutil.copytree(results, tmp_path / "results"))
    packets = folder / "packets"
    with HashedFile(packets, "district-attorney/motion.pdf") as paper:
        paper.write(b"a paper")
    write_json(packets, "manifest.json", derived_manifest("packets", open_results(folder), [paper]))
    return folder


def test_what_does_not_exist_is_free(tmp_path: Path) -> None:
    check_free(tmp_path / "new", replace=False)


def test_what_exists_stays_unless_it_may_be_replaced(copy: Path) -> None:
    with pytest.raises(UsageError, match="exists already"):
        check_free(copy, replace=False)
    check_free(copy, replace=True)
    check_free(copy / "packets", replace=True, kind="packets")


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    check_free(tmp_path, replace=True)


def test_another_kind_of_folder_stays(copy: Path) -> None:
    with pytest.raises(UsageError, match="is not a results folder"):
        check_free(copy / "packets", replace=True)
    with pytest.raises(UsageError, match="is not a folder of packets"):
        check_free(copy, replace=True, kind="packets")
    with pytest.raises(UsageError, match="is not a report"):
        check_free(copy / "packets", replace=True, kind="report")


def test_a_file_of_ones_own_keeps_the_folder(copy: Path) -> None:
    (copy / "packets" / "notes.txt").write_text("mine")
    for folder, kind in ((copy, "results"), (copy / "packets", "packets")):
        with pytest.raises(UsageError, match=r"also holds (packets|notes\.txt)"):
            check_free(folder, replace=True, kind=kind)


def test_an_edited_paper_keeps_the_folder(copy: Path) -> None:
    (copy / "packets" / "district-attorney" / "motion.pdf").write_bytes(b"signed")
    with pytest.raises(UsageError, match=r"also holds district-attorney/motion\.pdf"):
        check_free(copy / "packets", replace=True, kind="packets")
    with pytest.raises(UsageError, match="also holds packets"):
        check_free(copy, replace=True)


def test_a_folder_without_manifest_stays(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for content in (None, "", "[]", json.dumps({"outputs": 3})):
        if content is not None:
            (tmp_path / "manifest.json").write_text(content)
        with pytest.raises(UsageError, match="left as it is"):
            check_free(tmp_path, replace=True)

"""Every shape of file that the reader must survive: what it reads, and what it refuses in one sentence."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.rows import chosen
from tests.sources.files import EARLIER, HEADER, decisions, file, full, line, lines, murder, rules, run_on
from vacatur.errors import SourceError

OWN = "7777"
"""With this the numbers of all people of the plain file begin."""


def numbered(person: int) -> dict[str, str]:
    return {"SUBJECT_ID": f"{OWN}{person}", "CII_NUMBER": f"A{OWN}{person}"}


PEOPLE = [
    full(**numbered(1), COMMENT_TEXT='a "quoted" word, and a comma'),
    murder(**numbered(2)),
    full(**numbered(2)),
    full(**numbered(3), PRI_DOB="20000615", PRI_NAME="EXAMPLE,OTHER"),
]
PLAIN = "\n".join(lines(PEOPLE)) + "\n"


def known(person: int) -> dict[str, str]:
    """The cells that say who a person is."""
    return {"SUBJECT_ID": str(person), "CII_NUMBER": f"A{person}"}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    return decisions(run_on(file(tmp_path_factory.mktemp("plain"), PLAIN)))


SHAPES: dict[str, bytes] = {
    "a header": f"{HEADER}\n{PLAIN}".encode(),
    "a header in small letters": f"{HEADER.lower()}\n{PLAIN}".encode(),
    "a header in quotes": ('"' + HEADER.replace(",", '","') + f'"\n{PLAIN}').encode(),
    "a header with a trailing comma": f"{HEADER},\n{PLAIN}".encode(),
    "a trailing comma on every row": f"{HEADER},\n{PLAIN}".replace("\n", ",\n").replace(",,\n", ",\n").encode(),
    "a trailing comma on every row and no header": PLAIN.replace("\n", ",\n").encode(),
    "CR LF": PLAIN.replace("\n", "\r\n").encode(),
    "CR LF and a header": f"{HEADER}\n{PLAIN}".replace("\n", "\r\n").encode(),
    "CR": PLAIN.replace("\n", "\r").encode(),
    "CR and a header": f"{HEADER}\n{PLAIN}".replace("\n", "\r").encode(),
    "CR LF after a first line with LF": f"{HEADER}\n".encode() + PLAIN.replace("\n", "\r\n").encode(),
    "a byte-order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "a byte-order mark and a header": b"\xef\xbb\xbf" + f"{HEADER}\n{PLAIN}".encode(),
    "a byte-order mark, CR LF and a header": b"\xef\xbb\xbf" + f"{HEADER}\n{PLAIN}".replace("\n", "\r\n").encode(),
    "no line end after the last row": PLAIN.removesuffix("\n").encode(),
    "blank lines between": PLAIN.replace("\n", "\n\n").encode(),
    "blank lines at the end": (PLAIN + "\n\n  \n").encode(),
    "lines of blanks alone": PLAIN.replace("\n", "\n   \n").encode(),
    "blanks around values": PLAIN.replace(",FELONY,", ", FELONY  ,").replace(",CONVICTED,", ",CONVICTED   ,").encode(),
    "every field in quotes": "".join(
        ",".join(f'"{cell}"' for cell in each.split(",")) + "\n"
        for each in lines([{**row_, "COMMENT_TEXT": "", "PRI_NAME": "X"} for row_ in PEOPLE])
    ).encode(),
    "padding of hyphens": PLAIN.replace("ACTIVE,", "  -  ,").encode(),
}


Shaped = tuple[int, list[tuple[object, ...]]]
"""How many rows of a file were read, and the decisions as if it were the plain one."""


@pytest.fixture(scope="module")
def shaped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shaped]:
    """One run on a file of each shape, the people of each with numbers of their own."""
    folder = tmp_path_factory.mktemp("shapes")
    own = [f"7{number:03d}" for number in range(len(SHAPES))]
    files = [
        file(folder, data.replace(OWN.encode(), theirs.encode()), f"{theirs}.dat")
        for data, theirs in zip(SHAPES.values(), own, strict=True)
    ]
    results = run_on(*files, out=folder / "results")
    assert results.summary["rows"]["set_aside"] == 0
    inputs = json.loads((folder / "results" / "manifest.json").read_text())["inputs"]
    found = decisions(results)
    read = {each["file"]: each["rows"] for each in inputs}
    return {
        shape: (
            read[f"{theirs}.dat"],
            [(name.replace(theirs, OWN), *rest) for name, *rest in found if name.startswith(theirs)],
        )
        for shape, theirs in zip(SHAPES, own, strict=True)
    }


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_is_decided_alike_in_whatever_shape_it_comes(
    shaped: dict[str, Shaped], expected: list[tuple[object, ...]], shape: str
) -> None:
    assert shaped[shape] == (len(PEOPLE), expected)


@pytest.mark.parametrize("comma", ["", ","])
@pytest.mark.parametrize("header", ["", HEADER + "\n"])
def test_a_file_whose_last_column_is_blank_throughout_is_read(
    tmp_path: Path, expected: list[tuple[object, ...]], header: str, comma: str
) -> None:
    blank = "\n".join(each + comma for each in lines([{**cells, "END_OF_REC": ""} for cells in PEOPLE])) + "\n"
    results = run_on(file(tmp_path, header + blank))
    assert decisions(results) == expected
    assert results.summary["rows"]["set_aside"] == 0


def test_blank_lines_are_counted_and_are_not_rows(tmp_path: Path) -> None:
    rows = run_on(file(tmp_path, PLAIN.replace("\n", "\n\n"))).summary["rows"]
    assert (rows["read"], rows["blank_lines"]) == (len(PEOPLE), len(PEOPLE))


def test_latin_1_bytes_are_read(tmp_path: Path, expected: list[tuple[object, ...]]) -> None:
    data = PLAIN.replace("EXAMPLE,PERSON", "PEÑA,ÁNGEL").encode("latin-1")
    results = run_on(file(tmp_path, data))
    assert decisions(results) == expected
    assert results.persons["name"].to_list()[0] == "PEÑA,ÁNGEL"


def test_utf_8_and_latin_1_in_one_file_change_no_decision(tmp_path: Path, expected: list[tuple[object, ...]]) -> None:
    rows = PLAIN.splitlines(keepends=True)
    data = rows[0].replace("EXAMPLE", "PEÑA").encode() + "".join(rows[1:]).replace("EXAMPLE", "PEÑA").encode("latin-1")
    assert decisions(run_on(file(tmp_path, data))) == expected


ODD_TEXTS = (
    '5"10', '"', "a,b", "a\nb", 'a"\n",b', "\n", "a\n\nb", '""', ",", "a\r\nb", "'", "a;b\tc", "ends with\n",
)  # fmt: skip


def test_quotes_commas_and_line_breaks_inside_a_field_shift_nothing(tmp_path: Path) -> None:
    """The strike after the odd field is still seen, in the same row and in the next: a file a text."""
    files = []
    for person, text in enumerate(ODD_TEXTS, 1):
        cells = {**known(person), "PRI_NAME": text, "COMMENT_TEXT": text}
        rows = [full(**cells), murder(**cells)]
        files.append(file(tmp_path, "\n".join(lines(rows)) + "\n", f"{person}.dat"))
    results = run_on(*files)
    assert rules(results) == {f"{person}/101002001000": "earlier-super-strike" for person in range(1, len(files) + 1)}
    assert results.summary["rows"]["set_aside"] == 0


def test_a_record_may_run_over_fifty_lines_and_no_more(tmp_path: Path) -> None:
    fifty, more = full(COMMENT_TEXT="x\n" * 49), full(COMMENT_TEXT="x\n" * 50, SUBJECT_ID="2")
    assert (
        run_on(file(tmp_path, line(fifty) + "\n" + line(full(SUBJECT_ID="3")) + "\n")).summary["rows"]["set_aside"] == 0
    )
    assert (
        run_on(file(tmp_path, line(more) + "\n" + line(full(SUBJECT_ID="3")) + "\n")).summary["rows"]["set_aside"] > 0
    )


STRAY = {
    "at the start of the row": lambda text: '"' + text,
    "at the start of a field": lambda text: text.replace(",ACTIVE,", ',"ACTIVE,'),
    "at the end of a field": lambda text: text.replace(",ACTIVE,", ',ACTIVE",'),
    "in the middle of a field": lambda text: text.replace(",ACTIVE,", ',ACT"IVE,'),
    "in the last field": lambda text: text.replace(",END", ',"END'),
    "three of them": lambda text: text.replace(",ACTIVE,", ',"ACT"IV"E,'),
}


def test_a_row_with_a_stray_quote_is_set_aside_and_its_neighbours_are_not(tmp_path: Path) -> None:
    """A file a place of the quote."""
    files, damaged = [], range(9_000_001, 9_000_001 + len(STRAY))
    for number, (person, stray) in enumerate(zip(damaged, STRAY.values(), strict=True)):
        others = lines([full(**known(10 * number + other)) for other in range(2, 6)])
        rows = [line(full(**known(person))), *others[:2], stray(line(murder(**known(person)))), *others[2:]]
        files.append(file(tmp_path, "\n".join(rows) + "\n", f"{number}.dat"))
    results = run_on(*files)
    assert results.summary["rows"]["set_aside"] == len(files)
    assert results.summary["problems"]["unread_rows"] == len(files)
    assert len(rules(results)) == 5 * len(files)
    found = dict(each[:2] for each in decisions(results))
    in_review = {conviction for conviction, determination in found.items() if determination == "review"}
    assert in_review == {f"{person}/101002001000" for person in damaged}


def test_a_row_with_too_few_or_too_many_fields_is_set_aside(tmp_path: Path) -> None:
    """A file a number of fields: a good row, the bad one of the same person, and another's good row."""
    files = []
    for fields in (1, 2, 12, 80, 94, 97, 100, 200):
        person, other = known(fields), known(1000 + fields)
        cells = line(murder(PRI_NAME="X", **person)).split(",")
        bad = ",".join((cells + ["X"] * 200)[:fields])
        files.append(file(tmp_path, f"{line(full(**person))}\n{bad}\n{line(full(**other))}\n", f"{fields}.dat"))
    results, count = run_on(*files), len(files)
    assert results.summary["rows"] == {
        "read": 3 * count, "decided": 2 * count, "not_in_scope": 0, "set_aside": count, "blank_lines": 0,
    }  # fmt: skip
    assert len(rules(results)) == 2 * count


def test_an_unquoted_comma_in_a_name_sets_the_row_aside_and_the_person_goes_to_review(tmp_path: Path) -> None:
    bad = line(murder()).replace('"EXAMPLE,PERSON"', "EXAMPLE,PERSON")
    results = run_on(file(tmp_path, f"{line(full())}\n{bad}\n"))
    assert decisions(results)[0][1] == "review"


def test_a_header_in_the_middle_of_a_file_is_set_aside(tmp_path: Path) -> None:
    results = run_on(file(tmp_path, f"{HEADER}\n{line(full())}\n{HEADER}\n{line(full(SUBJECT_ID='2'))}\n"))
    assert (len(rules(results)), results.summary["rows"]["set_aside"]) == (2, 1)


def spreadsheet() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>" * 100)
    return out.getvalue()


OTHER_KINDS: dict[str, bytes] = {
    "empty": b"",
    "a line end alone": b"\n",
    "blanks alone": b"  \r\n \r\n",
    "one short line": b"hello",
    "one short line with a line end": b"hello\n",
    "a header alone": HEADER.encode(),
    "a header alone with a line end": HEADER.encode() + b"\n",
    "a header and blank lines": HEADER.encode() + b"\n\n\n",
    "a spreadsheet": spreadsheet(),
    "UTF-16": PLAIN.encode("utf-16"),
    "UTF-16 without its mark": PLAIN.encode("utf-16-le"),
    "JSON": b'{"people": [{"name": "X"},\n {"name": "Y"}]}\n',
    "twelve columns": b"a,b,c,d,e,f,g,h,i,j,k,l\n" * 20,
    "tabs for commas": PLAIN.replace(",", "\t").encode(),
    "semicolons for commas": PLAIN.replace(",", ";").encode(),
    "a header of twelve columns": ",".join(HEADER.split(",")[:12]).encode() + b"\n" + b"a,b,c,d,e,f,g,h,i,j,k,l\n" * 20,
    "a header with two columns swapped": HEADER.replace(
        "SUBJECT_STATUS,SUBJECT_ID", "SUBJECT_ID,SUBJECT_STATUS"
    ).encode()
    + b"\n"
    + PLAIN.encode(),
    "a program": bytes(range(256)) * 100,
    "a quote alone": b'"',
    "quotes alone": b'"""""\n"""\n',
}


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_what_is_not_the_states_file_is_refused_in_one_sentence_that_names_it(tmp_path: Path, kind: str) -> None:
    path = file(tmp_path, OTHER_KINDS[kind], "odd name.dat")
    with pytest.raises(SourceError) as refused:
        run_on(path, out=tmp_path / "results")
    assert "odd name.dat" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "results").exists()


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.dat", tmp_path):
        with pytest.raises(SourceError):
            run_on(path)


def test_the_same_file_given_twice_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, PLAIN)
    with pytest.raises(SourceError, match="twice"):
        run_on(path, tmp_path / "." / path.name)
    link = tmp_path / "link.dat"
    link.symlink_to(path)
    with pytest.raises(SourceError, match="twice"):
        run_on(path, link)


def test_a_copy_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="same bytes"):
        run_on(file(tmp_path, PLAIN, "one.dat"), file(tmp_path, PLAIN, "two.dat"))


def test_two_files_with_header_and_line_ends_of_their_own_are_one_delivery(
    tmp_path: Path, expected: list[tuple[object, ...]]
) -> None:
    rows = lines(PEOPLE)
    first = file(tmp_path, f"{HEADER}\r\n{rows[0]}\r\n{rows[2]}\r\n", "one.dat")
    second = file(tmp_path, f"{rows[1]}\n{rows[3]}", "two.dat")
    assert decisions(run_on(first, second)) == expected


def test_a_person_whose_unreadable_row_stands_in_another_file_goes_to_review(tmp_path: Path) -> None:
    first = file(tmp_path, line(full()) + "\n", "one.dat")
    second = file(tmp_path, line(full(SUBJECT_ID="2", CII_NUMBER="A2")) + "\n" + '9,ACTIVE,1,"x,' + "\n", "two.dat")
    found = {each[0]: each[1] for each in decisions(run_on(first, second))}
    assert found == {"1/101002001000": "review", "2/101002001000": "dismiss"}


def test_a_strike_in_a_row_whose_key_cannot_be_read_leads_to_review(tmp_path: Path) -> None:
    lost = ({"CNT_ORDER": ""}, {"SUBJECT_ID": ""}, {"CNT_ORDER": "10000200100"})
    rows = [row for who, bad in enumerate(lost, 1) for row in (full(**known(who)), murder(**{**known(who), **bad}))]
    results = run_on(file(tmp_path, "\n".join(lines(rows)) + "\n"))
    assert [each[:2] for each in decisions(results)] == [(f"{who}/101002001000", "review") for who in (1, 2, 3)]


def test_a_count_key_that_is_short_or_no_number_sets_the_row_aside(tmp_path: Path) -> None:
    keys = (
        "", "-", "101", "1010020010", "10100200100", "ABCDEFGHIJKL", "10100200100X", "1.01002E+11", "101 002001000",
        "+01002001000", "1" * 19,
    )  # fmt: skip
    bad = [full(**known(person), CNT_ORDER=key) for person, key in enumerate(keys, 3)]
    results = run_on(file(tmp_path, "\n".join(lines([*bad, full(**known(2))])) + "\n"))
    assert results.summary["problems"]["bad_count_key"] == len(keys)
    assert list(rules(results)) == ["2/101002001000"]


def test_a_long_count_key_is_read_from_the_right(tmp_path: Path) -> None:
    keys = ("1101002001000", "000000101002001000", " 101002001000 ")
    rows = [full(**known(person), CNT_ORDER=key) for person, key in enumerate(keys, 1)]
    results = run_on(file(tmp_path, "\n".join(lines(rows)) + "\n"))
    assert sorted(each["person_id"] for each in chosen(results)) == ["1", "2", "3"]


def test_a_row_that_charges_nothing_needs_no_count_key(tmp_path: Path) -> None:
    blank = {"CNT_ORDER": "", "DISP_DESCR": "", "OFFENSE_DESCR": "", "STP_EVENT_DATE": "20190101"}
    kinds = ("DECEASED", "REGISTRATION", "APPLICANT", "MENTAL HEALTH", "deceased ")
    others = [full(**known(person), **blank, STP_TYPE_DESCR=kind) for person, kind in enumerate(kinds, 1)]
    rows = [row for person, other in enumerate(others, 1) for row in (full(**known(person)), other)]
    results = run_on(file(tmp_path, "\n".join(lines(rows)) + "\n"))
    assert results.summary["rows"]["set_aside"] == 0


def test_a_conviction_needs_a_count_key_whatever_its_type_says(tmp_path: Path) -> None:
    odd = murder(STP_TYPE_DESCR="APPLICANT", CNT_ORDER="")
    results = run_on(file(tmp_path, line(full()) + "\n" + line(odd) + "\n"))
    assert decisions(results)[0][1] == "review"


def test_blank_subject_ids_are_never_one_person(tmp_path: Path) -> None:
    rows = [full(SUBJECT_ID=blank, CII_NUMBER="", **EARLIER) for blank in ("", "  ", "-", "--", " - ")]
    results = run_on(file(tmp_path, "\n".join(lines([full(), *rows])) + "\n"))
    assert results.summary["problems"]["no_subject_id"] == len(rows)
    assert results.persons.height == 1


def test_a_row_without_subject_id_belongs_to_nobody_when_two_people_have_its_number(tmp_path: Path) -> None:
    rows = [full(), full(SUBJECT_ID="2"), murder(SUBJECT_ID="")]
    found = {each[0]: each[1] for each in decisions(run_on(file(tmp_path, "\n".join(lines(rows)) + "\n")))}
    assert set(found.values()) <= {"dismiss", "review"}


def test_subject_ids_are_compared_without_blanks_around_them(tmp_path: Path) -> None:
    results = run_on(file(tmp_path, "\n".join(lines([full(), murder(SUBJECT_ID=" 1 ")])) + "\n"))
    assert results.persons.height == 1
    assert set(rules(results).values()) == {"earlier-super-strike"}

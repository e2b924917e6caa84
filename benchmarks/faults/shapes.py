"""Files that hold damaged rows: in each form that a delivery may have, and in forms that none has."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from random import Random

import polars as pl
import zstandard

from benchmarks.faults.people import Person
from vacatur.sources.doj.layout import COLUMNS, POSITION

HEADER = ",".join(COLUMNS)


def _zip(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("county.dat", data)
    return out.getvalue()


def _shuffled(lines: list[str], chosen: Random) -> list[str]:
    whole = "".join(lines).splitlines(keepends=True)
    chosen.shuffle(whole)
    return whole


def _lines(change: Callable[[list[str], Random], list[str]]) -> Callable[[list[str], Random], bytes]:
    return lambda lines, chosen: "".join(change(lines, chosen)).encode()


def _text(change: Callable[[str], str]) -> Callable[[list[str], Random], bytes]:
    return lambda lines, _: change("".join(lines)).encode()


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[list[str], Random], bytes]:
    return lambda lines, _: change("".join(lines).encode())


Shape = Callable[[list[str], Random], bytes]
"""A file of some lines; what it chooses is drawn."""

SOUND: dict[str, Shape] = {
    "as they are": _text(lambda text: text),
    "a header": _text(lambda text: HEADER + "\n" + text),
    "a header with a comma": _text(lambda text: HEADER + ",\n" + text),
    "CR LF": _text(lambda text: text.replace("\n", "\r\n")),
    "CR": _text(lambda text: text.replace("\n", "\r")),
    "a byte-order mark": _text(lambda text: "\ufeff" + text),
    "Latin-1": lambda lines, _: "".join(lines).replace("\ufffd", "?").encode("latin-1", "replace"),
    "lines in another order": _lines(_shuffled),
    "blank lines": _text(lambda text: text.replace("\n", "\n\n")),
    "no end of the last line": _text(lambda text: text.removesuffix("\n")),
    "gzip": _bytes(lambda data: gzip.compress(data, 1, mtime=0)),
    "Zstandard": _bytes(zstandard.compress),
    "zip": _bytes(_zip),
}
"""Forms in which a file says the same."""


def _spoiled_header(lines: list[str], chosen: Random) -> bytes:
    names = list(COLUMNS)
    at = chosen.randrange(len(names))
    names[at : at + 1] = chosen.choice([[], ["X"], [names[at], names[at]], [names[at - 1]], [names[at][::-1]], ["?"]])
    return (",".join(names) + "\n" + "".join(lines)).encode()


def _rows_gone(lines: list[str], chosen: Random) -> bytes:
    return "".join(line for line in lines if chosen.random() < 0.7).encode()


def _of_others(lines: list[str], chosen: Random) -> bytes:
    """Keys that have become others."""
    text = "".join(lines)
    subject = lines[0].split(",")[POSITION["SUBJECT_ID"] : POSITION["SUBJECT_ID"] + 1]
    return text.replace(subject[0], chosen.choice(["0", "X", "00000000"]) if subject else "X", 3).encode()


def _swapped(lines: list[str], chosen: Random) -> bytes:
    """Two columns in each other's place, in every row."""
    one, other = chosen.sample(range(len(COLUMNS)), 2)
    rows = [line.rstrip("\n").split(",") for line in lines]
    for row in rows:
        if len(row) > max(one, other):
            row[one], row[other] = row[other], row[one]
    return ("\n".join(map(",".join, rows)) + "\n").encode()


def _hurt(data: bytes, chosen: Random) -> bytes:
    """Some bytes of it changed, cut away or cut off."""
    hurt = bytearray(data)
    for _ in range(chosen.randrange(1, 6)):
        at = chosen.randrange(len(hurt))
        hurt[at] = chosen.randrange(256)
    at = chosen.randrange(len(hurt))
    how = chosen.randrange(4)
    return bytes(hurt[:at] if how == 0 else hurt[:at] + hurt[at + chosen.randrange(1, 50) :] if how == 1 else hurt)


def parquet(people: list[Person]) -> bytes:
    """People's rows as Parquet."""
    rows = [row for person in people for row in person.rows]
    out = io.BytesIO()
    pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row").write_parquet(out)
    return out.getvalue()


UNSOUND: dict[str, Shape] = {
    "a header that is not the state's": _spoiled_header,
    "rows that are gone": _rows_gone,
    "keys that have become others": _of_others,
    "two columns in each other's place": _swapped,
    "semicolons": _text(lambda text: text.replace(",", ";")),
    "tabs": _text(lambda text: text.replace(",", "\t")),
    "UTF-16": lambda lines, _: "".join(lines).encode("utf-16"),
    "no text": lambda lines, chosen: chosen.randbytes(chosen.randrange(3000)),
    "bytes that are hurt": lambda lines, chosen: _hurt("".join(lines).encode(), chosen),
    "gzip that is hurt": lambda lines, chosen: _hurt(gzip.compress("".join(lines).encode(), 1, mtime=0), chosen),
    "Zstandard that is hurt": lambda lines, chosen: _hurt(zstandard.compress("".join(lines).encode()), chosen),
    "zip that is hurt": lambda lines, chosen: _hurt(_zip("".join(lines).encode()), chosen),
}
"""Forms in which it may say something else: of these it is asked that nothing breaks, and not who is let go."""


def hurt_parquet(people: list[Person], chosen: Random) -> bytes:
    """The sound rows of people as Parquet, and some bytes of it changed."""
    return _hurt(parquet(people), chosen)


PACKED = ("gzip", "Zstandard", "zip")


def cut_short(lines: list[str], chosen: Random) -> bytes:
    """A packed file without its end: rows are gone, and what is left of it tells so."""
    whole = SOUND[chosen.choice(PACKED)](lines, chosen)
    return whole[: chosen.randrange(4, len(whole))]

"""The ledger on disk: `ledger.sqlite` in the results folder. Acts are added to it; nothing in it is changed or erased.

The database itself refuses to update or delete an act, or to put one anywhere but at the end; and each act is sealed
with the one before, the first with the run's manifest, so that an act which was changed by other means shows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from vacatur.errors import ResultsError, VacaturError
from vacatur.private import new_file
from vacatur.review.acts import Act, Draft, Ledger, Told, seal, texts_of

FILE = "ledger.sqlite"

_FORMAT = 1
_APPLICATION = 0x56614C65
_PATIENCE = 10.0
"""Seconds to wait while another writes."""

_TABLES = f"""
CREATE TABLE about (format INTEGER NOT NULL, results TEXT NOT NULL) STRICT;
CREATE TABLE act (
    number     INTEGER PRIMARY KEY,
    who        TEXT NOT NULL CHECK (length(who) > 0),
    "when"     TEXT NOT NULL CHECK (length("when") > 0),
    conviction TEXT NOT NULL,
    pack       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('decide', 'supply', 'withdraw')),
    what       TEXT NOT NULL CHECK (json_valid(what)),
    before     TEXT NOT NULL CHECK (json_valid(before)),
    after      TEXT NOT NULL CHECK (json_valid(after)),
    reason     TEXT NOT NULL CHECK (length(reason) > 0),
    sha256     TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64)
) STRICT;
CREATE UNIQUE INDEX withdrawn_once ON act (json_extract(what, '$.withdraws')) WHERE kind = 'withdraw';
CREATE TRIGGER no_act_is_changed BEFORE UPDATE ON act
    BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END;
CREATE TRIGGER no_act_is_erased BEFORE DELETE ON act
    BEGIN SELECT RAISE(ABORT, 'an act is never erased'); END;
CREATE TRIGGER acts_follow_each_other BEFORE INSERT ON act
    WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM act)
    BEGIN SELECT RAISE(ABORT, 'an act follows the last'); END;
CREATE TRIGGER about_is_not_changed BEFORE UPDATE ON about
    BEGIN SELECT RAISE(ABORT, 'the ledger belongs to its results'); END;
CREATE TRIGGER about_is_not_erased BEFORE DELETE ON about
    BEGIN SELECT RAISE(ABORT, 'the ledger belongs to its results'); END;
PRAGMA application_id = {_APPLICATION};
"""

_NAMES = 'number, who, "when", conviction, pack, kind, what, before, after, reason, sha256'
"""The columns: number, `acts.COLUMNS`, seal."""


class Meanwhile(VacaturError):
    """Somebody else recorded an act since the ledger was read: what was to be recorded may no longer be right."""


def version_of(folder: Path) -> tuple[int, int]:
    """Changes whenever the ledger of a results folder may have: for whoever keeps something made from it."""
    try:
        seen = (folder / FILE).stat()
    except OSError:
        return 0, 0
    return seen.st_mtime_ns, seen.st_size


def is_begun(folder: Path) -> bool:
    """Whether a results folder has a ledger with acts in it."""
    return version_of(folder)[1] > 0


def read_ledger(folder: Path, results: str, known: Ledger | None = None) -> Ledger:
    """The acts on a run; none where there is no ledger.

    Args:
        folder: of the results.
        results: SHA-256 of their manifest.
        known: the same ledger as it was read before: its acts are not read again.

    Raises:
        ResultsError: the file is no ledger, belongs to other results, or an act in it is not as it was recorded.
    """
    path = folder / FILE
    if not is_begun(folder):
        return Ledger(results)
    with _opened(path) as book:
        _check(book, path, results)
        before = known.acts if known and _holds(book, known) else ()
        return Ledger(results, (*before, *_acts(book, path, before[-1].sha256 if before else results, len(before))))


def record(folder: Path, ledger: Ledger, drafts: Sequence[Draft]) -> list[Act]:
    """Add acts to the ledger, all or none; it is made where there is none.

    Args:
        ledger: as it was when the drafts were made.

    Raises:
        Meanwhile: another act was recorded since.
        ResultsError: the ledger cannot be read or written.
    """
    path = folder / FILE
    with _made(path, ledger.results) as book:
        _check(book, path, ledger.results)
        if book.execute("SELECT count(*) FROM act").fetchone()[0] != ledger.last or not _holds(book, ledger):
            raise Meanwhile("Another act was recorded meanwhile. Look at it, and decide again.")
        acts: list[Act] = []
        for draft in drafts:
            previous = acts[-1].sha256 if acts else ledger.sha256 or ledger.results
            acts.append(draft.sealed(ledger.last + len(acts) + 1, previous))
        rows = ((act.number, *texts_of(act), act.sha256) for act in acts)
        book.executemany(f"INSERT INTO act ({_NAMES}) VALUES ({', '.join('?' * 11)})", rows)
    return acts


def _check(book: sqlite3.Connection, path: Path, results: str) -> None:
    """Whether it is a ledger, and that of these results."""
    found = book.execute("SELECT format, results FROM about").fetchall()
    if len(found) != 1 or found[0][0] != _FORMAT:
        raise ResultsError(f"{path} is a ledger of another format. Use the version of Vacatur that wrote it.")
    if found[0][1] != results:
        raise ResultsError(f"{path} is the ledger of other results. Put it back where it belongs.")


def _holds(book: sqlite3.Connection, ledger: Ledger) -> bool:
    """Whether the last act of a ledger stands where it did."""
    if not ledger.acts:
        return True
    found = book.execute("SELECT sha256 FROM act WHERE number = ?", (ledger.last,)).fetchone()
    return found is not None and found[0] == ledger.sha256


def _acts(book: sqlite3.Connection, path: Path, previous: str, last: int) -> Iterator[Act]:
    """The acts that follow the one of that number and seal."""
    for row in book.execute(f"SELECT {_NAMES} FROM act WHERE number > ? ORDER BY number", (last,)):
        number, *texts, sha256 = row
        if number != last + 1 or seal(previous, number, texts) != sha256:
            raise ResultsError(f"{path}: act {number} is not as it was recorded. Restore the file from a backup.")
        who, when, conviction, pack, kind, what, before, after, reason = texts
        told = Told(what), Told(before), Told(after)
        yield Act(who, when, conviction, pack, kind, *told, reason, number=number, sha256=sha256)
        previous, last = sha256, number


@contextmanager
def _made(path: Path, results: str) -> Iterator[sqlite3.Connection]:
    """The database, to be written by one at a time; made where it is not there."""
    with suppress(FileExistsError):
        new_file(path).close()
    with _opened(path, "BEGIN IMMEDIATE") as book:
        if not book.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            for statement in _statements():
                book.execute(statement)
            book.execute("INSERT INTO about VALUES (?, ?)", (_FORMAT, results))
        yield book


@contextmanager
def _opened(path: Path, begin: str = "BEGIN") -> Iterator[sqlite3.Connection]:
    """The database within one transaction: all of it is done, or nothing.

    Also for reading it is opened to be written: what a writer that died left half-done is rolled back first.
    """
    book = None
    try:
        where = f"{path.absolute().as_uri()}?mode=rw"
        book = sqlite3.connect(where, uri=True, timeout=_PATIENCE, isolation_level=None)
        book.execute("PRAGMA synchronous = FULL")
        book.execute(begin)
        yield book
        book.execute("COMMIT")
    except (sqlite3.Error, ValueError) as error:
        raise _cannot(path, error) from None
    finally:
        if book is not None:
            book.close()


def _statements() -> Iterator[str]:
    """The statements that make the tables: a script would end the transaction."""
    statement = ""
    for line in _TABLES.strip().splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _cannot(path: Path, error: Exception) -> ResultsError:
    """In a sentence; the database's own words quote no act."""
    reason = str(error) if isinstance(error, sqlite3.Error) else "an act in it cannot be read"
    return ResultsError(f"{path}: the ledger cannot be read or written: {reason}.")

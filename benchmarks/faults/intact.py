"""Whose rows random changes of a file have left unharmed: they are decided as before, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.faults.people import Person, as_lines


class Intact:
    """The people of the files from which changes start.

    Args:
        people: all of them.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = [
            (person, person.subject.encode(), person.number.encode(), sorted(map(str.encode, as_lines(person.rows))))
            for person in people
        ]

    def renamed(self, data: bytes, slot: int) -> tuple[bytes, dict[str, str]]:
        """A file with the keys of its people made others, so that many files make one delivery; and who of them has
        all rows unharmed, and no other: by the new SUBJECT_ID, with the one in the sound file.
        """
        lines = [line.removesuffix(b"\r") for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
        judged = {}
        for person, subject, number, sound in self._people:
            if subject not in data and number not in data:
                continue
            theirs = sorted(line for line in lines if subject in line or number in line)
            new = b"%03d" % slot + subject[3:]
            if theirs == sound:
                judged[new.decode()] = person.subject
            data = data.replace(subject, new).replace(number, b"%03d" % slot + number[3:])
        return data, judged

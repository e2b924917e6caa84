"""A letter put together from the words of its language and a person's convictions, ready for the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vacatur.outputs.notices.wording import court_in_words, date_in_words, offense_in_words, wording
from vacatur.outputs.office import Office
from vacatur.outputs.printable import breakable, printable
from vacatur.review.acts import REVIEWER

Conviction = Mapping[str, Any]
"""A row of the docket."""

Block = Mapping[str, str]
"""A heading, a paragraph and so on: `kind` says which, `text` what it says, `lead` the words in bold before that."""

RELIEFS = {"exhibit_a": "dismiss", "exhibit_b": "reduce"}
"""What is asked, by where the docket lists a conviction. Whoever is asked for both has "both"."""


class Composer:
    """Letters of an office in one language.

    Attributes:
        language: "en" or "es".
    """

    def __init__(self, language: str, office: Office) -> None:
        self.language = language
        self._words = wording(language)
        self._office = office
        self._state = "asked" if office.letters.order_date is None else "ordered"

    def number(self, number: str) -> str:
        """The line at the foot of each page."""
        return str(self._words["number"].format(number=number))

    def dear(self, name: str) -> str:
        """The salutation."""
        return str(self._words["dear"].format(name=name))

    def sender(self) -> list[Block]:
        """The return address."""
        return [_block("paragraph", "\n".join(self._office.letters.return_address))]

    def title(self, many: str, *, also: bool) -> list[Block]:
        """What the letter is about.

        Args:
            many: "one" conviction or "several".
            also: say, in Spanish, that the letter follows in Spanish.
        """
        other = self._words["other_language"]
        note = [{"kind": "note", "language": "es", "text": other}] if also and other else []
        return [*note, _block("title", self._words["opening"]["title"][many])]

    def opening(self, relief: str, many: str, prosecutor: str | None) -> list[Block]:
        """Who asked for what, and the heading of the list that follows.

        Args:
            relief: "dismiss", "reduce" or "both".
            many: "one" conviction or "several".
            prosecutor: None: several, whom the list names.
        """
        own = self._words["opening"]
        who = own["who"]["one"].format(prosecutor=prosecutor) if prosecutor else own["who"]["several"]
        said = [own["law"], own["asked"].format(who=who, relief=own["relief"][relief][many])]
        if self._office.letters.order_date is not None:
            said.append(own["ordered"].format(date=date_in_words(self._office.letters.order_date, self._words)))
        return [
            _block("paragraph", " ".join([*said, own["nothing_to_do"]])),
            _block("heading", self._words["convictions"]["heading"][self._state]),
        ]

    def convictions(self, convictions: Sequence[Conviction]) -> list[list[str]]:
        """The lines of each: what is asked, what for, when and where, which case, and by whom if not all by one."""
        own = self._words["convictions"]
        cases = [each["case_number"] for each in convictions]
        several = len({each["prosecutor_name"] for each in convictions}) > 1
        found = [
            [
                own[_asked(each)],
                offense_in_words(each["statute"], self._words),
                own["convicted"].format(
                    date=date_in_words(each["convicted_on"], self._words),
                    court=court_in_words(each["court"], self._words),
                ),
                own["case" if cases.count(each["case_number"]) == 1 else "case_count"].format(
                    case=each["case_number"] or own["case_unknown"], count=each["count"]
                ),
                *([own["asked_by"].format(prosecutor=each["prosecutor_name"])] if several else []),
            ]
            for each in convictions
        ]
        return [[breakable(printable(line)) for line in lines] for lines in found]

    def following(self) -> list[Block]:
        """What happens next, whom to call, and the first warning."""
        own = self._words["next"][self._state]
        return [
            _block("heading", self._words["next"]["heading"]),
            _block("paragraph", own["text"]),
            _block("paragraph", own["call"].format(hotline=self._office.letters.hotline)),
            _block("boxed", **self._words["first"]),
            _block("paragraph", f"{self._words['closing']}\n{self._office.letters.return_address[0]}"),
        ]

    def general(self, relief: str) -> list[Block]:
        """The last page: what it means, what it does not do, and whom to turn to."""
        words, hotline = self._words, self._office.letters.hotline
        reliefs = ["dismiss", "reduce"] if relief == "both" else [relief]
        return [
            _block("heading", words["means"]["heading"][self._state]),
            *[_block("item", **words["means"][each]) for each in reliefs],
            _block("heading", words["immigration"]["heading"]),
            _block("paragraph", words["immigration"]["text"]),
            _block("heading", words["limits"]["heading"]),
            *[_block("item", **each) for each in words["limits"]["items"]],
            _block("heading", words["scams"]["heading"]),
            _block("paragraph", words["scams"]["text"].format(hotline=hotline)),
            _block("heading", words["record"]["heading"]),
            _block("paragraph", words["record"]["text"]),
            *self._help(),
        ]

    def _help(self) -> list[Block]:
        letters, defender, own = self._office.letters, self._office.public_defender, self._words["help"]
        questions = [own["hotline"]["text"].format(hotline=letters.hotline)]
        questions += [own["hours"].format(hours=letters.hours)] if letters.hours else []
        questions += [own["website"].format(website=letters.website)] if letters.website else []
        advice = [own["defender"]["text"].format(name=defender.name, telephone=defender.telephone)]
        advice += [own["website"].format(website=defender.website)] if defender.website else []
        return [
            _block("heading", own["heading"]),
            _block("item", "\n".join(questions), own["hotline"]["lead"]),
            _block("item", "\n".join(advice), own["defender"]["lead"]),
            _block("paragraph", own["mistake"]),
        ]


def relief_of(convictions: Sequence[Conviction]) -> str:
    """What is asked for a person: "dismiss", "reduce" or "both"."""
    reliefs = {RELIEFS[each["listed"]] for each in convictions}
    return reliefs.pop() if len(reliefs) == 1 else "both"


def prosecutor_of(convictions: Sequence[Conviction]) -> str | None:
    """Who asks, when it is one."""
    names = {each["prosecutor_name"] for each in convictions}
    return str(names.pop()) if len(names) == 1 else None


def _asked(each: Conviction) -> str:
    """The key of what is asked. A pack says "reduce" of a misdemeanor and of an infraction alike: its reason tells."""
    if RELIEFS[each["listed"]] == "dismiss":
        return "dismiss"
    reason = "" if each["rule"] == REVIEWER else (each["ground"] or "").lower()
    if "infraction" in reason and "misdemeanor" not in reason:
        return "reduce_infraction"
    return "reduce" if each["is_felony"] else "reduce_lesser"


def _block(kind: str, text: str, lead: str = "") -> Block:
    return {"kind": kind, "text": text, "lead": lead}

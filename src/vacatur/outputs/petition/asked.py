"""What a paper asks of the court, and what its proposed order gives, from the convictions in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from vacatur.outputs.petition.application import Conviction, Family, Remedy
from vacatur.outputs.petition.petitioner import Petitioner
from vacatur.outputs.petition.saying import capitals

Numbered = tuple[int, Conviction]
"""A conviction with its number in the attachment."""

_REASON = "[THE REASON WHY THE DISMISSAL IS IN THE INTERESTS OF JUSTICE]"
_BY_DISCRETION = (Remedy.PC_1203_41, Remedy.PC_1203_42)
_SETTING_ASIDE = (Remedy.PC_1203_4, Remedy.PC_1203_4A, *_BY_DISCRETION)
_CANNABIS_PAPER = "petition or application under Health and Safety Code section 11361.8"
_RELIEF = {
    Remedy.PC_17B: "reduction to a misdemeanor",
    Remedy.PC_1170_18: "resentencing or designation as a misdemeanor",
    Remedy.PC_17B_1: "declaration of a misdemeanor",
}
_SET_ASIDE = (
    "to permit the plea of guilty or no contest to be withdrawn, or set the verdict aside, and to dismiss, under"
)
_SET_ASIDE_NOW = (
    "The plea of guilty or no contest is withdrawn, or the verdict is set aside, a plea of not guilty is entered, and "
    "the case is dismissed, under"
)


def cannabis(numbered: Sequence[Numbered]) -> dict[str, object]:
    """For HS 11361.8: which convictions are under subdivision (b), which under (f), and what is asked for each."""
    groups = {
        "serving": [each for each in numbered if each[1].serving is True],
        "completed": [each for each in numbered if each[1].serving is False],
        "unsettled": [each for each in numbered if each[1].serving is None],
    }
    served = groups["serving"] + groups["unsettled"]
    over = groups["completed"] + groups["unsettled"]
    return {
        **{name: _numbers(group) for name, group in groups.items()},
        "requests": {name: _requests(group, serving=name == "serving") for name, group in groups.items()},
        "proposed": {
            "served": _proposed(served),
            "over": _proposed(over),
            "sealed": any(each[1].remedies[0] is Remedy.DISMISSAL for each in over),
        },
        "more": _numbers([each for each in numbered if each[1].at_least]),
        "papers": f"the {_CANNABIS_PAPER}",
        "papers-title": capitals(_CANNABIS_PAPER),
    }


def penal(numbered: Sequence[Numbered], family: Family, petitioner: Petitioner) -> dict[str, object]:
    """For petitions under the Penal Code: sections, grounds, requests and orders."""
    own = [remedy for remedy in Remedy if remedy.family is family]
    asking = {remedy: [each for each in numbered if remedy in each[1].remedies] for remedy in own}
    asking = {remedy: group for remedy, group in asking.items() if group}
    sections = [section_of(remedy) for remedy in asking]
    under = f"Penal Code {_and(sections, 'section ', 'sections ')}"
    dismissal = any(remedy in _SETTING_ASIDE for remedy in asking)
    relief = [_RELIEF[remedy] for remedy in asking if remedy in _RELIEF] + (["dismissal"] if dismissal else [])
    return {
        "asked": {remedy.value: _numbers(group) for remedy, group in asking.items()},
        "grounds": {remedy.value: _grounds(remedy, group) for remedy, group in asking.items()},
        "interests": petitioner.choices.interests_of_justice or _REASON,
        "dismissal": dismissal,
        "sections-short": _and(sections, "§ ", "§§ "),
        "sections": under,
        "sections-title": capitals(under),
        "relief": " and ".join(relief),
        "requests": [{"words": _request(remedy), "numbers": _numbers(group)} for remedy, group in asking.items()],
        "orders": [
            {"words": _order(remedy), "numbers": _numbers(group), "after": _after(remedy)}
            for remedy, group in asking.items()
        ],
        "papers": f"the petition under {under}",
        "papers-title": capitals(f"petition under {under}"),
    }


def section_of(remedy: Remedy) -> str:
    """`1203.4a`; `17(b)`."""
    return {Remedy.PC_17B: "17(b)", Remedy.PC_17B_1: "17(b)(1)"}.get(remedy, remedy.value.removeprefix("pc-"))


def _numbers(group: Sequence[Numbered]) -> list[int]:
    return [number for number, _ in group]


def _requests(group: Sequence[Numbered], *, serving: bool) -> list[dict[str, Any]]:
    """Each relief with the convictions that it is asked for."""
    lesser = "to resentence the person as for" if serving else "to redesignate as"
    words: list[tuple[str, Callable[[Conviction], bool]]] = [
        (
            "to recall and dismiss the sentence, as legally invalid, for"
            if serving
            else "to dismiss as legally invalid, and to seal,",
            lambda each: Remedy.DISMISSAL in each.remedies,
        ),
        (f"{lesser} a misdemeanor", lambda each: _lesser(each) and each.becomes == "misdemeanor"),
        (f"{lesser} an infraction", lambda each: _lesser(each) and each.becomes == "infraction"),
        (
            f"{lesser} a misdemeanor or infraction, as the law gives it,",
            lambda each: _lesser(each) and each.becomes is None,
        ),
    ]
    found = [(text, [each for each in group if fits(each[1])]) for text, fits in words]
    return [{"words": text, "numbers": _numbers(some)} for text, some in found if some]


def _lesser(conviction: Conviction) -> bool:
    return Remedy.REDESIGNATION in conviction.remedies or Remedy.RESENTENCING in conviction.remedies


def _proposed(group: Sequence[Numbered]) -> dict[str, list[int]]:
    """What the proposed order names in each of its blanks."""
    return {
        "dismissed": _numbers([each for each in group if Remedy.DISMISSAL in each[1].remedies]),
        "misdemeanor": _numbers([each for each in group if _lesser(each[1]) and each[1].becomes == "misdemeanor"]),
        "infraction": _numbers([each for each in group if _lesser(each[1]) and each[1].becomes == "infraction"]),
        "either": _numbers([each for each in group if _lesser(each[1]) and each[1].becomes is None]),
    }


def _grounds(remedy: Remedy, group: Sequence[Numbered]) -> list[dict[str, Any]]:
    """The grounds of a remedy, each with its convictions; None: not settled."""
    of = {number: conviction.term if remedy is Remedy.PC_1203_41 else conviction.ground for number, conviction in group}
    return [
        {"ground": ground, "numbers": [number for number, own in of.items() if own == ground]}
        for ground in dict.fromkeys(of.values())
    ]


def _request(remedy: Remedy) -> str:
    if remedy is Remedy.PC_17B:
        return "to reduce to a misdemeanor, under section 17(b),"
    if remedy is Remedy.PC_17B_1:
        return "to declare a misdemeanor for all purposes since judgment, under section 17(b)(1),"
    if remedy is Remedy.PC_1170_18:
        return "to resentence as for a misdemeanor, or to designate a misdemeanor, under section 1170.18,"
    return f"{_SET_ASIDE} section {section_of(remedy)},"


def _order(remedy: Remedy) -> str:
    if remedy is Remedy.PC_17B:
        return "These convictions are reduced to misdemeanors under Penal Code section 17(b): Attachment A,"
    if remedy is Remedy.PC_17B_1:
        return "Under Penal Code section 17(b)(1) these convictions are declared to be of misdemeanors: Attachment A,"
    if remedy is Remedy.PC_1170_18:
        return (
            "These convictions are misdemeanors from now on, and a sentence being served for one is recalled, under "
            "Penal Code section 1170.18: Attachment A,"
        )
    return f"{_SET_ASIDE_NOW} Penal Code section {section_of(remedy)}, for Attachment A,"


def _after(remedy: Remedy) -> str:
    if remedy is Remedy.PC_17B:
        return "; they are misdemeanors for all purposes from now on."
    if remedy is Remedy.PC_17B_1:
        return "; by the sentence they have been misdemeanors for all purposes since judgment was given."
    if remedy is Remedy.PC_1170_18:
        return "; they are misdemeanors for all purposes, except those of firearms (§ 1170.18, subd. (k))."
    return "."


def _and(words: Sequence[str], one: str, many: str) -> str:
    if len(words) == 1:
        return f"{one}{words[0]}"
    return f"{many}{', '.join(words[:-1])} and {words[-1]}"

"""The account of a data set in plain words: `report.txt`."""

from __future__ import annotations

from textwrap import fill
from typing import Any

_WIDTH = 110
_AGREEMENT = (
    "Give these data only under an agreement that forbids to look for people in them and to join them with other "
    "records."
)


def in_words(report: dict[str, Any]) -> str:
    """What `report.txt` holds.

    Args:
        report: what `report.json` holds (`account.account`).
    """
    parts = ["WHAT WAS DONE", *_done(report), _table(report), "WHAT RISK REMAINS", *_risks(report), _AGREEMENT]
    return "\n\n".join(part if "\n" in part else _paragraph(part) for part in parts) + "\n"


def _paragraph(text: str) -> str:
    return fill(text, _WIDTH, subsequent_indent="  " if text.startswith("* ") else "")


def _done(report: dict[str, Any]) -> list[str]:
    smallest = report["smallest_group"]
    reached = "Nothing is published." if smallest is None else f"The smallest group has {smallest}."
    moved = "were moved by a number of days that is secret and the same for each person, and then "
    return [
        "Names, birth dates, numbers of people and of cases, courts, agencies, comments and rows of the source are not "
        "in these data. People and convictions are named by keyed hashes (HMAC-SHA256). The key was "
        f"{report['key']}. Dates {moved if report['dates'] == 'shifted' else ''}are given to the month at most.",
        f"Every combination that is published is shared by at least {report['k']} people: of sex, race, year of birth, "
        "number of convictions, year of the first, and of all decided convictions of a person (statute, grade, date, "
        f"county) together. {reached} Where fewer shared it, years became bands of years and other values were "
        "withheld, step by step, until enough did; where even that did not do, the person and the convictions are "
        "published apart from each other, or left out.",
    ]


def _table(report: dict[str, Any]) -> str:
    people, rows = report["people"], report["convictions"]
    lines = [
        ("People with a decision", people["with_a_decision"]),
        ("  published with exact values", people["published_exactly"]),
        ("  published with values made coarser", people["made_coarser"]),
        ("  of these two, apart from their convictions", people["published_without_their_convictions"]),
        ("  left out", people["left_out"]),
        ("Decided convictions", rows["decided"]),
        ("  published with the hash of their person", rows["published_with_their_person"]),
        ("  published alone", rows["published_alone"]),
        ("  left out", rows["left_out"]),
    ]
    return "\n".join(f"{name + ':':46} {number}" for name, number in lines)


def _risks(report: dict[str, Any]) -> list[str]:
    risk, k = report["remaining_risk"], report["k"]
    offset = "* Whoever finds a person and knows one true date of theirs knows by how much the others were moved."
    calendar = "* A month can be compared with a court's calendar. It is shown only where enough people share it."
    return [
        f"* Somebody who knows of a person only the values named above finds at least {k} who look alike, never one.",
        "* Decisions and facts were not counted as known. Somebody who also knows how each conviction of a person was "
        "decided and sentenced (an officer of the court, a lawyer, a relative) finds people who stand alone: "
        f"{risk['people_alone_with_decisions_and_facts_known']}; in groups of fewer than {k}, those included: "
        f"{risk['people_in_smaller_groups_with_decisions_and_facts_known']}. A rule about age narrows a year of birth.",
        f"* People in groups that all fared alike: {risk['people_in_groups_that_fared_alike']}. Whoever knows that "
        "somebody is in such a group knows what was decided, without knowing which of them it is.",
        offset if report["dates"] == "shifted" else calendar,
        "* Whoever has the key and somebody's number finds the person. Keep a key as safe as the histories, or let it "
        "be drawn and thrown away.",
        "* Two data sets of the same people under different keys share no name, but what is published of the same "
        "people in both narrows who they are. Do not give two of them to the same hands.",
    ]

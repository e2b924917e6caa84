"""The petitioner file: who files a person's papers, who is served, and what the person has chosen. TOML.

What is not known stands there as a visible placeholder in brackets, and is printed so. A sentence about a mistake in it
repeats no value: values here may tell who somebody is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from vacatur.errors import UsageError
from vacatur.law.agency_tables import read_tables
from vacatur.outputs.details import BarNumber, Line, Paragraph, Table, is_placeholder, placeholder_keys, read_details

_EXAMPLE = "Los Angeles"
_COUNTY_TABLES = '[prosecutors."Los Angeles"]'


def _yes_or_no(text: str) -> str:
    if text not in ("yes", "no") and not is_placeholder(text):
        raise ValueError('must be "yes" or "no", or a placeholder in [BRACKETS]')
    return text


def _state(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text) and not is_placeholder(text):
        raise ValueError('must be the two letters of a state, such as "CA"')
    return text


def _zip(text: str) -> str:
    if not re.fullmatch(r"\d{5}(-\d{4})?", text) and not is_placeholder(text):
        raise ValueError("must be a ZIP code of five digits, or of five and four")
    return text


def _method(text: str) -> str:
    if text not in ("mail", "personal") and not is_placeholder(text):
        raise ValueError('must be "mail" or "personal"')
    return text


def _county(text: str) -> str:
    known = [row["county"] for row in read_tables().counties]
    name = re.sub(r"\s+COUNTY$", "", text.strip().upper())
    if name not in known:
        close = get_close_matches(name, known, n=1)
        meant = f"; did you mean {close[0].title()}?" if close else ""
        raise ValueError(f"must be the name of a county of California{meant}")
    return name


Choice = Annotated[Line, AfterValidator(_yes_or_no)]
State = Annotated[Line, AfterValidator(_state)]
Zip = Annotated[Line, AfterValidator(_zip)]
County = Annotated[str, AfterValidator(_county)]
"""As the state's file spells it: `LOS ANGELES`."""


class Party(Table):
    """Somebody with an address.

    Attributes:
        state: two letters.
    """

    name: Line
    street: Line
    city: Line
    state: State = "CA"
    zip: Zip

    @property
    def address(self) -> list[str]:
        """In two lines."""
        return [self.street, f"{self.city}, {self.state} {self.zip}"]


class Attorney(Party):
    """The attorney who files.

    Attributes:
        attorney_for: None: the person named in the case.
    """

    state_bar_number: BarNumber
    firm: Line | None = None
    telephone: Line
    fax: Line | None = None
    email: Line
    attorney_for: Line | None = None


class SelfRepresented(Party):
    """The person, filing without an attorney."""

    telephone: Line
    email: Line | None = None


class Choices(Table):
    """What the person has chosen; a placeholder until then.

    Attributes:
        waive_original_judge: the presiding judge may name another (CR-400, item 3).
        waive_appearance: the matter may be heard without the person (CR-400, item 4).
        ask_for_hearing: on an application for a completed sentence (HS 11361.8(g)).
        interests_of_justice: why a dismissal under PC 1203.4 and its kin is in them; None: not written yet.
    """

    waive_original_judge: Choice
    waive_appearance: Choice
    ask_for_hearing: Choice
    interests_of_justice: Paragraph | None = None


class Server(Party):
    """Who serves the papers.

    Attributes:
        method: mail, personal or a placeholder; None: left for that person to fill in.
        mailed_from: city and state.
    """

    telephone: Line
    method: Annotated[Line, AfterValidator(_method)] | None = None
    mailed_from: Line | None = None


class Signature(Table):
    """The day of signing; None: a blank."""

    signed_on: date | None = None


class Courthouse(Table):
    """Where a court is.

    Attributes:
        mailing: None: as the street.
        city: with ZIP code.
        branch: as a caption names it.
    """

    street: Line
    mailing: Line | None = None
    city: Line
    branch: Line | None = None
    department: Line | None = None


class CountyCourt(Courthouse):
    """The court of a county.

    Attributes:
        at: courthouses with an address of their own, by a word of their name.
    """

    at: dict[str, Courthouse] = Field(default_factory=dict)


class Petitioner(Table):
    """The whole petitioner file: an attorney, or else the person."""

    attorney: Attorney | None = None
    self_represented: SelfRepresented | None = None
    choices: Choices
    server: Server | None = None
    signature: Signature = Field(default_factory=Signature)
    prosecutors: dict[County, Party] = Field(default_factory=dict)
    courts: dict[County, CountyCourt] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_files(self) -> Petitioner:
        if (self.attorney is None) == (self.self_represented is None):
            raise ValueError("who files must be said by one of the tables [attorney] and [self_represented], not both")
        return self

    def courthouse(self, county: str | None, court: str | None) -> Courthouse:
        """Where a court is; placeholders for what the file does not say."""
        of_county = self.courts.get((county or "").upper())
        if of_county is None:
            return Courthouse(street="[STREET ADDRESS OF THE COURT]", city="[CITY AND ZIP CODE OF THE COURT]")
        for word, courthouse in of_county.at.items():
            if court and word.upper() in court.upper():
                return courthouse
        return of_county

    def prosecutor(self, county: str | None) -> Party:
        """Who is served in a county; placeholders for what the file does not say."""
        found = self.prosecutors.get((county or "").upper())
        return found or Party(
            name="[NAME OF THE PROSECUTING AGENCY]",
            street="[STREET ADDRESS OF THE PROSECUTING AGENCY]",
            city="[CITY]",
            zip="[ZIP CODE]",
        )

    def placeholders(self) -> list[str]:
        """Keys whose value is still a placeholder, in the file's order: "attorney.email"."""
        return list(placeholder_keys(self.model_dump(exclude_none=True)))


def load_petitioner(path: Path) -> Petitioner:
    """The petitioner file at a path.

    Raises:
        UsageError: it cannot be read or is not TOML; or a key is missing, unknown or has a value that is not allowed:
            a sentence for each, with file, key and what is allowed.
    """
    return read_details(path, Petitioner, "petitioner file", repeating=False)


def template(counties: Sequence[str] = (_EXAMPLE,)) -> str:
    """A petitioner file with remarks and placeholders, to be filled in.

    Args:
        counties: in which something is asked; each gets its tables. None: an example.

    Raises:
        UsageError: California has no such county.
    """
    text = files("vacatur.outputs.petition").joinpath("petitioner.toml").read_text(encoding="utf-8")
    before, of_county = text[: text.index(_COUNTY_TABLES)], text[text.index(_COUNTY_TABLES) :]
    try:
        names = [_county(county).title() for county in counties or (_EXAMPLE,)]
    except ValueError as error:
        raise UsageError(f"A county {error}") from None
    return before + "\n".join(of_county.replace(_EXAMPLE, name) for name in dict.fromkeys(names))


def chosen(choices: Choices) -> Mapping[str, bool | None]:
    """Each choice of yes or no; None: not chosen yet."""
    said = {"yes": True, "no": False}
    return {
        "waive-original-judge": said.get(choices.waive_original_judge),
        "waive-appearance": said.get(choices.waive_appearance),
        "ask-for-hearing": said.get(choices.ask_for_hearing),
    }

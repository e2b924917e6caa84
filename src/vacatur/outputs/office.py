"""The office file: who files the papers, in which court, and whom people may call. TOML, kept by the office.

What is not known stands there as a visible placeholder in brackets, and is printed so.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import Field

from vacatur.errors import UsageError
from vacatur.law.agencies import prosecutors_of
from vacatur.outputs.details import BarNumber, Line, Lines, Paragraph, Table, placeholder_keys, read_details
from vacatur.outputs.details import is_placeholder as is_placeholder


class Court(Table):
    """The court that the motion is made to.

    Attributes:
        name: as it stands in the caption, without the county.
        county: without the word "County".
        street: and number.
        city: with state and ZIP code.
        branch: district or courthouse; None: not named.
        department: None: not assigned yet.
        judge: None: not assigned yet.
        hearing_date: None: none is set.
        hearing_time: as it is to be printed; None: none is set.
    """

    name: Line = "Superior Court of the State of California"
    county: Line
    street: Line
    city: Line
    branch: Line | None = None
    department: Line | None = None
    judge: Line | None = None
    hearing_date: date | None = None
    hearing_time: Line | None = None


class Case(Table):
    """The case that the motion itself is.

    Attributes:
        number: given by the clerk.
        defendants: the other side in the caption; None: the persons named in the exhibits.
    """

    number: Line
    defendants: Line | None = None


class Motion(Table):
    """What only the attorney can say in the motion, and what the public sees.

    Attributes:
        beyond_the_statute: by what power the court dismisses where the statute alone does not give it.
        sealing: why the complete exhibits are not to be open to the public.
        case_numbers_in_redacted: whether the redacted exhibits show case numbers, by which names can be looked up.
    """

    beyond_the_statute: Paragraph = (
        "[THE ATTORNEY IS TO STATE THE POWER UNDER WHICH THE COURT DISMISSES, AND SEALS, BEYOND SECTION 11361.8, FOR "
        "EXAMPLE PENAL CODE SECTION 1385]"
    )
    sealing: Paragraph = (
        "[THE ATTORNEY IS TO STATE THE FACTS THAT JUSTIFY SEALING, WITH A DECLARATION, OR THE LAW BY WHICH THESE "
        "RECORDS ARE CONFIDENTIAL]"
    )
    case_numbers_in_redacted: bool = False


class Attorney(Table):
    """The attorney who signs a prosecutor's papers, and the office.

    Attributes:
        office: None: as the register of prosecutors names it.
        head: name and title of the head of the office, above the attorney; None: not named.
        attorney: name.
        title: such as Deputy District Attorney; None: not named.
        state_bar_number: digits.
        address: office address, one to four lines.
        telephone: as it is to be printed.
        fax: None: none.
        email: as it is to be printed.
        attorney_for: the party in whose behalf the paper is presented.
        case_number: of this prosecutor's own motion; None: it joins the case of the office file.
    """

    office: Line | None = None
    head: Line | None = None
    attorney: Line
    title: Line | None = None
    state_bar_number: BarNumber
    address: Lines
    telephone: Line
    fax: Line | None = None
    email: Line
    attorney_for: Line = "the People of the State of California"
    case_number: Line | None = None


class PublicDefender(Table):
    """Whom people may turn to for advice."""

    name: Line
    telephone: Line
    website: Line | None = None


class Letters(Table):
    """What the letters to the people say.

    Attributes:
        return_address: the sender, one to four lines.
        hotline: telephone for questions.
        hours: of the hotline; None: not said.
        website: None: not said.
        order_date: the day on which the judge signed; None: no order is known.
    """

    return_address: Lines
    hotline: Line
    hours: Line | None = None
    website: Line | None = None
    order_date: date | None = None


class Office(Table):
    """The whole office file.

    Attributes:
        district_attorney: who signs for the District Attorney.
        prosecutors: who signs for other prosecutors, by the prosecutor's id.
    """

    court: Court
    case: Case
    motion: Motion = Field(default_factory=Motion)
    district_attorney: Attorney
    prosecutors: dict[str, Attorney] = Field(default_factory=dict)
    public_defender: PublicDefender
    letters: Letters

    def attorney(self, prosecutor: str) -> Attorney:
        """Who signs for a prosecutor, by id such as "da-los-angeles" or "city-long-beach".

        One that the file does not name gets placeholders: nobody signs for an office that is not theirs.
        """
        if prosecutor in self.prosecutors:
            return self.prosecutors[prosecutor]
        return self.district_attorney if prosecutor.startswith("da-") else _placeholders().district_attorney

    def placeholders(self) -> list[str]:
        """Keys whose value is still a placeholder, in the file's order: "district_attorney.attorney"."""
        return list(placeholder_keys(self.model_dump()))


def load_office(path: Path, county: str | None = None) -> Office:
    """The office file at a path.

    Args:
        county: of the results that papers are made from; None: any.

    Raises:
        UsageError: it cannot be read or is not TOML; or a key is missing, unknown or has a value that is not allowed:
            a sentence for each, with file, key and what is allowed. Or it is the file of another county.
    """
    office = read_details(path, Office, "office file")
    if county is not None:
        _check_county(path, office, county)
    return office


def _check_county(path: Path, office: Office, county: str) -> None:
    """No paper is captioned for another county, and no table of a prosecutor is passed over in silence."""
    named = re.sub(r"\s+COUNTY$", "", office.court.county.strip().upper())
    if named != county and not is_placeholder(named):
        raise UsageError(
            f"{path}: court.county: found {office.court.county!r}; the results are of {county.title()} County. Give "
            "the office file of that county."
        )
    known = [each.id for each in prosecutors_of(county)]
    unknown = [each for each in office.prosecutors if each not in known]
    if unknown:
        raise UsageError(
            f"{path}: prosecutors.{unknown[0]}: nobody of that id prosecutes in {county.title()} County; allowed: "
            f"{', '.join(known)}"
        )


def template(county: str | None = None) -> str:
    """An office file with remarks and placeholders, to be filled in; with the county where it is given."""
    text = files("vacatur.outputs").joinpath("office.toml").read_text(encoding="utf-8")
    return text.replace("[COUNTY]", county.title()) if county else text


def placeholder_office(county: str) -> Office:
    """The office of a county that has given no office file: every value is a placeholder, and shows."""
    return Office.model_validate(tomllib.loads(template(county)))


@cache
def _placeholders() -> Office:
    return Office.model_validate(tomllib.loads(template()))

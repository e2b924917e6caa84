"""The head of a sheet: where it was sent, advice, and who it is of."""

from __future__ import annotations

from random import Random

from vacatur.synth.sheets.story import Person, Story, Supervised
from vacatur.synth.sheets.style import Style

_STARS = "*" * 72
_ADVICE = (
    ("** PALM PRINT ON FILE AT DOJ FOR ADDITIONAL INFORMATION PLEASE E-MAIL", "   THE PALM PRINT UNIT"),
    ("III CALIFORNIA ONLY SOURCE RECORD",),
    ("III MULTIPLE SOURCE RECORD",),
    ("** DNA SAMPLE ON FILE. QUESTIONS GO TO THE DNA LABORATORY.",),
    ("CONSOLIDATION WITH ANOTHER RECORD HAS TAKEN PLACE. PLEASE CHECK YOUR FILES.",),
    ("THIS PERSON MAY BE A VICTIM OF IDENTITY THEFT",),
    ("SUBJECT OF A COURT ORDERED AIDS TEST, RESULT WITH THE COURT",),
    ("DMH ALERT: FIREARMS PROHIBITION MAY APPLY",),
)
_BOX = "FOR CALIFORNIA AGENCIES ONLY - HAS PREVIOUS QUALIFYING OFFENSE. COLLECT DNA"
_OFFICES = ("PUBLIC DEFENDER", "LEGAL AID", "RECORD REVIEW", "DISTRICT ATTORNEY")


def head(story: Story, style: Style, rng: Random) -> list[str]:
    """The lines before the first cycle."""
    person = story.person
    lines = _routing(person, style, rng) if style.old else _title(style, rng)
    if rng.random() < 0.35:
        lines += [_STARS, _BOX, _STARS]
    for advice in rng.sample(_ADVICE, rng.choice((0, 0, 1, 2, 3))):
        lines += advice
    if any(event.kind == "deceased" for event in story.events) and rng.random() < 0.5:
        lines += [_STARS, "**DECEASED" + rng.choice((" HOMICIDE", "", "")), _STARS]
    lines.append("")
    if (style.old and rng.random() < 0.6) or rng.random() < 0.1:
        lines.append("**LIVE SCAN")
    lines += _person(person, style, rng)
    for each in person.supervision:
        lines += _supervision(each, rng)
    return [*lines, ""]


def _routing(person: Person, style: Style, rng: Random) -> list[str]:
    last = person.names[1].split(",")[0].replace(" ", "")
    month, day, year = style.printed_on.split("/")
    clock = f"{rng.randrange(7, 19):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
    number = person.cii.lstrip("A").zfill(8)
    return [
        f"TO: QZX{rng.randrange(10)} FROM: CLETS                {style.printed_on} {clock}",
        f"4ISK{rng.randrange(10_000, 99_999)}.IH",
        f"RE: QHY.CA0990099.{number}.{last}-        DATE:20{year}{month}{day} TIME:{clock}",
        "RESTRICTED-DO NOT USE FOR EMPLOYMENT,LICENSING OR CERTIFICATION PURPOSES",
        f"ATTN:{last}-{year}{month}{day}{rng.randrange(1000):03}",
        "",
    ]


def _title(style: Style, rng: Random) -> list[str]:
    if rng.random() < 0.5:
        return []
    return [
        "CALIFORNIA DEPARTMENT OF JUSTICE",
        "CRIMINAL HISTORY RECORD",
        f"REQUESTED BY: {rng.choice(_OFFICES)}   {style.printed_on}",
        "",
    ]


def _person(person: Person, style: Style, rng: Random) -> list[str]:
    cells, digits = person.cells, style.head_digits
    born = f"{person.birth_date:%Y%m%d}"
    lines = [f"CII/{person.cii}"]
    if rng.random() < 0.7:
        lines.append(f"DOB/{born}    SEX/{person.sex}  RAC/{person.race}")
    else:
        lines += [f"DOB/{born}", f"SEX/{person.sex}", f"RAC/{person.race}"]
    eyes, hair, place = cells["EYE_COLOR_CODE"], cells["HAIR_COLOR_CODE"], cells["POB_CODE"]
    lines.append(f"HGT/{cells['HEIGHT']}  WGT/{cells['WEIGHT']}  EYE/{eyes}  HAI/{hair}  POB/{place}")
    names = list(person.names.items())
    lines.append(f"NAM/{names[0][0]:0{digits}} {names[0][1]}")
    lines += [f"    {code:0{digits}} {name}" for code, name in names[1:]]
    if rng.random() < 0.15:
        lines.append(f"MON/{rng.choice(('SHORTY', 'RED', 'PROFESSOR', 'BIRD'))}")
    if rng.random() < 0.1:
        lines += ["FPC/12 13 14 PO 15", "    16 PM 17 18 19", "HENRY/12 M 1 R 000 14", "      L 1 R 000"]
    lines.append(f"FBI/{cells['FBI_NUMBER']}AA{rng.randrange(10)}")
    if len(person.birth_dates) > 1:
        lines.append("DOB/" + " ".join(f"{day:%Y%m%d}" for day in person.birth_dates))
    lines.append(f"CDL/{cells['PRI_CDL']}")
    if rng.random() < 0.5:
        lines.append(f"IDN/{cells['PRI_IDN']}")
    lines.append(f"SOC/{cells['PRI_SSN']}")
    if rng.random() < 0.2:
        lines.append(f"INN/{rng.choice(('CDC', 'CYA'))}-W{rng.randrange(10_000, 99_999)}")
    if rng.random() < 0.2:
        lines.append("SMT/TAT L ARM; SC R HND")
    if rng.random() < 0.3:
        lines.append(f"OCC/{rng.choice(('BAKER', 'COOK', 'LABORER', 'DRIVER', 'STUDENT'))}")
    return lines


def _supervision(each: Supervised, rng: Random) -> list[str]:
    until = f"{each.until:%Y%m%d}" if each.until else ""
    first = f"{each.kind.upper()}:"
    if each.kind == "parole":
        return [f"{first:<9}CDC", f"{each.agency} #{each.number} EXP {until}"]
    if rng.random() < 0.5:
        return [f"{first:<12} EXP:{until}", f"{each.agency} #{each.number}"]
    return [f"{first:<12}", f"{each.agency} #{each.number} EXP {until}"]

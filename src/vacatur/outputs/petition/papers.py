"""The papers that are typeset: petition or application with its attachment, proposed order, proof of service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from vacatur.outputs import filings
from vacatur.outputs.petition.application import Application, Family
from vacatur.outputs.petition.asked import Numbered, cannabis, penal
from vacatur.outputs.petition.petitioner import Petitioner, chosen
from vacatur.outputs.petition.saying import asked_for, filer_for, filer_name, offense, sections_of
from vacatur.outputs.printable import breakable, printable
from vacatur.outputs.typeset import typeset

_TEMPLATES = Path(__file__).parent
_PLEADING = Path(filings.__file__).parent / "pleading.typ"

PAPERS = {
    Family.CANNABIS: {
        "application-hs-11361.8.pdf": "application.typ",
        "proposed-order-hs-11361.8.pdf": "order.typ",
        "proof-of-service-hs-11361.8.pdf": "service.typ",
    },
    Family.DISMISSAL: {
        "petition-pc-1203.4.pdf": "petition.typ",
        "proposed-order-pc-1203.4.pdf": "petition-order.typ",
        "proof-of-service-pc-1203.4.pdf": "service.typ",
    },
    Family.PROP_47: {
        "petition-pc-1170.18.pdf": "petition.typ",
        "proposed-order-pc-1170.18.pdf": "petition-order.typ",
        "proof-of-service-pc-1170.18.pdf": "service.typ",
    },
    Family.BY_SENTENCE: {
        "petition-pc-17b-1.pdf": "petition.typ",
        "proposed-order-pc-17b-1.pdf": "petition-order.typ",
        "proof-of-service-pc-17b-1.pdf": "service.typ",
    },
}
"""Names of the papers of each kind, with their templates."""


def typeset_papers(application: Application, petitioner: Petitioner, family: Family) -> dict[str, bytes]:
    """The papers of one kind in one case, by name, as PDF."""
    data = paper_data(application, petitioner, family)
    reduction_alone = family is Family.DISMISSAL and not data["dismissal"]
    return {
        name.replace(family.value, "pc-17b") if reduction_alone else name: typeset(
            _TEMPLATES / template, data, also=[_PLEADING]
        )
        for name, template in PAPERS[family].items()
    }


def paper_data(application: Application, petitioner: Petitioner, family: Family) -> dict[str, object]:
    """What the templates read. Words from the record are made such as the type has them, and break at the margin."""
    numbered = list(enumerate(application.asking(family), start=1))
    own = cannabis(numbered) if family is Family.CANNABIS else penal(numbered, family, petitioner)
    data: dict[str, object] = {
        **_caption(application, petitioner),
        "choices": chosen(petitioner.choices),
        "server": _server(petitioner),
        "convictions": _convictions(numbered, family),
        "sections": sections_of([conviction for _, conviction in numbered]),
        **own,
    }
    return {name: _printable(value) for name, value in data.items()}


def _caption(application: Application, petitioner: Petitioner) -> dict[str, object]:
    courthouse = petitioner.courthouse(application.county, application.court)
    served = petitioner.prosecutor(application.county)
    name = application.defendant or "[NAME OF DEFENDANT]"
    alias = f", also known as {application.known_as}" if application.known_as else ""
    signed = petitioner.signature.signed_on
    return {
        "attorney": _filer(application, petitioner),
        "court": {
            "name": "Superior Court of the State of California",
            "county": application.county.title() if application.county else "[COUNTY]",
            "branch": courthouse.branch, "street": courthouse.street, "city": courthouse.city,
            "department": courthouse.department, "judge": None, "hearing-date": None, "hearing-time": None,
        },
        "number": application.case_number or "[CASE NUMBER]",
        "defendants": f"{name}{alias}".upper(),
        "defendant": name,
        "known-as": application.known_as,
        "prosecutor": {"name": served.name, "address": served.address},
        "signed": signed.isoformat() if signed else None,
    }  # fmt: skip


def _filer(application: Application, petitioner: Petitioner) -> dict[str, object]:
    attorney = petitioner.attorney
    party = attorney or petitioner.self_represented
    assert party is not None  # the petitioner file says who files
    return {
        "head": None, "name": filer_name(application, petitioner), "title": None,
        "bar-number": attorney.state_bar_number if attorney else None, "office": attorney.firm if attorney else None,
        "address": party.address, "telephone": party.telephone, "fax": attorney.fax if attorney else None,
        "email": party.email, "attorney-for": filer_for(application, petitioner),
    }  # fmt: skip


def _server(petitioner: Petitioner) -> dict[str, object]:
    server = petitioner.server
    return {
        "name": server.name if server else None,
        "address": ", ".join(server.address) if server else None,
        "telephone": server.telephone if server else None,
        "method": server.method if server else None,
        "mailed-from": server.mailed_from if server else None,
    }


def _convictions(numbered: Sequence[Numbered], family: Family) -> list[dict[str, object]]:
    return [
        {
            "number": number, "statute": offense(conviction), "count": conviction.count,
            "convicted": conviction.convicted_on.isoformat() if conviction.convicted_on else None,
            "severity": conviction.severity, "sentence": conviction.sentence, "serving": conviction.serving,
            "asked": asked_for(conviction, family), "reason": conviction.reason.rstrip("."),
            "citation": conviction.citation.rstrip("."), "unknown": list(conviction.unknown),
        }
        for number, conviction in numbered
    ]  # fmt: skip


def _printable(value: object) -> object:
    if isinstance(value, str):
        return breakable(printable(value))
    if isinstance(value, Mapping):
        return {key: _printable(each) for key, each in value.items()}
    return [_printable(each) for each in value] if isinstance(value, list) else value

"""Other ways in which sheets print a court, and a relief, that the bulk file names in one."""

from __future__ import annotations

from random import Random

_COURTS = {
    "CASC LOS ANGELES": ("CASC LOS ANGELES CENTRAL", "CASC LOS ANGELES METRO"),
    "CASC VAN NUYS": ("CASC LOS ANGELES VAN NUYS", "CASC MCVAN NUYS"),
    "CASC LONG BEACH": ("CASC LOS ANGELES LONG BCH",),
    "CASC SAN FERNANDO": ("CASC LOS ANGELES SN FERNDO",),
    "CASC TORRANCE": ("CASC LOS ANGELES TORRANCE",),
    "CASC PASADENA": ("CASC LOS ANGELES PASADENA",),
    "CASC POMONA": ("CASC LOS ANGELES POMONA",),
    "CASC COMPTON": ("CASC LOS ANGELES COMPTON",),
    "CASC LANCASTER": ("CASC LOS ANGELES LANCASTER",),
    "CASC SANTA MONICA": ("CASC LOS ANGELES S MONICA",),
    "CASC SAN FRANCISCO": ("CASC SAN FRANCISCO CO",),
    "CASC CONTRA COSTA": ("CASC CONTRA COSTA CO",),
    "CASC SAN DIEGO": ("CASC SAN DIEGO CENTRAL",),
    "CASC EL CAJON": ("CASC MCEL CAJON",),
    "CASC VISTA": ("CASC VISTA BRANCH",),
    "CASC SAN BERNARDINO": ("CASC SAN BERDO CENTRAL",),
    "CASC RIVERSIDE": ("CASC MC RIVERSIDE",),
    "CASC OAKLAND": ("CASC MCOAKLAND", "CASC MC OAKLAND"),
    "CASC HAYWARD": ("CASC MCHAYWARD",),
    "CASC RICHMOND": ("CASC MCRICHMOND",),
    "CASC SAN JOSE": ("CASC SN JOSE",),
    "CASC SACRAMENTO": ("CASC MCSACRAMENTO",),
    "CASC FRESNO": ("CASC FRESNO CENTRAL",),
    "CASC VENTURA": ("CASC MCVENTURA",),
    "CASC SANTA BARBARA": ("CASC SNTA BARBARA",),
    "CASC SANTA CRUZ": ("CASC SANTA CRUZ CRIM TRAFF",),
    "CASC SAN LUIS OBISPO": ("CASC MCSAN LUIS OBISPO",),
    "CASC EUREKA": ("CASC MC EUREKA",),
    "CASC MERCED": ("CASC MCMERCED",),
    "CASC NAPA": ("CASC MCNAPA",),
}

_RELIEFS = {
    "CONV SET ASIDE & DISM PER 1203.4 PC": ("SET ASIDE & DISMISSED 1203.4 PC", "CONV SET ASIDE & DISM PER 1203.4PC"),
    "REDUCED TO MISD PER 17(B) PC": ("REDUCED TO MISDEMEANOR PER 17(B) PC",),
}


def court(agency: str, rng: Random) -> str:
    """An agency as one sheet prints it."""
    return rng.choice(_COURTS.get(agency, (agency,))) if rng.random() < 0.2 else agency


def relief(text: str, rng: Random) -> str:
    """A disposition as one sheet prints it."""
    return rng.choice(_RELIEFS.get(text, (text,))) if rng.random() < 0.15 else text

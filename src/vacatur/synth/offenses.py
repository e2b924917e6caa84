"""The offenses that fabricated histories are made of, and what each one truly is.

This list is written apart from the engine's own (`vacatur.law`), so that the truth of a fabricated county does not
rest on it. Only offenses are planted whose class is plain from the statutes named in each row's note.
"""

from dataclasses import dataclass

NO, YES, DOUBTFUL = 0, 1, 2
"""Classes: certainly not, certainly, and cannot be told from the record."""

PROP64_DAY = 20161109
FIRST_DAY, LAST_DAY = 18000101, 99991231


@dataclass(frozen=True)
class Offense:
    """One offense as the state's file describes it."""

    kind: str
    """cannabis, attempt, wrong_code, neighbor, other, strike, registrable, doubtful, registration"""
    head: str
    """section with subdivisions as printed: `11357(C)`, `664/187(A)`"""
    code: str
    """HS, PC, VC, BP; empty where the text has none"""
    description: str
    weight: int = 0
    felony: int = 0
    """how many of a hundred convictions are felonies"""
    otherwise: str = "M"
    """type of charge of the rest: M or I"""
    since: int = FIRST_DAY
    until: int = LAST_DAY
    """years, months and days between which it is planted, `until` not included"""
    strike: int = NO
    registrable: int = NO
    prop64: int = NO
    base: str = ""
    """for an attempt or a wrong code: the head of the plain offense"""

    @property
    def text(self) -> str:
        """As the file prints it."""
        start = f"{self.head} {self.code}".strip()
        return f"{start}-{self.description}" if self.description else start

    @property
    def section(self) -> str:
        """Section without subdivisions: `11357`."""
        return (self.base or self.head).split("(")[0]

    @property
    def subdivision(self) -> str:
        """First subdivision letter in lower case, empty when there is none."""
        parts = (self.base or self.head).split("(")
        return parts[1].rstrip(")").lower() if len(parts) > 1 else ""


def _cannabis() -> list[Offense]:
    """HS 11357 to 11360 by the letters of their time (before and after 9 November 2016), and the sections before
    1972.
    """
    new, old = {"since": PROP64_DAY}, {"until": PROP64_DAY}
    y, d = {"kind": "cannabis", "prop64": YES}, {"kind": "cannabis", "prop64": DOUBTFUL}
    rows: list[dict[str, object]] = [
        d | {"head": "11530", "description": "POSSESSION OF MARIJUANA", "weight": 30, "felony": 90, "until": 19720101},
        d
        | {"head": "11531", "description": "SELL/TRANSPORT MARIJUANA", "weight": 20, "felony": 100, "until": 19720101},
        y | old | {"head": "11357", "description": "POSSESSION OF MARIJUANA", "weight": 5, "felony": 35},
        y
        | {
            "head": "11357(A)",
            "description": "POSSESS CONCENTRATED CANNABIS",
            "weight": 8,
            "felony": 60,
            "since": 19760101,
            "until": 20141105,
        },
        y
        | {
            "head": "11357(A)",
            "description": "POSSESS CONCENTRATED CANNABIS",
            "weight": 8,
            "since": 20141105,
            "until": PROP64_DAY,
        },
        y
        | {
            "head": "11357(B)",
            "description": "POSSESS 28.5 GRAM/LESS MARIJUANA",
            "weight": 6,
            "since": 19760101,
            "until": 20110101,
        },
        y
        | {
            "head": "11357(B)",
            "description": "POSSESS 28.5 GRAM/LESS MARIJUANA",
            "weight": 6,
            "since": 20110101,
            "until": PROP64_DAY,
            "otherwise": "I",
        },
        y
        | {
            "head": "11357(C)",
            "description": "POSS MARIJUANA OVER 1 OZ/28.5 GRAM",
            "weight": 8,
            "since": 19760101,
            "until": PROP64_DAY,
        },
        y
        | {
            "head": "11357(D)",
            "description": "POSSESS 28.5 GRAM/LESS MARIJ SCHOOL",
            "weight": 1,
            "since": 19830101,
            "until": PROP64_DAY,
        },
        y | old | {"head": "11358", "description": "PLANT/CULTIVATE/ETC MARIJUANA/HASH", "weight": 10, "felony": 97},
        y | old | {"head": "11359", "description": "MARIJUANA POSSESS FOR SALE", "weight": 20, "felony": 97},
        y | old | {"head": "11359", "description": "POSSESS MARIJUANA/HASH FOR SALE", "weight": 10, "felony": 97},
        y | old | {"head": "11360(A)", "description": "GIVE/ETC MARIJ OVER 1 OZ/28.5 GRM", "weight": 13, "felony": 98},
        y | old | {"head": "11360(A)", "description": "SELL/TRANSPORT/ETC MARIJUANA/HASH", "weight": 7, "felony": 98},
        y | old | {"head": "11360", "description": "SELL/TRANSPORT/ETC MARIJUANA/HASH", "weight": 5, "felony": 95},
        y
        | {
            "head": "11360(B)",
            "description": "GIVE/TRANSPORT MARIJ LESS 28.5 GRAM",
            "weight": 4,
            "since": 19760101,
            "until": PROP64_DAY,
        },
        y | new | {"head": "11357(A)", "description": "POSSESS 28.5 GRAM/LESS CANNABIS", "weight": 6, "otherwise": "I"},
        y | new | {"head": "11357(B)(2)", "description": "POSSESS CANNABIS OVER 28.5 GRAM", "weight": 8},
        y | new | {"head": "11357(C)", "description": "POSSESS CANNABIS SCHOOL GROUNDS", "weight": 1},
        y | new | {"head": "11358(C)", "description": "CULTIVATE MARIJUANA 6+ PLANTS", "weight": 14, "felony": 10},
        y | new | {"head": "11359(B)", "description": "POSSESS MARIJUANA FOR SALE", "weight": 30, "felony": 5},
        y | new | {"head": "11359(C)(1)", "description": "POSSESS MARIJ FOR SALE W/PRIOR", "weight": 4, "felony": 90},
        y | new | {"head": "11360(A)(2)", "description": "SELL/TRANSPORT/ETC MARIJUANA", "weight": 25, "felony": 5},
    ]
    return [Offense(code="HS", **row) for row in rows]  # type: ignore[arg-type]  # the keys are fields of Offense, their values of its types


def _variants(cannabis: list[Offense]) -> list[Offense]:
    """Attempts, in the five ways they are written, and the wrong code, of each of the four sections."""
    found: list[Offense] = []
    for plain in cannabis:
        if plain.prop64 != YES:
            continue
        for head, code, description in (
            (f"664/{plain.head}", "HS", plain.description),
            (f"664-{plain.head}", "HS", plain.description),
            (f"664.{plain.head}", "", ""),
            (f"664{plain.head}", "", ""),
            (f"664/{plain.head}", "HS", ""),
        ):
            found.append(
                Offense("attempt", head, code, description, felony=plain.felony, prop64=DOUBTFUL, base=plain.head)
            )
        found.append(
            Offense(
                "wrong_code", plain.head, "PC", plain.description, felony=plain.felony, prop64=DOUBTFUL, base=plain.head
            )
        )
    return found


_NEIGHBORS = [
    # HS 11357.5 and 11360.5 are other offenses (synthetic cannabinoids and the like), outside HS 11361.8.
    Offense("neighbor", "11357.5(B)", "HS", "POSSESS SYNTHETIC CANNABINOID", 3),
    Offense("neighbor", "11357.5", "HS", "SALE SYNTHETIC CANNABINOID", 2),
    Offense("neighbor", "11360.5", "HS", "SYNTHETIC CANNABIS COMPOUND", 1),
]

_SERIOUS = [
    # PC 667(e)(2)(C)(iv) and PC 290(c)(1). Murder and its attempt are registrable only with a sex offense, which no
    # record tells.
    Offense("strike", "187(A)", "PC", "MURDER", 4, 100, strike=YES, registrable=DOUBTFUL),
    Offense("strike", "664/187(A)", "PC", "ATTEMPTED MURDER", 3, 100, strike=YES, registrable=DOUBTFUL),
    Offense("strike", "191.5(A)", "PC", "GROSS VEH MANSLAUGHTER:INTOX", 1, 100, since=19970101, strike=YES),
    Offense("strike", "653F(B)", "PC", "SOLICIT MURDER", 1, 100, since=19970101, strike=YES),
    Offense("strike", "261(A)(2)", "PC", "RAPE BY FORCE/FEAR/ETC", 3, 100, since=19810101, strike=YES, registrable=YES),
    Offense(
        "strike",
        "288(A)",
        "PC",
        "LEWD OR LASCIV ACTS W/CHILD UNDER 14",
        3,
        100,
        since=19810101,
        strike=YES,
        registrable=YES,
    ),
    Offense(
        "strike", "288(B)(1)", "PC", "LEWD ACTS W/CHILD:FORCE/ETC", 1, 100, since=19970101, strike=YES, registrable=YES
    ),
    Offense(
        "strike", "264.1", "PC", "RAPE IN CONCERT W/FORCE/VIOLENCE", 1, 100, since=19970101, strike=YES, registrable=YES
    ),
    Offense("registrable", "314.1", "PC", "INDECENT EXPOSURE", 5, 10, registrable=YES),
    Offense("registrable", "243.4(A)", "PC", "SEXUAL BATTERY", 3, 60, since=19970101, registrable=YES),
    Offense("registrable", "647.6(A)", "PC", "ANNOY/MOLEST CHILDREN", 2, 10, since=19970101, registrable=YES),
    Offense("registrable", "288(C)(1)", "PC", "LEWD ACT W/CHILD 14/15", 1, 90, since=19970101, registrable=YES),
    Offense(
        "registrable", "311.11(A)", "PC", "POSSESS OBSCENE MATTER OF MINOR", 1, 80, since=19970101, registrable=YES
    ),
    Offense("doubtful", "207(A)", "PC", "KIDNAPPING", 3, 100, strike=DOUBTFUL, registrable=DOUBTFUL),
    Offense(
        "doubtful", "653F", "PC", "SOLICIT COMMISSION OF CERTAIN ACTS", 1, 80, strike=DOUBTFUL, registrable=DOUBTFUL
    ),
    Offense("doubtful", "272", "PC", "CONTRIBUTE TO DELINQUENCY OF MINOR", 2, registrable=DOUBTFUL),
]

_OTHERS = [
    ("11350(A)", "HS", "POSSESS NARCOTIC CONTROL SUBSTANCE", 60, 70),
    ("11351", "HS", "POSS/PURCHASE FOR SALE NARCOTIC/ETC", 15, 100),
    ("11352(A)", "HS", "TRANSPORT/SELL NARCOTIC/CNTL SUB", 18, 100),
    ("11377(A)", "HS", "POSSESS CONTROLLED SUBSTANCE", 45, 45),
    ("11378", "HS", "POSSESS CNTL SUB FOR SALE", 10, 100),
    ("11364", "HS", "POSSESS CNTL SUB PARAPHERNALIA", 25, 0),
    ("11550(A)", "HS", "USE/UNDER INFL CNTL SUBSTANCE", 30, 0),
    ("459", "PC", "BURGLARY", 45, 75),
    ("484(A)", "PC", "THEFT", 35, 0),
    ("487(A)", "PC", "GRAND THEFT OVER $400", 18, 60),
    ("488", "PC", "PETTY THEFT", 20, 0),
    ("496(A)", "PC", "RECEIVE/ETC KNOWN STOLEN PROPERTY", 20, 60),
    ("211", "PC", "ROBBERY", 20, 100),
    ("242", "PC", "BATTERY", 20, 0),
    ("245(A)(1)", "PC", "FORCE/ADW NOT FIREARM:GBI LIKELY", 20, 65),
    ("273.5(A)", "PC", "INFLICT CORPORAL INJ SPOUSE/COHAB", 15, 50),
    ("148(A)(1)", "PC", "OBSTRUCT/ETC PUBLIC OFFICER/ETC", 18, 0),
    ("148.9(A)", "PC", "FALSE ID TO SPECIFIC PEACE OFICERS", 8, 0),
    ("415(1)", "PC", "FIGHT IN PUBLIC PLACE", 8, 0),
    ("422", "PC", "THREATEN CRIME WITH INTENT TO TERRORIZE", 6, 60),
    ("537(A)(1)", "PC", "DEFRAUD INNKEEPER $400 OR LESS", 3, 0),
    ("594(A)", "PC", "VANDALISM", 12, 25),
    ("602(L)", "PC", "TRESPASS:OCCUPY PROPERTY W/O CONSENT", 10, 0),
    ("647(F)", "PC", "DISORDERLY CONDUCT:INTOX DRUG/ALCOHOL", 20, 0),
    ("664/459", "PC", "ATTEMPTED BURGLARY", 5, 60),
    ("12025(A)", "PC", "CARRY CONCEALED WEAPON", 8, 40),
    ("32", "PC", "ACCESSORY", 3, 80),
    ("466", "PC", "POSSESS BURGLARY TOOLS", 4, 0),
    ("470(A)", "PC", "FORGERY", 8, 70),
    ("10851(A)", "VC", "TAKE VEHICLE W/O OWNERS CONSENT", 20, 75),
    ("23152(A)", "VC", "DUI ALCOHOL/DRUGS", 35, 2),
    ("23152(B)", "VC", "DUI ALCOHOL/0.08 PERCENT", 25, 2),
    ("14601.1(A)", "VC", "DRIVE WHILE LIC SUSPEND/ETC", 25, 0),
    ("12500(A)", "VC", "DRIVE W/O LICENSE", 20, 0),
    ("40508(A)", "VC", "FAIL TO APPEAR:WRITTEN PROMISE", 12, 0),
    ("4140", "BP", "UNLAWFUL POSSESS HYPODERMIC", 4, 0),
    ("1320(A)", "PC", "FAIL TO APPEAR AFTER OWN RECOGN", 5, 0),
    ("69", "PC", "OBSTRUCT/RESIST EXEC OFCR", 5, 55),
]

_REGISTRATIONS = [
    Offense("registration", "290", "PC", "REGISTRATION OF SEX OFFENDER", 1),
    Offense("registration", "11590", "HS", "REGISTRATION OF CNTL SUB OFFENDER", 1),
]


def all_offenses() -> list[Offense]:
    """Every offense that histories are made of."""
    cannabis = _cannabis()
    others = [Offense("other", head, code, words, weight, felony) for head, code, words, weight, felony in _OTHERS]
    return [*cannabis, *_variants(cannabis), *_NEIGHBORS, *_SERIOUS, *others, *_REGISTRATIONS]

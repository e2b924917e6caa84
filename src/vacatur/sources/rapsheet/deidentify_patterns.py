"""Where names, numbers, dates, statutes and terms stand in a line, as patterns over capitals of plain ASCII."""

from __future__ import annotations

import re

from vacatur.sources.rapsheet.courts import PREFIXES

_SECTION = r"[1-9]\d{0,5}(?:[.,]\d{1,3})?[A-Z]{0,2}\d{0,2}(?:\s?\([A-Z0-9]{1,4}\)){0,5}"
_SECTIONS = rf"(?<![A-Z0-9#])(?<!\d[- ]){_SECTION}(?:\s?[-/|]\s?{_SECTION}|664{_SECTION})?[\s.]{{0,3}}(?<![A-Z])"
_CODES = "PC|BP|CC|CI|EC|FA|FC|FG|GC|HN|HS|IC|LC|MV|PR|PU|RT|SH|UI|US|VC|WI|CP|WC|MC|IN|ED"
STATUTE = re.compile(rf"{_SECTIONS}(?:{_CODES})(?![A-Z0-9])")
"""`11359 HS`, `664/187(A) PC`; two sections at most, so that no number of three parts is one."""
PLAIN_STATUTE = re.compile(rf"{_SECTIONS}(?:PC|HS|VC|WI|BP|HN)(?![A-Z0-9])")
"""In free text, where 211 IN OAKLAND is no statute."""
AFTER_CODE = re.compile(
    r"(?<![A-Z])(?:PC|HS|VC|WI|BP|PER)\s{1,2}\d{2,6}(?:\.\d{1,3})?[A-Z]?(?:\([A-Z0-9]{1,4}\))*(?![A-Z0-9/-])"
)
BARE_SECTION = re.compile(
    r"(?<![A-Z0-9])(?:1203\.4A?|1203\.4[123]|1170\.18|11361\.[89]|1000\.\d|17\(B\)|1170\(H\))(?![A-Z0-9])"
)

DATE = re.compile(r"(?<![A-Z0-9])\d{8}(?![A-Z0-9])|(?<=[A-Z:])\d{8}(?![A-Z0-9])")
SHORT_DATE = re.compile(r"(?<![\dA-Z/-])(\d{1,2})([/-])(\d{1,2})([/-])(\d{4}|\d{2})(?![\dA-Z/-])")
_MONTHS = (
    "JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?"
    "|NOV(?:EMBER)?|DEC(?:EMBER)?"
)
WORDED_DATE = re.compile(
    rf"(?<![A-Z0-9])(?:\d{{1,2}}[ -]?)?(?:{_MONTHS})\.?[ -]?\d{{1,4}}(?:(?:ST|ND|RD|TH)?,?[ -]\d{{2,4}})?(?![A-Z0-9])"
)
TIME = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
DATE_AT_START = re.compile(
    r"\s*([\dOILQ|D.,']{8,11}|\d{1,7} \d{1,7}(?=\s+[A-Z]{4} )|\S{6,10}(?=\s+[A-Z]{4} ))(?=\s|$|\s*\*?DISPO)"
)

CASE = re.compile(r"#(.*?)(?=\s{2,}|\s+EXP\b|\s+TOC\W|$)")
TELEPHONE = re.compile(r"(?<![\dA-Z#-])(?:\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]\d{4}|\d{3}-\d{2}-\d{4})(?![\dA-Z])")
"""Or a social security number."""
_LABELS = (
    "SCN|ATI|DCN|CII|FBI|OLN|CDL|SSN|SOC|IDN|INN|PFN|CEN|FCN|CTN|SID|PCN|OCA|BKG|BOOKING|BKNG|CASE|NBR|NUMBER|DOCKET|DKT"
    "|CITATION|WARRANT|WRNT|CDC|CYA|PLATE|VIN|FILE|REF|LIC|OFN|CRT|LSID|CDCR|NO"
)
IDENTIFIER = re.compile(
    rf"(?<![A-Z])(?:{_LABELS})(?![A-Z])[\s:.#-]{{0,4}}(?!NAM\b|DOB\b|CNT\b|TOC\b)"
    r"((?:[A-Z]{0,4}[\s-]?)?[A-Z0-9]*\d[A-Z0-9]*(?:[-./][A-Z0-9]+)*)(?![A-Z0-9])"
)
ADDRESS = re.compile(
    r"(?<![A-Z])(?:ADR|ADDR|ADDRESS|RESIDES|RESIDING|LIVES AT|P\.?O\.? BOX|PHO|PHN|PHONE|TEL|CELL|E-?MAIL)(?![A-Z])"
)
_ROLES = (
    "VICTIMS?|VIC|VICT|A\\.?K\\.?A|ALIAS(?:ES)?|TRUE NAME|NAMED?|OFFICER|OFCR|OFC|DEPUTY|DEP|DETECTIVE|SGT|LT|CAPT"
    "|JUDGE|JDG|HON|ATTY|(?<!DISTRICT )ATTORNEY|DDA|DPD|CODEF(?:ENDANT)?|CO-?DEF(?:ENDANT)?|EMPLOYER|EMPLOYED|EMP|OCC"
    "|MOTHER|FATHER|WIFE|HUSBAND|BROTHER|SISTER|SON|DAUGHTER|MR|MRS|MS|DR|MISS|GIRLFRIEND|BOYFRIEND|WITNESS|CONTACT"
    "|COMPLAINANT|MONIKER|NICKNAME|RELATIVE|SMT|TATTOO|SCAR"
    "|MARRIED TO|SPOUSE|PARTNER|COUSIN|UNCLE|AUNT|WORKS (?:FOR|AT)"
)
PERSON = re.compile(rf"(?<![A-Z])(?:{_ROLES})(?![A-Z])")
"""Words that introduce somebody."""
NOBODY = re.compile(
    r"\W*(?:(?:OF IDENTITY|IDENTITY|THEFT|AGE|UNDER|OVER|UNKNOWN|A|MINOR|NOT|STATED|REPORTED|YEARS|OLD)\b\W*)*$"
)
"""Words after such a word that name nobody."""

_UNITS = "YEARS?|YRS?|MONTHS?|MOS?|MNTHS?|DAYS?|DYS?|DS|WEEKS?|WKS?|HOURS?|HRS?|[YMD]"
_LENGTH = rf"(?=[OIL|]{{0,3}}\d)[\dOIL|]{{1,4}}\s?(?:{_UNITS})(?![A-Z0-9])"
TERM = re.compile(
    rf"(?:SEN\W{{0,2}}X|X\W?SEN)\W{{0,2}}(?:{_LENGTH})?|(?<![A-Z0-9$]){_LENGTH}"
    r"|\$\s?\d[\d,.]{0,9}(?![A-Z0-9])|X(?=FINE)"
)
"""Of a sentence: a length, an amount."""
_MEASURES = "GRAMS?|GRMS?|GMS?|OZ|OUNCES?|LBS?|POUNDS|KILOS?|PLANTS?|PERCENT|MPH"
QUANTITY = re.compile(
    rf"(?<![A-Z0-9])\d{{1,4}}(?:[.,]\d{{1,3}})?\+?\s?(?:{_MEASURES})(?![A-Z0-9])"
    r"|\$\s?\d{2,6}(?= OR |$|\s*$)|\$\s?\d{2,6}(?=\s{2})"
)

FORM = re.compile(
    r"(?<![A-Z])CNTS?\W{0,3}\d{1,3}(?:\s?[-,]\s?\d{1,3}(?!\d))?(?!\d)|(?<![A-Z])NAME?\W{1,3}\d{1,3}(?!\d)"
    r"|(?<![A-Z])T[O0]C\W{1,2}[MFIN](?![A-Z])|PAGE\W{0,3}\d{1,4}(?:\W{0,3}OF\W{0,3}\d{0,4})?(?!\d)"
    r"|\sEXP\W{0,3}(?=\d{8})|(?<![A-Z0-9])W/O?(?![A-Z])|(?<![A-Z])E-MAIL(?![A-Z])"
)
"""What the form itself numbers: counts, names, pages, types of charges."""
COUNT = re.compile(r"C\s?[NH]\s?[TI]\s*[:;.]?\s*[\dOIL]{1,3}(?:\s*[-–]\s*[\dOIL]{1,3})?[.:]?(?=\s|#|$)")
LABEL = re.compile(r"([\s.*'\W]*)([A-Z0-9|][^:;]{0,39}?)(\s*[:;])")
DISPOSITION = re.compile(r"D\s?I\s?S\s?P\s?[O0](?=\s*[:;])")
CONVICTED = re.compile(r"C\s?O\s*N\s*V\s*I\s*C\s*T\s*E\s*D(?![A-Z])")

OTHER_AGENCIES = tuple("CAAG CACH CAJU CASP CACC CAUS CAFD CABI CAPK CACI CAMA CASU".split())
"""Prefixes of agencies that are of no interest to the courts' tables."""
AGENCIES = re.compile(rf"(?<![A-Z0-9])(?:{'|'.join((*PREFIXES, *OTHER_AGENCIES))})(?![A-Z0-9])")
OF_A_STATE = re.compile(
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
    r"(?:PD|SO|SP|DC)"
)
STATES = re.compile(
    r"(?:ALABAMA|ALASKA|ARIZONA|ARKANSAS|COLORADO|CONNECTICUT|DELAWARE|FLORIDA|GEORGIA|HAWAII|IDAHO|ILLINOIS|INDIANA|IOWA"
    r"|KANSAS|KENTUCKY|LOUISIANA|MAINE|MARYLAND|MASSACHUSETTS|MICHIGAN|MINNESOTA|MISSISSIPPI|MISSOURI|MONTANA|NEBRASKA"
    r"|NEVADA|NEW (?:HAMPSHIRE|JERSEY|MEXICO|YORK)|(?:NORTH|SOUTH) (?:CAROLINA|DAKOTA)|OHIO|OKLAHOMA|OREGON"
    r"|PENNSYLVANIA|RHODE ISLAND|TENNESSEE|TEXAS|UTAH|VERMONT|(?:WEST )?VIRGINIA|WASHINGTON|WISCONSIN"
    r"|WYOMING|CDCR?|CYA)\s*$"
)
"""Whence someone was paroled."""

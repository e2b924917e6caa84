"""What the pages say, in the reader's language: English is the source text, `es/*.po` together the Spanish catalogue.

`_` and `ngettext` translate where a text is shown; `later` marks a text that a table holds until then. What comes
from a pack or from the engine is looked up too, and stays as it is where the catalogue does not have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from starlette.requests import Request

LANGUAGES = {"en": "English", "es": "Español"}
"""Each language under its code, as its own speakers call it; the first is the source."""

COOKIE = "vacatur-language"

_LOCALES = {"en": "en_US", "es": "es_US"}
_speaking: ContextVar[str] = ContextVar("language", default="en")

Message = str | Sequence[str]


def choose(request: Request) -> str:
    """The language of a reader: as chosen before, else as the browser asks, else English."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    wanted = [part.partition(";") for part in request.headers.get("accept-language", "").split(",")]
    ranked = sorted(wanted, key=lambda part: -_weight(part[2]))
    return next((code for name, _, _ in ranked if (code := name.strip()[:2].lower()) in LANGUAGES), "en")


def _weight(parameters: str) -> float:
    """The weight after `q=`; 1 where none is given, 0 where it is no number."""
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0


def speak(code: str) -> None:
    """Say what follows, within this request, in that language."""
    _speaking.set(code)


def language() -> str:
    """The language in use."""
    return _speaking.get()


@cache
def catalogue(code: str) -> dict[str, Message]:
    """Every text of a language under its English text; a text with a plural under its singular."""
    found: dict[str, Message] = {}
    folder = files(__name__) / code
    if not folder.is_dir():
        return found
    for page in sorted(folder.iterdir(), key=lambda page: page.name):
        if page.name.endswith(".po"):
            with page.open("rb") as stream:
                for message in read_po(stream, locale=code):
                    if message.id and message.string and not message.fuzzy:
                        key = message.id if isinstance(message.id, str) else message.id[0]
                        found[key] = message.string
    return found


def gettext(text: str) -> str:
    """The text in the language in use."""
    found = catalogue(language()).get(text, text)
    return found if isinstance(found, str) else found[0]


def _(text: str, **values: object) -> str:
    """The same, with values in its places: `_("%(file)s is empty", file=name)`."""
    translated = gettext(text)
    return translated % values if values else translated


def ngettext(one: str, many: str, number: int) -> str:
    """The text for one, or for another number; English and Spanish have these two."""
    found = catalogue(language()).get(one)
    if found is None or isinstance(found, str) or len(found) < 2:
        return one if number == 1 else many
    return found[0 if number == 1 else 1]


def later(text: str) -> str:
    """Mark a text to be translated where it is shown."""
    return text


def number(value: float) -> str:
    """1234567 as `1,234,567`."""
    return format_decimal(value, locale=_LOCALES[language()])


def percent(part: float, whole: float, places: int = 0) -> str:
    """A share, or nothing where there is no whole."""
    if not whole:
        return ""
    pattern = "#,##0." + "0" * places + "%" if places else "#,##0%"
    return format_percent(part / whole, format=pattern, locale=_LOCALES[language()])


def day(value: date | str | None) -> str:
    """`July 1, 2020`, of a date or its ISO text; a dash where there is none."""
    if not value:
        return "–"
    known = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return format_date(known, "long", locale=_LOCALES[language()])


def moment(value: datetime | str) -> str:
    """A day with its time, of a moment or its ISO text."""
    known = datetime.fromisoformat(value) if isinstance(value, str) else value
    return format_datetime(known, "medium", locale=_LOCALES[language()])


def size(count: int) -> str:
    """Bytes as a person says them: `403 MB`."""
    for unit, bytes_in in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= bytes_in:
            shown = count / bytes_in
            return f"{format_decimal(round(shown, 1 if shown < 10 else 0), locale=_LOCALES[language()])} {unit}"
    return f"{count} B"


def duration(seconds: float) -> str:
    """A length of time as a person says it: `40 s`, `3 min`."""
    if seconds < 90:
        return _("%(count)s s", count=number(round(seconds)))
    return _("%(count)s min", count=number(round(seconds / 60)))

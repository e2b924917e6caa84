"""Letters to the people: who is written to, what the letters say and how easy they are to read, how they are set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacatur.outputs.filings.docket import docket_of
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import Kept, open_results
from vacatur.outputs.notices.addressees import addressees
from vacatur.outputs.notices.composing import Composer
from vacatur.outputs.notices.letters import BATCH, file_of, write_letters
from vacatur.outputs.notices.names import person_name
from vacatur.outputs.notices.wording import court_in_words, date_in_words, offense_in_words, wording
from vacatur.outputs.office import Office, load_office, placeholder_office

EXPECTED = Path(__file__).parent / "expected"
OFFICE = """
[court]
county = "Los Angeles"
street = "210 West Temple Street"
city = "Los Angeles, CA 90012"
[case]
number = "BH-000001"
[district_attorney]
attorney = "Ada Fictitious"
state_bar_number = "987654"
address = ["211 West Temple Street", "Los Angeles, CA 90012"]
telephone = "213-555-0100"
email = "ada@example.org"
[public_defender]
name = "Los Angeles County Public Defender"
telephone = "213-555-0111"
website = "https://pubdef.example.org"
[letters]
return_address = ["District Attorney of Los Angeles County", "211 West Temple Street", "Los Angeles, CA 90012"]
hotline = "213-555-0123"
hours = "Monday to Friday, 9 a.m. to 4 p.m."
website = "https://da.example.org/cannabis"
"""
DISTRICT_ATTORNEY = "District Attorney of Los Angeles County"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    path = tmp_path_factory.mktemp("office") / "office.toml"
    path.write_text(OFFICE, encoding="utf-8")
    return load_office(path)


@pytest.fixture(scope="module")
def kept(results: Path) -> Kept:
    return open_results(results, unchanged=False)


def signed(office: Office) -> Office:
    """The same office, once the judge has signed."""
    letters = office.letters.model_copy(update={"order_date": date(2020, 2, 11)})
    return office.model_copy(update={"letters": letters})


def conviction(person: str = "1", name: str | None = "MUÑOZ,ANGELA M", **other: object) -> dict[str, object]:
    """A row of a docket that asks for dismissal of a felony of 1995, save for what is said otherwise."""
    row: dict[str, object] = {
        "conviction_id": f"{person}/101002001000", "person_id": person, "name": name, "listed": "exhibit_a",
        "statute": "HS 11359", "case_number": "BA123456", "count": 1, "court": "CASC LONG BEACH",
        "convicted_on": date(1995, 6, 1), "is_felony": True, "rule": "old-enough", "ground": "50 years or older",
        "prosecutor_name": DISTRICT_ATTORNEY, "deceased": False,
    }  # fmt: skip
    assert set(other) <= set(row)
    return {**row, **other}


def docket(*rows: Mapping[str, object]) -> pl.DataFrame:
    return pl.DataFrame([conviction(), *rows], infer_schema_length=None).tail(len(rows))


@pytest.fixture
def letters(tmp_path: Path, office: Office, kept: Kept) -> Callable[..., dict[str, list[str]]]:
    """Writes letters and reads them back: the text of each page, by file."""

    def write(rows: pl.DataFrame, of: Office = office, **options: Any) -> dict[str, list[str]]:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        written = write_letters(folder, rows, kept, of, **options)
        assert {file.name for file in written} == {str(path.relative_to(folder)) for path in folder.rglob("*.*")}
        return {file.name: pages_of(folder / file.name) for file in written if file.name.endswith(".pdf")}

    return write


def pages_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def flowing(text: str) -> str:
    """Without line ends."""
    return " ".join(text.split())


# Names


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("EXAMPLE,PERSON", "Person Example"),
        ("DE LA CRUZ,JOSÉ MARÍA", "José María De La Cruz"),
        ("O'BRIEN,MARY", "Mary O'Brien"),
        ("SMITH-REED,ANN K", "Ann K Smith-Reed"),
        ("MCDONALD,IAN", "Ian McDonald"),
        ("MACK,LEE", "Lee Mack"),
        ("SMITH,JOHN A JR", "John A Smith Jr."),
        ("SMITH JR,JOHN", "John Smith Jr."),
        ("SMITH,JOHN,III", "John Smith III"),
        ("SMITH , JOHN", "John Smith"),
        ("McGee,Ty", "Ty McGee"),
        ("NUÑEZ,ÓSCAR", "Óscar Nuñez"),
        ("CHER", "Cher"),
        ("IV,JR", "Jr Iv"),
        ("SMITH,", "Smith"),
        (" , ", None),
        ("--", None),
        (None, None),
    ],
)
def test_a_name_is_printed_as_its_owner_would_write_it(written: str | None, printed: str | None) -> None:
    assert person_name(written) == printed


@given(st.text(alphabet=st.sampled_from("ABCDEFGMCÑÉÜ'- ,.JRSIV"), max_size=30))
def test_no_letter_of_a_name_is_lost(written: str) -> None:
    printed = person_name(written)
    lettered = Counter(sign for sign in written.casefold() if sign.isalpha())
    assert Counter(sign for sign in (printed or "").casefold() if sign.isalpha()) == lettered
    assert (printed is None) == (not lettered)


# Who is written to


def test_the_dead_and_the_nameless_are_not_written_to_and_the_index_says_why() -> None:
    rows = docket(
        conviction("1", "LEE,ANN"),
        conviction("2", "KIM,BO", deceased=True),
        conviction("3", None),
        conviction("4", "DAY,CY", deceased=None),
        conviction("5", "FOX,DI", listed="exception"),
        conviction("6", "FOX,ED", listed="route_review"),
        conviction("7", "FOX,FY", listed="duplicate"),
    )
    found = {person: (number, why) for person, number, why in
             addressees(rows).select("person_id", "number", "not_written").iter_rows()}  # fmt: skip
    assert found == {
        "4": (1, None),
        "2": (None, "deceased"),
        "1": (2, None),
        "3": (None, "no name in the file"),
    }


def test_letters_and_those_not_written_are_all_the_people_for_whom_something_is_asked(
    kept: Kept, office: Office, tmp_path: Path
) -> None:
    rows = docket_of(kept, kept.packs[0].id)
    written = write_letters(tmp_path, rows, kept, office, language="en")
    asked = rows.filter(pl.col("listed").is_in(["exhibit_a", "exhibit_b"]))
    index = pl.read_csv(tmp_path / "letters" / "index.csv", infer_schema=False)
    assert index.height == index["subject_id"].n_unique() == asked["person_id"].n_unique()
    assert index.select(pl.sum_horizontal(pl.col("dismissed", "reduced").cast(int))).sum().item() == asked.height
    letters = index.filter(pl.col("letter").is_not_null())
    assert sum(file.rows for file in written if file.name.endswith(".pdf")) == letters.height
    dead = asked.filter(pl.col("deceased"))["person_id"].n_unique()
    assert dead > 0
    assert index["not_written"].value_counts().drop_nulls().rows() == [("deceased", dead)]


def test_each_letter_names_the_cases_of_its_person_and_no_others(kept: Kept, office: Office, tmp_path: Path) -> None:
    rows = docket_of(kept, kept.packs[0].id)
    write_letters(tmp_path, rows, kept, office, language="en")
    text: dict[str, str] = {}
    for page in pages_of(tmp_path / "letters" / "letters-0001.pdf"):
        if number := re.search(r"Letter number (\d{6})", page):
            text[number[1]] = text.get(number[1], "") + page
    index = pl.read_csv(tmp_path / "letters" / "index.csv", infer_schema=False).drop_nulls("letter")
    asked = rows.filter(pl.col("listed").is_in(["exhibit_a", "exhibit_b"]))
    cases = dict(asked.group_by("person_id").agg("case_number").iter_rows())
    assert set(text) == set(index["letter"])
    for letter, person, printed in index.select("letter", "subject_id", "printed_name").iter_rows():
        assert sorted(re.findall(r"Case number (\w+)", text[letter])) == sorted(cases[person])
        assert f"Dear {printed}:" in flowing(text[letter])


def test_no_file_is_named_for_a_person_and_only_its_owner_can_read_it(
    kept: Kept, office: Office, tmp_path: Path
) -> None:
    written = write_letters(tmp_path, docket(conviction(), conviction("2", "LEE,BO")), kept, office, single=True)
    names = ["letters/letter-000001.pdf", "letters/letter-000002.pdf", "letters/index.csv"]
    assert [file.name for file in written] == names
    assert all(isinstance(file, HashedFile) and len(file.sha256) == 64 for file in written)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "letters").iterdir()} == {0o600}


def test_a_thousand_letters_are_in_a_file() -> None:
    assert BATCH == 1000
    names = [file_of(number, single=False) for number in (1, 1000, 1001)]
    assert names == ["letters-0001.pdf", "letters-0001.pdf", "letters-0002.pdf"]


def test_the_letters_go_on_in_the_next_file(
    letters: Callable[..., dict[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vacatur.outputs.notices.letters.BATCH", 2)
    read = letters(docket(*[conviction(str(n), f"EXAMPLE,{chr(65 + n)}") for n in range(5)]), language="en")
    assert [len(pages) for pages in read.values()] == [4, 4, 2]
    assert "Letter number 000005" in read["letters/letters-0003.pdf"][0]


def test_a_text_that_a_spreadsheet_would_run_is_harmless_in_the_index(
    kept: Kept, office: Office, tmp_path: Path
) -> None:
    write_letters(tmp_path, docket(conviction(name="=CMD(),A")), kept, office, language="en")
    assert '"\'=CMD(),A"' in (tmp_path / "letters" / "index.csv").read_text(encoding="utf-8")


# What the letters say


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_letter_reads_as_it_was_approved(letters: Callable[..., dict[str, list[str]]], language: str) -> None:
    """The whole text of a letter about one dismissal and one reduction, page by page. Who changes a word reads it."""
    rows = docket(
        conviction(statute="HS 11360(a)", case_number="BA765432", convicted_on=date(2003, 11, 30), listed="exhibit_b"),
        conviction(),
    )
    pages = letters(rows, language=language)["letters/letters-0001.pdf"]
    text = "\n\n----\n\n".join(page.strip() for page in pages)
    assert text == (EXPECTED / f"letter-{language}.txt").read_text(encoding="utf-8").strip()


def test_a_letter_alone_says_the_same_as_in_a_batch(letters: Callable[..., dict[str, list[str]]]) -> None:
    """One is set whole, the other from pieces that were set before."""
    rows = docket(conviction(), conviction(count=2, listed="exhibit_b"), conviction("2", "LEE,BO", listed="exhibit_b"))
    batch = letters(rows)["letters/letters-0001.pdf"]
    alone = letters(rows, single=True)
    words = [sorted(page.split()) for page in batch if page]
    assert words == [sorted(page.split()) for pages in alone.values() for page in pages if page]


@pytest.mark.parametrize("listed", ["exhibit_a", "exhibit_b"])
def test_what_is_asked_decides_what_is_explained(letters: Callable[..., dict[str, list[str]]], listed: str) -> None:
    text = flowing(" ".join(letters(docket(conviction(listed=listed)), language="en")["letters/letters-0001.pdf"]))
    dismissed = listed == "exhibit_a"
    assert ("Dismiss and seal" in text) == ("as if the conviction had never happened" in text) == dismissed
    assert ("Reduce from a felony to a misdemeanor" in text) == ("It stays on your record" in text) == (not dismissed)


@pytest.mark.parametrize(
    ("felony", "ground", "said"),
    [
        (True, "HS 11359: a misdemeanor", "Reduce from a felony to a misdemeanor"),
        (True, "Under 18 at the offense: an infraction", "Reduce to an infraction"),
        (False, "Possession of 28.5 grams or less, 18 to 20: an infraction", "Reduce to an infraction"),
        (False, "Misdemeanor or Infraction", "Reduce to a misdemeanor or an infraction"),
        (None, "Reduce all HS 11359 convictions", "Reduce to a misdemeanor or an infraction"),
    ],
)
def test_a_reduction_says_to_what(office: Office, felony: bool | None, ground: str, said: str) -> None:
    row = conviction(listed="exhibit_b", is_felony=felony, ground=ground)
    assert Composer("en", office).convictions([row])[0][0] == said


def test_two_prosecutors_are_named_at_each_conviction(letters: Callable[..., dict[str, list[str]]]) -> None:
    rows = docket(conviction(), conviction(case_number="7MP1", prosecutor_name="City Attorney of Los Angeles"))
    text = flowing(letters(rows, language="en")["letters/letters-0001.pdf"][0])
    assert "prosecutors asked a judge" in text
    assert f"Asked by the {DISTRICT_ATTORNEY}" in text
    assert "Asked by the City Attorney of Los Angeles" in text


def test_two_counts_of_a_case_are_told_apart(office: Office) -> None:
    lines = Composer("en", office).convictions([conviction(), conviction(count=2), conviction(case_number="X1")])
    assert [each[-1] for each in lines] == [
        "Case number BA123456, count 1",
        "Case number BA123456, count 2",
        "Case number X1",
    ]


def test_before_the_order_a_judge_decides_and_after_it_the_judge_has_signed(
    letters: Callable[..., dict[str, list[str]]], office: Office
) -> None:
    rows = docket(conviction())
    before = flowing(" ".join(letters(rows)["letters/letters-0001.pdf"]))
    after = flowing(" ".join(letters(rows, signed(office))["letters/letters-0001.pdf"]))
    assert "Nothing changes until the judge signs" in before
    assert "A judge signed the order" not in before
    assert "A judge signed the order on February 11, 2020." in after
    assert "Un juez firmó la orden el 11 de febrero de 2020." in after
    assert "A judge decides" not in after


def test_what_the_office_has_not_filled_in_shows(letters: Callable[..., dict[str, list[str]]]) -> None:
    text = flowing(
        " ".join(letters(docket(conviction()), placeholder_office("LOS ANGELES"))["letters/letters-0001.pdf"])
    )
    for placeholder in ("[SENDER]", "[TELEPHONE FOR QUESTIONS]", "[NAME OF THE PUBLIC DEFENDER'S OFFICE]"):
        assert text.count(placeholder) >= 2, placeholder


@pytest.mark.parametrize(
    ("statute", "english", "spanish"),
    [
        ("HS 11357(a)", "Having cannabis (Health and Safety Code, section 11357(a))",
         "Tener cannabis (Código de Salud y Seguridad, sección 11357(a))"),
        ("PC 664/HS 11358", "Trying to commit this crime: growing cannabis (Health and Safety Code, section 11358)",
         "Tratar de cometer este delito: cultivar cannabis (Código de Salud y Seguridad, sección 11358)"),
        ("PC 647(f)", "Being drunk in public (Penal Code, section 647(f))",
         "Estar en estado de ebriedad en público (Código Penal, sección 647(f))"),
        ("PC 647(a)", "An offense under the Penal Code, section 647(a)",
         "Un delito según el Código Penal, sección 647(a)"),
        ("HS 11357.5", "An offense under the Health and Safety Code, section 11357.5",
         "Un delito según el Código de Salud y Seguridad, sección 11357.5"),
    ],
)  # fmt: skip
def test_an_offense_is_said_in_plain_words(statute: str, english: str, spanish: str) -> None:
    assert offense_in_words(statute, wording("en")) == english
    assert offense_in_words(statute, wording("es")) == spanish


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_section_that_a_pack_may_let_go_has_plain_words(language: str) -> None:
    """Save 11500 of before 1961, which was of all narcotics."""
    words = wording(language)
    for name in ("prop64", "related"):
        for offense in csv_rows(name):
            statute = f"{offense['code']} {offense['section']}" + f"({offense['subdivision']})" * bool(
                offense["subdivision"]
            )
            if offense["code"] != "*" and offense["match"] != "no" and statute not in ("HS 11500", "PC 664"):
                assert not offense_in_words(statute, words).startswith(words["convictions"]["offense_unnamed"][:8]), (
                    statute
                )


def csv_rows(name: str) -> Iterator[dict[str, Any]]:
    text = files("vacatur.law").joinpath("offenses", f"{name}.csv").read_bytes()
    return pl.read_csv(text, infer_schema=False).fill_null("").iter_rows(named=True)


def test_courts_and_dates_are_said_in_words() -> None:
    english, spanish = wording("en"), wording("es")
    assert court_in_words("CASC LONG BEACH", english) == "Superior Court, Long Beach"
    assert court_in_words("CAMC DOWNEY", spanish) == "Tribunal Municipal, Downey"
    assert court_in_words("COURT OF THE KING", english) == "COURT OF THE KING"
    assert court_in_words(None, english) == "court not known"
    assert date_in_words(date(1995, 6, 1), english) == "June 1, 1995"
    assert date_in_words(date(1995, 6, 1), spanish) == "1 de junio de 1995"
    assert date_in_words(None, spanish) == "fecha desconocida"


def test_both_languages_hold_the_same_keys_and_fill_in_the_same_things() -> None:
    english, spanish = flat(wording("en")), flat(wording("es"))
    assert list(english) == list(spanish)
    for key in english:
        assert set(re.findall(r"{\w+}", english[key])) == set(re.findall(r"{\w+}", spanish[key])), key


def flat(words: object, place: str = "") -> dict[str, str]:
    """Every text by its place."""
    inner = words.items() if isinstance(words, Mapping) else enumerate(words) if isinstance(words, list) else None
    if inner is None:
        return {place: str(words)}
    return {where: text for key, value in inner for where, text in flat(value, f"{place}.{key}").items()}


# How easy they are to read


def paragraphs(language: str, office: Office) -> list[str]:
    """Everything that a letter may say in sentences; without headings, lists of contacts and what differs by person."""
    composer = Composer(language, office)
    blocks = [block for relief in ("dismiss", "reduce", "both") for block in (
        *composer.opening(relief, "several", None), *composer.following(), *composer.general(relief)
    )]  # fmt: skip
    texts = dict.fromkeys(block["text"].replace("\n", " ") for block in blocks if block["kind"] != "heading")
    return [text for text in texts if text.rstrip().endswith(".")]


def measured(text: str, syllables: Callable[[str], int]) -> tuple[float, float]:
    """Words a sentence, and syllables a word. Telephone numbers and addresses of websites are no words."""
    text = re.sub(r"\S+\.(?:gov|org)\S*|\d[\d-]+", "", text)
    sentences = [sentence for sentence in re.split(r"[.!?]+(?:\s|$)", text.replace("U.S.", "US")) if sentence.strip()]
    words = [word for sentence in sentences for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", sentence)]
    return len(words) / len(sentences), sum(map(syllables, words)) / len(words)


def english_syllables(word: str) -> int:
    """By the usual rule: groups of vowels, but a silent e at the end, -es and -ed."""
    word = word.lower()
    if len(word) <= 3:
        return 1
    word = re.sub(r"(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$", lambda end: end[0][0], word)
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def spanish_syllables(word: str) -> int:
    """Vowels, where two strong ones, or an accented í or ú beside another, are two syllables."""
    word = re.sub(r"qu|gu(?=[eiéí])", lambda found: found[0][0], word.lower())
    word = re.sub(r"y$", "i", word)
    count, before = 0, ""
    for sign in word:
        if sign in "aeoáéóiuüíú":
            apart = (
                (before + sign).strip()
                and before
                and ((before in "aeoáéó" and sign in "aeoáéó") or sign in "íú" or before in "íú")
            )
            count += not before or bool(apart)
            before = sign
        else:
            before = ""
    return max(1, count)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade level: years of school."""
    words, syllables = measured(text, english_syllables)
    return 0.39 * words + 11.8 * syllables - 15.59


def inflesz(text: str) -> float:
    """The Szigriszt-Pazos index on the INFLESZ scale: from 55 normal, from 65 quite easy, from 80 very easy."""
    words, syllables = measured(text, spanish_syllables)
    return 206.835 - 62.3 * syllables - words


def test_the_measures_measure() -> None:
    assert [english_syllables(word) for word in "judge changed dismissed people misdemeanor the".split()] == [
        1,
        1,
        2,
        2,
        4,
        1,
    ]
    assert [spanish_syllables(word) for word in "juez país quien inmigración leer guía ley".split()] == [
        1,
        2,
        1,
        4,
        2,
        2,
        1,
    ]
    statute = """If the prosecution does not challenge the recall or dismissal of sentence, dismissal and sealing, or \
redesignation, the court shall issue an order recalling or dismissing the sentence accordingly."""
    assert grade(statute) > 15
    assert inflesz("El tribunal competente procederá a la reconsideración de la calificación del procedimiento.") < 40


@pytest.mark.parametrize("state", ["asked", "ordered"])
def test_the_english_can_be_read_by_somebody_who_left_school_at_fourteen(office: Office, state: str) -> None:
    """Eighth grade or easier: every paragraph, and the whole well below."""
    texts = paragraphs("en", office if state == "asked" else signed(office))
    assert len(texts) >= 12
    hard = {text: round(grade(text), 1) for text in texts if grade(text) > 8.5}
    assert hard == {}
    assert grade(" ".join(texts)) < 7


@pytest.mark.parametrize("state", ["asked", "ordered"])
def test_the_spanish_is_as_easy(office: Office, state: str) -> None:
    texts = paragraphs("es", office if state == "asked" else signed(office))
    assert len(texts) >= 12
    assert {text: round(inflesz(text), 1) for text in texts if inflesz(text) < 55} == {}
    assert inflesz(" ".join(texts)) > 65


# How they are set


def test_each_language_begins_on_a_new_sheet_and_one_conviction_takes_one_sheet(
    letters: Callable[..., dict[str, list[str]]],
) -> None:
    """Whatever is asked, and with every contact that an office may give: front and back."""
    rows = [conviction(str(n), listed=listed) for n, listed in enumerate(["exhibit_a", "exhibit_b"])]
    both = [conviction("2"), conviction("2", listed="exhibit_b", case_number="BA1")]
    pages = letters(docket(*rows, *both))["letters/letters-0001.pdf"]
    assert len(pages) == 3 * 4
    for first in range(0, 12, 4):
        assert pages[first].strip().startswith("District Attorney of Los Angeles County")
        assert "Good news" in pages[first]
        assert "If you are not a U.S. citizen" in pages[first + 1]
        assert "Buenas noticias" in pages[first + 2]
        assert "Si usted no tiene la ciudadanía" in pages[first + 3]


def test_ten_convictions_go_on_over_the_page_and_the_next_letter_begins_on_a_new_sheet(
    letters: Callable[..., dict[str, list[str]]],
) -> None:
    many = [conviction("1", "AA,A", case_number=f"BA{n}", conviction_id=f"1/{n}") for n in range(10)]
    pages = letters(docket(*many, conviction("2", "BB,B")), language="es")["letters/letters-0001.pdf"]
    starts = [number for number, page in enumerate(pages) if "Buenas noticias" in page]
    assert starts == [0, 4]
    text = flowing(" ".join(pages[:4]))
    assert re.findall(r"Caso número (\w+)", text) == [f"BA{n}" for n in range(10)]
    assert "condenas antiguas" in text


def test_the_name_stands_where_the_window_of_an_envelope_is(office: Office, kept: Kept, tmp_path: Path) -> None:
    """Between 2 and 2.4 inches from the top, an inch from the left: below it is room for an address, and no text."""
    write_letters(tmp_path, docket(conviction(name="QUILL,ANN")), kept, office, language="en")
    with pypdfium2.PdfDocument(tmp_path / "letters" / "letters-0001.pdf") as document:
        page = document[0].get_textpage()
        left, bottom, right, top = page.get_charbox(page.search("Ann Quill").get_next()[0])
        assert 72 <= left < right < 90
        assert 792 - 2.4 * 72 < bottom < top < 792 - 2 * 72
        assert page.get_text_bounded(left=0, right=612, bottom=792 - 3.1 * 72, top=bottom - 4).strip() == ""


def test_letters_are_large_enough_for_bad_eyes(letters: Callable[..., dict[str, list[str]]], tmp_path: Path) -> None:
    letters(docket(conviction()), single=True)
    sizes: Counter[float] = Counter()
    with pypdfium2.PdfDocument(next(tmp_path.rglob("letter-000001.pdf"))) as document:
        for page in document:
            for text in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
                sizes[round(text.get_font_size() * text.get_matrix().d, 1)] += 1
    assert min(abs(size) for size in sizes) >= 12
    assert sizes.most_common(1)[0][0] in (13, -13)


def test_a_name_is_a_name_and_never_markup(letters: Callable[..., dict[str, list[str]]]) -> None:
    name = '#PANIC("X")$ *B* [C] \\ //,A'
    page = letters(docket(conviction(name=name)), language="en")["letters/letters-0001.pdf"][0]
    assert 'Dear A #panic("x")$ *b* [c] \\ //:' in flowing(page)


def test_a_very_long_name_stays_on_the_page(letters: Callable[..., dict[str, list[str]]]) -> None:
    name = "WOLFESCHLEGELSTEINHAUSENBERGERDORFF-VON DER HEYDEN,HUBERT BLAINE CHRISTOPHER ALEXANDER III"
    pages = letters(docket(conviction(name=name)), language="en")["letters/letters-0001.pdf"]
    assert len(pages) == 2
    assert flowing(pages[0]).count("Heyden III") == 2


def test_the_same_letters_are_the_same_bytes(kept: Kept, office: Office, tmp_path: Path) -> None:
    rows = docket(conviction(), conviction("2", "LEE,BO", listed="exhibit_b"))
    hashes = []
    for number, single in enumerate([False, False, True, True]):
        (tmp_path / str(number)).mkdir()
        hashes.append(
            [file.sha256 for file in write_letters(tmp_path / str(number), rows, kept, office, single=single)]
        )
    assert hashes[0] == hashes[1]
    assert hashes[2] == hashes[3]


def test_a_document_bears_no_name_and_no_day(kept: Kept, office: Office, tmp_path: Path) -> None:
    write_letters(tmp_path, docket(conviction(name="QUILL,ANN")), kept, office, single=True)
    with pypdfium2.PdfDocument(tmp_path / "letters" / "letter-000001.pdf") as document:
        about = document.get_metadata_dict()
    assert about["Title"] == "Letter 1, Los Angeles County"
    assert about["CreationDate"] == about["ModDate"] == ""
    assert "Quill" not in str(about)


def test_somebody_who_is_asked_nothing_for_gets_no_letter(
    letters: Callable[..., dict[str, list[str]]],
) -> None:
    assert letters(docket(conviction(listed="exception"))) == {}

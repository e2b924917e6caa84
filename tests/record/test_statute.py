"""What offence texts and comments name, in every form that the state's file has been seen to hold, and worse."""

from __future__ import annotations

import pytest

from vacatur.record.statute import Statute, find_statutes, parse_statute, read_statutes


def parsed(text: str) -> str:
    return str(parse_statute(text))


@pytest.mark.parametrize(
    "text",
    [
        "187(a) PC",
        "PC 187(A)",
        "187(A)PC-MURDER",
        "187 (A) PC",
        "187A PC",
        "187(A) P.C.",
        "187(A) P. C.",
        "P.C. 187(A)",
        "PC187(A)",
        "P.C.187(A)",
        "PENAL CODE 187(A)",
        "PENAL CODE SECTION 187(A)",
        "187(A) PENAL CODE",
        "SEC 187(A) PC",
        "CPC 187(A)",
        "187(A) CPC",
        "#187(A) PC",
        "/187(A) PC",
        "*187(A) PC",
        "(187(A) PC)",
        "§ 187(A) PC",
        "187(A),PC",
        "01 187(A) PC",
        "1 187(A) PC",
        "CT 1-187(A) PC",
        "VIOL 187(A) PC",
        "MURDER-187(A)PC",
        "MURDER (187(A) PC)",
        "187(A)  PC",
        "187(A)\tPC",
        " 187(A) PC ",
        "187(a)pc",
        "187(A)PC/12022.53(D) PC",
    ],
)
def test_murder_is_one_statute_in_whatever_form_it_is_written(text: str) -> None:
    assert parse_statute(text) == Statute("PC", "187", ("a",))


@pytest.mark.parametrize(
    "text",
    [
        "11359 HS",
        "11359HS",
        "HS11359",
        "HS 11359",
        "H&S 11359",
        "H & S 11359",
        "H/S 11359",
        "11359 H&S",
        "11359 H&SC",
        "11359 H.S.",
        "HSC 11359",
        "11359 HSC",
        "11359",
        "#11359",
        "/11359 HS",
        "11359,HS",
        "11359()HS",
        "((11359)) HS",
        "0 11359 HS",
        "POSS MARIJ 11359 HS",
        "11359-POSS MARIJ F/SALE",
        "11359 HS POSSESS FOR SALE",
        "11359\tHS",
        "11359 hs",
    ],
)
def test_a_cannabis_section_is_one_statute_in_whatever_form_it_is_written(text: str) -> None:
    assert parse_statute(text) == Statute("HS", "11359")


@pytest.mark.parametrize(
    ("text", "statute"),
    [
        ("11360(B) SELL/FURNISH MARIJUANA", "HS 11360(b)"),
        ("11357B2 HS", "HS 11357(b)(2)"),
        ("11357B HS", "HS 11357(b)"),
        ("11357(B)(2)HS", "HS 11357(b)(2)"),
        ("11357 (C) HS", "HS 11357(c)"),
        ("HS 11357 B", "HS 11357(b)"),
        ("HS 11360 A2-SELL", "HS 11360(a)(2)"),
        ("HS 11359 F", "HS 11359"),
        ("HS 11357 B OR LESS", "HS 11357"),
        ("602L PC", "PC 602(l)"),
        ("647(F) PC", "PC 647(f)"),
        ("288(A)(1)PC", "PC 288(a)(1)"),
        ("245(D)(3) PC", "PC 245(d)(3)"),
    ],
)
def test_subdivisions_are_read_with_and_without_parentheses(text: str, statute: str) -> None:
    assert parsed(text) == statute


@pytest.mark.parametrize(
    ("text", "statute"),
    [
        ("288A(C)(2) PC", "PC 288a(c)(2)"),
        ("288(A) PC", "PC 288(a)"),
        ("653F(B) PC", "PC 653f(b)"),
        ("266H(A) PC", "PC 266h(a)"),
        ("273AB PC", "PC 273ab"),
        ("314.1 PC-INDECENT EXPOSURE", "PC 314(1)"),
        ("314(1) PC", "PC 314(1)"),
        ("261.2 PC", "PC 261(2)"),
    ],
)
def test_a_letter_or_point_that_belongs_to_the_section_is_no_subdivision_and_the_other_way_round(
    text: str, statute: str
) -> None:
    assert parsed(text) == statute


@pytest.mark.parametrize(
    ("text", "statute", "others"),
    [
        ("484(A)/490.5 PC-PETTY THEFT", "PC 484(a)", ["PC 490.5"]),
        ("459/484(A)/490.5 PC", "PC 459", ["PC 484(a)", "PC 490.5"]),
        ("484-487 (A) PC", "PC 484", ["PC 487(a)"]),
        ("459-460(B) PC", "PC 459", ["PC 460(b)"]),
        ("187-189 PC", "PC 187", ["PC 189"]),
        ("12500(A)/14601.1 VC", "VC 12500(a)", ["VC 14601.1"]),
        ("664/484(A)/490.5 PC", "PC 664/PC 484(a)", ["PC 490.5"]),
        ("187(A)-664 PC", "PC 664/PC 187(a)", []),
        ("32/187 PC", "PC 32", ["PC 187"]),
        ("32/11359 HS", "PC 32", ["HS 11359"]),
        ("32-11360(A) HS", "PC 32", ["HS 11360(a)"]),
        ("459 PC/11377 HS", "PC 459", ["HS 11377"]),
        ("484 490.5 PC", "? 484", ["PC 490.5"]),
    ],
)
def test_the_code_behind_the_last_of_several_sections_is_that_of_each(
    text: str, statute: str, others: list[str]
) -> None:
    found = read_statutes(text)
    assert (str(found.statute), [str(each) for each in found.others]) == (statute, others)


def test_a_comment_shares_no_code() -> None:
    assert [str(found) for found in find_statutes("CASE 2004-484 PC")] == ["PC 484"]


@pytest.mark.parametrize(
    ("text", "statute"),
    [
        ("664/11358 HS", "PC 664/HS 11358"),
        ("664-11358 HS", "PC 664/HS 11358"),
        ("664-11357(C) HS", "PC 664/HS 11357(c)"),
        ("664.11357(C)", "PC 664/HS 11357(c)"),
        ("66411357(C)", "PC 664/HS 11357(c)"),
        ("66411358 HS", "PC 664/HS 11358"),
        ("664 11358 HS", "PC 664/HS 11358"),
        ("664 / 11358 HS", "PC 664/HS 11358"),
        ("664(A)/11358 HS", "PC 664/HS 11358"),
        ("664 PC/11358 HS", "PC 664/HS 11358"),
        ("664(A) PC/187(A) PC", "PC 664/PC 187(a)"),
        ("664/187(A)PC-ATTEMPTED MURDER", "PC 664/PC 187(a)"),
        ("ATT 187(A) PC", "PC 664/PC 187(a)"),
        ("182/11359 HS", "PC 182/HS 11359"),
        ("182(A)(1) PC/11360(A) HS", "PC 182/HS 11360(a)"),
    ],
)
def test_attempts_and_conspiracies_are_told_from_the_completed_offence(text: str, statute: str) -> None:
    assert parsed(text) == statute
    assert parse_statute(text) != Statute("HS", "11358")


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("11357.5 HS", "11357.5"),
        ("11360.5 HS", "11360.5"),
        ("113590 HS", "113590"),
        ("1359 HS", "1359"),
        ("1136 HS", "1136"),
    ],
)
def test_a_number_that_merely_contains_or_continues_a_cannabis_section_is_another(text: str, section: str) -> None:
    assert parse_statute(text) == Statute("HS", section)


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("537 PC", "537"),
        ("12205 PC", "12205"),
        ("261.5 PC", "261.5"),
        ("272 PC", "272"),
        ("451.5 PC", "451.5"),
        ("191.5(A) PC", "191.5"),
        ("190.2 PC", "190.2"),
        ("37 PC", "37"),
        ("32 PC", "32"),
    ],
)
def test_a_section_is_compared_whole(text: str, section: str) -> None:
    statute = parse_statute(text)
    assert statute is not None and (statute.code, statute.section) == ("PC", section)


def test_a_wrong_code_is_kept_as_it_is_written() -> None:
    assert parse_statute("11359 PC") == Statute("PC", "11359")
    assert parse_statute("187 HS") == Statute("HS", "187")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("23152(A) VC", "VC"),
        ("4140 BP", "BP"),
        ("4060 B&P", "BP"),
        ("4060 B & P", "BP"),
        ("601 WI", "WI"),
        ("601 W&I", "WI"),
        ("40508(A) V.C.", "VC"),
        ("11550(A) HS", "HS"),
    ],
)
def test_other_codes_are_told_apart(text: str, code: str) -> None:
    statute = parse_statute(text)
    assert statute is not None and statute.code == code


@pytest.mark.parametrize("text", ["187/PC", "187-PC", "187.PC", "187(A)*PC", "187 [A] PC", "187( A ) PC"])
def test_a_code_that_is_not_clearly_the_sections_is_left_open(text: str) -> None:
    """Without a code the lists say review: nobody is let go on a guess."""
    statute = parse_statute(text)
    assert statute is not None and statute.code is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "--",
        "MARIJUANA",
        "MURDER",
        "DUI",
        "FTA",
        "SEE COMMENT",
        "2ND DEGREE MURDER",
        "PC",
        "HS",
        "()",
        "/",
        ".",
        "１１３５９ HS",
        "½",
        "\n",
    ],
)
def test_a_text_without_a_statute_is_illegible(text: str) -> None:
    assert parse_statute(text) is None


@pytest.mark.parametrize(
    "text", ["1" * 5_000 + " PC", "(" * 5_000, "664/" * 2_000 + "187 PC", "A1 " * 5_000, "11359 HS" * 2_000]
)
def test_nasty_texts_are_read_in_no_time(text: str) -> None:
    parse_statute(text)
    find_statutes(text)


@pytest.mark.parametrize(
    "comment",
    [
        "SCN-12113580",
        "SCN-11357",
        "CASE 0113571",
        "SA11359",
        "BA11359",
        "B-11359",
        "011359",
        "1-11359",
        "11.357",
        "11,359",
        "OFFICER 187",
        "RESENTENCED PER 11361.8 HS",
        "1203.4 PC",
        "DISM 1385 PC",
        "11357.5",
        "SENT 365 DAYS",
        "",
    ],
)
def test_digits_in_a_comment_that_are_no_offence_are_not_read_as_one(comment: str) -> None:
    assert find_statutes(comment) == []


@pytest.mark.parametrize(
    ("comment", "named"),
    [
        ("COM: 11357(B) HS; 11358 HS", ["HS 11357(b)", "HS 11358"]),
        ("ON 11359 CHARGE", ["HS 11359"]),
        ("CT1:11360(A)HS-TRANSPORT", ["HS 11360(a)"]),
        ("11359,11360", ["HS 11359", "HS 11360"]),
        ("DISM 1385 PC 459 PC", ["PC 459"]),
        ("66411357(C)", ["PC 664/HS 11357(c)"]),
        ("SCN-12113580 11358 HS", ["HS 11358"]),
        ("113571 HS", ["HS 113571"]),
    ],
)
def test_the_offences_that_a_comment_names_are_found_in_order(comment: str, named: list[str]) -> None:
    assert [str(statute) for statute in find_statutes(comment)] == named


def test_what_is_shown_is_not_compared() -> None:
    assert parse_statute("187(a) PC") == parse_statute("PC 187(A)")
    assert hash(parse_statute("187(a) PC")) == hash(parse_statute("PC 187(A)"))

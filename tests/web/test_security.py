"""Who is let in: the browser that was opened with the token, sending forms from these pages; nobody else."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import ADDRESS, KEYS, PORT, TOKEN, Caller

PAGES = ["/", "/files", "/policy", "/runs", "/no-such-page"]


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_sees_no_page(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 403
    assert "vacatur serve" in answer.text
    assert KEYS.csrf not in answer.text


def test_the_token_lets_a_browser_in_once_and_then_the_cookie_does(stranger: TestClient) -> None:
    answer = stranger.get("/enter", params={"token": TOKEN})
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/" in cookie
    assert TOKEN not in answer.headers["set-cookie"]
    assert stranger.get("/files").status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", TOKEN[:-1]])
def test_another_token_does_not(stranger: TestClient, token: str) -> None:
    assert stranger.get("/enter", params={"token": token}).status_code == 403
    assert stranger.get("/files").status_code == 403


def test_a_cookie_of_another_server_does_not(stranger: TestClient) -> None:
    stranger.cookies.set(KEYS.cookie, "0" * 64)
    assert stranger.get("/files").status_code == 403


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", ""])
def test_another_name_for_this_address_is_refused(caller: Caller, host: str) -> None:
    """A site may point a name of its own here (DNS rebinding): the browser then sends that name."""
    assert caller.get("/files", headers={"host": host}).status_code == 421
    assert caller.get("/enter", params={"token": TOKEN}, headers={"host": host}).status_code == 421


def test_localhost_is_a_name_of_ours(caller: Caller) -> None:
    assert caller.get("/static/app.css", headers={"host": f"localhost:{PORT}"}).status_code == 200


def test_a_form_without_our_token_is_refused(caller: Caller) -> None:
    assert caller.post("/language", data={"to": "es"}).status_code == 403
    assert caller.post("/language", data={"to": "es", "csrf": "0" * 64}).status_code == 403
    assert caller.form("/language", {"to": "es"}).status_code == 303


def test_the_token_may_stand_in_a_header_instead(caller: Caller) -> None:
    sent = caller.post("/language", data={"to": "es"}, headers={"x-csrf-token": KEYS.csrf}, follow_redirects=False)
    assert sent.status_code == 303


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"https://127.0.0.1:{PORT}"])
def test_a_form_of_another_site_is_refused_even_with_our_token(caller: Caller, origin: str) -> None:
    assert caller.form("/language", {"to": "es"}, headers={"origin": origin}).status_code == 403


def test_a_form_of_our_own_pages_is_taken(caller: Caller) -> None:
    assert caller.form("/language", {"to": "es"}, headers={"origin": ADDRESS}).status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_that_another_site_asks_for_is_refused(caller: Caller, site: str) -> None:
    assert caller.get("/files", headers={"sec-fetch-site": site}).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_there_is_nothing_but_reading_a_page_and_sending_a_form(caller: Caller, method: str) -> None:
    assert caller.request(method, "/files").status_code == 405


def test_other_kinds_of_form_and_very_long_ones_are_refused(caller: Caller) -> None:
    json = caller.post("/language", json={"to": "es"}, headers={"x-csrf-token": KEYS.csrf})
    assert json.status_code == 415
    assert caller.form("/language", {"to": "x" * (1 << 21)}).status_code == 413


@pytest.mark.parametrize("path", ["/files", "/static/app.css", "/static/live.js", "/no-such-page"])
def test_every_answer_carries_the_headers(caller: Caller, path: str) -> None:
    headers = caller.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"


def test_a_page_has_no_script_and_no_style_within(caller: Caller) -> None:
    page = caller.get("/files").text
    assert "<style" not in page and " style=" not in page and "onclick" not in page
    assert page.count("<script") == page.count('<script src="/static/')


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_the_language_form_leads_nowhere_else(caller: Caller, back: str) -> None:
    assert caller.form("/language", {"to": "es", "back": back}).headers["location"] == "/"


def test_the_static_folder_gives_nothing_else(caller: Caller) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/", "/static/..%2fapp.py"):
        assert caller.get(path).status_code == 404


def test_an_unforeseen_error_tells_nothing(caller: Caller, capsys: pytest.CaptureFixture[str]) -> None:
    """Its text may quote a file."""
    caller.app.state.workplace = None  # type: ignore[attr-defined]
    answer = caller.get("/files")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text and "NoneType" not in answer.text
    said = capsys.readouterr().err
    assert "AttributeError" in said and "NoneType" not in said


def test_the_language_is_what_the_browser_asks_for_until_one_is_chosen(caller: Caller) -> None:
    assert '<html lang="es">' in caller.get("/files", headers={"accept-language": "fr,es;q=0.9,en;q=0.8"}).text
    assert '<html lang="en">' in caller.get("/files", headers={"accept-language": "de, *;q=0.5"}).text
    caller.form("/language", {"to": "es", "back": "/files"})
    assert '<html lang="es">' in caller.get("/files", headers={"accept-language": "en"}).text


def test_static_files_need_no_cookie_so_that_a_refusal_can_be_read(stranger: TestClient) -> None:
    assert stranger.get("/static/app.css").status_code == 200

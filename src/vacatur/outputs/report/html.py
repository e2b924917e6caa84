"""The report as one page: no script, nothing loaded, light and dark; for eyes, keyboard and screen reader."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from vacatur.outputs.report.charts import for_page
from vacatur.outputs.report.page import Page

_HERE = Path(__file__).parent


def html_of(page: Page) -> str:
    """The page as HTML. Whatever the data says is text, never markup; the policy of the page lets no script run and
    nothing be fetched.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    style = (_HERE / "report.css").read_text(encoding="utf-8")
    drawings = {
        each.id: Markup(
            for_page(each.svg, each.id, each.title, each.description)
        )  # written by ElementTree, which escapes
        for each in page.drawings()
    }
    templates = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    template = templates.get_template("report.html.jinja")
    return template.render(page=page, drawings=drawings, style=Markup(style), style_hash=Markup(hash_of(style)))


def hash_of(style: str) -> str:
    """How the page's policy names the one style that it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

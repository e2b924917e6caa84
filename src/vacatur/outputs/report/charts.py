"""Charts as SVG, drawn offline by vl-convert from Altair: one color, filled or hollow, each number beside
its mark.

Nothing is told by color alone, and what is drawn stands in a table too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

FONT = "Liberation Sans"
"""It comes with the converter, and has the widths of Arial and Helvetica, which readers' machines have."""

SIZE = 13
PADDING = {"left": 16, "top": 4, "right": 16, "bottom": 4}
"""Room for the text of a machine whose font is wider."""
INK, MUTED, RULE, MARK, PAPER = "#1c2733", "#4d5965", "#c9d0d7", "#14566f", "#ffffff"
"""Text, lesser text, lines, marks and the ground, as they are on paper."""

_VARIABLES = {INK: "--ink", MUTED: "--muted", RULE: "--rule", MARK: "--mark", PAPER: "--paper"}
"""Where the style of the page holds each color, so that the charts follow a dark page."""

_SVG = "http://www.w3.org/2000/svg"
_FAMILIES = f"{FONT}, Arial, Helvetica, sans-serif"


@dataclass(frozen=True)
class Bar:
    """A bar.

    Attributes:
        group: what stands beside it, or above several.
        series: which of a group's bars it is.
        value: None when it is withheld; it then has its label alone.
        label: what is written at its end.
    """

    group: str
    series: str
    value: float | None
    label: str


def _rows(bars: Sequence[Bar]) -> Any:

    values = [{"group": bar.group, "series": bar.series, "value": bar.value or 0, "label": bar.label} for bar in bars]
    return _data(values)


def _data(values: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=values)  # type: ignore[no-untyped-call]  # altair's own lacks it


def _once(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _fills(series: Sequence[str], legend: bool = True) -> Any:
    """The first series filled, the second hollow."""
    import altair as alt

    shown = (
        alt.Legend(
            title=None, orient="top", direction="vertical", symbolType="square", symbolSize=140,
            symbolStrokeColor=MARK, symbolStrokeWidth=1.5, labelLimit=500,
        )
        if legend
        else None
    )  # fmt: skip
    return alt.Fill("series:N", scale=alt.Scale(domain=list(series), range=[MARK, PAPER][: len(series)]), legend=shown)


def pairs(bars: Sequence[Bar], series: Sequence[str], width: int = 430) -> str:
    """Horizontal bars, two a group: the first series filled, the second hollow."""
    import altair as alt

    groups = _once([bar.group for bar in bars])
    base = alt.Chart(_rows(bars)).encode(
        y=alt.Y("group:N", sort=groups, title=None, scale=alt.Scale(paddingInner=0.35), axis=_labels()),
        yOffset=alt.YOffset("series:N", sort=list(series)),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domainMin=0)),
    )
    marks = base.mark_bar(stroke=MARK, strokeWidth=1.2).encode(fill=_fills(series))
    numbers = base.mark_text(align="left", dx=6, baseline="middle", color=INK).encode(text="label:N")
    return _drawn((marks + numbers).properties(width=width, height=alt.Step(17)))


def columns(bars: Sequence[Bar], series: Sequence[str], width: int = 620) -> str:
    """Upright bars, the first series filled, the second stacked on it hollow; the label of the first above both."""
    import altair as alt

    groups = _once([bar.group for bar in bars])
    x = alt.X("group:N", sort=groups, title=None, axis=_labels(labelAngle=0), scale=alt.Scale(paddingInner=0.3))
    base = alt.Chart(_rows(bars))
    most = max((sum(bar.value or 0 for bar in bars if bar.group == group) for group in groups), default=0) or 1
    scale = alt.Scale(domain=[0, most * 1.2])  # room for the labels above the highest
    marks = base.mark_bar(stroke=MARK, strokeWidth=1.2).encode(
        x=x,
        y=alt.Y("value:Q", stack="zero", axis=None, scale=scale),
        fill=_fills(series),
        order=alt.Order("rank:Q", sort="ascending"),
    ).transform_calculate(rank=f"datum.series === '{series[0]}' ? 0 : 1")  # fmt: skip
    numbers = (
        base.transform_joinaggregate(height="sum(value)", groupby=["group"])
        .transform_filter(f"datum.series === '{series[0]}'")
        .mark_text(dy=-21, color=INK, baseline="bottom", lineBreak="\n", lineHeight=16)
        .encode(x=x, y="height:Q", text="label:N")
    )
    return _drawn((marks + numbers).properties(width=width, height=260))


def grid(bars: Sequence[Bar], width: int = 620) -> str:
    """Small bars in rows (group) and columns (series), each with its number: a table to be looked at."""
    import altair as alt

    groups, series = _once([bar.group for bar in bars]), _once([bar.series for bar in bars])
    each = (width - 190) // max(len(series), 1)
    most = max((bar.value or 0 for bar in bars), default=0) or 1
    base = alt.Chart(_rows(bars)).encode(
        y=alt.Y("group:N", sort=groups, title=None, axis=_labels(labelLimit=260)),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, most * 2.1])),
    )
    marks = base.mark_bar(fill=MARK, height=15)
    numbers = base.mark_text(align="left", dx=5, color=INK).encode(text="label:N")
    two_lines = r"split(replace(datum.value, ' ', '\n'), '\n')"  # broken at the first blank
    header = alt.Header(title=None, labelPadding=8, labelExpr=two_lines, labelAnchor="start", labelFontWeight="bold")
    chart = (marks + numbers).properties(width=each, height=alt.Step(26))
    return _drawn(chart.facet(column=alt.Column("series:N", sort=series, header=header), spacing=6))


def lists(bars: Sequence[Bar], width: int = 330) -> str:
    """Horizontal bars under a heading for each group, the series beside the bars."""
    import altair as alt

    groups, series = _once([bar.group for bar in bars]), _once([bar.series for bar in bars])
    base = alt.Chart(_rows(bars)).encode(
        y=alt.Y("series:N", sort=series, title=None, axis=_labels(labelLimit=300)),
        x=alt.X("value:Q", axis=None),
    )
    first = alt.condition(f"datum.series === {series[0]!r}", alt.value(MARK), alt.value(PAPER))
    marks = base.mark_bar(stroke=MARK, strokeWidth=1.2, height=15).encode(fill=first)
    numbers = base.mark_text(align="left", dx=6, color=INK).encode(text="label:N")
    header = alt.Header(title=None, labelAnchor="start", labelFontWeight="bold", labelOrient="top", labelPadding=6)
    chart = (marks + numbers).properties(width=width, height=alt.Step(23))
    return _drawn(chart.facet(row=alt.Row("group:N", sort=groups, header=header), spacing=14))


@dataclass(frozen=True)
class Span:
    """A rate between its bounds, each from 0 to 1; None when withheld."""

    group: str
    least: float | None
    value: float | None
    most: float | None
    label: str


def spans(each: Sequence[Span], width: int = 430) -> str:
    """A dot for each rate, and a line from the least to the most that is possible."""
    import altair as alt

    values = [
        {
            "group": span.group, "least": _or(span.least, span.value), "value": span.value,
            "most": _or(span.most, span.value), "label": span.label,
        }
        for span in each
    ]  # fmt: skip
    base = alt.Chart(_data(values)).encode(
        y=alt.Y(
            "group:N", sort=_once([span.group for span in each]), title=None, axis=_labels(grid=True, gridColor=RULE)
        )
    )
    axis = alt.Axis(format=".0%", title=None, grid=False, tickCount=5, domain=True, ticks=True)
    x = alt.X("value:Q", axis=axis, scale=alt.Scale(domain=[0, 1]))
    lines = base.mark_rule(color=MARK, strokeWidth=3).encode(x=alt.X("least:Q", axis=axis), x2="most:Q")
    dots = base.mark_point(filled=True, fill=MARK, stroke=PAPER, strokeWidth=1, size=110, opacity=1).encode(x=x)
    numbers = base.mark_text(align="left", color=INK).encode(x=alt.value(width + 14), text="label:N")
    return _drawn((lines + dots + numbers).properties(width=width, height=alt.Step(28)))


def _or(first: float | None, second: float | None) -> float | None:
    return second if first is None else first


def _labels(**options: Any) -> Any:
    import altair as alt

    return alt.Axis(**{"domain": False, "ticks": False, "labelPadding": 8, "labelLimit": 240, "grid": False, **options})


def _drawn(chart: Any) -> str:
    """The SVG of a chart, as it is on paper."""
    import vl_convert

    text = {"font": FONT, "fontSize": SIZE}
    labels = {"labelFont": FONT, "labelFontSize": SIZE, "labelColor": INK}
    shown = chart.configure(background="transparent", font=FONT, padding=PADDING)
    shown = shown.configure_view(stroke=None).configure_text(**text)
    shown = shown.configure_axis(**labels, domainColor=RULE, tickColor=RULE)
    shown = shown.configure_legend(labelFont=FONT, labelFontSize=SIZE, labelColor=INK, symbolStrokeWidth=1.2)
    shown = shown.configure_header(**labels)
    svg = vl_convert.vegalite_to_svg(shown.to_dict(), allowed_base_urls=[])
    assert isinstance(svg, str)
    return svg


def for_paper(svg: str) -> bytes:
    """A drawing without what is meant for screen readers: on paper its description is set beside it."""
    return _written(_bare(ElementTree.fromstring(svg))).encode()


def for_page(svg: str, name: str, title: str, description: str) -> str:
    """A drawing to be put into a page: with title and description, its colors those of the page, its ids its own."""
    root = _bare(ElementTree.fromstring(svg))
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-description")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        told = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{'title' if tag == 'title' else 'description'}"})
        told.text = text
        root.insert(place, told)
    for element in root.iter():
        for key, value in element.attrib.items():
            if value in _VARIABLES:
                element.set(key, f"var({_VARIABLES[value]}, {value})")
            elif key == "font-family":
                element.set(key, _FAMILIES)
            elif "url(#" in value:
                element.set(key, value.replace("url(#", f"url(#{name}-"))
            elif key == "id" and not value.startswith(f"{name}-"):
                element.set(key, f"{name}-{value}")
    return _written(root)


def _bare(root: ElementTree.Element) -> ElementTree.Element:
    """Without the roles and labels of each mark, which would only repeat the table."""
    for element in root.iter():
        for key in [key for key in element.attrib if key == "role" or key.startswith("aria-") or key == "class"]:
            del element.attrib[key]
    return root


def _written(root: ElementTree.Element) -> str:
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(root, encoding="unicode")

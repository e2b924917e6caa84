"""Charts, drawn as SVG by the server: no script, no style within. Each stands beside a table that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from vacatur.web import wording

_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4", "12 4")
"""Lines differ by more than color."""

_STEPS = (4, 8, 12, 16, 20, 40, 60, 80)
"""Tops of a scale of four steps that read well, and these times ten, a hundred, and so on."""


class _Drawing:
    """Shapes and words, one after another."""

    def __init__(self) -> None:
        self._parts: list[Markup] = []

    def add(self, shape: str, *, text: str | None = None, **attributes: object) -> None:
        """One shape; an attribute's name may hold _ for -, and end with one."""
        named = ((name.strip("_").replace("_", "-"), value) for name, value in attributes.items() if value != "")
        shown = Markup(" ").join(
            Markup('{}="{}"').format(Markup(name), f"{value:.1f}" if isinstance(value, float) else value)
            for name, value in named
        )
        self._parts.append(Markup("<{0} {1}>{2}</{0}>").format(Markup(shape), shown, text or ""))

    def svg(self, width: float, height: float, label: str) -> Markup:
        """All of it. `label` says what it shows, to who does not see it."""
        frame = Markup('<svg class="chart" role="img" aria-label="{0}" viewBox="0 0 {1} {2}" width="{1}" height="{2}">')
        return frame.format(label, round(width), round(height)) + Markup("").join(self._parts) + Markup("</svg>")


def stacked(bars: Sequence[tuple[str, Mapping[str, int]]], order: Sequence[str], label: str) -> Markup:
    """Horizontal bars, one a row, on one scale.

    Args:
        bars: the words before each bar, and its parts.
        order: the parts from left to right; each has a color of its name (`fill-NAME`).
        label: what the chart shows.
    """
    most = max((sum(parts.values()) for _, parts in bars), default=0) or 1
    left, width, height, step = 130, 400, 20, 30
    drawing = _Drawing()
    for place, (words, parts) in enumerate(bars):
        top, at = 4 + place * step, float(left)
        drawing.add("text", text=words, x=left - 8, y=top + 14, text_anchor="end")
        for name in order:
            long = width * parts.get(name, 0) / most
            if long:
                drawing.add("rect", x=at, y=top, width=max(long - 0.7, 0.5), height=height, class_=f"fill-{name}")
            at += long
    return drawing.svg(left + width + 4, 8 + len(bars) * step, label)


def lines(
    xs: Sequence[int],
    series: Mapping[str, Sequence[int]],
    *,
    names: Mapping[str, str],
    now: int | None,
    label: str,
) -> Markup:
    """Lines over a parameter.

    Args:
        xs: values of the parameter, in order.
        series: numbers for each value; each has a color of its name (`line-NAME`).
        names: the words beside each line.
        now: the value in force, marked.
        label: what the chart shows.
    """
    left, top, width, height = 60, 16, 370, 200
    most = _top(max((max(each) for each in series.values()), default=0))
    first, last = xs[0], xs[-1]

    def x(value: float) -> float:
        return left + width * (value - first) / max(last - first, 1)

    def y(value: float) -> float:
        return top + height * (1 - value / most)

    drawing = _Drawing()
    for value in range(0, most + 1, most // 4):
        drawing.add("line", x1=left, x2=left + width, y1=y(value), y2=y(value), class_="grid")
        drawing.add("text", text=wording.number(value), x=left - 6, y=y(value) + 4, text_anchor="end", class_="soft")
    for value in xs[:: (len(xs) - 1) // 7 + 1]:
        drawing.add("text", text=str(value), x=x(value), y=top + height + 17, text_anchor="middle", class_="soft")
    if now is not None and first <= now <= last:
        drawing.add("line", x1=x(now), x2=x(now), y1=top, y2=top + height, class_="axis", stroke_width=1.5)
        drawing.add("text", text=str(now), x=x(now), y=top - 4, text_anchor="middle")
    ends = _apart([(y(numbers[-1]) + 4, name) for name, numbers in series.items()])
    for (name, numbers), dashes in zip(series.items(), _DASHES, strict=False):
        path = " ".join(f"{x(at):.1f},{y(number):.1f}" for at, number in zip(xs, numbers, strict=True))
        drawing.add(
            "polyline", points=path, fill="none", stroke_width=2.2, stroke_dasharray=dashes, class_=f"line-{name}"
        )
        drawing.add("text", text=names[name], x=left + width + 6, y=ends[name])
    return drawing.svg(left + width + 100, top + height + 24, label)


def _top(value: int) -> int:
    """The least number at or above this one that reads well at the top of a scale."""
    size = 1
    while True:
        for step in _STEPS:
            if step * size >= value:
                return step * size
        size *= 10


def _apart(places: Sequence[tuple[float, str]], least: float = 13) -> dict[str, float]:
    """Heights of words, moved apart where they would overlap."""
    found: dict[str, float] = {}
    previous = float("-inf")
    for height, name in sorted(places):
        previous = max(height, previous + least)
        found[name] = previous
    return found

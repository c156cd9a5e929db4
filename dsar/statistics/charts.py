"""Charts as numbers: where each bar, line and word stands. Templates draw them as SVG with a table beneath.

The unit is the unit of the drawing; its ground is at the bottom. Colours are names of series, given by the stylesheet
on screen (light and dark) and as plain attributes on paper.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dsar.web.drawing import Word

WIDTH, HEIGHT = 960, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 14, 34
# Colours on paper, where no token is known; the first letters of a series' name choose on screen.
PAPER = {
    "good": "#0f4c5c",
    "late": "#9c1330",
    "ended": "#d8dee4",
    "open": "#737f8b",
    "received": "#737f8b",
    "finished": "#0f4c5c",
    "level": "#c2410c",
}


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers under one name; `kind` is a key of PAPER."""

    kind: str
    label: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar or a part of one."""

    kind: str
    paper: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, as the attribute "points" wants them."""

    kind: str
    paper: str
    points: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything a template needs to draw. `title` and `desc` are read to those who do not see it."""

    id: str
    title: str
    desc: str
    rects: tuple[Rect, ...]
    lines: tuple[Line, ...]
    grid: tuple[float, ...]
    words: tuple[Word, ...]
    legend: tuple[tuple[str, str, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def stacked(chart_id: str, title: str, desc: str, labels: Sequence[str], series: Sequence[Series]) -> Chart:
    """Bars of which each is stacked from the series, the first at the ground."""
    totals = [sum(one.values[place] for one in series) for place in range(len(labels))]
    scale = _Scale(max(totals, default=0), len(labels))
    rects, words = [], []
    for place, label in enumerate(labels):
        ground = 0
        for one in series:
            value = one.values[place]
            if value:
                rects.append(_rect(one, scale, place, ground, value, 0.58, 0.21))
            ground += value
        if totals[place]:
            words.append(Word(str(totals[place]), scale.middle(place), scale.y(totals[place]) - 5))
        words.append(Word(label, scale.middle(place), HEIGHT - 12))
    return _chart(chart_id, title, desc, scale, rects, [], words, series)


def flow(chart_id: str, title: str, desc: str, labels: Sequence[str], pairs: Sequence[Series], level: Series) -> Chart:
    """Pairs of bars beside each other, and a line over them for the level."""
    highest = max([*level.values, *(value for one in pairs for value in one.values), 0])
    scale = _Scale(highest, len(labels))
    rects = [
        _rect(one, scale, place, 0, one.values[place], 0.32, 0.16 + number * 0.34)
        for place in range(len(labels))
        for number, one in enumerate(pairs)
        if one.values[place]
    ]
    points = " ".join(f"{scale.middle(place):.1f},{scale.y(value):.1f}" for place, value in enumerate(level.values))
    every = max(1, math.ceil(len(labels) / 14))
    words = [Word(label, scale.middle(place), HEIGHT - 12) for place, label in enumerate(labels) if place % every == 0]
    line = Line(level.kind, PAPER[level.kind], points)
    return _chart(chart_id, title, desc, scale, rects, [line] if points else [], words, [*pairs, level])


class _Scale:
    def __init__(self, highest: int, places: int) -> None:
        self.step = _step(highest)
        self.top = max(self.step, math.ceil(highest / self.step) * self.step)
        self.band = (WIDTH - LEFT - RIGHT) / max(places, 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - value * (HEIGHT - TOP - BOTTOM) / self.top, 1)

    def middle(self, place: int) -> float:
        return round(LEFT + (place + 0.5) * self.band, 1)

    def marks(self) -> range:
        return range(0, self.top + 1, self.step)


def _step(highest: int) -> int:
    """A round distance of grid lines: at most five lines."""
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000):
        if highest <= step * 4:
            return step
    return math.ceil(highest / 4 / 1000) * 1000


def _rect(one: Series, scale: _Scale, place: int, ground: int, value: int, width: float, shift: float) -> Rect:
    top, bottom = scale.y(ground + value), scale.y(ground)
    left = LEFT + place * scale.band + shift * scale.band
    return Rect(one.kind, PAPER[one.kind], round(left, 1), top, round(scale.band * width, 1), round(bottom - top, 1))


def _chart(
    chart_id: str,
    title: str,
    desc: str,
    scale: _Scale,
    rects: list[Rect],
    lines: list[Line],
    words: list[Word],
    series: Sequence[Series],
) -> Chart:
    axis = [Word(str(mark), LEFT - 8, scale.y(mark) + 4, "end") for mark in scale.marks()]
    return Chart(
        id=chart_id,
        title=title,
        desc=desc,
        rects=tuple(rects),
        lines=tuple(lines),
        grid=tuple(scale.y(mark) for mark in scale.marks()),
        words=(*axis, *words),
        legend=tuple((one.kind, one.label, PAPER[one.kind]) for one in series),
    )

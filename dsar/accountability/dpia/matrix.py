"""The picture of the risks: a 4 × 4 matrix in which every risk moves from where it stands to where measures bring it.

Numbers only: templates draw it as SVG, with the table of the same risks beside it. A risk is a ring with its number
before and a disc after measures, joined by an arrow, so that nothing is told by colour alone; every field also names
its level.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dsar.accountability.dpia.paper_words import Tell, as_read
from dsar.accountability.dpia.rules import LEVEL_WORDS, MOST, Place, Standing
from dsar.accountability.dpia.vocabulary import LIKELIHOOD, SEVERITY
from dsar.foundation.words import Words as _
from dsar.web.drawing import Word

LEFT, TOP, FIELD_WIDTH, FIELD_HEIGHT = 124, 10, 144, 92
WIDTH = LEFT + MOST * FIELD_WIDTH + 8
HEIGHT = TOP + MOST * FIELD_HEIGHT + 62
RADIUS = 13
_GAP = 7
# Colours on paper, where no token is known.
PAPER = {"low": "#e1f4ea", "medium": "#e6effc", "high": "#ffe3b0", "very_high": "#fbd0d7"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the matrix with the name of its level."""

    level: str
    words: str
    paper: str
    x: int
    y: int
    width: int = FIELD_WIDTH
    height: int = FIELD_HEIGHT


@dataclass(frozen=True, slots=True)
class Mark:
    """A risk at its place; `kind` is "before" (ring) or "after" (disc)."""

    id: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """The way of a risk from one place to the other, with the three points of its head."""

    x1: float
    y1: float
    x2: float
    y2: float
    head: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Everything that a template needs to draw; `desc` tells it to who does not see it."""

    title: str
    desc: str
    fields: tuple[Field, ...]
    arrows: tuple[Arrow, ...]
    marks: tuple[Mark, ...]
    words: tuple[Word, ...]
    width: int = WIDTH
    height: int = HEIGHT
    radius: int = RADIUS


def matrix(standings: Sequence[Standing], tell: Tell = as_read) -> Matrix:
    """The picture of these risks, its words by `tell`; those that nobody has rated are not in it."""
    rated = [one for one in standings if one.before and one.after]
    spots = _spots(rated)
    marks = [Mark(name, kind, x, y) for (name, kind), (x, y) in spots.items()]
    arrows = [
        _arrow(spots[one.risk.id, "before"], spots[one.risk.id, "after"]) for one in rated if one.before != one.after
    ]
    return Matrix(
        title=tell(_("Risks before and after measures")),
        desc=" ".join(_told(one, tell) for one in rated) or tell(_("No risk is rated yet.")),
        fields=tuple(_fields(tell)),
        arrows=tuple(arrows),
        marks=tuple(marks),
        words=tuple(_axes(tell)),
    )


def _told(one: Standing, tell: Tell) -> str:
    if one.before is None or one.after is None:
        return ""
    start, end = (
        f"{tell(SEVERITY[p.severity].name).lower()}, {tell(LIKELIHOOD[p.likelihood].name).lower()}" for p in _both(one)
    )
    was, becomes = (tell(LEVEL_WORDS[place.level]).lower() for place in _both(one))
    if one.before == one.after:
        return tell(_("{id}: {start} ({levels}), not lowered.")).format(id=one.risk.id, start=start, levels=was)
    words = tell(_("{id}: from {start} to {end} ({was} to {becomes})."))
    return words.format(id=one.risk.id, start=start, end=end, was=was, becomes=becomes)


def _both(one: Standing) -> list[Place]:
    return [place for place in (one.before, one.after) if place is not None]


def _corner(place: Place) -> tuple[int, int]:
    return LEFT + (place.severity - 1) * FIELD_WIDTH, TOP + (MOST - place.likelihood) * FIELD_HEIGHT


def _fields(tell: Tell) -> list[Field]:
    places = [Place(likelihood, severity) for likelihood in range(MOST, 0, -1) for severity in range(1, MOST + 1)]
    return [Field(place.level, tell(LEVEL_WORDS[place.level]), PAPER[place.level], *_corner(place)) for place in places]


def _spots(rated: Sequence[Standing]) -> dict[tuple[str, str], tuple[float, float]]:
    """Where each ring and disc stands: a risk has a line of its own in every column, so that no way hides a mark."""
    columns: dict[int, list[str]] = {}
    for one in rated:
        for severity in {place.severity for place in _both(one)}:
            columns.setdefault(severity, []).append(one.risk.id)
    room = FIELD_WIDTH - 2 * RADIUS - 2 * _GAP
    spots: dict[tuple[str, str], tuple[float, float]] = {}
    for one in rated:
        for kind, place in (("before", one.before), ("after", one.after)):
            if place is None:
                continue
            crowd = columns[place.severity]
            pitch = min(2 * RADIUS + _GAP, room / max(len(crowd) - 1, 1))
            left, top = _corner(place)
            rows_up = 1 if kind == "after" else 2
            y = top + FIELD_HEIGHT - rows_up * (2 * RADIUS + _GAP) + RADIUS
            spots[one.risk.id, kind] = (round(left + RADIUS + _GAP + crowd.index(one.risk.id) * pitch, 1), y)
    return spots


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> Arrow:
    """From the rim of one mark to the rim of the other."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = max((across**2 + down**2) ** 0.5, 1.0)
    ux, uy = across / length, down / length
    x1, y1 = start[0] + ux * RADIUS, start[1] + uy * RADIUS
    x2, y2 = end[0] - ux * (RADIUS + 2), end[1] - uy * (RADIUS + 2)
    wings = [(x2 - 8 * ux - 4 * uy, y2 - 8 * uy + 4 * ux), (x2 - 8 * ux + 4 * uy, y2 - 8 * uy - 4 * ux)]
    head = " ".join(f"{x:.1f},{y:.1f}" for x, y in [(x2, y2), *wings])
    return Arrow(round(x1, 1), round(y1, 1), round(x2, 1), round(y2, 1), head)


def _axes(tell: Tell) -> list[Word]:
    bottom = TOP + MOST * FIELD_HEIGHT
    found = [
        Word(f"{step} {tell(SEVERITY[step].name)}", LEFT + (step - 0.5) * FIELD_WIDTH, bottom + 20) for step in SEVERITY
    ]
    found += [
        Word(f"{step} {tell(LIKELIHOOD[step].name)}", LEFT - 8, TOP + (MOST - step + 0.5) * FIELD_HEIGHT + 4, "end")
        for step in LIKELIHOOD
    ]
    found.append(Word(tell(_("Severity for people →")), LEFT + MOST * FIELD_WIDTH / 2, bottom + 46))
    found.append(Word(tell(_("↑ Likelihood")), 4, bottom + 46, "start"))
    return found

"""The table of moves of a right as a drawing: boxes and lines with their places, made from what is enforced.

Places are in the units of the drawing's viewBox; the template only writes them down.
"""

import textwrap
from dataclasses import dataclass

from dsar.cases.lifecycle import Move, RightPath, Transition
from dsar.cases.vocabulary import Stage

PITCH, BOX, HIGH = 180, 124, 46
LEFT, TOP, BAR = 8, 128, 262
GATES_A_LINE, LINE_HIGH = 2, 13
LETTERS_A_LINE = 16
Places = dict[str, int]
HEIGHT = BAR + HIGH + 8


@dataclass(frozen=True, slots=True)
class Box:
    """A stage; `lines` are its words as they fit into it."""

    words: str
    x: int
    y: int
    width: int
    middle: int
    lines: tuple["Words", ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words: the gates of a move."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Path:
    """A move: `kind` is "on", "back" or "out"; `tip` the points of its arrow head."""

    kind: str
    line: str
    tip: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is drawn, and the ends of the bar of endings."""

    boxes: list[Box]
    paths: list[Path]
    gates: list[Words]
    bar: Box
    width: int
    height: int = HEIGHT
    box_height: int = HIGH


def stages_of(way: RightPath) -> list[Stage]:
    """The stages that a case about this right goes through: those that a move leads to."""
    reached = {row.target for row in way.rows}
    return [stage for stage in Stage if stage in reached]


def drawing(way: RightPath) -> Drawing:
    """The way of a right as it is enforced."""
    stages = stages_of(way)
    places: Places = {stage.value: place for place, stage in enumerate(stages)}
    boxes = [_box(str(way.stages.get(stage, stage.label)), _left(i)) for i, stage in enumerate(stages)]
    paths: list[Path] = []
    gates: list[Words] = []
    for row in way.rows:
        for source in row.sources:
            if source in places and row.target in places:
                paths += _path(row, places, source)
                gates += _gates(row, places, source)
    ending = _left(0), _left(len(stages) - 2) + BOX
    bar = Box("", ending[0], BAR, ending[1] - ending[0], (ending[0] + ending[1]) // 2, ())
    width = LEFT * 2 + PITCH * (len(stages) - 1) + BOX
    return Drawing(boxes, list(dict.fromkeys(paths)), list(dict.fromkeys(gates)), bar, width)


def _box(words: str, left: int) -> Box:
    middle = left + BOX // 2
    parts = textwrap.wrap(words, LETTERS_A_LINE) or [""]
    first = TOP + HIGH // 2 + 5 - 8 * (len(parts) - 1)
    lines = tuple(Words(part, middle, first + 16 * number) for number, part in enumerate(parts))
    return Box(words, left, TOP, BOX, middle, lines)


def endings(way: RightPath) -> list[Move]:
    """The moves that end a case without an answer, in the order of the table."""
    return list(
        dict.fromkeys(row.move for row in way.rows if row.target == Stage.CLOSED and row.move is not Move.CLOSE)
    )


def _left(place: int) -> int:
    return LEFT + PITCH * place


def _path(row: Transition, places: Places, source: str) -> list[Path]:
    start, end = places[source], places[row.target]
    middle = TOP + HIGH // 2
    if row.target == Stage.CLOSED and row.move is not Move.CLOSE:
        x = _left(start) + BOX // 2
        return [Path("out", f"M {x} {TOP + HIGH} V {BAR - 8}", f"{x - 4},{BAR - 8} {x + 4},{BAR - 8} {x},{BAR}")]
    if end == start + 1:
        x, to = _left(start) + BOX, _left(end)
        return [Path("on", f"M {x} {middle} H {to - 8}", f"{to - 8},{middle - 5} {to - 8},{middle + 5} {to},{middle}")]
    if end == start - 1 and row.move is Move.BACK:
        return [_arc("back", _left(start) + 30, _left(end) + BOX - 30, TOP + HIGH, 34)]
    kind = "on" if end > start else "back"
    return [_arc(kind, _left(start) + BOX // 2, _left(end) + BOX // 2, TOP, -34 - 16 * abs(end - start))]


def _arc(kind: str, x: int, to: int, y: int, bend: int) -> Path:
    near = 8 if bend > 0 else -8
    line = f"M {x} {y} C {x} {y + bend}, {to} {y + bend}, {to} {y + near}"
    return Path(kind, line, f"{to - 4},{y + near} {to + 4},{y + near} {to},{y}")


def _gates(row: Transition, places: Places, source: str) -> list[Words]:
    """The gates of a move to the next stage, above its arrow; the others stand in the table below."""
    start = places[source]
    if places[row.target] != start + 1 or (row.move is Move.ASK_IDENTITY and source != Stage.TRIAGE):
        return []
    middle = _left(start) + BOX + (PITCH - BOX) // 2
    lines = [row.gates[i : i + GATES_A_LINE] for i in range(0, len(row.gates), GATES_A_LINE)]
    return [
        Words(" ".join(line), middle, TOP + HIGH // 2 - 8 - LINE_HIGH * (len(lines) - 1 - number))
        for number, line in enumerate(lines)
    ]

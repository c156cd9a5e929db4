"""The table of moves as a drawing: boxes and lines with their places, made from the table that is enforced.

Places are in the units of the drawing's viewBox; the template only writes them down.
"""

from dataclasses import dataclass

from dsar.cases.lifecycle import TABLE, Move, Transition
from dsar.cases.vocabulary import Stage

PITCH, BOX, HIGH = 180, 124, 46
LEFT, TOP, BAR = 8, 128, 262
GATES_A_LINE, LINE_HIGH = 2, 13
WIDTH = LEFT * 2 + PITCH * (len(Stage.values) - 1) + BOX
HEIGHT = BAR + HIGH + 8


@dataclass(frozen=True, slots=True)
class Box:
    """A stage."""

    words: str
    x: int
    y: int
    width: int
    middle: int


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
    width: int = WIDTH
    height: int = HEIGHT
    box_height: int = HIGH


def drawing() -> Drawing:
    """The lifecycle as it is enforced."""
    boxes = [Box(str(Stage(stage).label), _left(i), TOP, BOX, _left(i) + BOX // 2) for i, stage in enumerate(Stage)]
    paths: list[Path] = []
    gates: list[Words] = []
    for row in TABLE:
        for source in row.sources:
            if source in Stage.values and row.target in Stage.values:
                paths += _path(row, source)
                gates += _gates(row, source)
    ending = _left(0), _left(len(Stage.values) - 2) + BOX
    bar = Box("", ending[0], BAR, ending[1] - ending[0], (ending[0] + ending[1]) // 2)
    return Drawing(boxes, list(dict.fromkeys(paths)), gates, bar)


def endings() -> list[Move]:
    """The moves that end a case without an answer, in the order of the table."""
    return list(dict.fromkeys(row.move for row in TABLE if row.target == Stage.CLOSED and row.move is not Move.CLOSE))


def _place(stage: str) -> int:
    return Stage.values.index(stage)


def _left(place: int) -> int:
    return LEFT + PITCH * place


def _path(row: Transition, source: str) -> list[Path]:
    start, end = _place(source), _place(row.target)
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


def _gates(row: Transition, source: str) -> list[Words]:
    """The gates of a move to the next stage, above its arrow; the others stand in the table below."""
    start = _place(source)
    if _place(row.target) != start + 1 or (row.move is Move.ASK_IDENTITY and source != Stage.TRIAGE):
        return []
    middle = _left(start) + BOX + (PITCH - BOX) // 2
    lines = [row.gates[i : i + GATES_A_LINE] for i in range(0, len(row.gates), GATES_A_LINE)]
    return [
        Words(" ".join(line), middle, TOP + HIGH // 2 - 8 - LINE_HIGH * (len(lines) - 1 - number))
        for number, line in enumerate(lines)
    ]

"""The way of a case by the right that it asks for: access has the table, other rights may register rows of their own.

Pure. A right that nobody registered goes the way of access, so that no case is without a table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsar.cases.lifecycle.gates import RULES, Gate
from dsar.cases.lifecycle.table import TABLE, Move, Transition


@dataclass(frozen=True, slots=True)
class RightPath:
    """How a case about one right goes from receipt to its end.

    Attributes:
        right: the right (dsar.cases.vocabulary.RightAsked).
        rows: its table of moves.
        gates: the gates of its own that stand in the rows, beside G1 to G31.
        considered: the gates that show that everything was looked at before all of it is refused.
        without: rooms that have no part in it ("search", "review"): neither their cards nor their acts are shown.
        tabs: routes of case pages that lead nowhere for this right.
        words: what a move is called here, where the common words would mislead.
        by_hand: moves that the hallway offers on the case page; the others belong to the page of a room.
        stages: what a stage is called here, where the common word would mislead.
        told, told_next: what the person reads on the status page, by stage: where it stands, and what comes next.
    """

    right: str
    rows: tuple[Transition, ...]
    gates: tuple[Gate, ...] = ()
    considered: tuple[str, ...] = ("G9", "G10", "G11")
    without: frozenset[str] = frozenset()
    tabs: frozenset[str] = frozenset()
    by_hand: tuple[Move, ...] = (Move.START_SEARCH, Move.START_REVIEW, Move.TO_SIGN_OFF)
    words: Mapping[Move, object] = field(default_factory=dict)
    stages: Mapping[str, object] = field(default_factory=dict)
    told: Mapping[str, object] = field(default_factory=dict)
    told_next: Mapping[str, object] = field(default_factory=dict)


ACCESS = RightPath("access", TABLE)
_paths: dict[str, RightPath] = {ACCESS.right: ACCESS}


def register_path(path: RightPath) -> None:
    """Give a right a way of its own.

    Raises:
        ValueError: the right has another one, or a gate of its own has the name of a common one.
    """
    if _paths.setdefault(path.right, path) is not path:
        message = f"the right {path.right} has two ways"
        raise ValueError(message)
    if taken := [gate.id for gate in path.gates if gate.id in RULES]:
        message = f"gates named twice: {', '.join(taken)}"
        raise ValueError(message)


def path_of(right: str) -> RightPath:
    """The way of a right; that of access where it has none of its own."""
    return _paths.get(right, ACCESS)


def paths() -> tuple[RightPath, ...]:
    """Every way, that of access first."""
    return tuple(_paths.values())


def gate_rule(name: str) -> Gate:
    """What a gate asks for, whichever way it stands on. Raises KeyError."""
    own = {gate.id: gate for path in _paths.values() for gate in path.gates}
    return RULES[name] if name in RULES else own[name]


def transition(move: Move, stage: str, right: str = ACCESS.right) -> Transition | None:
    """The row for this move from this stage; None where the table of the right has none."""
    return next((row for row in path_of(right).rows if row.move is move and stage in row.sources), None)


def moves_from(stage: str, right: str = ACCESS.right) -> tuple[Transition, ...]:
    """All rows that start at this stage."""
    return tuple(row for row in path_of(right).rows if stage in row.sources)


def gates_of(move: Move, stage: str, right: str = ACCESS.right) -> tuple[str, ...]:
    """The gates of this move from this stage; none where the table has no such move."""
    row = transition(move, stage, right)
    return row.gates if row is not None else ()

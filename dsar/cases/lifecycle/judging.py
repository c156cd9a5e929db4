"""Whether a move is open: judged by the table alone, from the stage, the acts that the person may do, and the facts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from dsar.cases.lifecycle.paths import ACCESS, transition
from dsar.cases.lifecycle.table import NOBODY, Move, Transition

NO_ROW, NOT_PERMITTED = "no_such_transition", "not_permitted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the table says of a move.

    `refused_by` is empty where the move is open; else the name of the first gate that is not met, or NO_ROW where the
    table has no such move, or NOT_PERMITTED where this person's acts do not hold it. `unmet` has every unmet gate.
    """

    row: Transition | None
    refused_by: str = ""
    unmet: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the move may be done."""
        return not self.refused_by


def judge(
    move: Move,
    stage: str,
    *,
    acts: Collection[str] | None,
    is_met: Callable[[str], bool],
    right: str = ACCESS.right,
) -> Verdict:
    """Whether `move` is open from `stage`.

    Args:
        move: the act.
        stage: where the case is.
        acts: the kinds of acts that the person may do on this case; None for an act of the system or the requester.
        is_met: tells of a gate, by name, whether it is met; a gate that nobody knows is not met.
        right: what the case asks for; each right has its own table.
    """
    row = transition(move, stage, right)
    if row is None:
        return Verdict(None, NO_ROW)
    if acts is not None and (row.act == NOBODY or row.act not in acts):
        return Verdict(row, NOT_PERMITTED)
    unmet = tuple(gate for gate in row.gates if not is_met(gate))
    return Verdict(row, unmet[0] if unmet else "", unmet)

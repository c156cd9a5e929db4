"""The rights that are decided: each room says here what it wants, what is undone, whom to tell, which letter goes.

Rooms call `register_right` in their module when dsar.config.rooms imports them; the way through the lifecycle
(decision → answered → closed) is registered with it, where the right has no other one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from dsar.cases.lifecycle import TABLE, Gate, Move, RightPath, Transition, register_path
from dsar.cases.models import Case
from dsar.cases.registry import register_tab
from dsar.cases.vocabulary import Stage
from dsar.foundation.words import Words
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions.models import RightDecision
from dsar.rights.decisions.told_words import TOLD_NEXT, TOLD_NOW

DECIDED, CARRIED_OUT, TOLD = "D1", "D2", "D3"
GATES = (
    Gate(
        DECIDED,
        Words("The right is decided with ground and reasons; what is refused is agreed by a second person"),
        "GDPR Art. 12(3), 12(4), 24",
    ),
    Gate(CARRIED_OUT, Words("What was decided is carried out, and shown system by system"), "GDPR Art. 5(2), 12(3)"),
    Gate(TOLD, Words("The recipients of the data are told, or it is written why not"), "GDPR Art. 19"),
)
OWN_MOVES = (Move.START_SEARCH, Move.START_REVIEW, Move.TO_SIGN_OFF, Move.APPROVE, Move.SEND, Move.CLOSE)
# A right that is decided is neither searched for as a whole, nor signed off and delivered as a package.
WITHOUT = frozenset({"commissioning", "search", "review", "redaction", "response", "delivery"})


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """The letter that answers a decision: its code in dsar.notices.catalogue, and what it is told besides the frame."""

    code: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RightRoom:
    """What the room of a right knows; every callable gives the reason in words, "" where nothing stands in the way.

    Attributes:
        right: dsar.cases.vocabulary.RightAsked.
        page: route of the room's page on a case.
        title: of the tab and the card.
        undecidable: what must be there before this outcome may be decided (the room's own facts).
        undone: what is decided and not carried out yet; asked for what is granted, in full or in part.
        untold: which recipients wait to be told; likewise.
        letter: the answer to the person.
        decided: called in the transaction in which a decision takes effect.
        keeps: why a decision cannot be taken back before the answer; none: it always can.
        scope: the activities of the register that the case is about; none: every one of the controller.
    """

    right: str
    page: str
    title: Any
    undecidable: Callable[[Case, str], str]
    undone: Callable[[Case], str]
    untold: Callable[[Case], str]
    letter: Callable[[Case, RightDecision], LetterOrder]
    decided: Callable[[Case, RightDecision], None] | None = None
    scope: Callable[[Case], Sequence[ProcessingActivity]] | None = None
    keeps: Callable[[Case], str] | None = None


_rooms: dict[str, RightRoom] = {}
_with_own_way: set[str] = set()


def register_right(room: RightRoom, *, has_way: bool = False) -> None:
    """Name the room of a right; with `has_way` it has registered its own way through the lifecycle.

    Raises:
        ValueError: the right has another room.
    """
    if _rooms.setdefault(room.right, room) is not room:
        message = f"the right {room.right} has two rooms"
        raise ValueError(message)
    if has_way:
        _with_own_way.add(room.right)
    else:
        register_path(path_for(room.right))
        register_tab(room.right, room.title, room.page, "dsar:case-right-")


def decided_room_of(case: Case) -> RightRoom | None:
    """The room of a right that goes the common way; one with a way of its own has cards and acts of its own."""
    return None if case.right in _with_own_way else room_of(case)


def room_of(case: Case) -> RightRoom | None:
    """The room of the right that the case is about; None for access."""
    return _rooms.get(case.right)


def path_for(right: str) -> RightPath:
    """The way of a right that is decided: identity, decision, answer, recipients; the endings are those of access."""
    return RightPath(
        right=right,
        rows=(*_ROWS, *(row for row in map(_as_decided, TABLE) if row is not None)),
        gates=GATES,
        considered=(),
        without=WITHOUT,
        tabs=frozenset({"dsar:case-search", "dsar:case-review", "dsar:case-sign-off", "dsar:case-delivery"}),
        by_hand=(Move.START_REVIEW,),
        words={Move.START_REVIEW: _("Start the decision"), Move.SEND: _("Answer the person")},
        stages={Stage.REVIEW: _("Decision"), Stage.SENT: _("Answered")},
        told=TOLD_NOW,
        told_next=TOLD_NEXT,
    )  # fmt: skip


_ROWS = (
    Transition(
        Move.START_REVIEW, ("triage", "identity", "search"), "review", "case.work", ("G2", "G3", "G6"),
        "GDPR Art. 12(2), 12(6)",
    ),
    Transition(Move.SEND, ("review",), "sent", "case.work", (DECIDED, CARRIED_OUT), "GDPR Art. 12(3), 12(4)"),
    Transition(Move.CLOSE, ("sent",), "closed", "case.work", (TOLD,), "GDPR Art. 5(2), 19"),
    Transition(Move.BACK, ("review",), "identity", "case.work"),
)  # fmt: skip


def _as_decided(row: Transition) -> Transition | None:
    """A row of the common table as far as it fits: what leads into search or packages, and steps back to them, do not.

    A refusal is a decision like any other here (D1), so that nobody closes such a case past the register.
    """
    if row.move in (*OWN_MOVES, Move.REFUSE) or (row.move is Move.BACK and row.sources != ("identity",)):
        return None
    return row

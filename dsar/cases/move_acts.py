"""The moves of the table as acts of a case page: open ones with their address, the others with each gate's reason."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.access.rules import Act
from dsar.cases.lifecycle import Move, Transition, moves_from, path_of, transition
from dsar.cases.models import Case
from dsar.cases.registry import NextAct
from dsar.cases.services import unmet_gates

MOVE_WORDS: dict[Move, Any] = {
    Move.REGISTER: gettext_lazy("Log the request"),
    Move.ASK_IDENTITY: gettext_lazy("Ask for proof of ID or authority"),
    Move.START_SEARCH: gettext_lazy("Start searching"),
    Move.START_REVIEW: gettext_lazy("Start the review"),
    Move.TO_SIGN_OFF: gettext_lazy("Pass to sign-off"),
    Move.APPROVE: gettext_lazy("Approve the package"),
    Move.SEND: gettext_lazy("Send the response"),
    Move.CLOSE: gettext_lazy("Close the case"),
    Move.REFUSE: gettext_lazy("Refuse the request"),
    Move.WITHDRAW: gettext_lazy("Close: withdrawn"),
    Move.LAPSE: gettext_lazy("Close: no reply"),
    Move.UNIDENTIFIED: gettext_lazy("Close: unable to identify"),
    Move.DUPLICATE: gettext_lazy("Close: duplicate"),
    Move.PASS_ON: gettext_lazy("Close: passed to the controller"),
    Move.BACK: gettext_lazy("Move back a stage"),
    Move.GIVE_BACK: gettext_lazy("Give back what was put forward"),
    Move.REOPEN: gettext_lazy("Reopen"),
    Move.TAKE_UP: gettext_lazy("Take up again"),
    Move.ERASE: gettext_lazy("Erase"),
}
# Moves of a room that the rail shows greyed, with their gates, until the room itself offers them.
_OF_ROOMS = (Move.APPROVE,)


def move_acts(case: Case, can: frozenset[Act]) -> Iterator[NextAct]:
    """The moves that start at the case's stage, for somebody who may do these acts."""
    is_first = True
    path = path_of(case.right)
    for row in moves_from(case.stage, case.right):
        if row.move in path.by_hand and Act.WORK_CASE in can:
            act = _forward(case, row, is_strong=is_first)
            is_first = is_first and not act.url
            yield act
        elif row.move in _OF_ROOMS and "response" not in path.without and (unmet := unmet_gates(case, row.move)):
            yield NextAct(str(MOVE_WORDS[row.move]), reason=reason_of(unmet), gates=tuple(unmet), order=15)
    if Act.WORK_CASE in can and (back := transition(Move.BACK, case.stage, case.right)):
        yield NextAct(str(MOVE_WORDS[back.move]), reverse("dsar:case-back", args=[case.reference]), order=70)


def label_of(move: Move, case: Case) -> str:
    """What the move is called on the page of this case."""
    return str(path_of(case.right).words.get(move, MOVE_WORDS[move]))


def reason_of(unmet: list[Any]) -> str:
    """The reasons of unmet gates as one text, each once."""
    return " ".join(dict.fromkeys(fact.reason for fact in unmet)) or _("A condition is not met.")


def _forward(case: Case, row: Transition, *, is_strong: bool) -> NextAct:
    label = label_of(row.move, case)
    if unmet := unmet_gates(case, row.move):
        return NextAct(label, reason=reason_of(unmet), gates=tuple(unmet), order=10)
    url = reverse("dsar:case-move", args=[case.reference, row.move.value])
    return NextAct(label, url, is_primary=is_strong, order=10, in_header=True)

"""The transition table, pure: from, act, to, who, and the gates that must be met (legal basis in each gate's words)."""

from dataclasses import dataclass
from enum import StrEnum


class Move(StrEnum):
    """Acts that move a case from one stage to another."""

    ASK_IDENTITY = "ask_identity"
    START_SEARCH = "start_search"
    START_REVIEW = "start_review"
    TO_SIGN_OFF = "to_sign_off"
    APPROVE = "approve"
    SEND = "send"
    CLOSE = "close"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    UNIDENTIFIED = "unidentified"
    DUPLICATE = "duplicate"
    BACK = "back"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table. `act` is the kind of act (dsar.access.rules.Act) that a person must be allowed."""

    move: Move
    sources: tuple[str, ...]
    target: str
    act: str
    gates: tuple[str, ...] = ()


_OPEN = ("triage", "identity", "search", "review", "sign_off", "ready")

# What each gate asks for; the number is the one of the legal reference.
GATES: dict[str, str] = {
    "G6": "Identity and authority are decided, with method and date",
    "G8": "A search plan names systems and identifiers",
    "G9": "Every planned system is searched, nil, or left out with a reason",
    "G10": "Every item is classified",
    "G11": "No exemption is waiting for a decision",
    "G12": "Each point of Article 15 has content or a reasoned 'not applicable'",
    "G13": "Every redaction is verified",
    "G14": "The package is approved as it stands, by somebody other than its author, with the DPO's opinion",
    "G15": "The recipient is proved and the package is the approved one",
    "G16": "A refusal names its ground, the reasons and the ways to complain",
    "G21": "Delivery is proved and the retention date is set",
}

TABLE: tuple[Transition, ...] = (
    Transition(Move.ASK_IDENTITY, ("triage", "search", "review"), "identity", "case.work"),
    Transition(Move.START_SEARCH, ("triage", "identity"), "search", "case.work", ("G6", "G8")),
    Transition(Move.START_REVIEW, ("search",), "review", "case.work", ("G9",)),
    Transition(Move.TO_SIGN_OFF, ("review",), "sign_off", "case.work", ("G10", "G11", "G12", "G13")),
    Transition(Move.APPROVE, ("sign_off",), "ready", "case.approve", ("G11", "G13", "G14")),
    Transition(Move.SEND, ("ready",), "sent", "case.work", ("G14", "G15")),
    Transition(Move.CLOSE, ("sent",), "closed", "case.work", ("G21",)),
    Transition(Move.REFUSE, _OPEN, "closed", "case.approve", ("G16",)),
    Transition(Move.WITHDRAW, _OPEN, "closed", "case.work"),
    Transition(Move.LAPSE, ("triage", "identity"), "closed", "case.approve"),
    Transition(Move.UNIDENTIFIED, ("identity",), "closed", "case.approve"),
    Transition(Move.DUPLICATE, ("triage",), "closed", "case.work"),
    Transition(Move.BACK, ("search",), "triage", "case.work"),
    Transition(Move.BACK, ("review",), "search", "case.work"),
    Transition(Move.BACK, ("sign_off", "ready"), "review", "case.work"),
    Transition(Move.REOPEN, ("sent", "closed"), "review", "case.approve"),
)


def transition(move: Move, stage: str) -> Transition | None:
    """The row for this move from this stage; None where the table has none."""
    return next((row for row in TABLE if row.move is move and stage in row.sources), None)


def moves_from(stage: str) -> tuple[Transition, ...]:
    """All rows that start at this stage."""
    return tuple(row for row in TABLE if stage in row.sources)

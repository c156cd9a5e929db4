"""The transition table, pure: from, act, to, who, the gates that must be met, and the legal basis of the act."""

from dataclasses import dataclass
from enum import StrEnum

# Before a case is logged and after it is erased there is no stage; the table names both ends all the same.
NEW, ERASED = "new", "erased"
NOBODY = ""


class Move(StrEnum):
    """Acts that move a case from one stage to another."""

    REGISTER = "register"
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
    PASS_ON = "pass_on"  # noqa: S105 - an act, no password
    BACK = "back"
    GIVE_BACK = "give_back"
    REOPEN = "reopen"
    TAKE_UP = "take_up"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    Attributes:
        move: the act.
        sources: the stages from which it is open.
        target: the stage in which the case then is.
        act: the kind of act (dsar.access.rules.Act) that a person must be allowed; NOBODY where no person does it.
        gates: what must be met, by name.
        basis: the rule of law behind the act.
    """

    move: Move
    sources: tuple[str, ...]
    target: str
    act: str
    gates: tuple[str, ...] = ()
    basis: str = ""


OPEN = ("triage", "identity", "search", "review", "sign_off", "ready")
# Closing without an answer is open while a case is worked on; what was sent is closed by its delivery.
_PENDING = ("triage", "identity")

TABLE: tuple[Transition, ...] = (
    Transition(Move.REGISTER, (NEW,), "triage", "request.log", ("G1",), "GDPR Art. 12(2)"),
    Transition(Move.ASK_IDENTITY, ("triage", "search", "review"), "identity", "case.work", ("G4",), "GDPR Art. 12(6)"),
    Transition(
        Move.START_SEARCH, ("triage", "identity"), "search", "case.work", ("G2", "G3", "G6", "G8"), "GDPR Art. 15"
    ),
    Transition(Move.START_REVIEW, ("search",), "review", "case.work", ("G9",), "GDPR Art. 15(1), 15(4)"),
    Transition(
        Move.TO_SIGN_OFF,
        ("review",),
        "sign_off",
        "case.work",
        ("G10", "G11", "G12", "G13", "G24", "G27", "G28", "G31"),
        "GDPR Art. 15, 24",
    ),
    Transition(
        Move.APPROVE,
        ("sign_off",),
        "ready",
        "case.approve",
        ("G11", "G13", "G14", "G27", "G28", "G30", "G31"),
        "GDPR Art. 24, 38, 39",
    ),
    Transition(Move.SEND, ("ready",), "sent", "case.work", ("G14", "G15"), "GDPR Art. 12(3), 15(3), 32"),
    Transition(Move.CLOSE, ("sent",), "closed", "case.work", ("G21",), "GDPR Art. 5(2)"),
    Transition(Move.REFUSE, OPEN, "closed", "case.approve", ("G16", "G30"), "GDPR Art. 12(4), 12(5)(b)"),
    Transition(Move.WITHDRAW, OPEN, "closed", "case.work", ("G19",), "GDPR Art. 12(2)"),
    Transition(Move.LAPSE, _PENDING, "closed", "case.approve", ("G20",), "GDPR Art. 12(2), 12(6)"),
    Transition(Move.UNIDENTIFIED, ("identity",), "closed", "case.approve", ("G7",), "GDPR Art. 11(2), 12(2)"),
    Transition(Move.DUPLICATE, ("triage",), "closed", "case.work", (), "GDPR Art. 12(3)"),
    Transition(Move.PASS_ON, ("triage", "identity", "search"), "closed", "case.work", (), "GDPR Art. 28(3)(e)"),
    Transition(Move.BACK, ("identity",), "triage", "case.work"),
    Transition(Move.BACK, ("search",), "identity", "case.work"),
    Transition(Move.BACK, ("review",), "search", "case.work"),
    Transition(Move.BACK, ("sign_off",), "review", "case.work"),
    Transition(Move.BACK, ("ready",), "sign_off", "case.work"),
    Transition(Move.REOPEN, ("sent", "closed"), "review", "case.approve", ("G22",), "GDPR Art. 15, 58, 77"),
    Transition(Move.TAKE_UP, ("closed",), "triage", "case.work", ("G22",), "GDPR Art. 12(2)"),
    Transition(Move.ERASE, ("closed",), ERASED, NOBODY, ("G23",), "GDPR Art. 5(1)(e)"),
)

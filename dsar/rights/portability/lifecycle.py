"""The way of a portability request, pure: findings, decisions, package, approval, handing over.

GDPR Art. 12(3), 12(4), 20. The stages are the common ones; "review" is deciding what is portable. Findings of its own
go through the search and the review of the house; those of a linked case are taken over after a fresh look.
"""

from django.utils.translation import gettext_lazy as _

from dsar.cases.lifecycle import ERASED, NEW, NOBODY, OPEN, Gate, Move, RightPath, Transition
from dsar.foundation.words import Words

FOUND, DECIDED, APPROVED, MAY_GO, ARRIVED, REFUSED, BEGUN = "P1", "P2", "P3", "P4", "P5", "P6", "P7"
_WORK, _APPROVE = "case.work", "case.approve"

GATES = (
    Gate(FOUND, Words("What was found is there and reviewed: by a search of its own, or in a linked case after "
                      "a fresh look"),
         "GDPR Art. 20(1), 5(1)(d)", ("dsar.rights.portability.plan_services.choose_findings",)),
    Gate(DECIDED, Words("For each activity the basis is decided, for each set and column whether the person "
                        "provided it"),
         "GDPR Art. 20(1), 20(4)", ("dsar.rights.portability.package_services.order_package",)),
    Gate(APPROVED, Words("A verified package is approved as it stands, by somebody other than its author"),
         "GDPR Art. 24, 32", ("dsar.rights.portability.package_services.approve_package",)),
    Gate(MAY_GO, Words("Who gets it is proved: the person, or the controller that the person confirmed"),
         "GDPR Art. 12(6), 20(2), 32", ("dsar.rights.portability.transmission_services.transmit",)),
    Gate(ARRIVED, Words("It is shown that everything that was asked for arrived"), "GDPR Art. 5(2), 20(1), 20(2)"),
    Gate(REFUSED, Words("The request is refused with ground and reasons, agreed by a second person"), "GDPR Art. 12(4)",
         ("dsar.rights.decisions.services.agree",)),
    Gate(BEGUN, Words("The search is finished, or the findings of a linked case are taken over after a fresh look"),
         "GDPR Art. 20(1), 5(2)"),
)  # fmt: skip

_PENDING = ("triage", "identity")
_FIRST = ("G2", "G3", "G6")
ROWS = (
    Transition(Move.REGISTER, (NEW,), "triage", "request.log", ("G1",), "GDPR Art. 12(2)"),
    Transition(Move.ASK_IDENTITY, ("triage", "search", "review"), "identity", _WORK, ("G4",), "GDPR Art. 12(6)"),
    Transition(Move.START_REVIEW, (*_PENDING, "search"), "review", _WORK, (*_FIRST, BEGUN), "GDPR Art. 20(1)"),
    Transition(Move.START_SEARCH, _PENDING, "search", _WORK, (*_FIRST, "G8"), "GDPR Art. 20(1)"),
    Transition(Move.TO_SIGN_OFF, ("review",), "sign_off", _WORK, (FOUND, DECIDED, "G24"), "GDPR Art. 20, 24"),
    Transition(Move.APPROVE, ("sign_off",), "ready", _APPROVE, (DECIDED, APPROVED), "GDPR Art. 24, 32"),
    Transition(Move.SEND, ("ready",), "sent", _WORK, (APPROVED, MAY_GO), "GDPR Art. 12(3), 20(1), 20(2)"),
    Transition(Move.SEND, ("review",), "sent", _WORK, (REFUSED,), "GDPR Art. 12(4)"),
    Transition(Move.CLOSE, ("sent",), "closed", _WORK, (ARRIVED,), "GDPR Art. 5(2)"),
    Transition(Move.REFUSE, OPEN, "closed", _APPROVE, ("G16", "G30"), "GDPR Art. 12(4), 12(5)(b)"),
    Transition(Move.WITHDRAW, OPEN, "closed", _WORK, ("G19",), "GDPR Art. 12(2)"),
    Transition(Move.LAPSE, _PENDING, "closed", _APPROVE, ("G20",), "GDPR Art. 12(2), 12(6)"),
    Transition(Move.UNIDENTIFIED, ("identity",), "closed", _APPROVE, ("G7",), "GDPR Art. 11(2), 12(2)"),
    Transition(Move.DUPLICATE, ("triage",), "closed", _WORK, (), "GDPR Art. 12(3)"),
    Transition(Move.PASS_ON, (*_PENDING, "search"), "closed", _WORK, (), "GDPR Art. 28(3)(e)"),
    Transition(Move.BACK, ("identity",), "triage", _WORK),
    Transition(Move.BACK, ("search",), "identity", _WORK),
    Transition(Move.BACK, ("review",), "search", _WORK),
    Transition(Move.BACK, ("sign_off", "ready"), "review", _WORK),
    Transition(Move.REOPEN, ("sent", "closed"), "review", _APPROVE, ("G22",), "GDPR Art. 20, 58, 77"),
    Transition(Move.TAKE_UP, ("closed",), "triage", _WORK, ("G22",), "GDPR Art. 12(2)"),
    Transition(Move.ERASE, ("closed",), ERASED, NOBODY, ("G23",), "GDPR Art. 5(1)(e)"),
)

PATH = RightPath(
    "portability",
    ROWS,
    gates=GATES,
    considered=(FOUND,),
    without=frozenset({"response"}),
    tabs=frozenset({"dsar:case-sign-off"}),
    by_hand=(Move.START_SEARCH, Move.START_REVIEW, Move.TO_SIGN_OFF),
    words={Move.START_REVIEW: _("Start deciding what is portable"), Move.SEND: _("Send the package")},
    stages={"review": _("Deciding what is portable"), "sign_off": _("Waiting for approval")},
)

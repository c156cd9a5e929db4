"""The way of an erasure, pure: decided and rehearsed, approved, carried out, told. No search, review or package.

GDPR Art. 12(3), 12(4), 17, 19. Its stages are the common ones; "search" is deciding and rehearsing, which searches
every target, and "ready" is what was approved and may be carried out.
"""

from django.utils.translation import gettext_lazy as _

from dsar.cases.lifecycle import ERASED, NEW, NOBODY, OPEN, Gate, Move, RightPath, Transition
from dsar.foundation.words import Words
from dsar.rights.erasure import told_words

DECIDED, REHEARSED, APPROVED, CERTIFIED, TOLD, RECIPIENTS = "E1", "E2", "E3", "E4", "E5", "E6"
REFUSABLE = "E7"
# Acts of a case (dsar.access.rules.Act) by who does them.
_WORK, _APPROVE = "case.work", "case.approve"

GATES = (
    Gate(DECIDED, Words("A ground of Article 17(1) is recorded and every processing activity is decided"),
         "GDPR Art. 17(1), 17(3)", ("dsar.rights.erasure.case_services.propose",)),
    Gate(REHEARSED, Words("The rehearsal is finished, nothing in it is open, and it is put before a second person"),
         "GDPR Art. 5(2), 24", ("dsar.rights.erasure.case_services.propose",)),
    Gate(APPROVED, Words("A second person approved exactly what was rehearsed"), "GDPR Art. 24, 32",
         ("dsar.rights.erasure.case_services.approve",)),
    Gate(CERTIFIED, Words("It is carried out and verified everywhere: the certificate is "
                          "issued"), "GDPR Art. 5(2), 17(1)",
         ("erasure.runs.finishing.finish_run",)),
    Gate(TOLD, Words("The person was told what is erased, what stays and why, and how to "
                     "complain"), "GDPR Art. 12(3), 12(4)",
         ("dsar.rights.erasure.letters_services.answer_person",)),
    Gate(RECIPIENTS, Words("Every recipient was told, or it is written why that is impossible or disproportionate"),
         "GDPR Art. 19", ("dsar.rights.erasure.case_services.note_recipient",)),
    Gate(
        REFUSABLE,
        Words("No ground of Article 17(1) applies, or every processing activity is kept or restricted"),
        "GDPR Art. 12(4), 17(1), 17(3)",
        ("dsar.cases.ending_gates.refusal_grounded",),
    ),
)  # fmt: skip

_PENDING = ("triage", "identity")
ROWS = (
    Transition(Move.REGISTER, (NEW,), "triage", "request.log", ("G1",), "GDPR Art. 12(2)"),
    Transition(Move.ASK_IDENTITY, ("triage", "search"), "identity", _WORK, ("G4",), "GDPR Art. 12(6)"),
    Transition(Move.START_SEARCH, _PENDING, "search", _WORK, ("G2", "G3", "G6"), "GDPR Art. 17"),
    Transition(Move.TO_SIGN_OFF, ("search",), "sign_off", _WORK, (DECIDED, REHEARSED), "GDPR Art. 17, 24"),
    Transition(Move.APPROVE, ("sign_off",), "ready", _APPROVE, (DECIDED, APPROVED), "GDPR Art. 24, 32"),
    Transition(Move.SEND, ("ready",), "sent", _WORK, (CERTIFIED, TOLD), "GDPR Art. 12(3), 12(4)"),
    Transition(Move.CLOSE, ("sent",), "closed", _WORK, (CERTIFIED, RECIPIENTS), "GDPR Art. 5(2), 19"),
    Transition(Move.REFUSE, OPEN, "closed", _APPROVE, ("G16", "G30"), "GDPR Art. 12(4), 12(5)(b), 17(3)"),
    Transition(Move.WITHDRAW, OPEN, "closed", _WORK, ("G19",), "GDPR Art. 12(2)"),
    Transition(Move.LAPSE, _PENDING, "closed", _APPROVE, ("G20",), "GDPR Art. 12(2), 12(6)"),
    Transition(Move.UNIDENTIFIED, ("identity",), "closed", _APPROVE, ("G7",), "GDPR Art. 11(2), 12(2)"),
    Transition(Move.DUPLICATE, ("triage",), "closed", _WORK, (), "GDPR Art. 12(3)"),
    Transition(Move.PASS_ON, ("triage", "identity", "search"), "closed", _WORK, (), "GDPR Art. 28(3)(e)"),
    Transition(Move.BACK, ("identity",), "triage", _WORK),
    Transition(Move.BACK, ("search",), "identity", _WORK),
    Transition(Move.BACK, ("sign_off", "ready"), "search", _WORK),
    Transition(Move.GIVE_BACK, ("sign_off",), "search", _APPROVE),
    Transition(Move.REOPEN, ("sent", "closed"), "search", _APPROVE, ("G22",), "GDPR Art. 17, 58, 77"),
    Transition(Move.TAKE_UP, ("closed",), "triage", _WORK, ("G22",), "GDPR Art. 12(2)"),
    Transition(Move.ERASE, ("closed",), ERASED, NOBODY, ("G23",), "GDPR Art. 5(1)(e)"),
)

PATH = RightPath(
    "erasure",
    ROWS,
    gates=GATES,
    considered=(REFUSABLE,),
    without=frozenset({"search", "commissioning", "review", "redaction", "response", "delivery"}),
    tabs=frozenset({"dsar:case-search", "dsar:case-review", "dsar:case-sign-off", "dsar:case-delivery"}),
    by_hand=(Move.START_SEARCH,),
    words={Move.START_SEARCH: _("Start deciding and rehearsing")},
    stages={
        "search": _("Deciding and rehearsing"),
        "sign_off": _("Waiting for approval"),
        "ready": _("Approved"),
        "sent": _("Answered"),
    },
    told=told_words.STAGES,
    told_next=told_words.NEXT,
)

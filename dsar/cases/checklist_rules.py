"""The standard lines of a case's checklist, as data: by stage, right and body of rules. Reminders, not gates.

Plain Python; the words are translated where they are shown.
"""

from collections.abc import Collection
from dataclasses import dataclass

from dsar.foundation.words import Words as _

GDPR = frozenset({"EU", "UK"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the checklist.

    Attributes:
        code: stable; what is ticked is stored under it.
        stage: the stage to which it belongs.
        words: what to make sure of.
        article: where it comes from, "" for good practice.
        rights: the rights that it is for; empty for all.
        regimes: the bodies of rules that it is for; empty for all.
        flags: marks of the case one of which it needs; empty for all.
    """

    code: str
    stage: str
    words: str
    article: str = ""
    rights: frozenset[str] = frozenset()
    regimes: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()


_ACCESS = frozenset({"access"})

LINES: tuple[Line, ...] = (
    Line("acknowledged", "triage", _("The request is acknowledged"), "GDPR Art. 12(2)", regimes=GDPR),
    Line("acknowledged_ccpa", "triage", _("Receipt is confirmed within 10 working days"), "11 CCR § 7021(a)",
         regimes=frozenset({"CCPA"})),
    Line("all_rights", "triage", _("Every right named in the letter has its case"), "GDPR Art. 12(3)"),
    Line("earlier_requests", "triage", _("Earlier requests of the person are looked at"), "GDPR Art. 12(5)"),
    Line("conflicts", "triage", _("Nobody who is complained about works the case or is asked about it"),
         flags=frozenset({"grievance", "employee", "litigation", "must_not_know"})),
    Line("child_wishes", "identity", _("The child’s capacity and wishes are considered"), "GDPR Recital 38",
         flags=frozenset({"child"})),
    Line("authority_scope", "identity", _("The authority covers this request and this recipient"),
         flags=frozenset({"representative"})),
    Line("proportionate_check", "identity", _("No more proof is asked than doubt requires"), "GDPR Art. 12(6)",
         regimes=GDPR),
    Line("safe_way", "identity", _("The way to write to the person is agreed and safe"),
         flags=frozenset({"safe_contact", "vulnerable"})),
    Line("systems_complete", "search", _("Paper, mailboxes, chats and backups were thought of"), "GDPR Art. 15(1)",
         rights=_ACCESS),
    Line("processors_asked", "search", _("Processors were asked for their part"), "GDPR Art. 28(3)(e)"),
    Line("keep_safe", "search", _("Deletion runs that would hit the data are stopped"), rights=_ACCESS),
    Line("third_parties", "review", _("Other people’s data were weighed, not only blacked out"), "GDPR Art. 15(4)",
         rights=_ACCESS),
    Line("dpo_asked", "review", _("The DPO was asked about what is withheld"), "GDPR Art. 38(1)"),
    Line("article_15_points", "sign_off", _("Purposes, recipients, periods and source are answered"),
         "GDPR Art. 15(1)(a)–(h)", rights=_ACCESS, regimes=GDPR),
    Line("recipients_told", "sign_off", _("Recipients are told of the change"), "GDPR Art. 19",
         rights=frozenset({"rectification", "erasure", "restriction"}), regimes=GDPR),
    Line("machine_readable", "sign_off", _("The format is structured and machine-readable"), "GDPR Art. 20(1)",
         rights=frozenset({"portability"}), regimes=GDPR),
    Line("compelling_grounds", "sign_off", _("Grounds that override the objection are shown, or processing stops"),
         "GDPR Art. 21(1)", rights=frozenset({"objection"}), regimes=GDPR),
    Line("plain_language", "sign_off", _("The answer is concise and in plain "
                                         "language"), "GDPR Art. 12(1)", regimes=GDPR),
    Line("ways_to_complain", "sign_off", _("The answer names the ways to complain"), "GDPR Art. 12(4)", regimes=GDPR),
    Line("recipient_checked", "ready", _("The address was read once more before sending"), "GDPR Art. 32"),
    Line("received", "sent", _("The person has opened or confirmed the answer")),
    Line("evidence_deleted", "sent", _("Copies of proofs of identity are deleted"), "GDPR Art. 5(1)(c)"),
)  # fmt: skip
BY_CODE = {line.code: line for line in LINES}


def lines_for(*, right: str, regime: str, flags: Collection[str]) -> list[Line]:
    """The standard lines of a case, in the order of the stages."""
    return [
        line
        for line in LINES
        if (not line.rights or right in line.rights)
        and (not line.regimes or regime in line.regimes)
        and (not line.flags or line.flags & set(flags))
    ]

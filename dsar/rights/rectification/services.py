"""Acts on a rectification: what is said to be wrong, the check by a person, what the decision sets going (Art. 16)."""

from dataclasses import dataclass
from dataclasses import field as hidden

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.services import attach_file
from dsar.cases.vocabulary import RightAsked
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import ProcessingActivity, System
from dsar.rights.decisions import rules
from dsar.rights.decisions.models import RightDecision
from dsar.rights.decisions.services import current_decision
from dsar.rights.decisions.work_services import in_house_language, open_task
from dsar.rights.rectification.models import CHANGED, Correction, Finding

catalogue.declare(
    rectification_noted="Noted what is said to be wrong in {system}",
    rectification_checked="Accuracy in {system} checked: {finding}",
    rectification_dropped="A line about {system} dropped: {reason}",
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What the person says: which field is wrong, what stands there, what should. All but the register is personal."""

    field: str = hidden(repr=False)
    old: str = hidden(default="", repr=False)
    new: str = hidden(default="", repr=False)
    statement: str = hidden(default="", repr=False)
    system: System | None = None
    activity: ProcessingActivity | None = None


@transaction.atomic
def note_correction(
    *, case: Case, claim: Claim, actor: User, evidence: "UploadedFile[bytes] | None" = None
) -> Correction:
    """Note one field that the person says is wrong or incomplete, with what should stand there.

    Raises:
        RuleRefused: field or system is missing, or neither a new value nor a statement is given; too late.
    """
    _demand(case, actor)
    if not claim.field.strip():
        raise _refused("field", _("Name the field, for example “street”."))
    if claim.system is None:
        raise _refused("system", _("Choose the system in which it stands."))
    if not (claim.new.strip() or claim.statement.strip()):
        raise _refused("new", _("Say what should stand there, or give the statement that is to be added."))
    attached = attach_file(case=case, upload=evidence, purpose="other", actor=actor) if evidence else None
    row = Correction(
        case=case, system=claim.system, activity=claim.activity, evidence=attached, noted_by=actor,
        noted_at=clock.now(),
    )  # fmt: skip
    row.field, row.old, row.new = claim.field.strip()[:200], claim.old.strip(), claim.new.strip()
    row.statement, row.finding_words = claim.statement.strip(), ""
    row.save(force_insert=True)
    payload = {"field": row.field, "old": row.old, "new": row.new}
    facts = {"system": claim.system.name}
    record("rectification.noted", actor=actor, case=case, about=row, facts=facts, payload=payload)
    return row


@transaction.atomic
def check_accuracy(*, correction: Correction, finding: str, words: str, actor: User) -> Correction:
    """Record what a person found out who looked at the evidence; nothing is decided by a machine.

    Raises:
        RuleRefused: no finding, or nothing says how it was checked; what is incomplete has no statement; too late.
    """
    case = correction.case
    _demand(case, actor)
    if finding not in Finding.values or finding == Finding.OPEN:
        raise _refused("finding", _("Choose what was found."))
    if not words.strip():
        raise _refused("words", _("Say how it was checked: which evidence, who was asked."))
    if finding == Finding.INCOMPLETE and not correction.statement:
        raise _refused("finding", _("There is no statement to add. Note the line anew with the statement."))
    correction.finding, correction.checked_by, correction.checked_at = finding, actor, clock.now()
    correction.finding_words = words.strip()
    correction.save()
    facts = {"system": _system(correction), "finding": finding}
    record("rectification.checked", actor=actor, case=case, about=correction, facts=facts, payload={"words": words})
    return correction


@transaction.atomic
def drop_correction(*, correction: Correction, reason: str, actor: User) -> None:
    """Drop a line that was noted by mistake.

    Raises:
        RuleRefused: no reason, or it is decided already.
    """
    case = correction.case
    _demand(case, actor)
    if not reason.strip():
        raise _refused("reason", _("Say why."))
    facts = {"system": _system(correction), "reason": "noted by mistake"}
    record("rectification.dropped", actor=actor, case=case, about=correction, facts=facts, payload={"reason": reason})
    correction.delete()


def begin(case: Case, decision: RightDecision) -> None:
    """Have each field corrected in its system: a task for the owner, sealed; part of the decision's transaction."""
    if decision.outcome == rules.REFUSED:
        return
    for row in Correction.objects.filter(case=case, finding__in=CHANGED).select_related("case", "system"):
        with in_house_language(case):
            words = _("%(field)s: “%(old)s” → “%(new)s”") % {"field": row.field, "old": row.old, "new": row.new}
            if row.finding == Finding.INCOMPLETE:
                words = _("%(field)s: add the statement “%(words)s”") % {"field": row.field, "words": row.statement}
        open_task(case=case, ref=f"correction:{row.pk}", system=row.system, what=words, actor=decision.decider)


def _demand(case: Case, actor: User) -> None:
    permissions.demand(actor, Act.WORK_CASE, case)
    if case.right != RightAsked.RECTIFICATION:
        message = _("This case asks for another right. Log the rectification as a case of its own.")
        raise RuleRefused(message, code="other_right")
    if current_decision(case) is not None or not case.is_open:
        message = _("It is decided. Log a new request, or decide anew.")
        raise RuleRefused(message, code="decided_already")


def _system(row: Correction) -> str:
    return row.system.name if row.system else "–"


def _refused(name: str, message: str) -> RuleRefused:
    return RuleRefused(message, code=f"{name}_wrong", fields={name: message})

"""Rectification as the other rights see it: what it wants before a decision, what is undone, which letter answers."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dsar.cases.models import Case
from dsar.cases.vocabulary import RightAsked
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions import rules, selectors
from dsar.rights.decisions.models import RightDecision
from dsar.rights.decisions.rooms import LetterOrder, RightRoom, register_right
from dsar.rights.rectification.models import CHANGED, Correction, Finding
from dsar.rights.rectification.services import begin


def undecidable(case: Case, outcome: str) -> str:
    """What is missing: lines, their check, or findings that fit the decision."""
    findings = list(Correction.objects.filter(case=case).values_list("finding", flat=True))
    if not findings:
        return _("Note first what the person says is wrong, field by field.")
    unchecked = findings.count(Finding.OPEN)
    if unchecked:
        words = ngettext("%(n)d field is not checked yet.", "%(n)d fields are not checked yet.", unchecked)
        return words % {"n": unchecked}
    changed = sum(one in CHANGED for one in findings)
    if outcome == rules.GRANTED and changed < len(findings):
        return _("Some fields were found accurate: that is granted in part, or refused.")
    if outcome == rules.REFUSED and changed:
        return _("Some fields were found wrong or incomplete: they have to be corrected.")
    if outcome == rules.IN_PART and changed in (0, len(findings)):
        return _("In part fits only where some fields are corrected and some are not.")
    return ""


def letter(case: Case, decision: RightDecision) -> LetterOrder:
    """What was corrected and what stays, or the refusal with the statement that is kept."""
    rows = list(Correction.objects.filter(case=case).select_related("case"))
    kept = [row for row in rows if row.finding not in CHANGED and row.statement]
    statement = "\n".join(row.statement for row in kept)
    if decision.outcome == rules.REFUSED:
        refused = {"right": "the correction of your data", "reasons": decision.words, "statement": statement}
        return LetterOrder("right_refused", refused)
    changes = "\n".join(_line(row) for row in rows if row.finding in CHANGED)
    return LetterOrder(
        "rectification_done", {"changes": changes, "reasons": decision.words, "statement": statement}
    )  # fmt: skip


def scope(case: Case) -> Sequence[ProcessingActivity]:
    """The activities that the changed fields belong to: named, or those of their systems."""
    rows = Correction.objects.filter(case=case).exclude(finding__in=(Finding.ACCURATE, Finding.OPINION))
    named = {row.activity_id for row in rows if row.activity_id}
    systems = {row.system_id for row in rows if row.system_id and not row.activity_id}
    own = ProcessingActivity.objects.filter(controller=case.controller)
    return list((own.filter(pk__in=named) | own.filter(systems__in=systems)).distinct())


def _line(row: Correction) -> str:
    if row.finding == Finding.INCOMPLETE:
        return f"- {row.field}: + “{row.statement}”"
    return f"- {row.field}: {row.old or '–'} → {row.new}"


ROOM = RightRoom(
    right=RightAsked.RECTIFICATION,
    page="dsar:case-rectification",
    title=gettext_lazy("Rectification"),
    undecidable=undecidable,
    undone=selectors.undone,
    untold=selectors.untold,
    letter=letter,
    decided=begin,
    scope=scope,
)
register_right(ROOM)

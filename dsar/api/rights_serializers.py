"""What the API takes and gives about decided rights: rectification, restriction, objection, withdrawal."""

from typing import Any

from rest_framework import serializers

from dsar.api.serializers import StrictSerializer
from dsar.cases.models import Case
from dsar.processing_records.selectors import recipient_addresses
from dsar.rights.decisions import selectors
from dsar.rights.decisions.models import DecisionOutcome, RightDecision, RightTask
from dsar.rights.objection.selectors import objection_of
from dsar.rights.rectification.models import Correction
from dsar.rights.restriction.selectors import restriction_of, steps_of
from dsar.rights.withdrawal.ledger_services import purpose_lines

ACTS = (
    "start", "decide", "agree", "give_back", "take_back", "answer", "close", "sign_task", "tell_recipient",
    "name_recipients", "note_correction", "check_accuracy", "restrict_meanwhile", "note_restriction", "record_use",
    "inform", "lift", "try_flags_again", "note_objection", "weigh", "stop_marketing", "free_marketing", "withdraw",
    "erasure_beside",
)  # fmt: skip


def _words(most: int = 4000) -> serializers.CharField:
    return serializers.CharField(max_length=most, required=False, allow_blank=True, default="")


class RightActSerializer(StrictSerializer):
    """An act: its name, and what that act wants.

    `outcome`, `ground`, `why`, `words` for decide; `version` for agree, as the state gives it beside the proposal
    (422 without, 409 where another proposal stands there now); `words` for give_back and take_back; `confirmed` for
    answer and inform; `id`, `state`, `on`, `words` for sign_task; `recipient`, `state`, `words`, `address` for
    tell_recipient; `system`, `activity`, `field`, `old`, `new`, `statement` for note_correction; `id`, `finding`,
    `words` for check_accuracy; `ground`, `why`, `activities` for note_restriction; `basis`, `on`, `words` for
    record_use; `on`, `words` for inform; `kind`, `words`, `activities` for note_objection; `ours`, `theirs`, `words`,
    `weighing` for weigh; `purposes` by their codes and `words` for withdraw. The others want nothing.
    """

    act = serializers.ChoiceField(choices=ACTS)
    id = serializers.UUIDField(required=False)
    version = _words(64)
    outcome = _words(12)
    ground = _words(40)
    why = _words()
    words = _words()
    small_team_reason = _words(300)
    state = _words(18)
    finding = _words(10)
    basis = _words(16)
    kind = _words(10)
    weighing = _words(10)
    ours = _words()
    theirs = _words()
    on = serializers.DateField(required=False)
    recipient = _words(200)
    address = _words(320)
    system = serializers.UUIDField(required=False)
    activity = serializers.UUIDField(required=False)
    activities = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)
    purposes = serializers.ListField(child=serializers.SlugField(), required=False, default=list)
    field = _words(200)
    old = _words()
    new = _words()
    statement = _words()
    confirmed = serializers.BooleanField(required=False, default=False)


class RegisterQuery(StrictSerializer):
    """Filters of the register."""

    right = serializers.CharField(required=False, allow_blank=True)
    outcome = serializers.ChoiceField(choices=DecisionOutcome.choices, required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)


def decision_json(row: RightDecision) -> dict[str, Any]:
    """A line of the register: nothing of the person."""
    shown = selectors.in_words(row, row.case.regime_id)
    return {
        "case": row.case.reference, "right": row.right, "outcome": row.outcome, "ground": row.ground,
        "ground_words": shown.ground, "article": shown.article, "state": row.state, "decided_at": row.decided_at,
        "decided_by": row.decider.full_name if row.decider else None, "answered_at": row.answered_at,
    }  # fmt: skip


def right_json(case: Case) -> dict[str, Any]:
    """Everything about the right of a case, content included."""
    tasks = RightTask.objects.filter(case=case).select_related("case")
    addresses = recipient_addresses(case.controller)
    return {
        "case": case.reference, "right": case.right, "stage": case.stage, "outcome": case.outcome,
        "decisions": [
            {**decision_json(row.decision), "why": row.decision.why, "words": row.decision.words,
             "version": selectors.version_of(row.decision)}
            for row in selectors.rows_of(case)
        ],
        "tasks": [
            {"id": str(task.pk), "system": task.system_name, "what": task.what, "state": task.state,
             "done_on": task.done_on, "words": task.words} for task in tasks
        ],
        "recipients": [
            {"name": name, "state": row.state if row else None, "words": row.words if row else "",
             "address": addresses.get(name, "")}
            for name, row in selectors.recipient_rows(case)
        ],
        **_OWN.get(case.right, lambda _case: {})(case),
    }  # fmt: skip


def _rectification(case: Case) -> dict[str, Any]:
    rows = Correction.objects.filter(case=case).select_related("case", "system")
    return {
        "corrections": [
            {"id": str(row.pk), "system": row.system.name if row.system else None, "field": row.field, "old": row.old,
             "new": row.new, "statement": row.statement, "finding": row.finding} for row in rows
        ]
    }  # fmt: skip


def _restriction(case: Case) -> dict[str, Any]:
    row = restriction_of(case)
    if row is None:
        return {"restriction": None}
    return {
        "restriction": {
            "ground": row.ground, "why": row.why, "state": row.state, "from": row.from_on, "to": row.to_on,
            "informed_at": row.informed_at, "ends_on": row.informed_of,
            "activities": [one.name for one in row.activities.all()],
            "targets": _targets(case),
        }
    }  # fmt: skip


def _objection(case: Case) -> dict[str, Any]:
    row = objection_of(case)
    if row is None:
        return {"objection": None}
    return {
        "objection": {
            "kind": row.kind, "situation": row.situation, "weighing": row.weighing, "ours": row.our_grounds,
            "theirs": row.their_interests, "conclusion": row.conclusion, "stopped_at": row.stopped_at,
            "freed_at": row.freed_at, "targets": _targets(case),
        }
    }  # fmt: skip


def _targets(case: Case) -> list[dict[str, Any]]:
    """Flags in the targets: of a restriction, or of a stop of marketing."""
    return [
        {"name": step.name, "phase": step.phase, "state": step.state, "counts": step.counts,
         "verified_at": step.verified_at} for step in steps_of(case)
    ]  # fmt: skip


def _withdrawal(case: Case) -> dict[str, Any]:
    lines = purpose_lines(case)
    return {
        "purposes": [
            {"code": line.purpose.code, "title": line.title, "stands": line.stands, "ended": line.is_ended}
            for line in lines
        ]
    }  # fmt: skip


_OWN = {
    "rectification": _rectification, "restriction": _restriction, "objection": _objection, "withdrawal": _withdrawal,
}  # fmt: skip

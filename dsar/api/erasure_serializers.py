"""What the API takes and gives about erasures. Samples and reasons of a rehearsal are content: case people alone."""

from typing import Any

from rest_framework import serializers

from dsar.api.serializers import IdentifierSerializer, StrictSerializer
from dsar.rights.erasure.models import ErasureTarget
from dsar.rights.erasure.selectors import ErasurePage
from erasure.plan import Preview

ACTS = ("rehearse", "answer", "propose", "approve", "send_back", "carry_out", "repeat", "confirm", "drop", "tell",
        "write_recipient", "note_recipient", "close")  # fmt: skip
FRESH = frozenset({"approve", "carry_out", "repeat", "confirm", "tell"})  # ask a session for its password again
SHOWN = 500


class GroundSerializer(StrictSerializer):
    """The ground of Art. 17(1) by its code, and why it applies."""

    ground = serializers.CharField(max_length=24)
    why = serializers.CharField(max_length=2000)


class RulingSerializer(StrictSerializer):
    """The decision about one processing activity."""

    decision = serializers.ChoiceField(choices=["erase", "restrict", "keep"])
    exception = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    why = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    until = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")


class ErasureActSerializer(StrictSerializer):
    """An act: its name, and what that act wants.

    `anew` for rehearse, where the answers of before are to be given again.
    `answers` for answer ({target: {question: choice}}); `gaps_reason` for propose; `version` for approve, as the
    state gives it (422 without, 409 where another rehearsal stands there now; `fingerprint` is its older name), with
    `shared_seen` where things of others lose the person; `step` and `words` for confirm; `confirmed` for tell;
    `recipient` with `address`, or with `told` and `words`.
    """

    act = serializers.ChoiceField(choices=ACTS)
    anew = serializers.BooleanField(required=False, default=False)
    answers = serializers.DictField(child=serializers.DictField(child=serializers.CharField()), required=False)
    gaps_reason = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    version = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")
    shared_seen = serializers.BooleanField(required=False, default=False)
    fingerprint = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")
    step = serializers.UUIDField(required=False)
    words = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    recipient = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    address = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    told = serializers.BooleanField(required=False, default=True)
    confirmed = serializers.BooleanField(required=False, default=False)


class PersonAskedSerializer(StrictSerializer):
    """Whom the suppression list is asked about; names alone are never enough."""

    names = serializers.ListField(child=serializers.CharField(max_length=200), required=False, default=list)
    emails = serializers.ListField(child=serializers.EmailField(), required=False, default=list)
    phones = serializers.ListField(child=serializers.CharField(max_length=40), required=False, default=list)
    dates_of_birth = serializers.ListField(child=serializers.CharField(max_length=20), required=False, default=list)
    identifiers = IdentifierSerializer(many=True, required=False, default=list)


class RestoreTaskSerializer(StrictSerializer):
    """A task by hand after a restore, and what was done; the words name no person."""

    task = serializers.UUIDField()
    words = serializers.CharField(max_length=300)


class TargetSerializer(serializers.ModelSerializer[ErasureTarget]):
    """A target with what its last trial found; no setting, no name of a secret."""

    system = serializers.CharField(source="system.name", read_only=True)

    class Meta:
        model = ErasureTarget
        fields = ["id", "name", "system", "kind", "is_active", "tested_at", "test_passed", "test_words"]
        read_only_fields = fields


def page_json(page: ErasurePage) -> dict[str, Any]:
    """The erasure of a case as it stands."""
    run, ground = page.run, page.ground
    return {
        "state": run.state if run else "not_rehearsed",
        "phase": run.phase if run else "",
        "failure": run.failure if run else "",
        "version": run.fingerprint if run else "",
        "fingerprint": run.fingerprint if run else "",
        "shared": page.shared,
        "ground": {"ground": ground.ground, "why": ground.why} if ground else None,
        "categories": [
            {
                "id": str(row.activity.pk), "activity": row.activity.name,
                "decision": row.decision.decision if row.decision else "",
                "exception": row.decision.exception if row.decision else "",
                "until": row.decision.until if row.decision else "",
            }
            for row in page.categories
        ],
        "targets": [
            {
                "step": str(row.step.pk), "target": str(row.step.ref), "name": row.step.name, "kind": row.step.kind,
                "state": row.step.state, "failure": row.step.failure, "counts": row.step.counts,
                "differences": row.step.differences, "leftovers": row.step.leftovers,
                "erased_at": row.step.erased_at, "verified_at": row.step.verified_at,
            }
            for row in page.steps
        ],
        "questions": [
            {
                "target": str(row.step.ref), "question": row.question.key, "set": row.question.set,
                "count": row.question.count, "reason": row.question.reason, "choices": list(row.question.choices),
                "samples": list(row.question.samples),
            }
            for row in page.asked
        ],
        "blocks_approval": [one.code for one in page.obstacles.approval],
        "blocks_execution": [one.code for one in page.obstacles.execution],
        "recipients": [
            {"recipient": name, "told": row.was_told if row else None} for name, row in page.recipients
        ],
    }  # fmt: skip


def preview_json(preview: Preview) -> dict[str, Any]:
    """What a rehearsal found on one target: the first things of each list, and the figures of all."""
    whole = preview.as_json()
    return {"counts": preview.counts(), **{name: list(entries)[:SHOWN] for name, entries in whole.items()}}

"""The published contract: fields are listed, unknown ones are refused."""

from typing import Any

from rest_framework import serializers

from dsar.access.models import User
from dsar.cases.models import Case, ClockEvent
from dsar.cases.vocabulary import Channel, EventKind, RightAsked
from dsar.deadlines.events import PauseKind
from dsar.processing_records.models import Controller

CLOCK_EVENT_KINDS = [kind.value for kind in (EventKind.ASK, EventKind.ANSWER, EventKind.EXTEND, EventKind.WITHDRAW)]


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses names that it does not know, so that nothing is assigned by the way."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError(dict.fromkeys(sorted(unknown), "This field is not known."))
        return super().to_internal_value(data)


class IdentifierSerializer(StrictSerializer):
    """An identifier: its type in free words, and its value."""

    type = serializers.CharField(max_length=60)
    value = serializers.CharField(max_length=200)


class PersonSerializer(StrictSerializer):
    """A person with everything to search by."""

    name = serializers.CharField(max_length=200)
    names = serializers.ListField(child=serializers.CharField(max_length=200), required=False)
    emails = serializers.ListField(child=serializers.EmailField(), required=False)
    phones = serializers.ListField(child=serializers.CharField(max_length=40), required=False)
    addresses = serializers.ListField(child=serializers.CharField(max_length=300), required=False)
    dates_of_birth = serializers.ListField(child=serializers.CharField(max_length=20), required=False)
    identifiers = IdentifierSerializer(many=True, required=False)


class NewCaseSerializer(StrictSerializer):
    """A request to log."""

    controller = serializers.SlugRelatedField(slug_field="name", queryset=Controller.objects.all(), required=False)
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.API)
    right = serializers.ChoiceField(choices=RightAsked.choices, default=RightAsked.ACCESS)
    received_at = serializers.DateTimeField(required=False)
    request_text = serializers.CharField(max_length=20_000)
    search_details = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=["en", "fr", "de"], default="en")
    subject = PersonSerializer()


class CaseSerializer(serializers.ModelSerializer[Case]):
    """A case: reference, stage, outcome and clock; names only in the detail."""

    controller = serializers.SlugRelatedField[Controller](slug_field="name", read_only=True)
    handler = serializers.SlugRelatedField[User](slug_field="full_name", read_only=True)

    class Meta:
        model = Case
        fields = [
            "reference",
            "controller",
            "right",
            "regime_id",
            "ruleset_version",
            "channel",
            "received_at",
            "stage",
            "outcome",
            "handler",
            "clock_state",
            "waiting_for",
            "due_on",
            "statutory_due_on",
            "target_due_on",
            "notice_by",
            "responded_on",
            "is_extended",
        ]
        read_only_fields = fields


class ClockEventSerializer(serializers.ModelSerializer[ClockEvent]):
    """An act on the clock as recorded."""

    class Meta:
        model = ClockEvent
        fields = ["kind", "waiting_for", "on", "criteria", "until", "reason", "old_due_on", "new_due_on", "recorded_at"]
        read_only_fields = fields

    reason = serializers.CharField(read_only=True)


class ClockActSerializer(StrictSerializer):
    """An act to do: pause (ask), resume (answer), extend, or withdraw the extension.

    A day before today is recorded by the DPO with `evidence`, a file of the case. An extension of today queues its
    notice.
    """

    kind = serializers.ChoiceField(choices=CLOCK_EVENT_KINDS)
    on = serializers.DateField()
    waiting_for = serializers.ChoiceField(choices=[kind.value for kind in PauseKind], required=False)
    is_sufficient = serializers.BooleanField(default=True)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    criteria = serializers.ListField(child=serializers.CharField(max_length=40), required=False, default=list)
    until = serializers.DateField(required=False)
    evidence = serializers.UUIDField(required=False, help_text="A file of the case that proves an earlier day.")
    large_quantity = serializers.CharField(
        max_length=2000, required=False, default="", help_text="Why the data are many; demanded by the GDPR (G5)."
    )
    new_doubt = serializers.CharField(
        max_length=2000, required=False, default="", help_text="What is newly unclear, where it was asked before (G5)."
    )
    declined_to_narrow = serializers.BooleanField(default=False, help_text="They want everything: an answer.")
    confirmed = serializers.BooleanField(default=False, help_text="The way is safe for a person under safe contact.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["kind"] in (EventKind.ASK, EventKind.ANSWER) and not attrs.get("waiting_for"):
            raise serializers.ValidationError({"waiting_for": "Say what is waited for."})
        return attrs


class ErrorSerializer(serializers.Serializer[Any]):
    """The shape of every error."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]  # the published name

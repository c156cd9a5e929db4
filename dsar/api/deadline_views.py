"""The clock without a case, over REST: any request that somebody might make, with its explanation."""

import json
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.api.serializers import ErrorSerializer, StrictSerializer
from dsar.deadlines import describe
from dsar.deadlines.regimes import Right
from dsar.deadlines.rulesets import RULESETS, regime_ids
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused

MOST_EVENTS = 100
EVENTS_HELP = (
    'A JSON list of what happened, in any order: {"type": "ask", "kind": "identity|authority|fee|clarification", '
    '"date": "2026-06-04"}, {"type": "answer", "kind": …, "date": …, "sufficient": true}, {"type": "extend", '
    '"date": …, "reasons": true, "criteria": [], "until": "2026-08-01"}, {"type": "close", "date": …}. '
    "On one day they are folded close, answer, extend, ask."
)


class DeadlineQuestionSerializer(StrictSerializer):
    """A question to the clock, without a case."""

    received = serializers.CharField(help_text="Date and time, ISO 8601: wall time in `tz` unless it has an offset.")
    regime = serializers.ChoiceField(choices=regime_ids(), default="UK", help_text="The body of rules.")
    right = serializers.ChoiceField(choices=[right.value for right in Right], default="access")
    tz = serializers.CharField(default="Europe/London", help_text="IANA zone of the controller.")
    calendar = serializers.CharField(
        default="GB-EAW", help_text="Public holidays: DE, DE-BY, GB-EAW, GB-SCT, GB-NIR, … or none (weekends only)."
    )
    events = serializers.CharField(required=False, default="[]", help_text=EVENTS_HELP)
    policy = serializers.CharField(
        required=False,
        default=None,
        allow_null=True,
        help_text="Our target: FIXED30, FIXED28, MONTH, CUSTOM:n (n ≤ 28); none: the statute alone.",
    )
    closing_days = serializers.CharField(
        required=False, default="", help_text="Public holidays that the calendar lacks: ISO dates, parted by commas."
    )
    ruleset_version = serializers.ChoiceField(
        choices=[rules.ruleset_version for rules in RULESETS],
        required=False,
        default=None,
        allow_null=True,
        help_text="Hold to these rules; without it, those in force on the day of receipt.",
    )
    today = serializers.DateField(required=False, help_text="As of this day; today in `tz` where it is left out.")

    def validate_events(self, value: str) -> list[dict[str, Any]]:
        """A list of objects, not endless."""
        try:
            events = json.loads(value or "[]")
        except ValueError as error:
            raise serializers.ValidationError("This is not JSON.") from error
        if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
            raise serializers.ValidationError("This is not a list of objects.")
        if len(events) > MOST_EVENTS:
            raise serializers.ValidationError(f"At most {MOST_EVENTS} events.")
        return events

    def validate_closing_days(self, value: str) -> list[str]:
        """The days as a list; whether each is a date the clock says."""
        return [day.strip() for day in value.split(",") if day.strip()]


class StepSerializer(serializers.Serializer[Any]):
    """A sentence of the explanation, with the article it rests on."""

    key = serializers.CharField()
    sentence = serializers.CharField()
    article = serializers.CharField()


class DeadlineSerializer(serializers.Serializer[Any]):
    """The dates of a request. All are days in the controller's zone, each until 24:00; null while nothing runs."""

    regime = serializers.CharField()
    ruleset_version = serializers.CharField()
    as_of = serializers.DateField()
    received = serializers.DateField()
    start = serializers.DateField(help_text="The day that triggers the period; itself not counted.")
    nominal = serializers.DateField(allow_null=True, help_text="The end before weekends and holidays are looked at.")
    statutory_due = serializers.DateField(allow_null=True)
    policy_due = serializers.DateField(allow_null=True, help_text="Our own target; it never moves the due date later.")
    safe_due = serializers.DateField(allow_null=True, help_text="By the most cautious reading.")
    due = serializers.DateField(allow_null=True, help_text="The earlier of statute and target.")
    notice_by = serializers.DateField(allow_null=True, help_text="Last day for a notice of extension.")
    work_by = serializers.DateField(allow_null=True, help_text="Last working day not after the due date.")
    ack_by = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    if_answered_today = serializers.DateField(allow_null=True)
    days_left = serializers.IntegerField(allow_null=True, help_text="Negative when over; frozen while paused.")
    days_since_receipt = serializers.IntegerField()
    excluded_days = serializers.IntegerField()
    extended = serializers.BooleanField()
    in_time = serializers.BooleanField(allow_null=True)
    overdue = serializers.BooleanField(help_text="Past the statutory date and not answered.")
    past_target = serializers.BooleanField(help_text="Past our target, within the statute: no breach.")
    not_started = serializers.BooleanField()
    state = serializers.ChoiceField(choices=["RUNNING", "PAUSED", "STOPPED"])
    flags = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(child=serializers.CharField())
    steps = StepSerializer(many=True)


class DeadlinePreview(APIView):
    """The clock without a case."""

    @extend_schema(
        parameters=[DeadlineQuestionSerializer],
        responses={200: DeadlineSerializer, 400: ErrorSerializer, 422: ErrorSerializer},
        operation_id="deadlines_preview",
        examples=[
            OpenApiExample(
                "A clarification pauses a UK request",
                value={
                    "received": "2026-06-01T09:00",
                    "regime": "UK",
                    "events": '[{"type": "ask", "kind": "clarification", "date": "2026-06-04"}]',
                    "today": "2026-06-20",
                },
                parameter_only=("received", "query"),
            )
        ],
    )
    def get(self, request: Request) -> Response:
        """The dates of a request received then, with what happened to it, and the sentences that explain them."""
        given = DeadlineQuestionSerializer(data=request.query_params.dict())
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        try:
            today = values.pop("today", None) or clock.today(values["tz"])
            return Response(
                describe(values.pop("received"), values.pop("regime"), values.pop("tz"), today=today, **values)
            )
        except (ValueError, KeyError, OSError) as error:  # an unknown zone is a KeyError or an OSError, by its spelling
            words = str(error) if isinstance(error, ValueError) else "unknown time zone"
            raise RuleRefused(words, code="invalid_question") from error

"""The register of breaches over the API: the same services and the same roles as the pages.

What names people stays on the screens but for what the caller writes; moments are ISO 8601 with an offset.
"""

from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches import factors, selectors, standing
from dsar.accountability.breaches.decision_services import Judgement, Weighed, decide_risk, second_look
from dsar.accountability.breaches.factors import Weight
from dsar.accountability.breaches.facts_services import add_note, change_facts, link_case
from dsar.accountability.breaches.models import Breach, BreachState, RiskDecision
from dsar.accountability.breaches.rules import Exception34, Risk
from dsar.accountability.breaches.services import (
    Report,
    become_aware,
    close_breach,
    dismiss_breach,
    reopen_breach,
    report_breach,
)
from dsar.api.breach_access import demand_breach_act, found_breach, user_of
from dsar.api.pagination import Pages
from dsar.api.serializers import StrictSerializer
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import Controller

TYPES = ["confidentiality", "integrity", "availability"]
_WEIGHTS = [weight.value for weight in Weight]
# What each act cannot do without, and the words where it is missing.
_NEEDED = {
    "aware": ("at", "Say since when."),
    "decide": ("risk", "Say which risk."),
    "agree": ("decision", "Name the decision that you read."),
    "refuse": ("decision", "Name the decision that you read."),
    "dismiss": ("", ""),
    "close": ("", ""),
    "reopen": ("", ""),
    "link": ("case", "Name the case."),
    "note": ("", ""),
}


class BreachClockSerializer(serializers.Serializer[Any]):
    """The clock: elapsed hours, the last moment for the notice, and the state in a word."""

    state = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    hours_elapsed = serializers.FloatField(allow_null=True)
    hours_left = serializers.FloatField(allow_null=True)


class BreachSerializer(serializers.Serializer[Any]):
    """An entry of the register."""

    reference = serializers.CharField()
    controller = serializers.CharField()
    state = serializers.ChoiceField(choices=BreachState.choices)
    title = serializers.CharField()
    types = serializers.ListField(child=serializers.CharField())
    happened_at = serializers.DateTimeField(allow_null=True)
    found_at = serializers.DateTimeField()
    aware_at = serializers.DateTimeField(allow_null=True)
    told_at = serializers.DateTimeField(allow_null=True)
    persons_about = serializers.IntegerField(allow_null=True)
    records_about = serializers.IntegerField(allow_null=True)
    risk = serializers.CharField(allow_null=True)
    waiting_decision = serializers.UUIDField(allow_null=True, help_text="Waits for a second look.")
    waiting_risk = serializers.CharField(allow_null=True)
    clock = BreachClockSerializer()
    still_owed = serializers.ListField(child=serializers.CharField())
    version = serializers.IntegerField()


class NewBreachSerializer(StrictSerializer):
    """A suspected breach to report."""

    controller = serializers.SlugRelatedField(slug_field="name", queryset=Controller.objects.all(), required=False)
    title = serializers.CharField(max_length=120)
    what_happened = serializers.CharField(max_length=10_000)
    found_at = serializers.DateTimeField(required=False)
    happened_at = serializers.DateTimeField(required=False)
    types = serializers.ListField(child=serializers.ChoiceField(choices=TYPES), required=False)
    processor = serializers.CharField(max_length=200, required=False, allow_blank=True)
    processor_told_at = serializers.DateTimeField(required=False)


class BreachFactsSerializer(StrictSerializer):
    """Facts to write; `version` is the one that the caller read."""

    version = serializers.IntegerField(min_value=1)
    title = serializers.CharField(max_length=120, required=False)
    what_happened = serializers.CharField(max_length=20_000, required=False)
    happened_at = serializers.DateTimeField(required=False, allow_null=True)
    happened_until = serializers.DateTimeField(required=False, allow_null=True)
    found_at = serializers.DateTimeField(required=False)
    persons_about = serializers.IntegerField(min_value=0, max_value=2_000_000_000, required=False, allow_null=True)
    records_about = serializers.IntegerField(min_value=0, max_value=2_000_000_000, required=False, allow_null=True)
    persons_kinds = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    data_kinds = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    consequences = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    measures_taken = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    measures_proposed = serializers.CharField(max_length=10_000, required=False, allow_blank=True)


class WeighedSerializer(StrictSerializer):
    """A factor as it is weighed."""

    code = serializers.ChoiceField(choices=[factor.code for factor in factors.FACTORS])
    weight = serializers.ChoiceField(choices=_WEIGHTS)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class BreachActSerializer(StrictSerializer):
    """An act with what it takes.

    "aware" takes `at`, `by`, `why`; "decide" `risk`, `factors`, `why` and an exception; "agree" and "refuse" the
    `decision` that was read and `why`; "dismiss" and "reopen" `why`; "close" `why` (what was learned); "link" `case`;
    "note" `text` and `at`.
    """

    act = serializers.ChoiceField(choices=list(_NEEDED))
    at = serializers.DateTimeField(required=False)
    by = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    why = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    risk = serializers.ChoiceField(choices=[risk.value for risk in Risk], required=False)
    factors = WeighedSerializer(many=True, required=False)
    exception = serializers.ChoiceField(choices=[one.value for one in Exception34], required=False)
    exception_why = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    text = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    decision = serializers.UUIDField(required=False)
    case = serializers.CharField(max_length=24, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed, words = _NEEDED[attrs["act"]]
        if needed and needed not in attrs:
            raise serializers.ValidationError({needed: words})
        return attrs


class BreachList(APIView):
    """The register; reporting a suspected breach."""

    @extend_schema(responses=BreachSerializer(many=True), operation_id="breaches_list")
    def get(self, request: Request) -> Response:
        """List, the newest report first; ?state= (open, all, or a state), ?risk=, ?q=, ?sort=clock."""
        demand_breach_act(request)
        wanted = {name: str(request.query_params.get(name, "")) for name in ("state", "risk", "q", "sort")}
        wanted["state"] = wanted["state"] or "all"
        pages = Pages()
        page: list[Breach] = pages.paginate_queryset(cast("Any", selectors.register(wanted)), request) or []
        return pages.get_paginated_response([_told(one) for one in page])

    @extend_schema(request=NewBreachSerializer, responses={201: BreachSerializer}, operation_id="breaches_report")
    def post(self, request: Request) -> Response:
        """Report a suspected breach: everybody who works here may. Others than readers get the reference alone."""
        given = NewBreachSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = report_breach(report=_report(given.validated_data), actor=user_of(request))
        body = (
            _told(found_breach(request, made.reference))
            if user_of(request).may(Act.SEE_BREACHES)
            else {"reference": made.reference}
        )
        return Response(body, status=201)


class BreachDetail(APIView):
    """One entry."""

    @extend_schema(responses=BreachSerializer, operation_id="breaches_read")
    def get(self, request: Request, breach_ref: str) -> Response:
        """The entry with its clock, and what is still owed."""
        return Response(_told(found_breach(request, breach_ref)))

    @extend_schema(request=BreachFactsSerializer, responses=BreachSerializer, operation_id="breaches_facts")
    def patch(self, request: Request, breach_ref: str) -> Response:
        """Write facts; what is not named stays. Another version than yours answers 409."""
        found = found_breach(request, breach_ref, Act.WORK_BREACHES)
        given = BreachFactsSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        change_facts(breach=found, seen=values.pop("version"), values=values, actor=user_of(request))
        return Response(_told(found_breach(request, breach_ref)))


class BreachActs(APIView):
    """Acts on an entry."""

    @extend_schema(request=BreachActSerializer, responses={201: BreachSerializer}, operation_id="breaches_act")
    def post(self, request: Request, breach_ref: str) -> Response:
        """Say since when we are aware, decide, agree or refuse as second, dismiss, close, reopen, link, note."""
        found, actor = found_breach(request, breach_ref), user_of(request)
        serializer = BreachActSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        _do(found, serializer.validated_data, actor)
        return Response(_told(found_breach(request, breach_ref)), status=201)


def _do(found: Breach, given: dict[str, Any], actor: User) -> object:
    """One act; what an act does not take is left aside."""
    why = given["why"]
    match given["act"]:
        case "aware":
            return become_aware(breach=found, aware_at=given["at"], by=given["by"], why=why, actor=actor)
        case "decide":
            return decide_risk(breach=found, judgement=_judgement(given), actor=actor)
        case "agree" | "refuse" as verdict:
            decision = _waiting(found, given["decision"])
            return second_look(decision=decision, agrees=verdict == "agree", why=why, actor=actor)
        case "dismiss":
            return dismiss_breach(breach=found, why=why, actor=actor)
        case "close":
            return close_breach(breach=found, lessons=why, actor=actor)
        case "reopen":
            return reopen_breach(breach=found, why=why, actor=actor)
        case "link":
            return link_case(breach=found, reference=given["case"], actor=actor)
        case _:
            return add_note(breach=found, text=given["text"], at=given.get("at"), actor=actor)


def _waiting(found: Breach, decision_id: UUID) -> RiskDecision:
    """The decision that the caller read; another one, or none, waits by now: a conflict."""
    decision = standing.waiting_decision(found)
    if decision is None or decision.pk != decision_id:
        message = "This decision does not wait for a second look any more. Read the entry again."
        raise Conflict(message)
    return decision


def _judgement(given: dict[str, Any]) -> Judgement:
    weighed = tuple(Weighed(one["code"], Weight(one["weight"]), one["note"]) for one in given.get("factors", []))
    exception = Exception34(given["exception"]) if given.get("exception") else None
    return Judgement(Risk(given["risk"]), weighed, given["why"], exception, given["exception_why"])


def _report(values: dict[str, Any]) -> Report:
    controller = values.get("controller") or Controller.objects.order_by("name").first()
    if controller is None or ("controller" not in values and Controller.objects.count() > 1):
        message = "Say which controller it concerns."
        raise RuleRefused(message, code="controller_missing", fields={"controller": message})
    return Report(
        controller=controller,
        title=values["title"],
        what_happened=values["what_happened"],
        found_at=values.get("found_at") or clock.now(),
        happened_at=values.get("happened_at"),
        types=frozenset(values.get("types", [])),
        processor=values.get("processor", ""),
        processor_told_at=values.get("processor_told_at"),
    )


def _told(breach: Breach) -> dict[str, Any]:
    found = standing.clock_of_breach(breach, clock.now())
    decision, waiting = standing.holding_decision(breach), standing.waiting_decision(breach)
    body = {
        "reference": breach.reference,
        "controller": breach.controller.name,
        "state": breach.state,
        "title": breach.title,
        "types": [name for name in TYPES if getattr(breach, f"is_{name}")],
        "happened_at": breach.happened_at,
        "found_at": breach.found_at,
        "aware_at": breach.aware_at,
        "told_at": breach.told_at,
        "persons_about": breach.persons_about,
        "records_about": breach.records_about,
        "risk": decision.risk if decision else None,
        "waiting_decision": waiting.pk if waiting else None,
        "waiting_risk": waiting.risk if waiting else None,
        "clock": {
            "state": found.state.value,
            "due_at": found.due_at,
            "hours_elapsed": _hours(found.elapsed),
            "hours_left": _hours(found.left),
        },
        "still_owed": selectors.still_owed(breach) if breach.state == BreachState.OPEN else [],
        "version": breach.version,
    }
    return dict(BreachSerializer(body).data)


def _hours(span: Any) -> float | None:
    return None if span is None else round(span.total_seconds() / 3600, 2)

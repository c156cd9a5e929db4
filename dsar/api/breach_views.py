"""The register of breaches over the API: the same services and the same roles as the pages.

What names people stays on the screens but for what the caller writes; moments are ISO 8601 with an offset.
"""

from typing import Any, cast

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches import factors, selectors, standing
from dsar.accountability.breaches.decision_services import Judgement, Weighed, decide_risk
from dsar.accountability.breaches.factors import Weight
from dsar.accountability.breaches.facts_services import add_note, change_facts
from dsar.accountability.breaches.models import Breach, BreachState
from dsar.accountability.breaches.rules import Exception34, Risk
from dsar.accountability.breaches.services import Report, become_aware, report_breach
from dsar.api.pagination import Pages
from dsar.api.serializers import StrictSerializer
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.processing_records.models import Controller

TYPES = ["confidentiality", "integrity", "availability"]
_WEIGHTS = [weight.value for weight in Weight]


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
    """An act: say since when we are aware, decide the risk with its factors, or write a note."""

    act = serializers.ChoiceField(choices=["aware", "decide", "note"])
    at = serializers.DateTimeField(required=False)
    by = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    why = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    risk = serializers.ChoiceField(choices=[risk.value for risk in Risk], required=False)
    factors = WeighedSerializer(many=True, required=False)
    exception = serializers.ChoiceField(choices=[one.value for one in Exception34], required=False)
    exception_why = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    text = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["act"] == "aware" and "at" not in attrs:
            raise serializers.ValidationError({"at": "Say since when."})
        if attrs["act"] == "decide" and "risk" not in attrs:
            raise serializers.ValidationError({"risk": "Say which risk."})
        return attrs


class BreachList(APIView):
    """The register; reporting a suspected breach."""

    @extend_schema(responses=BreachSerializer(many=True), operation_id="breaches_list")
    def get(self, request: Request) -> Response:
        """List, the newest report first; ?state= (open, all, or a state), ?risk=, ?q=, ?sort=clock."""
        _demand(request, Act.SEE_BREACHES)
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
        made = report_breach(report=_report(given.validated_data), actor=_user(request))
        body = _told(_found(made.reference)) if _user(request).may(Act.SEE_BREACHES) else {"reference": made.reference}
        return Response(body, status=201)


class BreachDetail(APIView):
    """One entry."""

    @extend_schema(responses=BreachSerializer, operation_id="breaches_read")
    def get(self, request: Request, breach_ref: str) -> Response:
        """The entry with its clock, and what is still owed."""
        _demand(request, Act.SEE_BREACHES)
        return Response(_told(_found(breach_ref)))

    @extend_schema(request=BreachFactsSerializer, responses=BreachSerializer, operation_id="breaches_facts")
    def patch(self, request: Request, breach_ref: str) -> Response:
        """Write facts; what is not named stays. Another version than yours answers 409."""
        _demand(request, Act.WORK_BREACHES)
        given = BreachFactsSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        change_facts(breach=_found(breach_ref), seen=values.pop("version"), values=values, actor=_user(request))
        return Response(_told(_found(breach_ref)))


class BreachActs(APIView):
    """Acts on an entry."""

    @extend_schema(request=BreachActSerializer, responses={201: BreachSerializer}, operation_id="breaches_act")
    def post(self, request: Request, breach_ref: str) -> Response:
        """Say since when we are aware, decide the risk, or write a note."""
        _demand(request, Act.SEE_BREACHES)
        found, actor = _found(breach_ref), _user(request)
        serializer = BreachActSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        if given["act"] == "aware":
            become_aware(breach=found, aware_at=given["at"], by=given["by"], why=given["why"], actor=actor)
        elif given["act"] == "decide":
            decide_risk(breach=found, judgement=_judgement(given), actor=actor)
        else:
            add_note(breach=found, text=given["text"], at=given.get("at"), actor=actor)
        return Response(_told(_found(breach_ref)), status=201)


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
    decision = standing.holding_decision(breach)
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


def _found(reference: str) -> Breach:
    found = selectors.loaded().filter(reference=reference.upper()).first()
    if found is None:
        raise Http404
    return found


def _demand(request: Request, act: Act) -> None:
    if not _user(request).may(act):
        message = "Your role does not open the register of breaches."
        raise NotPermitted(message)


def _user(request: Request) -> User:
    return cast("User", request.user)

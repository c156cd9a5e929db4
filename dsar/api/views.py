"""The REST roof: the same services and the same `visible_to` as the pages. Foreign cases answer 404."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.api.pagination import Pages
from dsar.api.serializers import (
    CaseSerializer,
    ClockActSerializer,
    ClockEventSerializer,
    NewCaseSerializer,
)
from dsar.cases import clock as case_clock
from dsar.cases import clock_acts, clock_corrections, permissions
from dsar.cases.models import Case, CaseFile, ClockEvent
from dsar.cases.services import NewRequest, PersonEntry, register_case
from dsar.cases.vocabulary import EventKind, PersonRole
from dsar.deadlines import as_json
from dsar.deadlines.events import PauseKind
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.processing_records.models import Controller


class CaseList(APIView):
    """Cases that the caller may see; logging a request."""

    @extend_schema(responses=CaseSerializer(many=True), operation_id="cases_list")
    def get(self, request: Request) -> Response:
        """List, newest due date first; ?stage=, ?clock_state=, ?q= (reference, name or address)."""
        found = Case.objects.visible_to(_user(request)).select_related("controller", "handler")
        if words := request.query_params.get("q", ""):
            found = found.matching(words)
        for name in ("stage", "clock_state"):
            if value := request.query_params.get(name):
                found = found.filter(**{name: value})
        pages = Pages()
        page = pages.paginate_queryset(found.order_by("due_on", "reference"), request)
        return pages.get_paginated_response(CaseSerializer(page, many=True).data)

    @extend_schema(request=NewCaseSerializer, responses={201: CaseSerializer}, operation_id="cases_create")
    def post(self, request: Request) -> Response:
        """Log a request."""
        user = _user(request)
        if not user.may(Act.LOG_REQUEST):
            message = "Your role does not log requests."
            raise NotPermitted(message)
        given = NewCaseSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        case = register_case(request=_new_request(given.validated_data), actor=user)
        return Response(CaseSerializer(case).data, status=201)


class CaseDetail(APIView):
    """One case with its clock explained."""

    @extend_schema(responses=CaseSerializer, operation_id="cases_read")
    def get(self, request: Request, ref: str) -> Response:
        """The case, and under `clock` its dates and the sentences that explain them."""
        case = _case(request, ref)
        clock_now = as_json(case_clock.result_of(case))
        return Response({**CaseSerializer(case).data, "clock": clock_now})


class ClockActs(APIView):
    """The clock of a case: what happened, and acts to do."""

    @extend_schema(responses=ClockEventSerializer(many=True), operation_id="clock_acts_list")
    def get(self, request: Request, ref: str) -> Response:
        """All acts in order."""
        return Response(ClockEventSerializer(_case(request, ref).clock_events.all(), many=True).data)

    @extend_schema(request=ClockActSerializer, responses={201: ClockEventSerializer}, operation_id="clock_acts_create")
    def post(self, request: Request, ref: str) -> Response:
        """Pause, resume or extend; what the law refuses is refused with the gate's name as `code`."""
        case = _case(request, ref)
        given = ClockActSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        event = _do(case, given.validated_data, _user(request))
        return Response(ClockEventSerializer(event).data, status=201)


def find_case(request: Request, ref: str, act: Act = Act.VIEW_CASE) -> Case:
    """The case, visible and permitted; otherwise 404 or 403."""
    visible = Case.objects.visible_to(_user(request)).select_related("controller", "handler", "key")
    case = visible.filter(reference=ref.upper()).first()
    if case is None:
        raise Http404
    permissions.demand(_user(request), act, case)
    return case


_case = find_case


def _user(request: Request) -> User:
    return cast("User", request.user)


def _new_request(values: dict[str, Any]) -> NewRequest:
    controller = values.get("controller") or Controller.objects.order_by("name").first()
    if controller is None or ("controller" not in values and Controller.objects.count() > 1):
        message = "Say which controller the request went to."
        raise RuleRefused(message, code="controller_missing", fields={"controller": message})
    person = values["subject"]
    return NewRequest(
        controller=controller,
        channel=values["channel"],
        right=values["right"],
        received_at=values.get("received_at") or clock.now(),
        people=(PersonEntry(PersonRole.SUBJECT, person), PersonEntry(PersonRole.REQUESTER, person)),
        request_text=values["request_text"],
        search_details=values.get("search_details", ""),
        language=values["language"],
    )


def _do(case: Case, values: dict[str, Any], user: User) -> ClockEvent:
    evidence = _evidence(case, values.get("evidence"))
    on = values["on"]
    if values["kind"] == EventKind.EXTEND:
        return clock_acts.extend(
            case=case,
            on=on,
            criteria=values["criteria"],
            reason=values["reason"],
            until=values.get("until"),
            evidence=evidence,
            is_confirmed=values["confirmed"],
            actor=user,
        )
    if values["kind"] == EventKind.WITHDRAW:
        return clock_corrections.withdraw_extension(case=case, reason=values["reason"], actor=user)
    waiting_for = PauseKind(values["waiting_for"])
    if values["kind"] == EventKind.ASK:
        return clock_acts.pause(
            case=case,
            waiting_for=waiting_for,
            on=on,
            reason=values["reason"],
            large_quantity=values["large_quantity"],
            new_doubt=values["new_doubt"],
            evidence=evidence,
            actor=user,
        )
    return clock_acts.resume(
        case=case,
        waiting_for=waiting_for,
        on=on,
        is_sufficient=values["is_sufficient"],
        declined_to_narrow=values["declined_to_narrow"],
        evidence=evidence,
        actor=user,
    )


def _evidence(case: Case, file_id: UUID | None) -> CaseFile | None:
    if file_id is None:
        return None
    found = case.files.filter(pk=file_id).first()
    if found is None:
        message = "There is no such file on this case."
        raise RuleRefused(message, code="evidence_missing", fields={"evidence": message})
    return found

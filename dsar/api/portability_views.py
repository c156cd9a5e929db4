"""Portability over the API: the same services as the pages (GDPR Art. 20)."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.api.freshness import demand_fresh
from dsar.api.portability_serializers import (
    BasisSerializer,
    FindingsSerializer,
    PortabilityActSerializer,
    ReceiverActSerializer,
    ReceiverSerializer,
    SetSerializer,
    WishSerializer,
    page_json,
    receiver_json,
)
from dsar.api.views import find_case
from dsar.cases.models import Case
from dsar.cases.vocabulary import RightAsked
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions import services as decisions
from dsar.rights.portability import package_services, plan_services, transmission_services
from dsar.rights.portability.findings import candidates
from dsar.rights.portability.proposing import survey_of
from dsar.rights.portability.readiness import latest_package
from dsar.rights.portability.selectors import ReceiverLine, portability_page, receiver_lines
from dsar.rights.portability.surveying import sets_of
from dsar.rights.portability.transmission_services import NewReceiver

_Given = dict[str, Any]


class PortabilityView(APIView):
    """The portability of a case."""

    @extend_schema(responses=OpenApiTypes.OBJECT, operation_id="portability_read")
    def get(self, request: Request, ref: str) -> Response:
        """Findings, bases, sets with their columns, the package in figures, other controllers, what stands open."""
        return Response(_state(_case(request, ref), request))


class PortabilityFindings(APIView):
    """Whose findings are used."""

    @extend_schema(
        request=FindingsSerializer, responses={202: OpenApiTypes.OBJECT}, operation_id="portability_findings"
    )
    def post(self, request: Request, ref: str) -> Response:
        """Take the findings of this case, or of a linked one after a fresh look; a worker reads them."""
        case, given = _case(request, ref, Act.WORK_CASE), _checked(FindingsSerializer, request)
        known = {one.reference: one for one in candidates(case, _user(request))} | {case.reference: case}
        source = known.get(given["source"].upper())
        if source is None:
            message = "Only the findings of this case or of a linked access case can be used."
            raise RuleRefused(message, code="source_wrong", fields={"source": message})
        plan_services.choose_findings(case=case, source=source, words=given["words"], actor=_user(request))
        return Response(_state(case, request), status=202)


class PortabilityWish(APIView):
    """Who gets the package."""

    @extend_schema(request=WishSerializer, responses=OpenApiTypes.OBJECT, operation_id="portability_wish")
    def post(self, request: Request, ref: str) -> Response:
        """Note to whom it goes, and decide whether direct transmission is technically feasible (Art. 20(2))."""
        case, given = _case(request, ref, Act.WORK_CASE), _checked(WishSerializer, request)
        plan = plan_services.plan_of(case)
        if {"to_person", "to_controller"} & set(given):
            plan_services.record_wish(
                case=case, to_person=given.get("to_person", plan.to_person),
                to_controller=given.get("to_controller", plan.to_controller), actor=_user(request),
            )  # fmt: skip
        if "feasible" in given:
            words = given["feasible_words"]
            plan_services.decide_feasibility(case=case, feasible=given["feasible"], words=words, actor=_user(request))
        return Response(_state(case, request))


class PortabilityBasis(APIView):
    """The basis of one processing activity."""

    @extend_schema(request=BasisSerializer, responses=OpenApiTypes.OBJECT, operation_id="portability_basis")
    def post(self, request: Request, ref: str, activity_id: UUID) -> Response:
        """Decide the basis for this person; only consent and contract are covered (Art. 20(1)(a))."""
        case, given = _case(request, ref, Act.WORK_CASE), _checked(BasisSerializer, request)
        activity = _activity(case, activity_id)
        plan_services.rule_activity(case=case, activity=activity, actor=_user(request), **given)
        return Response(_state(case, request))


class PortabilitySet(APIView):
    """One set of the findings."""

    @extend_schema(request=SetSerializer, responses=OpenApiTypes.OBJECT, operation_id="portability_set")
    def post(self, request: Request, ref: str, place: int) -> Response:
        """Decide column by column whether the person provided it, and whether others' data may stay in."""
        case, given = _case(request, ref, Act.WORK_CASE), _checked(SetSerializer, request)
        sets = sets_of(survey_of(case))
        if not 1 <= place <= len(sets):
            raise Http404
        activity = _activity(case, given.pop("activity")) if given["activity"] else given.pop("activity")
        order = plan_services.SetOrder(activity=activity, **given)
        plan_services.rule_set(case=case, key=sets[place - 1]["key"], order=order, actor=_user(request))
        return Response(_state(case, request))


class PortabilityActs(APIView):
    """Acts on the portability of a case."""

    @extend_schema(
        request=PortabilityActSerializer, responses={202: OpenApiTypes.OBJECT}, operation_id="portability_act"
    )
    def post(self, request: Request, ref: str) -> Response:
        """Do one act; a refusal has the code of what stands in the way. Approving names the package that was read."""
        case, given = _case(request, ref), _checked(PortabilityActSerializer, request)
        if given["act"] == "approve":
            demand_fresh(request)
        _ACTS[given["act"]](case, given, _user(request))
        case.refresh_from_db()
        return Response(_state(case, request), status=202)


class PortabilityReceivers(APIView):
    """Other controllers."""

    @extend_schema(
        request=ReceiverSerializer, responses={201: OpenApiTypes.OBJECT}, operation_id="portability_receiver_name"
    )
    def post(self, request: Request, ref: str) -> Response:
        """Note the controller that the person named; an upload address must lead to the public internet."""
        case, given = _case(request, ref, Act.WORK_CASE), _checked(ReceiverSerializer, request)
        row = transmission_services.name_receiver(case=case, receiver=NewReceiver(**given), actor=_user(request))
        return Response(receiver_json(_line(case, row.pk)), status=201)


class PortabilityReceiverActs(APIView):
    """Acts on another controller."""

    @extend_schema(
        request=ReceiverActSerializer, responses={202: OpenApiTypes.OBJECT}, operation_id="portability_receiver_act"
    )
    def post(self, request: Request, ref: str, receiver_id: UUID) -> Response:
        """Confirm it with the person, send, stop, take off. Sending by link answers with link and code, this once."""
        case, given = _case(request, ref, Act.WORK_CASE), _checked(ReceiverActSerializer, request)
        if given["act"] == "send":
            demand_fresh(request)
        line = _line(case, receiver_id)
        more = _RECEIVER_ACTS[given["act"]](line, given["words"], _user(request)) or {}
        case.refresh_from_db()
        left = next((one for one in receiver_lines(case) if one.row.pk == receiver_id), None)
        response = Response((receiver_json(left) if left else {}) | more, status=202)
        response["Cache-Control"] = "no-store"
        return response


def _case(request: Request, ref: str, act: Act = Act.VIEW_CASE) -> Case:
    case = find_case(request, ref, act)
    if case.right != RightAsked.PORTABILITY:
        message = "This case asks for another right. Log the portability request as a case of its own."
        raise RuleRefused(message, code="other_right")
    return case


def _state(case: Case, request: Request) -> dict[str, Any]:
    with keys_at_hand([case.key_id]):
        return page_json(portability_page(case, _user(request)))


def _checked(kind: type[serializers.Serializer[Any]], request: Request) -> _Given:
    given = kind(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _user(request: Request) -> User:
    return cast("User", request.user)


def _activity(case: Case, activity_id: UUID) -> ProcessingActivity:
    found = ProcessingActivity.objects.filter(pk=activity_id, controller=case.controller).first()
    if found is None:
        raise Http404
    return found


def _line(case: Case, receiver_id: UUID) -> ReceiverLine:
    found = next((line for line in receiver_lines(case) if line.row.pk == receiver_id), None)
    if found is None:
        raise Http404
    return found


def _approve(case: Case, given: _Given, actor: User) -> None:
    package = latest_package(case)
    if package is None:
        message = "There is no package yet."
        raise Conflict(message)
    package_services.approve_package(
        package=package, reason=given["reason"], actor=actor, read=given["version"],
        small_team_reason=given["small_team_reason"], seen=given["pictures_seen"],
    )  # fmt: skip


def _close(case: Case, _given: _Given, actor: User) -> None:
    if case.outcome:
        package_services.close_case(case=case, actor=actor)
    else:
        decisions.finish(case=case, actor=actor)


def _send(line: ReceiverLine, _words: str, actor: User) -> dict[str, Any]:
    link = transmission_services.transmit(receiver=line.row, actor=actor)
    if not link.token:
        return {}
    address = settings.DSAR_PUBLIC_URL + reverse("dsar:portal-transfer", args=[link.token])
    return {"link": address, "code": link.code}


def _stop(line: ReceiverLine, words: str, actor: User) -> None:
    waiting = [one for one in line.transmissions if not one.arrived_at and not one.revoked_at]
    if not waiting:
        message = "Nothing is under way."
        raise Conflict(message)
    transmission_services.revoke(transmission=waiting[0], reason=words, actor=actor)


_ACTS: dict[str, Callable[[Case, _Given, User], Any]] = {
    "survey": lambda case, _given, actor: plan_services.survey_again(case=case, actor=actor),
    "proposals": lambda case, _given, actor: plan_services.take_proposals(case=case, actor=actor),
    "package": lambda case, _given, actor: package_services.order_package(case=case, actor=actor),
    "approve": _approve,
    "answer": lambda case, _given, actor: decisions.answer(case=case, actor=actor),
    "close": _close,
}
_RECEIVER_ACTS: dict[str, Callable[[ReceiverLine, str, User], Any]] = {
    "confirm": lambda line, words, actor: transmission_services.confirm_receiver(
        receiver=line.row, how=words, actor=actor
    ),
    "send": _send,
    "stop": _stop,
    "drop": lambda line, words, actor: transmission_services.drop_receiver(
        receiver=line.row, reason=words, actor=actor
    ),
}

"""Erasures over the API: the same services as the pages."""

import json
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from discovery.documents import SubjectProfile
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.api.erasure_serializers import (
    FRESH,
    ErasureActSerializer,
    GroundSerializer,
    PersonAskedSerializer,
    RestoreTaskSerializer,
    RulingSerializer,
    TargetSerializer,
    page_json,
    preview_json,
)
from dsar.api.freshness import demand_fresh
from dsar.api.views import find_case
from dsar.cases.models import Case
from dsar.cases.vocabulary import RightAsked
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.erasure import case_services, flow_services, letters_services, restoring_services
from dsar.rights.erasure.models import ErasureTarget
from dsar.rights.erasure.restore_models import RestoreTask
from dsar.rights.erasure.restore_task_services import open_tasks, sign_task
from dsar.rights.erasure.selectors import erasure_page
from dsar.rights.erasure.situation import last_run
from dsar.rights.erasure.targets_services import ask_list, try_target
from erasure.plan import Preview
from erasure.rules import CategoryRuling
from erasure.runs.models import ErasureCertificate

_Given = dict[str, Any]


class ErasureView(APIView):
    """The erasure of a case."""

    @extend_schema(responses=OpenApiTypes.OBJECT, operation_id="erasure_read")
    def get(self, request: Request, ref: str) -> Response:
        """Ground, decisions, rehearsal in figures, questions, what stands in the way, recipients."""
        return Response(_state(_case(request, ref), request))


class ErasureGroundView(APIView):
    """The ground of an erasure."""

    @extend_schema(request=GroundSerializer, responses=OpenApiTypes.OBJECT, operation_id="erasure_ground")
    def post(self, request: Request, ref: str) -> Response:
        """Record the ground of Art. 17(1) and why it applies."""
        case, given = _case(request, ref, Act.WORK_CASE), _checked(GroundSerializer, request)
        case_services.record_ground(case=case, actor=_user(request), **given)
        return Response(_state(case, request))


class ErasureCategoryView(APIView):
    """The decision about one processing activity."""

    @extend_schema(request=RulingSerializer, responses=OpenApiTypes.OBJECT, operation_id="erasure_category")
    def post(self, request: Request, ref: str, activity_id: UUID) -> Response:
        """Erase, restrict, or keep under an exception of Art. 17(3)."""
        case, given = _case(request, ref, Act.WORK_CASE), _checked(RulingSerializer, request)
        activity = ProcessingActivity.objects.filter(pk=activity_id, controller=case.controller).first()
        if activity is None:
            raise Http404
        ruling = CategoryRuling(**given)
        case_services.decide_category(case=case, activity=activity, ruling=ruling, actor=_user(request))
        return Response(_state(case, request))


class ErasureActs(APIView):
    """Acts on an erasure."""

    @extend_schema(request=ErasureActSerializer, responses={202: OpenApiTypes.OBJECT}, operation_id="erasure_act")
    def post(self, request: Request, ref: str) -> Response:
        """Do one act; a refusal has the code of what stands in the way. Approving names the rehearsal that was read."""
        case, given = _case(request, ref), _checked(ErasureActSerializer, request)
        if given["act"] in FRESH:
            demand_fresh(request)
        _ACTS[given["act"]](case, given, _user(request))
        case.refresh_from_db()
        return Response(_state(case, request), status=202)


class ErasureRehearsal(APIView):
    """What the rehearsal found on one target."""

    @extend_schema(responses=OpenApiTypes.OBJECT, operation_id="erasure_rehearsal")
    def get(self, request: Request, ref: str, step_id: UUID) -> Response:
        """What would go, what stays and why, what is asked, what could not be read."""
        case = _case(request, ref)
        run = last_run(case)
        step = run.steps.filter(pk=step_id).first() if run else None
        if step is None or run is None:
            raise Http404
        step.run = run
        with keys_at_hand([case.key_id]):
            return Response(preview_json(Preview.from_json(step.preview)))


class ErasureCertificateView(APIView):
    """The certificate of an erasure."""

    @extend_schema(responses=OpenApiTypes.OBJECT, operation_id="erasure_certificate")
    def get(self, request: Request, ref: str) -> Response:
        """The signed data; the signature is over them as canonical JSON (sorted keys, no blanks)."""
        row = ErasureCertificate.objects.filter(order_id=_case(request, ref).pk).first()
        if row is None:
            raise Http404
        return Response({"certificate": json.loads(bytes(row.body)), "signature": row.signature})


class ErasureTargets(APIView):
    """The targets of erasures."""

    @extend_schema(responses=TargetSerializer(many=True), operation_id="erasure_targets")
    def get(self, request: Request) -> Response:
        """All targets, with what their last trial found."""
        _demand(request, Act.EDIT_SOURCES)
        return Response(TargetSerializer(ErasureTarget.objects.select_related("system"), many=True).data)


class ErasureTargetTrial(APIView):
    """The trial of a target."""

    @extend_schema(request=None, responses=TargetSerializer, operation_id="erasure_target_trial")
    def post(self, request: Request, target_id: UUID) -> Response:
        """Try whether the target can be reached and changed; nothing is changed in it."""
        _demand(request, Act.EDIT_SOURCES)
        target = ErasureTarget.objects.select_related("system").filter(pk=target_id).first()
        if target is None:
            raise Http404
        return Response(TargetSerializer(try_target(target=target, actor=_user(request))).data)


class SuppressionCheck(APIView):
    """The suppression list."""

    @extend_schema(request=PersonAskedSerializer, responses=OpenApiTypes.OBJECT, operation_id="suppression_check")
    def post(self, request: Request) -> Response:
        """Whether this person was erased and must not be stored again; the question is in the audit chain."""
        _demand(request, Act.EDIT_REGISTER)
        given = _checked(PersonAskedSerializer, request)
        known = tuple((one["type"], one["value"]) for one in given.pop("identifiers"))
        person = SubjectProfile(identifiers=known, **{name: tuple(values) for name, values in given.items()})
        return Response({"suppressed": ask_list(person=person, actor=_user(request))})


class AfterRestore(APIView):
    """What a restored backup brought back."""

    @extend_schema(responses=OpenApiTypes.OBJECT, operation_id="after_restore_state")
    def get(self, request: Request) -> Response:
        """What the journal of erasures knows and the database does not; `manage.py dsar after-restore` mends it."""
        _demand(request, Act.EDIT_REGISTER)
        found = restoring_services.restore_state()
        return Response({
            "is_needed": found.is_needed, "keys_that_came_back": found.keys, "entries_missing": found.entries,
            "lines_not_believed": found.not_believed,
            "tasks": [{"id": str(task.pk), "target": task.target.name, "made_at": task.made_at, "cases": task.cases}
                      for task in open_tasks()],
        })  # fmt: skip

    @extend_schema(request=RestoreTaskSerializer, responses=OpenApiTypes.OBJECT, operation_id="after_restore_sign")
    def post(self, request: Request) -> Response:
        """Sign a task by hand; whom it is about is shown on the screens alone."""
        _demand(request, Act.EDIT_REGISTER)
        given = _checked(RestoreTaskSerializer, request)
        demand_fresh(request)
        task = RestoreTask.objects.filter(pk=given["task"]).first()
        if task is None:
            raise Http404
        signed = sign_task(task=task, words=given["words"], actor=_user(request))
        return Response({"id": str(signed.pk), "signed_at": signed.signed_at, "signature": signed.signature})


_ACTS: dict[str, Callable[[Case, _Given, User], Any]] = {
    "rehearse": lambda c, g, u: case_services.rehearse(case=c, actor=u, asks_anew=g["anew"]),
    "answer": lambda c, g, u: case_services.answer(case=c, answers=g.get("answers", {}), actor=u),
    "propose": lambda c, g, u: case_services.propose(case=c, gaps_reason=g["gaps_reason"], actor=u),
    "approve": lambda c, g, u: case_services.approve(
        case=c, fingerprint=g["version"] or g["fingerprint"], actor=u, is_shared_seen=g["shared_seen"]
    ),
    "send_back": lambda c, g, u: case_services.send_back(case=c, actor=u),
    "carry_out": lambda c, g, u: case_services.carry_out(case=c, actor=u),
    "repeat": lambda c, g, u: case_services.repeat(case=c, actor=u),
    "confirm": lambda c, g, u: case_services.confirm(case=c, step_id=_step(g), words=g["words"], actor=u),
    "drop": lambda c, g, u: case_services.cancel(case=c, actor=u),
    "tell": lambda c, g, u: letters_services.answer_person(case=c, actor=u, is_confirmed=g["confirmed"]),
    "write_recipient": lambda c, g, u: letters_services.write_to_recipient(
        case=c, recipient=g["recipient"], address=g["address"], actor=u
    ),
    "note_recipient": lambda c, g, u: case_services.note_recipient(
        case=c, recipient=g["recipient"], was_told=g["told"], words=g["words"], actor=u
    ),
    "close": lambda c, g, u: flow_services.close(case=c, actor=u),
}


def _step(given: _Given) -> UUID:
    if "step" not in given:
        raise Http404
    return cast("UUID", given["step"])


def _case(request: Request, ref: str, act: Act = Act.VIEW_CASE) -> Case:
    case = find_case(request, ref, act)
    if case.right != RightAsked.ERASURE:
        message = "This case asks for another right. Log the erasure as a case of its own."
        raise RuleRefused(message, code="other_right")
    return case


def _state(case: Case, request: Request) -> dict[str, Any]:
    with keys_at_hand([case.key_id]):
        return {"reference": case.reference, "stage": case.stage, **page_json(erasure_page(case, _user(request)))}


def _checked(serializer: Any, request: Request) -> _Given:
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _demand(request: Request, act: Act) -> None:
    if not _user(request).may(act):
        message = "Your role does not open this."
        raise NotPermitted(message)


def _user(request: Request) -> User:
    return cast("User", request.user)

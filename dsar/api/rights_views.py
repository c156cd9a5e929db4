"""Decided rights over the API: the same services as the pages."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from consent.selectors import open_purposes
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.api.freshness import demand_fresh
from dsar.api.pagination import Pages
from dsar.api.rights_serializers import RegisterQuery, RightActSerializer, decision_json, right_json
from dsar.api.views import find_case
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import move_case
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.processing_records.models import ProcessingActivity, System
from dsar.rights.decisions import selectors, services, work_services
from dsar.rights.decisions.models import RightDecision, RightTask
from dsar.rights.decisions.register_selectors import register_rows
from dsar.rights.decisions.rooms import room_of
from dsar.rights.objection import services as objection
from dsar.rights.rectification import services as rectification
from dsar.rights.rectification.models import Correction
from dsar.rights.restriction import flag_services
from dsar.rights.restriction import services as restriction
from dsar.rights.withdrawal import services as withdrawal

_Given = dict[str, Any]
_NONE = UUID(int=0)  # nothing has this key


class RightView(APIView):
    """The right that a case is about, where it is decided rather than disclosed."""

    @extend_schema(responses=OpenApiTypes.OBJECT, operation_id="right_read")
    def get(self, request: Request, ref: str) -> Response:
        """Decisions, tasks in systems, recipients, and what the right has of its own."""
        return Response(_state(_case(request, ref)))


class RightActs(APIView):
    """Acts on a decided right."""

    @extend_schema(request=RightActSerializer, responses=OpenApiTypes.OBJECT, operation_id="right_acts")
    def post(self, request: Request, ref: str) -> Response:
        """Do one act; what is refused is refused with its code, as on the pages."""
        case = _case(request, ref)
        given = RightActSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        if values["act"] == "agree":
            demand_fresh(request)
        with keys_at_hand([case.key_id]):
            _ACTS[values["act"]](case, values, cast("User", request.user))
        return Response(_state(Case.objects.select_related("controller", "key").get(pk=case.pk)))


class DecisionRegister(APIView):
    """The register of decisions on all rights."""

    @extend_schema(parameters=[RegisterQuery], responses=OpenApiTypes.OBJECT, operation_id="rights_decisions")
    def get(self, request: Request) -> Response:
        """What was decided, newest first; nothing of the people whose data they are."""
        user = cast("User", request.user)
        if not user.may(Act.SEE_REPORTS):
            message = "Your role does not read the register of decisions."
            raise NotPermitted(message)
        asked = {name: value for name, value in request.query_params.items() if name in ("right", "outcome", "since",
                                                                                         "until")}  # fmt: skip
        query = RegisterQuery(data=asked)
        query.is_valid(raise_exception=True)
        pages = Pages()
        page = pages.paginate_queryset(register_rows(user, filters=query.validated_data), request, view=self)
        return pages.get_paginated_response([decision_json(row) for row in page or []])


def _case(request: Request, ref: str) -> Case:
    case = find_case(request, ref)
    if room_of(case) is None:
        raise Conflict(_("This right is not decided in this way."))
    return case


def _state(case: Case) -> _Given:
    with keys_at_hand([case.key_id]):
        return right_json(case)


def _proposal(case: Case) -> RightDecision:
    found = selectors.proposal_of(case)
    if found is None:
        raise Conflict(_("No decision waits for a second person."))
    return found


def _sign(case: Case, given: _Given, user: User) -> None:
    task = RightTask.objects.select_related("case").filter(pk=given.get("id", _NONE), case=case).first()
    if task is None:
        raise RuleRefused(_("There is no such task."), code="no_such_task", fields={"id": _("There is no such task.")})
    work_services.sign_task(
        task=task, state=given["state"], done_on=given.get("on"), words=given["words"], actor=user
    )  # fmt: skip


def _check(case: Case, given: _Given, user: User) -> None:
    row = Correction.objects.select_related("case", "system").filter(pk=given.get("id", _NONE), case=case).first()
    if row is None:
        raise RuleRefused(_("There is no such line."), code="no_such_line", fields={"id": _("There is no such line.")})
    rectification.check_accuracy(correction=row, finding=given["finding"], words=given["words"], actor=user)


def _correction(case: Case, given: _Given, user: User) -> None:
    claim = rectification.Claim(
        field=given["field"], old=given["old"], new=given["new"], statement=given["statement"],
        system=System.objects.filter(pk=given.get("system", _NONE)).first(),
        activity=ProcessingActivity.objects.filter(pk=given.get("activity", _NONE), controller=case.controller).first(),
    )  # fmt: skip
    rectification.note_correction(case=case, claim=claim, actor=user)


def _activities(case: Case, given: _Given) -> list[ProcessingActivity]:
    return list(ProcessingActivity.objects.filter(pk__in=given["activities"], controller=case.controller))


def _withdraw(case: Case, given: _Given, user: User) -> None:
    purposes = list(open_purposes().filter(code__in=given["purposes"]))
    withdrawal.withdraw(case=case, purposes=purposes, note=given["words"], actor=user)


_Do = Callable[[Case, _Given, User], object]
_ACTS: dict[str, _Do] = {
    "start": lambda c, g, u: move_case(case=c, move=Move.START_REVIEW, actor=u),
    "decide": lambda c, g, u: services.propose(
        case=c, outcome=g["outcome"], ground=g["ground"], why=g["why"], words=g["words"], actor=u
    ),
    "agree": lambda c, g, u: services.agree(
        decision=_proposal(c), actor=u, read=g["version"], small_team_reason=g["small_team_reason"]
    ),
    "give_back": lambda c, g, u: services.give_back(decision=_proposal(c), remark=g["words"], actor=u),
    "take_back": lambda c, g, u: services.take_back(case=c, reason=g["words"], actor=u),
    "answer": lambda c, g, u: services.answer(case=c, actor=u, is_confirmed=g["confirmed"]),
    "close": lambda c, g, u: services.finish(case=c, actor=u),
    "sign_task": _sign,
    "tell_recipient": lambda c, g, u: work_services.tell_recipient(
        case=c, recipient=g["recipient"], state=g["state"], words=g["words"], address=g["address"], actor=u
    ),
    "name_recipients": lambda c, g, u: work_services.name_recipients(case=c, actor=u, is_confirmed=g["confirmed"]),
    "note_correction": _correction,
    "check_accuracy": _check,
    "restrict_meanwhile": lambda c, g, u: restriction.restrict_meanwhile(case=c, actor=u),
    "note_restriction": lambda c, g, u: restriction.note_restriction(
        case=c, ground=g["ground"], why=g["why"], activities=_activities(c, g), actor=u
    ),
    "record_use": lambda c, g, u: restriction.record_use(
        case=c, basis=g["basis"], what=g["words"], on=g.get("on"), actor=u
    ),
    "inform": lambda c, g, u: restriction.inform_before_lifting(
        case=c, lift_on=g.get("on"), reasons=g["words"], actor=u, is_confirmed=g["confirmed"]
    ),
    "lift": lambda c, g, u: restriction.lift(case=c, actor=u),
    "try_flags_again": lambda c, g, u: flag_services.try_again(case=c, actor=u),
    "note_objection": lambda c, g, u: objection.note_objection(
        case=c, kind=g["kind"], situation=g["words"], activities=_activities(c, g), actor=u
    ),
    "weigh": lambda c, g, u: objection.weigh(
        case=c, our_grounds=g["ours"], their_interests=g["theirs"], conclusion=g["words"], weighing=g["weighing"],
        actor=u,
    ),
    "stop_marketing": lambda c, g, u: objection.stop_marketing(case=c, actor=u),
    "free_marketing": lambda c, g, u: objection.free_marketing(case=c, actor=u),
    "withdraw": _withdraw,
    "erasure_beside": lambda c, g, u: withdrawal.offer_erasure(case=c, actor=u),
}  # fmt: skip

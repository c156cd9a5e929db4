"""Retention over the API: rules, preview, sweeps, questions, columns that are counted, holds, erasing a closed case."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.api.freshness import demand_fresh
from dsar.api.serializers import StrictSerializer
from dsar.api.views import find_case
from dsar.cases.hold_models import HoldKind
from dsar.cases.hold_services import set_hold
from dsar.cases.person_hold_services import cases_under, hold_person
from dsar.foundation.errors import NotPermitted
from dsar.processing_records.models import ProcessingActivity
from dsar.retention import counting_services, rule_services, selectors, sweep_services, task_services
from dsar.retention.letting_go_services import ERASE_REASONS, erase_by_hand
from dsar.retention.models import ModeWords, RetentionRule, RetentionTask, Sweep, TermColumn, UnitWords
from dsar.retention.rules import BY_CODE, Mode, Period, Unit


class RetentionRuleSerializer(serializers.Serializer[Any]):
    """A rule in force; `waiting` is the number of a version that wants approval, 0 where none does."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the published name
    period = serializers.CharField()
    start = serializers.CharField()
    action = serializers.CharField()
    mode = serializers.CharField()
    number = serializers.IntegerField()
    waiting = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]  # the published name


class NewRetentionRuleSerializer(StrictSerializer):
    """A new version of a rule; `based_on` is the newest version that was read."""

    length = serializers.IntegerField(min_value=0, max_value=10_000)
    unit = serializers.ChoiceField(choices=UnitWords.choices)
    mode = serializers.ChoiceField(choices=ModeWords.choices)
    why = serializers.CharField(max_length=500)
    based_on = serializers.IntegerField(min_value=0)


class RetentionPreviewSerializer(serializers.Serializer[Any]):
    """What one rule would do now: how many go, the references that the caller may know, what stays and why."""

    code = serializers.CharField(source="rule.code")
    is_asked = serializers.BooleanField()
    goes = serializers.IntegerField()
    references = serializers.SerializerMethodField()
    stays = serializers.SerializerMethodField()

    def get_references(self, part: selectors.PreviewPart) -> list[str]:
        return [due.case.reference for due in part.listed]

    def get_stays(self, part: selectors.PreviewPart) -> dict[str, int]:
        return dict(part.stays)


class RetentionSweepSerializer(serializers.Serializer[Any]):
    """A sweep with its figures."""

    id = serializers.UUIDField(source="sweep.pk")
    ordered_at = serializers.DateTimeField(source="sweep.ordered_at")
    state = serializers.CharField(source="sweep.state")
    ended_at = serializers.DateTimeField(source="sweep.ended_at", allow_null=True)
    done = serializers.IntegerField()
    asked = serializers.IntegerField()
    kept = serializers.IntegerField()
    failed = serializers.IntegerField()


class RetentionQuestionSerializer(serializers.ModelSerializer[RetentionTask]):
    """A question of retention; `state` is open, done or kept."""

    state = serializers.CharField(read_only=True)

    class Meta:
        model = RetentionTask
        fields = ["id", "category", "reference", "things", "due_on", "raised_at", "state", "keep_until"]
        read_only_fields = fields


class RetentionAnswerSerializer(StrictSerializer):
    """The answer: it goes now, or it is kept until a day and for a reason."""

    decision = serializers.ChoiceField(choices=["go", "keep"])
    why = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    keep_until = serializers.DateField(required=False, default=None, allow_null=True)


class RetentionColumnSerializer(serializers.ModelSerializer[TermColumn]):
    """A date column with the rows before a day, as last counted; `state` says whether a worker counts again."""

    source = serializers.CharField(  # type: ignore[assignment]  # the published name
        source="source.name", read_only=True
    )
    state = serializers.CharField(read_only=True)

    class Meta:
        model = TermColumn
        fields = ["id", "source", "table", "column", "state", "failure", "rows", "before", "counted_at"]
        read_only_fields = fields


class NewRetentionColumnSerializer(StrictSerializer):
    """A date column to count in; `source` is the name of a database in a system of the entry."""

    source = serializers.CharField(max_length=200)  # type: ignore[assignment]  # the published name
    table = serializers.CharField(max_length=150)
    column = serializers.CharField(max_length=100)


class CaseHoldSerializer(StrictSerializer):
    """A legal hold on a case."""

    kind = serializers.ChoiceField(choices=HoldKind.choices)
    reason = serializers.CharField(max_length=10_000)
    review_on = serializers.DateField(required=False, default=None, allow_null=True)


class PersonHoldSerializer(StrictSerializer):
    """A legal hold on a person, known by e-mail address, phone number or reference."""

    emails = serializers.ListField(child=serializers.EmailField(), required=False, default=list)
    phones = serializers.ListField(child=serializers.CharField(max_length=40), required=False, default=list)
    references = serializers.ListField(child=serializers.CharField(max_length=100), required=False, default=list)
    kind = serializers.ChoiceField(choices=HoldKind.choices)
    reason = serializers.CharField(max_length=10_000)
    review_on = serializers.DateField()


class CaseEraseSerializer(StrictSerializer):
    """Erasing a closed case: the reason, and its reference once more."""

    reason = serializers.ChoiceField(choices=list(ERASE_REASONS))
    confirmation = serializers.CharField(max_length=24)


class RetentionRules(APIView):
    """The rules of retention."""

    @extend_schema(responses=RetentionRuleSerializer(many=True), operation_id="retention_rules")
    def get(self, request: Request) -> Response:
        """Every rule in force."""
        _reader(request)
        return Response(RetentionRuleSerializer(selectors.rule_rows(), many=True).data)


class RetentionRuleVersions(APIView):
    """Versions of a rule."""

    @extend_schema(
        request=NewRetentionRuleSerializer, responses={201: RetentionRuleSerializer}, operation_id="retention_rule_set"
    )
    def post(self, request: Request, code: str) -> Response:
        """Write a version; one that deletes by itself waits for somebody else."""
        _demand(request, Act.EDIT_RETENTION)
        if code not in BY_CODE:
            raise Http404
        values = _given(NewRetentionRuleSerializer, request)
        rule_services.set_rule(
            code=code, period=Period(values["length"], Unit(values["unit"])), mode=Mode(values["mode"]),
            why=values["why"], based_on=values["based_on"], actor=_user(request),
        )  # fmt: skip
        return Response(RetentionRuleSerializer(selectors.row_of(rule_services.rule_of(code))).data, status=201)


class RetentionRuleApproval(APIView):
    """The second person."""

    @extend_schema(request=None, responses=RetentionRuleSerializer, operation_id="retention_rule_approve")
    def post(self, request: Request, code: str, number: int) -> Response:
        """Approve a version that waits."""
        row = RetentionRule.objects.filter(category=code, number=number).first()
        if row is None:
            raise Http404
        rule_services.approve_rule(row=row, actor=_user(request))
        return Response(RetentionRuleSerializer(selectors.row_of(rule_services.rule_of(code))).data)


class RetentionPreview(APIView):
    """A dry run."""

    @extend_schema(responses=RetentionPreviewSerializer(many=True), operation_id="retention_preview")
    def get(self, request: Request) -> Response:
        """What a sweep would do now; nothing is changed."""
        return Response(RetentionPreviewSerializer(selectors.preview(_reader(request)), many=True).data)


class RetentionSweeps(APIView):
    """The sweeps."""

    @extend_schema(responses=RetentionSweepSerializer(many=True), operation_id="retention_sweeps")
    def get(self, request: Request) -> Response:
        """The last fifty, the newest first."""
        _reader(request)
        return Response(RetentionSweepSerializer(selectors.sweep_rows(Sweep.objects.all()[:50]), many=True).data)

    @extend_schema(request=None, responses={202: RetentionSweepSerializer}, operation_id="retention_sweep_order")
    def post(self, request: Request) -> Response:
        """Order a sweep; a worker does it."""
        made = sweep_services.order_sweep(actor=_user(request))
        return Response(RetentionSweepSerializer(selectors.sweep_rows([made])[0]).data, status=202)


class RetentionQuestions(APIView):
    """What waits for a person."""

    @extend_schema(responses=RetentionQuestionSerializer(many=True), operation_id="retention_questions")
    def get(self, request: Request) -> Response:
        """The open questions that the caller may know of."""
        return Response(RetentionQuestionSerializer(selectors.open_tasks(_reader(request)), many=True).data)


class RetentionQuestion(APIView):
    """One question."""

    @extend_schema(
        request=RetentionAnswerSerializer,
        responses=RetentionQuestionSerializer,
        operation_id="retention_question_answer",
    )
    def post(self, request: Request, question_id: UUID) -> Response:
        """Answer it."""
        user = _reader(request)
        row = next((row for row in selectors.open_tasks(user) if row.pk == question_id), None)
        if row is None:
            raise Http404
        values = _given(RetentionAnswerSerializer, request)
        if values["decision"] == "go":
            done = task_services.let_it_go(task=row, why=values["why"], actor=user)
        else:
            kept = {"why": values["why"], "keep_until": values["keep_until"]}
            done = task_services.keep_it(task=row, actor=user, **kept)
        return Response(RetentionQuestionSerializer(done).data)


class RetentionColumns(APIView):
    """The date columns in which the period of a register entry is counted."""

    @extend_schema(responses=RetentionColumnSerializer(many=True), operation_id="retention_columns")
    def get(self, request: Request, activity_id: UUID) -> Response:
        """Every column of the entry's period with its count; none where no period is set."""
        _reader(request)
        activity = get_object_or_404(ProcessingActivity, pk=activity_id)
        rows = TermColumn.objects.filter(term__activity=activity).select_related("source")
        return Response(RetentionColumnSerializer(rows, many=True).data)

    @extend_schema(
        request=NewRetentionColumnSerializer,
        responses={201: RetentionColumnSerializer},
        operation_id="retention_column_name",
    )
    def post(self, request: Request, activity_id: UUID) -> Response:
        """Name a column; a worker counts at once, and with every sweep."""
        user = _demand(request, Act.EDIT_RETENTION)
        activity = get_object_or_404(ProcessingActivity, pk=activity_id)
        values = _given(NewRetentionColumnSerializer, request)
        name = values.pop("source")
        source = next((one for one in counting_services.databases_of(activity) if one.name == name), None)
        row = counting_services.name_column(activity=activity, source=source, actor=user, **values)
        row.refresh_from_db()
        return Response(RetentionColumnSerializer(row).data, status=201)


class RetentionColumn(APIView):
    """One column of an entry's period."""

    @extend_schema(request=None, responses={202: RetentionColumnSerializer}, operation_id="retention_column_count")
    def post(self, request: Request, activity_id: UUID, column_id: UUID) -> Response:
        """Have it counted again; a worker does it."""
        user = _demand(request, Act.EDIT_RETENTION)
        row = counting_services.count_again(row=_column(activity_id, column_id), actor=user)
        row.refresh_from_db()
        return Response(RetentionColumnSerializer(row).data, status=202)

    @extend_schema(responses={204: None}, operation_id="retention_column_drop")
    def delete(self, request: Request, activity_id: UUID, column_id: UUID) -> Response:
        """Count there no more."""
        user = _demand(request, Act.EDIT_RETENTION)
        counting_services.drop_column(row=_column(activity_id, column_id), actor=user)
        return Response(status=204)


class CaseHolds(APIView):
    """Legal holds of a case."""

    @extend_schema(request=CaseHoldSerializer, responses={201: CaseHoldSerializer}, operation_id="case_hold_set")
    def post(self, request: Request, ref: str) -> Response:
        """Hold the case: nothing of it is deleted."""
        case = find_case(request, ref)
        row = set_hold(case=case, actor=_user(request), **_given(CaseHoldSerializer, request))
        return Response({"kind": row.kind, "reason": row.reason, "review_on": row.review_on}, status=201)


class PersonHolds(APIView):
    """Legal holds on people."""

    @extend_schema(request=PersonHoldSerializer, responses={201: None}, operation_id="person_hold_set")
    def post(self, request: Request) -> Response:
        """Hold a person across all their cases."""
        _demand(request, Act.DECIDE_RETENTION)
        values = _given(PersonHoldSerializer, request)
        identifiers = [{"type": "reference", "value": value} for value in values.pop("references")]
        details = {"emails": values.pop("emails"), "phones": values.pop("phones"), "identifiers": identifiers}
        row = hold_person(details=details, actor=_user(request), **values)
        return Response({"id": str(row.pk), "cases": cases_under(row)}, status=201)


class CaseErase(APIView):
    """Erasing a closed case."""

    @extend_schema(request=CaseEraseSerializer, responses={204: None}, operation_id="case_erase")
    def post(self, request: Request, ref: str) -> Response:
        """Destroy the key of the case (legal gate G23); a session gives its password again first."""
        case = find_case(request, ref, Act.APPROVE_RELEASE)
        demand_fresh(request)
        rule = rule_services.rule_of("case_content")
        erase_by_hand(case=case, rule=rule, actor=_user(request), **_given(CaseEraseSerializer, request))
        return Response(status=204)


def _column(activity_id: UUID, column_id: UUID) -> TermColumn:
    found = TermColumn.objects.select_related("term__activity", "source")
    return get_object_or_404(found, pk=column_id, term__activity=activity_id)


def _given(kind: type[StrictSerializer], request: Request) -> dict[str, Any]:
    given = kind(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _user(request: Request) -> User:
    return cast("User", request.user)


def _reader(request: Request) -> User:
    return _demand(request, Act.SEE_RETENTION)


def _demand(request: Request, act: Act) -> User:
    """The caller, if a role of theirs opens the act: asked before anything is read of the body."""
    user = _user(request)
    if not user.may(act):
        message = "Your role does not open this part of retention."
        raise NotPermitted(message)
    return user

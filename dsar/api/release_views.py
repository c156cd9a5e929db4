"""Figures that leave the house, over the API: budgets of noise, counts and means under them, reports, tables.

What is sent to be counted, averaged or made anonymous is used for the answer and stored nowhere.
"""

from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.api.breach_access import user_of
from dsar.api.serializers import ErrorSerializer, StrictSerializer
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.statistics.release import anonymising, noise, services
from dsar.statistics.release.models import NoiseBudget, NoisyAnswer, PublicReport
from dsar.statistics.release.tables import Part, Standing, Table, TableUnusable

MOST_VALUES, MOST_ROWS, MOST_COLUMNS, MOST_CELL = 100_000, 20_000, 50, 1000
REFUSALS = {403: ErrorSerializer, 404: ErrorSerializer, 409: ErrorSerializer, 422: ErrorSerializer}
_EPSILON: dict[str, Any] = {"max_digits": 8, "decimal_places": 4}


class NoiseBudgetSerializer(serializers.ModelSerializer[NoiseBudget]):
    """How much may be told of a data set in all, and what is left."""

    left = serializers.DecimalField(read_only=True, **_EPSILON)

    class Meta:
        model = NoiseBudget
        fields = ["id", "name", "epsilon", "spent", "left", "opened_at"]
        read_only_fields = fields


class NewNoiseBudgetSerializer(StrictSerializer):
    """A budget to open."""

    name = serializers.CharField(max_length=120)
    epsilon = serializers.DecimalField(**_EPSILON)


class NoisyAnswerSerializer(serializers.ModelSerializer[NoisyAnswer]):
    """A figure with noise; `within` is the distance from the truth that is exceeded in one of twenty cases."""

    class Meta:
        model = NoisyAnswer
        fields = ["id", "question", "mechanism", "epsilon", "delta", "value", "within", "asked_at"]
        read_only_fields = fields


class NoisyQuestionSerializer(StrictSerializer):
    """A figure to tell: a count of which the caller knows the truth, or the mean of values between bounds."""

    question = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=["count", "mean"])
    epsilon = serializers.DecimalField(min_value=Decimal("0.001"), max_value=Decimal(10), **_EPSILON)
    mechanism = serializers.ChoiceField(choices=[one.value for one in noise.Mechanism], default=noise.Mechanism.LAPLACE)
    count = serializers.IntegerField(min_value=0, max_value=2_000_000_000, required=False)
    values = serializers.ListField(child=serializers.FloatField(), required=False, max_length=MOST_VALUES)
    low = serializers.FloatField(required=False)
    high = serializers.FloatField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = ("count",) if attrs["kind"] == "count" else ("values", "low", "high")
        if missing := [name for name in needed if name not in attrs]:
            raise serializers.ValidationError(dict.fromkeys(missing, "This is needed for the figure."))
        if attrs["kind"] == "mean" and attrs["mechanism"] != noise.Mechanism.LAPLACE:
            raise serializers.ValidationError({"mechanism": "A mean carries the noise of Laplace."})
        return attrs


class PublicReportSerializer(serializers.ModelSerializer[PublicReport]):
    """A year as it was published."""

    class Meta:
        model = PublicReport
        fields = ["id", "year", "figures", "published_at", "withdrawn_at"]
        read_only_fields = fields


class NewPublicReportSerializer(StrictSerializer):
    """A year to publish."""

    year = serializers.IntegerField(min_value=1, max_value=9999)
    epsilon = serializers.DecimalField(**_EPSILON)


class TableReleaseSerializer(StrictSerializer):
    """A table and what its columns are; columns that are not named tell nothing of who it is."""

    columns = serializers.ListField(child=serializers.CharField(max_length=200), max_length=MOST_COLUMNS)
    rows = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(max_length=MOST_CELL, allow_blank=True)),
        max_length=MOST_ROWS,
    )
    parts = serializers.DictField(child=serializers.ChoiceField(choices=[one.value for one in Part]))
    k = serializers.IntegerField(min_value=2, max_value=100, default=5)
    diversity = serializers.IntegerField(min_value=1, max_value=20, default=2)
    left_out = serializers.FloatField(min_value=0, max_value=0.5, default=0.05)


class PrivacyStandingSerializer(serializers.Serializer[Any]):
    """How anonymous a table is: k rows at least alike, l different sensitive values at least among them."""

    k = serializers.IntegerField()
    diversity = serializers.DictField(child=serializers.IntegerField())


class ReleasedTableSerializer(serializers.Serializer[Any]):
    """The least coarse form of the table that is anonymous enough. `loss`: 0 nothing is lost, 1 everything is."""

    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    left_out = serializers.IntegerField()
    loss = serializers.FloatField()
    before = PrivacyStandingSerializer()
    after = PrivacyStandingSerializer()


class NoiseBudgets(APIView):
    """Budgets of noise."""

    @extend_schema(responses=NoiseBudgetSerializer(many=True), operation_id="noise_budgets_list")
    def get(self, request: Request) -> Response:
        """All of them, the newest first."""
        _releaser(request)
        return Response(NoiseBudgetSerializer(NoiseBudget.objects.all(), many=True).data)

    @extend_schema(
        request=NewNoiseBudgetSerializer,
        responses={201: NoiseBudgetSerializer, **REFUSALS},
        operation_id="noise_budgets_open",
    )
    def post(self, request: Request) -> Response:
        """Open the budget of a data set; it is never made larger."""
        actor = _releaser(request)
        made = services.open_budget(**_given(NewNoiseBudgetSerializer, request), actor=actor)
        return Response(NoiseBudgetSerializer(made).data, status=201)


class NoisyAnswers(APIView):
    """Figures under a budget."""

    @extend_schema(responses=NoisyAnswerSerializer(many=True), operation_id="noise_answers_list")
    def get(self, request: Request, budget_id: UUID) -> Response:
        """What was told of the data set."""
        _releaser(request)
        return Response(NoisyAnswerSerializer(_budget(budget_id).answers.all(), many=True).data)

    @extend_schema(
        request=NoisyQuestionSerializer,
        responses={201: NoisyAnswerSerializer, **REFUSALS},
        operation_id="noise_answers_ask",
    )
    def post(self, request: Request, budget_id: UUID) -> Response:
        """Tell a count or a mean with noise; refused ("budget_spent") where less is left than it costs."""
        actor = _releaser(request)
        budget, asked = _budget(budget_id), _given(NoisyQuestionSerializer, request)
        try:
            told = services.answer(
                budget=budget,
                question=asked["question"],
                ask=_figure(asked),
                epsilon=asked["epsilon"],
                actor=actor,
            )
        except noise.NoiseRefused as error:
            raise RuleRefused(str(error), code="invalid") from error
        return Response(NoisyAnswerSerializer(told).data, status=201)


class PublicReports(APIView):
    """Transparency reports."""

    @extend_schema(responses=PublicReportSerializer(many=True), operation_id="public_reports_list")
    def get(self, request: Request) -> Response:
        """All that were published, the withdrawn ones too; everybody reads those that stand under /transparency/."""
        _releaser(request)
        return Response(PublicReportSerializer(PublicReport.objects.all(), many=True).data)

    @extend_schema(
        request=NewPublicReportSerializer,
        responses={201: PublicReportSerializer, **REFUSALS},
        operation_id="public_reports_publish",
    )
    def post(self, request: Request) -> Response:
        """Publish a year."""
        actor = _releaser(request)
        made = services.publish_report(**_given(NewPublicReportSerializer, request), actor=actor)
        return Response(PublicReportSerializer(made).data, status=201)


class PublicReportWithdrawal(APIView):
    """Taking a report back."""

    @extend_schema(
        request=None, responses={200: PublicReportSerializer, **REFUSALS}, operation_id="public_reports_withdraw"
    )
    def post(self, request: Request, report_id: UUID) -> Response:
        """Withdraw a report; what it told stays told and paid."""
        actor = _releaser(request)
        if not PublicReport.objects.filter(pk=report_id).exists():
            raise Http404
        return Response(PublicReportSerializer(services.withdraw_report(report_id=report_id, actor=actor)).data)


class TableRelease(APIView):
    """A table made anonymous before it leaves."""

    @extend_schema(
        request=TableReleaseSerializer,
        responses={200: ReleasedTableSerializer, **REFUSALS},
        operation_id="tables_release",
    )
    def post(self, request: Request) -> Response:
        """The least coarse form that is k-anonymous and l-diverse, or the refusal where there is none."""
        actor = _releaser(request)
        given = _given(TableReleaseSerializer, request)
        parts = {name: Part(part) for name, part in given["parts"].items()}
        try:
            table = Table(tuple(given["columns"]), tuple(map(tuple, given["rows"])))
            wanted = anonymising.Wanted(parts, given["k"], given["diversity"], given["left_out"])
            made = services.release_table(table=table, wanted=wanted, actor=actor)
        except TableUnusable as error:
            raise RuleRefused(str(error), code="table_unusable") from error
        return Response(_released(made))


def _releaser(request: Request) -> User:
    """Who calls, if their role releases figures. Raises NotPermitted."""
    user = user_of(request)
    if not user.may(Act.RELEASE_FIGURES):
        message = "Your role does not release figures."
        raise NotPermitted(message)
    return user


def _given(serializer: Any, request: Request) -> dict[str, Any]:
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _budget(budget_id: UUID) -> NoiseBudget:
    found = NoiseBudget.objects.filter(pk=budget_id).first()
    if found is None:
        raise Http404
    return found


def _figure(asked: dict[str, Any]) -> Any:
    epsilon = float(asked["epsilon"])
    if asked["kind"] == "count":
        return partial(noise.noisy_count, asked["count"], epsilon, noise.Mechanism(asked["mechanism"]))
    return partial(noise.noisy_mean, asked["values"], asked["low"], asked["high"], epsilon)


def _released(made: anonymising.Released) -> dict[str, Any]:
    body = {
        "columns": made.table.columns,
        "rows": made.table.rows,
        "left_out": made.left_out,
        "loss": made.loss,
        "before": _standing(made.before),
        "after": _standing(made.after),
    }
    return dict(ReleasedTableSerializer(body).data)


def _standing(found: Standing) -> dict[str, Any]:
    return {"k": found.k, "diversity": found.diversity}

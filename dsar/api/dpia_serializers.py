"""What impact assessments take and give over the API."""

from typing import Any

from rest_framework import serializers

from dsar.accountability.dpia.models import Dpia, ReviewKind
from dsar.accountability.dpia.questions import ALL, OUTCOME_WORDS, REPLY_WORDS
from dsar.accountability.dpia.rules import level_of
from dsar.accountability.dpia.vocabulary import (
    ANSWER_WORDS,
    CHECK_WORDS,
    DESCRIPTION,
    FOLLOWED_WORDS,
    MEASURE_WORDS,
    NECESSITY,
    RISK_KIND_WORDS,
)
from dsar.api.serializers import StrictSerializer
from dsar.processing_records.models import Controller

MOST = 20_000
MEASURE_STATES = list(MEASURE_WORDS)
ACTS = (
    "advise", "answer_advice", "consult", "submit", "take_back", "send_back", "approve", "drop", "review", "measure",
    "new_version",
)  # fmt: skip


def _text(**more: Any) -> serializers.CharField:
    return serializers.CharField(max_length=MOST, required=False, allow_blank=True, default="", **more)


def _choice(choices: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=["", *choices], required=False, default="", allow_blank=True)


class DpiaSerializer(serializers.ModelSerializer[Dpia]):
    """An assessment in the list; scores are 0 (not rated) to 16."""

    controller = serializers.SlugRelatedField[Controller](slug_field="name", read_only=True)
    residual_level = serializers.SerializerMethodField()

    class Meta:
        model = Dpia
        fields = [
            "reference", "number", "title", "controller", "state", "complete_percent", "before", "today", "after",
            "residual_level", "open_measures", "measure_due_on", "review_on", "approved_at", "digest",
        ]  # fmt: skip
        read_only_fields = fields

    def get_residual_level(self, row: Dpia) -> str:
        return level_of(row.after).value


class NewScreeningSerializer(StrictSerializer):
    """A processing to screen."""

    title = serializers.CharField(max_length=150)
    controller = serializers.SlugRelatedField(slug_field="name", queryset=Controller.objects.all(), required=False)
    activities = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)


class NewDpiaSerializer(NewScreeningSerializer):
    """An assessment to begin."""

    template = serializers.CharField(max_length=40, required=False, default="")
    screening = serializers.CharField(max_length=20, required=False, default="")


class ScreeningSerializer(serializers.Serializer[Any]):
    """A screening with what its answers speak for."""

    reference = serializers.CharField()
    title = serializers.CharField()
    controller = serializers.CharField()
    answers = serializers.DictField(child=serializers.CharField())
    revision = serializers.IntegerField()
    speaks_for = serializers.CharField()
    criteria = serializers.ListField(child=serializers.CharField())
    outcome = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    entry = serializers.CharField()
    dpo_view = serializers.CharField()
    reasons = serializers.CharField()


class AnswersSerializer(StrictSerializer):
    """Answers, a view of the DPO, or a decision."""

    answers = serializers.DictField(child=serializers.ChoiceField(choices=list(REPLY_WORDS)), required=False)
    entry = _text()
    revision = serializers.IntegerField(min_value=0, required=False, default=0)
    dpo_view = _text()
    outcome = _choice(OUTCOME_WORDS)
    reasons = _text()

    def validate_answers(self, value: dict[str, str]) -> dict[str, str]:
        """Refuse answers to questions that there are not."""
        if unknown := sorted(set(value) - set(ALL)):
            message = f"There is no question {', '.join(unknown)}."
            raise serializers.ValidationError(message)
        return value


class RevisedSerializer(StrictSerializer):
    """A change of a part, with the revision of the part that was read."""

    revision = serializers.IntegerField(min_value=0)


class DescriptionSerializer(RevisedSerializer):
    """Title and texts of the description; texts that are left out become empty."""

    title = serializers.CharField(max_length=150, required=False)

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), **{name: _text() for name in DESCRIPTION}}


class PointSerializer(StrictSerializer):
    """A point of the checklist."""

    state = _choice(CHECK_WORDS)
    words = _text()


class NecessitySerializer(RevisedSerializer):
    """The checklist by name of the point."""

    points = serializers.DictField(child=PointSerializer())

    def validate_points(self, value: dict[str, Any]) -> dict[str, Any]:
        """Refuse points that there are not."""
        if unknown := sorted(set(value) - set(NECESSITY)):
            message = f"There is no point {', '.join(unknown)}."
            raise serializers.ValidationError(message)
        return value


class ViewsSerializer(RevisedSerializer):
    """The views of data subjects."""

    sought = _choice(["yes", "no"])
    how = _text()
    words = _text()


PARTS: dict[str, type[RevisedSerializer]] = {
    "description": DescriptionSerializer,
    "necessity": NecessitySerializer,
    "views": ViewsSerializer,
}


class AssessedRiskSerializer(RevisedSerializer):
    """A risk; without `id` it is new. Ratings are 1 to 4."""

    id = serializers.RegexField(r"^(R\d+)?$", max_length=6, required=False, default="")
    title = serializers.CharField(max_length=150)
    kind = _choice(RISK_KIND_WORDS)
    source = _text()  # type: ignore[assignment]  # the published name
    threat = _text()
    consequence = _text()
    likelihood = serializers.IntegerField(min_value=1, max_value=4, required=False, allow_null=True, default=None)
    severity = serializers.IntegerField(min_value=1, max_value=4, required=False, allow_null=True, default=None)


class MeasureSerializer(RevisedSerializer):
    """A measure; without `id` it is new. `risks` are ids."""

    id = serializers.RegexField(r"^(M\d+)?$", max_length=6, required=False, default="")
    title = serializers.CharField(max_length=150)
    words = _text()
    owner = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    state = serializers.ChoiceField(choices=MEASURE_STATES, required=False, default="planned")
    lowers_likelihood = serializers.IntegerField(min_value=0, max_value=3, required=False, default=0)
    lowers_severity = serializers.IntegerField(min_value=0, max_value=3, required=False, default=0)
    risks = serializers.ListField(child=serializers.RegexField(r"^R\d+$"), required=False, default=list)


class ConsultationSerializer(StrictSerializer):
    """Prior consultation, the whole of it."""

    received_on = serializers.DateField()
    authority = serializers.CharField(max_length=200)
    authority_reference = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    extended_on = serializers.DateField(required=False, allow_null=True, default=None)
    suspensions = serializers.ListField(
        child=serializers.ListField(child=serializers.DateField(allow_null=True), min_length=2, max_length=2),
        required=False,
        default=list,
        max_length=20,
    )
    answer = _choice(ANSWER_WORDS)
    answered_on = serializers.DateField(required=False, allow_null=True, default=None)

    def validate_suspensions(self, value: list[list[Any]]) -> tuple[tuple[Any, Any], ...]:
        """Each has its first day."""
        if any(since is None for since, _until in value):
            message = "Say since when."
            raise serializers.ValidationError(message)
        return tuple((since, until) for since, until in value)


class DecisionActSerializer(StrictSerializer):
    """An act on an assessment, with what it takes: `words` are advice, reasons, remarks, what was found or answered."""

    act = serializers.ChoiceField(choices=ACTS)
    words = _text()
    followed = _choice(FOLLOWED_WORDS)
    review_on = serializers.DateField(required=False)
    kind = _choice(ReviewKind.values)
    measure = serializers.CharField(max_length=6, required=False, default="")
    state = _choice(MEASURE_WORDS)
    consultation = ConsultationSerializer(required=False)
    fingerprint = serializers.CharField(
        max_length=64, required=False, allow_blank=True, default="", help_text="Of what was read; approving names it."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["act"] == "consult" and "consultation" not in attrs:
            raise serializers.ValidationError({"consultation": "Say how far the consultation is."})
        return attrs

"""The published contract of the detection interface. Answers hold offsets and kinds; never a value of a text."""

from typing import Any

from rest_framework import serializers

from discovery.detection.anonymising import Form
from discovery.detection.framework_rules import Framework
from discovery.detection.moderating import Place, Verdict
from discovery.detection.risk import DEFAULT_THRESHOLD, Level
from discovery.documents import Kind
from dsar.api.limits import ALL_CHARACTERS, TEXT_CHARACTERS, TEXTS
from dsar.api.serializers import StrictSerializer

KINDS = [kind.value for kind in Kind]
FORMS = [form.value for form in Form]
FRAMEWORKS = [one.value for one in Framework]
METHODS = ["check", "model", "context", "pattern"]


def _text() -> serializers.CharField:
    return serializers.CharField(max_length=TEXT_CHARACTERS, allow_blank=True, trim_whitespace=False)


def _kinds(**more: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.ChoiceField(choices=KINDS), required=False, **more)


class TextSerializer(StrictSerializer):
    """Text to read, and how. Offsets in answers are half-open and count characters (Unicode code points)."""

    content = serializers.CharField(
        max_length=TEXT_CHARACTERS, allow_blank=True, trim_whitespace=False, required=False, help_text="One text."
    )
    contents = serializers.ListField(
        child=_text(), max_length=TEXTS, min_length=1, required=False, help_text="Several texts, answered in order."
    )
    sensitivity = serializers.ChoiceField(
        choices=["low", "medium", "high"], default="medium", help_text="low: only what is nearly certain."
    )
    names = serializers.ChoiceField(
        choices=["auto", "rules", "model", "none"], default="auto", help_text="How names are looked for."
    )
    languages = serializers.ListField(
        child=serializers.RegexField(r"^[a-z]{2}$"), max_length=10, default=["en"], help_text="Codes such as en, fr."
    )
    kinds = _kinds(help_text="Only these kinds; all where it is left out.")
    without = _kinds(help_text="Not these kinds.")
    threshold = serializers.IntegerField(
        min_value=1, max_value=100, default=DEFAULT_THRESHOLD, help_text="Risk from which a text is not safe."
    )

    def validate(self, attrs: Any) -> Any:
        """One of content and contents, not too much together."""
        if ("content" in attrs) == ("contents" in attrs):
            raise serializers.ValidationError({"content": "Give content or contents, one of them."})
        if sum(map(len, attrs.get("contents", ()))) > ALL_CHARACTERS:
            raise serializers.ValidationError({"contents": f"At most {ALL_CHARACTERS} characters together."})
        return attrs


class DetectSerializer(TextSerializer):
    """Text to read, and perhaps in which form its values shall be replaced in the answer."""

    anonymise = serializers.ChoiceField(
        choices=[form for form in FORMS if form != Form.TOKEN.value],
        required=False,
        allow_null=True,
        help_text="Also give the text with the values in this form.",
    )


class AnonymiseSerializer(TextSerializer):
    """Text to anonymise. Tokens need a vault, or a case with its vault, and the permission to keep tokens."""

    form = serializers.ChoiceField(choices=FORMS, default=Form.LABEL.value)
    by_kind = serializers.DictField(child=serializers.ChoiceField(choices=FORMS), required=False)
    kept = _kinds(help_text="These kinds stay as they are.")
    vault = serializers.UUIDField(required=False, allow_null=True)
    case = serializers.CharField(required=False, allow_null=True, max_length=40, help_text="Reference of a case.")

    def validate_by_kind(self, value: dict[str, str]) -> dict[str, str]:
        """Only kinds that there are."""
        if unknown := sorted(set(value) - set(KINDS)):
            raise serializers.ValidationError(f"{len(unknown)} kinds are not known.")
        return value

    def validate(self, attrs: Any) -> Any:
        """A vault or a case, not both."""
        if attrs.get("vault") and attrs.get("case"):
            raise serializers.ValidationError({"vault": "Give a vault or a case, not both."})
        return super().validate(attrs)


class ModerateSerializer(TextSerializer):
    """Text that is about to go somewhere."""

    place = serializers.ChoiceField(choices=[place.value for place in Place], default=Place.PUBLIC.value)


class CircumstancesSerializer(StrictSerializer):
    """What the organisation says of its processing; what is left out is listed as a question."""

    is_public_body = serializers.BooleanField(required=False, allow_null=True)
    is_processor = serializers.BooleanField(required=False, allow_null=True)
    goes_abroad = serializers.BooleanField(required=False, allow_null=True)
    is_large_scale = serializers.BooleanField(required=False, allow_null=True)
    concerns_children = serializers.BooleanField(required=False, allow_null=True)
    is_sold_or_shared = serializers.BooleanField(required=False, allow_null=True)
    needs_consent = serializers.BooleanField(required=False, allow_null=True)
    was_disclosed = serializers.BooleanField(required=False, allow_null=True)


class ReportSerializer(TextSerializer):
    """Texts to report on together."""

    frameworks = serializers.ListField(child=serializers.ChoiceField(choices=FRAMEWORKS), required=False, min_length=1)
    circumstances = CircumstancesSerializer(required=False)


class DetectionSerializer(serializers.Serializer[Any]):
    """A piece of personal data: where, what, how certain, how grave, and why."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=KINDS)
    own_kind = serializers.CharField(help_text="Name of the organisation's own kind; empty for built-in ones.")
    category = serializers.CharField()
    article = serializers.CharField(help_text="Article of the GDPR that makes it what it is.")
    score = serializers.FloatField(help_text="Certainty, 0 to 1.")
    risk = serializers.ChoiceField(choices=["low", "medium", "high", "critical"])
    method = serializers.ChoiceField(choices=METHODS)
    context = serializers.CharField(  # type: ignore[assignment]  # the published name
        help_text="The word near it that raised the certainty; empty where none did."
    )
    validator = serializers.CharField(help_text="The check that it passed; empty where there is none.")
    why = serializers.CharField()


class FactorSerializer(serializers.Serializer[Any]):
    """What adds to the risk, with its points before they are bent onto 0 to 100."""

    words = serializers.CharField()
    points = serializers.FloatField()


class RiskSerializer(serializers.Serializer[Any]):
    """How grave it would be if the text fell into the wrong hands."""

    score = serializers.IntegerField(help_text="0 to 100.")
    level = serializers.ChoiceField(choices=[level.value for level in Level])
    is_safe = serializers.BooleanField(help_text="Below the threshold that was asked for.")
    factors = FactorSerializer(many=True)


class StandingSerializer(serializers.Serializer[Any]):
    """What the data are under the GDPR. Presence is not a violation."""

    has_personal_data = serializers.BooleanField()
    has_special_category = serializers.BooleanField()
    has_criminal_data = serializers.BooleanField()
    articles = serializers.ListField(child=serializers.CharField())


class ReplacementSerializer(serializers.Serializer[Any]):
    """A value that was replaced: where it stood, where its replacement stands."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    new_start = serializers.IntegerField()
    new_end = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=KINDS)
    form = serializers.ChoiceField(choices=FORMS)


class AnonymisedSerializer(serializers.Serializer[Any]):
    """A text without the values."""

    text = serializers.CharField()
    replacements = ReplacementSerializer(many=True)


class ReadingSerializer(serializers.Serializer[Any]):
    """What was found in one text."""

    detections = DetectionSerializer(many=True)
    risk = RiskSerializer()
    compliance = StandingSerializer()
    anonymised = serializers.CharField(required=False)


class _AnswerSerializer(serializers.Serializer[Any]):
    engine = serializers.CharField(help_text="Changes whenever what is found could change.")
    milliseconds = serializers.FloatField()


class DetectAnswerSerializer(_AnswerSerializer):
    """One result a text."""

    results = ReadingSerializer(many=True)


class AnonymiseAnswerSerializer(_AnswerSerializer):
    """One result a text."""

    results = AnonymisedSerializer(many=True)


class ModeratedSerializer(serializers.Serializer[Any]):
    """What should happen to one text; `masked` only where the verdict is mask."""

    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in Verdict])
    reasons = serializers.ListField(child=serializers.CharField())
    risk = RiskSerializer()
    masked = serializers.CharField(required=False)


class ModerateAnswerSerializer(_AnswerSerializer):
    """One result a text."""

    place = serializers.CharField()
    results = ModeratedSerializer(many=True)


class DutySerializer(serializers.Serializer[Any]):
    """A duty: article, words, how it stands, and the kinds that raise it."""

    article = serializers.CharField()
    words = serializers.CharField()
    status = serializers.ChoiceField(choices=["always", "raised", "answer_needed"])
    kinds = serializers.ListField(child=serializers.CharField())


class FrameworkSerializer(serializers.Serializer[Any]):
    """The duties under one body of law."""

    framework = serializers.ChoiceField(choices=FRAMEWORKS)
    title = serializers.CharField()
    published_at = serializers.CharField()
    raised = serializers.IntegerField()
    open_questions = serializers.IntegerField()
    duties = DutySerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class ReportAnswerSerializer(_AnswerSerializer):
    """What the data found in all texts together oblige to."""

    statement = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())
    categories = serializers.ListField(child=serializers.CharField())
    risk = RiskSerializer()
    frameworks = FrameworkSerializer(many=True)

"""What is typed into the pages of the PII tools."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discovery.detection import KIND_FACTS, Category, Risk
from discovery.detection.own_kinds import LONGEST_PATTERN
from discovery.documents import Kind
from dsar.pii.models import DetectionPolicy, OwnKindVersion
from dsar.pii.own_kind_services import OwnKindValues

LONGEST_TRIAL = 10_000
COUNTS_AS = (
    Kind.OWN_KIND, Kind.CUSTOMER_ID, Kind.EMPLOYEE_ID, Kind.ACCOUNT_NUMBER, Kind.CASE_NUMBER, Kind.IP_ADDRESS,
    Kind.MEDICAL_RECORD_NUMBER, Kind.NATIONAL_ID, Kind.DEVICE_ID, Kind.SECRET,
)  # fmt: skip
CATEGORY_WORDS: dict[str, Any] = {
    Category.IDENTITY.value: _("Identity"),
    Category.CONTACT.value: _("Contact"),
    Category.GOVERNMENT.value: _("Government numbers"),
    Category.FINANCIAL.value: _("Financial"),
    Category.ONLINE.value: _("Online"),
    Category.BUSINESS.value: _("Business numbers"),
    Category.VEHICLE.value: _("Vehicle"),
    Category.SECURITY.value: _("Security"),
    Category.SPECIAL.value: _("Special category (Art. 9)"),
    Category.CRIMINAL.value: _("Criminal matters (Art. 10)"),
}
RISK_WORDS: dict[int, Any] = {
    Risk.LOW.value: _("Low"),
    Risk.MEDIUM.value: _("Medium"),
    Risk.HIGH.value: _("High"),
    Risk.CRITICAL.value: _("Grave"),
}
_CERTAINTY = {"min": "0.05", "max": "1", "step": "0.05"}


class OwnKindForm(forms.Form):
    """An own kind, with a text to try it on, which is not kept."""

    label = forms.CharField(label=_("Name"), max_length=60, help_text=_("As people here call it: “Locker number”."))
    pattern = forms.CharField(
        label=_("Pattern"),
        max_length=LONGEST_PATTERN,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off", "class": "control code"}),
        help_text=_(
            "A regular expression (RE2). \\d is a digit, {4,8} four to eight times, \\b the edge of a word, (?i) in "
            "front: capitals or not. A group (?P<value>…) narrows what is marked."
        ),
    )
    counts_as = forms.ChoiceField(
        label=_("Counts as"),
        choices=[(kind.value, KIND_FACTS[kind].label) for kind in COUNTS_AS],
        help_text=_("Under which kind it is listed and redacted."),
    )
    category = forms.ChoiceField(label=_("Category"), choices=list(CATEGORY_WORDS.items()))
    risk = forms.TypedChoiceField(
        label=_("Risk"), choices=list(RISK_WORDS.items()), coerce=int, help_text=_("If it came to the wrong person.")
    )
    context = forms.CharField(
        label=_("Context words"),
        required=False,
        max_length=500,
        help_text=_("Separated by commas. One of them within 50 characters makes a find more certain."),
    )
    score = forms.FloatField(
        label=_("Certainty of the pattern alone"),
        min_value=0.05,
        max_value=1,
        initial=0.8,
        widget=forms.NumberInput(attrs=_CERTAINTY),
        help_text=_("From 0.05 to 1. A context word adds up to 0.4."),
    )
    least = forms.FloatField(
        label=_("Least certainty"),
        min_value=0.05,
        max_value=1,
        initial=0.5,
        widget=forms.NumberInput(attrs=_CERTAINTY),
        help_text=_("Finds below it are not shown. Higher than the line above: only with a context word."),
    )
    why = forms.CharField(label=_("Why"), required=False, max_length=300, help_text=_("Stays with the version."))
    trial = forms.CharField(
        label=_("Text to try it on"),
        required=False,
        max_length=LONGEST_TRIAL,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It is not kept. Use invented values."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def clean_context(self) -> tuple[str, ...]:
        """The words, in small letters, each once."""
        words = [word.strip().lower() for word in str(self.cleaned_data["context"]).split(",")]
        return tuple(dict.fromkeys(word for word in words if word))

    def values(self) -> OwnKindValues:
        """What a service takes."""
        given = self.cleaned_data
        names = ("label", "pattern", "category", "risk", "context", "score", "least", "counts_as")
        return OwnKindValues(**{name: given[name] for name in names})


class ThresholdForm(forms.Form):
    """The least certainty of a kind, with the reason."""

    value = forms.FloatField(
        label=_("Least certainty"),
        required=False,
        min_value=0.05,
        max_value=1,
        widget=forms.NumberInput(attrs=_CERTAINTY),
        help_text=_("From 0.05 to 1; empty takes the shipped one again."),
    )
    why = forms.CharField(label=_("Why"), max_length=300, help_text=_("It stays on record."))
    based_on = forms.IntegerField(widget=forms.HiddenInput)


class PolicyForm(forms.Form):
    """What is kept with verdicts, and from when on figures raise an alert."""

    keeps_passages = forms.BooleanField(
        label=_("Keep the passage and 80 characters around it with each verdict"),
        required=False,
        help_text=_("For training a model of your own. Sealed under the key of the case, and gone with it."),
    )
    slow_seconds = forms.IntegerField(
        label=_("Slow from"), min_value=1, max_value=3600, help_text=_("Seconds for a million characters.")
    )
    wrong_percent = forms.IntegerField(
        label=_("Too often wrong from"), min_value=1, max_value=100, help_text=_("Per cent of the judged suggestions.")
    )
    grave_count = forms.IntegerField(
        label=_("Much of high risk from"), min_value=1, max_value=1_000_000, help_text=_("Grave passages in a reading.")
    )
    why = forms.CharField(label=_("Why"), max_length=300, help_text=_("It stays on record."))
    based_on = forms.IntegerField(widget=forms.HiddenInput)


class PeriodForm(forms.Form):
    """Filters of the figures."""

    days = forms.ChoiceField(
        label=_("Period"),
        required=False,
        choices=[("", _("All")), ("7", _("7 days")), ("30", _("30 days")), ("90", _("90 days")), ("365", _("A year"))],
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kinds is None:
            del self.fields["kind"]
        else:
            self.fields["kind"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]  # a ChoiceField

    def chosen(self, name: str) -> str:
        """A filter that is understood; "" otherwise."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


def initial_of(row: OwnKindVersion) -> dict[str, Any]:
    """The first values of the form of an own kind."""
    names = ("label", "pattern", "counts_as", "category", "risk", "score", "least")
    kept = {name: getattr(row, name) for name in names}
    return kept | {"context": ", ".join(row.context), "based_on": row.number}


def policy_initial(row: DetectionPolicy) -> dict[str, Any]:
    """The first values of the form of the policy."""
    names = ("keeps_passages", "slow_seconds", "wrong_percent", "grave_count")
    return {name: getattr(row, name) for name in names} | {"based_on": row.number}

"""What is typed on the pages of retention. Forms make clean values; they neither save nor decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.cases.forms import ActForm, HintedRadios
from dsar.cases.hold_models import HoldKind
from dsar.processing_records.models import Source
from dsar.retention.models import ModeWords, UnitWords
from dsar.retention.rules import Action, Rule, Start

_MODE_HINTS = {
    "off": _("Nothing is listed and nothing goes."),
    "ask": _("The sweep asks a person about each thing; nothing goes by itself."),
    "on": _("The sweep does it. What cannot be undone needs a second person to approve the rule."),
}


class RuleForm(forms.Form):
    """A new version of a rule."""

    length = forms.IntegerField(label=_("How long"), min_value=0, max_value=10_000)
    unit = forms.ChoiceField(label=_("Counted in"), choices=UnitWords.choices)
    mode = forms.ChoiceField(label=_("How it works"), choices=ModeWords.choices, widget=HintedRadios)
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The justification of the period (Art. 5(2)). Name nobody."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mode = self.fields["mode"]
        mode.widget.option_hints = {code: str(words) for code, words in _MODE_HINTS.items()}
        if rule.category.action is Action.REVIEW:
            mode.choices = [("off", ModeWords.OFF.label), ("on", ModeWords.ASK.label)]  # type: ignore[attr-defined]
            mode.widget.option_hints = {"off": str(_MODE_HINTS["off"]), "on": str(_MODE_HINTS["ask"])}
        if rule.category.start is Start.CASE_PERIOD_ENDED:
            self.fields["length"].help_text = _("Days or months more than the controller's period; 0 for none.")


class DecideForm(forms.Form):
    """The answer to a question of retention."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=(("go", _("It goes now")), ("keep", _("It is kept"))), widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why, or what was done"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name nobody: these words outlive the case."),
    )  # fmt: skip
    keep_until = forms.DateField(label=_("Kept until"), required=False)

    def __init__(self, *args: Any, is_elsewhere: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_elsewhere:
            gone = ("go", _("It has gone: I say what was done"))
            self.fields["decision"].choices = [gone, ("keep", _("It is kept"))]  # type: ignore[attr-defined]


class TermForm(forms.Form):
    """The storage period of an entry of the register, as a number."""

    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=1_200)
    starts_with = forms.CharField(
        label=_("From when"), max_length=150, help_text=_("The end of the contract, the last order, the year's end.")
    )
    look_every_months = forms.IntegerField(
        label=_("Somebody looks every so many months"), min_value=1, max_value=60, initial=12
    )


class CountForm(forms.Form):
    """In which date column of a searched database a period runs."""

    source = forms.ModelChoiceField(label=_("Database"), queryset=Source.objects.none())
    table = forms.CharField(label=_("Table"), max_length=150)
    column = forms.CharField(label=_("Date column"), max_length=100)

    def __init__(self, *args: Any, databases: list[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Source.objects.filter(pk__in=[one.pk for one in databases])
        self.fields["source"].queryset = own  # type: ignore[attr-defined]  # a ModelChoiceField


class PersonHoldForm(forms.Form):
    """A hold on a person, known by what only they bear."""

    emails = forms.CharField(label=_("E-mail addresses"), max_length=500, required=False)
    phones = forms.CharField(label=_("Phone numbers"), max_length=200, required=False)
    references = forms.CharField(
        label=_("Customer or staff numbers"), max_length=300, required=False, help_text=_("Separated by commas.")
    )
    kind = forms.ChoiceField(label=_("What for"), choices=HoldKind.choices)
    reason = forms.CharField(label=_("Why"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))
    review_on = forms.DateField(label=_("Look again on"))

    def details(self) -> dict[str, Any]:
        """What the person is known by, as of a person of a case."""
        clean = {name: _listed(self.cleaned_data[name]) for name in ("emails", "phones", "references")}
        identifiers = [{"type": "reference", "value": value} for value in clean["references"]]
        return {"emails": clean["emails"], "phones": clean["phones"], "identifiers": identifiers}


class EraseForm(ActForm):
    """Erasing a closed case by hand."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=(
            ("", _("Choose")),
            ("period_ended", _("The retention period has ended")),
            ("asked_for", _("The person asks for it (Art. 17)")),
            ("ordered", _("An authority or a court ordered it")),
        ),
    )
    confirmation = forms.CharField(
        label=_("Type the reference of the case"), max_length=24, help_text=_("This cannot be undone.")
    )


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]

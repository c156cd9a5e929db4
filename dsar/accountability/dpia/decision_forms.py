"""What is typed where an assessment is screened, advised on, consulted about, decided and reviewed."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dsar.accountability.dpia.decision_services import ConsultationValues
from dsar.accountability.dpia.forms import RevisionForm
from dsar.accountability.dpia.models import ReviewKind
from dsar.accountability.dpia.questions import ALL, CRITERIA, EXEMPTIONS, MANDATORY, OUTCOME_WORDS, REPLY_WORDS
from dsar.accountability.dpia.vocabulary import ANSWER_WORDS, FOLLOWED_WORDS

SUSPENSIONS = 3
LONG = {"rows": 5}


class ScreeningForm(RevisionForm):
    """The questions; each may stay open until the decision."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in ALL.items():
            field = forms.ChoiceField(
                label=f"{gettext(question.label)} ({question.source})",
                help_text=question.hint,
                choices=list(REPLY_WORDS.items()),
                widget=forms.RadioSelect,
                required=False,
            )
            field.is_alternative = True  # type: ignore[attr-defined]  # needed for the decision, not for each save
            self.fields[name] = field
        self.fields["entry"] = forms.CharField(
            label=_("Which entry of the list, which law, or which other assessment"),
            widget=forms.Textarea(attrs={"rows": 2}),
            required=False,
            max_length=2000,
        )

    def mandatory(self) -> list[forms.BoundField]:
        """The cases of Art. 35(3) and the authority's list."""
        return [self[name] for name in MANDATORY]

    def criteria(self) -> list[forms.BoundField]:
        """The nine criteria."""
        return [self[name] for name in CRITERIA]

    def exemptions(self) -> list[forms.BoundField]:
        """What speaks for none being needed."""
        return [self[name] for name in EXEMPTIONS]

    def answers(self) -> dict[str, str]:
        """The replies that were given."""
        return {name: self.cleaned_data[name] for name in ALL if self.cleaned_data[name]}


class ScreeningDecisionForm(forms.Form):
    """The decision of a person."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=list(OUTCOME_WORDS.items()), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("Kept as proof, also where no assessment is needed."),
    )


class SeenForm(forms.Form):
    """A form that carries which state of what is stored the person saw; empty where nothing was."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class WordsForm(forms.Form):
    """Words of one person: a view, advice, what has to change, why it is dropped."""

    text = forms.CharField(label=_("Words"), widget=forms.Textarea(attrs=LONG), max_length=20_000)

    def __init__(self, *args: Any, label: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["text"].label = label


class AdviceForm(WordsForm, SeenForm):
    """The advice of the DPO."""


class AnswerForm(SeenForm):
    """What was made of the advice."""

    followed = forms.ChoiceField(
        label=_("Is the advice followed?"), choices=list(FOLLOWED_WORDS.items()), widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label=_("Reasons, where it is not followed in full"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )


class ConsultationForm(SeenForm):
    """Prior consultation of the supervisory authority."""

    authority = forms.CharField(label=_("Supervisory authority"), max_length=200)
    authority_reference = forms.CharField(label=_("Its reference"), max_length=100, required=False)
    received_on = forms.DateField(label=_("Received by the authority on"))
    extended_on = forms.DateField(
        label=_("It told on this day that it needs six weeks more"), required=False, help_text=_("Within one month.")
    )
    answer = forms.ChoiceField(label=_("Answer"), choices=[("", _("None yet")), *ANSWER_WORDS.items()], required=False)
    answered_on = forms.DateField(label=_("Answered on"), required=False)
    words = forms.CharField(
        label=_("What it said, and what came of it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [name for name in (*(self.data or {}), *self.initial) if str(name).startswith("since_")]
        self.rows = max(SUSPENSIONS, len(set(known)) + (not self.is_bound))
        for number in range(self.rows):
            self.fields[f"since_{number}"] = forms.DateField(label=_("Asked for information on"), required=False)
            self.fields[f"until_{number}"] = forms.DateField(label=_("Had it on"), required=False)

    def suspensions(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of suspensions."""
        return [(self[f"since_{number}"], self[f"until_{number}"]) for number in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """A row has its first day."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(self.rows):
            if clean.get(f"until_{number}") and not clean.get(f"since_{number}"):
                self.add_error(f"since_{number}", _("Say since when."))
        return clean

    def values(self) -> ConsultationValues:
        """The clean values."""
        clean = self.cleaned_data
        names = ("authority", "authority_reference", "received_on", "extended_on", "answer", "answered_on", "words")
        rows = [(clean[f"since_{number}"], clean[f"until_{number}"]) for number in range(self.rows)]
        return ConsultationValues(
            **{name: clean[name] for name in names}, suspensions=tuple(row for row in rows if row[0])
        )

    @staticmethod
    def start(stored: dict[str, Any], authority: str) -> dict[str, Any]:
        """What the form starts with."""
        days = {name: _date(stored.get(name)) for name in ("received_on", "extended_on", "answered_on")}
        words = {name: stored.get(name, "") for name in ("authority_reference", "answer", "words")}
        rows: dict[str, dt.date | None] = {}
        for number, (since, until) in enumerate(stored.get("suspensions", [])):
            rows |= {f"since_{number}": _date(since), f"until_{number}": _date(until)}
        return {"authority": stored.get("authority") or authority, **days, **words, **rows}


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


class ApproveForm(forms.Form):
    """The approval of the controller; `read` is the fingerprint of what is shown."""

    read = forms.CharField(widget=forms.HiddenInput(), max_length=64)
    review_on = forms.DateField(
        label=_("Next review on"), help_text=_("Within three years; sooner where risks are high.")
    )
    words = forms.CharField(
        label=_("Remarks and conditions"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )


class ReviewForm(forms.Form):
    """A look at an approved assessment."""

    kind = forms.ChoiceField(label=_("What it gave"), choices=ReviewKind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What was looked at and found"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
    next_on = forms.DateField(
        label=_("Next review on"), required=False, help_text=_("Not needed where the risk has changed: it is due now.")
    )

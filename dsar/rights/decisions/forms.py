"""What is typed on the pages that all decided rights share. Forms make clean values; they neither save nor decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.cases.forms import ActForm
from dsar.cases.vocabulary import RightAsked
from dsar.rights.decisions import rules
from dsar.rights.decisions.models import DecisionOutcome, TaskState, ToldState

_WORDS = {"rows": 4}
_OUTCOMES = (
    (rules.GRANTED, _("Grant it")),
    (rules.IN_PART, _("Grant it in part")),
    (rules.REFUSED, _("Refuse it")),
)


class DecideForm(ActForm):
    """Outcome, ground and reasons."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=_OUTCOMES, widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=_("Ground"))
    why = forms.CharField(
        label=_("Why"), max_length=4000, widget=forms.Textarea(attrs=_WORDS), help_text=_("Stays inside.")
    )
    words = forms.CharField(
        label=_("Reasons as the person is told them"), required=False, max_length=4000,
        widget=forms.Textarea(attrs=_WORDS),
        help_text=_("Needed where something is refused (Art. 12(4)); in the language of the case."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        right, regime = self.case.right, self.case.regime_id
        groups = [
            (str(label), [(one.code, f"{_(one.words)} ({one.article_under(regime)})") for one in found.values()])
            for label, found in (
                (_("To grant"), rules.grounds_for(right, rules.GRANTED)),
                (_("To refuse"), rules.grounds_for(right, rules.REFUSED)),
            )
        ]
        self.fields["ground"].choices = [("", "—"), *groups]  # type: ignore[attr-defined]  # a ChoiceField


class AgreeForm(ActForm):
    """The word of the second person, under what they have read (`version`, see `version_of`)."""

    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    small_team_reason = forms.CharField(
        label=_("Why nobody else can decide this time"), required=False, max_length=300,
        help_text=_("Only where you put it forward yourself, in a small team."),
    )  # fmt: skip


class GiveBackForm(ActForm):
    """Why a proposal goes back."""

    remark = forms.CharField(label=_("Why it goes back"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class TakeBackForm(ActForm):
    """Why a decision is taken back."""

    remark = forms.CharField(label=_("Why it is taken back"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(ActForm):
    """Before the answer goes."""

    is_confirmed = forms.BooleanField(
        label=_("It is confirmed that this way of writing is safe for this person"), required=False
    )


class TaskForm(ActForm):
    """The signature under a task."""

    state = forms.ChoiceField(
        label=_("What became of it"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (TaskState.DONE, TaskState.IMPOSSIBLE)], initial=TaskState.DONE,
    )  # fmt: skip
    on = forms.DateField(label=_("On which day"))
    words = forms.CharField(
        label=_("By whom and how, or why it is not possible"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RecipientForm(ActForm):
    """What a recipient was told, or why not."""

    state = forms.ChoiceField(
        label=_("Were they told?"), choices=ToldState.choices, widget=forms.RadioSelect, initial=ToldState.TOLD
    )
    words = forms.CharField(
        label=_("What they were told, or why not"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("With an address below it is the text of the letter: what became of the data."),
    )  # fmt: skip
    address = forms.EmailField(
        label=_("Write to them from here"), required=False,
        help_text=_("As the register has it. Leave it empty where they were told in another way."),
    )  # fmt: skip


class RegisterFilter(forms.Form):
    """Filters of the register."""

    right = forms.ChoiceField(label=_("Right"), required=False, choices=[("", _("All")), *RightAsked.choices])
    outcome = forms.ChoiceField(label=_("Decision"), required=False, choices=[("", _("All")), *DecisionOutcome.choices])
    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("To"), required=False)

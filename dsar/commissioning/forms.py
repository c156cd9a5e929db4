"""What staff type to ask an owner, and what an owner types behind the link."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dsar.commissioning.services import Owner, Wanted
from dsar.intake.fields import ManyFilesField


class CommissionForm(forms.Form):
    """One owner, what to look for, until when."""

    owner_name = forms.CharField(label=_("Name"), max_length=150)
    owner_email = forms.EmailField(label=_("E-mail address"), max_length=254)
    is_processor = forms.BooleanField(label=_("A processor of ours, not a colleague"), required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    terms = forms.MultipleChoiceField(
        label=_("What this owner is told to look for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what this owner has to look for.")},
        help_text=_("Only what this system can be searched by. Each identifier that stays here is one told less."),
    )
    from_on = forms.DateField(label=_("From"), required=False)
    until_on = forms.DateField(label=_("Until"), required=False)
    words = forms.CharField(
        label=_("What else to know"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(label=_("Answer by"))
    escalation_name = forms.CharField(label=_("Name"), max_length=150, required=False)
    escalation_email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Is told on the day after, where no answer came. They learn the reference and the system only."),
    )

    def __init__(self, *args: Any, terms: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = terms
        choices = [(str(place), f"{label}: {value}") for place, (label, value) in enumerate(terms)]
        self.fields["terms"].choices = choices  # type: ignore[attr-defined]  # a choice field, declared above

    def owner(self) -> Owner:
        """Who is asked."""
        names = ("name", "email")
        own = {name: self.cleaned_data[f"owner_{name}"] for name in names}
        above = {f"escalation_{name}": self.cleaned_data[f"escalation_{name}"] for name in names}
        return Owner(**own, **above)

    def wanted(self) -> Wanted:
        """What they are told."""
        chosen = [self.known[int(place)] for place in self.cleaned_data["terms"]]
        terms = [{"label": label, "value": value} for label, value in chosen]
        values = self.cleaned_data
        return Wanted(terms, values["words"], values["from_on"], values["until_on"])


class ReplyForm(forms.Form):
    """Our answer to an owner's question."""

    text = forms.CharField(label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class CallOffForm(forms.Form):
    """Why a commission is called off."""

    reason = forms.CharField(label=_("Why is it called off?"), max_length=500)


class DueForm(forms.Form):
    """Another day."""

    due_on = forms.DateField(label=_("Answer by"))


class LogForm(forms.Form):
    """A line of the search log."""

    where = forms.CharField(label=_("Where did you search?"), max_length=300)
    searched_on = forms.DateField(label=_("When?"))
    terms = forms.CharField(label=_("For what?"), max_length=1000, help_text=_("Names, numbers, periods."))
    result = forms.CharField(label=_("With which result?"), max_length=1000)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["searched_on"].initial = today
        self.today = today

    def clean_searched_on(self) -> dt.date:
        """Nobody has searched tomorrow."""
        day: dt.date = self.cleaned_data["searched_on"]
        if day > self.today:
            raise forms.ValidationError(_("This lies in the future."))
        return day


class ScopeForm(forms.Form):
    """Why the search is as wide as it is."""

    note = forms.CharField(
        label=_("Why is this search reasonable and proportionate?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was searched and what was not, and why (UK GDPR Art. 15(1A)). It stays in the record."),
    )


class PartFilesForm(forms.Form):
    """Files of an owner."""

    uploads = ManyFilesField(label=_("Files"), error_messages={"required": _("Choose at least one file.")})


class PartAnswerForm(forms.Form):
    """The signed answer of an owner."""

    FILES, NIL, NOT_OURS = "files", "nil", "not_ours"

    answer = forms.ChoiceField(
        label=_("What is your answer?"),
        widget=forms.RadioSelect,
        choices=[
            (FILES, _("The files above are all that is held")),
            (NIL, _("Nothing is held")),
            (NOT_OURS, _("This is not our system")),
        ],
        error_messages={"required": _("Choose an answer.")},
    )
    statement = forms.CharField(
        label=_("Where and how did you look?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say where and how you looked.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("Your name stands as a signature, with today’s date and time."),
        error_messages={"required": _("Sign with your name.")},
    )


class PartQuestionForm(forms.Form):
    """A question of an owner."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write your question first.")},
    )

"""What is typed about a rectification."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.cases.forms import ActForm
from dsar.processing_records.models import ProcessingActivity, System
from dsar.rights.rectification.models import Finding

_WORDS = {"rows": 2}


class CorrectionForm(ActForm):
    """One field that is said to be wrong."""

    system = forms.ModelChoiceField(label=_("System"), queryset=System.objects.all())
    activity = forms.ModelChoiceField(
        label=_("Processing activity"), queryset=ProcessingActivity.objects.none(), required=False,
        help_text=_("Leave it empty for every activity of the system."),
    )  # fmt: skip
    field = forms.CharField(label=_("Field"), max_length=200)
    old = forms.CharField(
        label=_("What stands there"), required=False, max_length=4000, widget=forms.Textarea(attrs=_WORDS)
    )
    new = forms.CharField(
        label=_("What should stand there"), required=False, max_length=4000, widget=forms.Textarea(attrs=_WORDS)
    )
    statement = forms.CharField(
        label=_("Supplementary statement"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the person's own words, where data are incomplete or stay as they are (Art. 16 s. 2)."),
    )  # fmt: skip
    evidence = forms.FileField(label=_("Evidence"), required=False, help_text=_("What the person sent to show it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = ProcessingActivity.objects.filter(controller=self.case.controller)
        self.fields["activity"].queryset = own  # type: ignore[attr-defined]  # a ModelChoiceField


class CheckForm(ActForm):
    """What a person found out."""

    finding = forms.ChoiceField(
        label=_("What was found"), widget=forms.RadioSelect,
        choices=[choice for choice in Finding.choices if choice[0] != Finding.OPEN],
    )  # fmt: skip
    words = forms.CharField(
        label=_("How it was checked"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which evidence was looked at, who was asked."),
    )  # fmt: skip


class DropForm(ActForm):
    """Why a line goes."""

    reason = forms.CharField(label=_("Why it is dropped"), max_length=1000, widget=forms.Textarea(attrs=_WORDS))

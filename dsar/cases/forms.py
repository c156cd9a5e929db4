"""What is typed into the pages of a case. Forms make clean values; they neither save nor decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.access.models import User
from dsar.access.rules import Role
from dsar.cases import clock as case_clock
from dsar.cases.conflict_selectors import conflicted_user_ids
from dsar.cases.models import Case
from dsar.cases.queue_forms import CLOCK_GROUPS as CLOCK_GROUPS

WORDS = {"rows": 4}


class HintedRadios(forms.RadioSelect):
    """Radio buttons with a sentence below each (see the field tag)."""

    option_hints: dict[str, str] = {}


class HintedBoxes(forms.CheckboxSelectMultiple):
    """Check boxes with a sentence below each."""

    option_hints: dict[str, str] = {}


class ActForm(forms.Form):
    """A form about one case; `clean_*` sees the case it is about."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        if "on" in self.fields:
            self.fields["on"].initial = case_clock.today_of(case)


class AssignForm(ActForm):
    """Who works the case."""

    handler = forms.ModelChoiceField(label=_("Handler"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = User.objects.filter(is_active=True, role_grants__role__in=(Role.HANDLER, Role.DPO)).distinct()
        workers = workers.exclude(pk__in=conflicted_user_ids(self.case))
        self.fields["handler"].queryset = workers  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["handler"].initial = self.case.handler_id


class ReasonForm(ActForm):
    """A reason in words: moving back, reopening."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=WORDS))


class NoteForm(forms.Form):
    """A note on the case."""

    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000)


class FileForm(forms.Form):
    """A file to be attached."""

    file = forms.FileField(label=_("File"))
    purpose = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("request", _("The request")),
            ("authority", _("Proof of authority")),
            ("correspondence", _("Correspondence")),
            ("other", _("Something else")),
        ],
    )

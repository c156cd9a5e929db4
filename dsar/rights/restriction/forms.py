"""What is typed about a restriction, and about the flags of a target."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.cases.forms import ActForm
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.erasure.models import ErasureTarget
from dsar.rights.restriction.models import FlagMeaning, RestrictionGround, UseBasis
from erasure.flags import can_flag

_WORDS = {"rows": 3}


class ActivitiesForm(ActForm):
    """A form that chooses entries of the controller's register."""

    activities = forms.ModelMultipleChoiceField(
        label=_("Processing activities"), queryset=ProcessingActivity.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all of them."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = ProcessingActivity.objects.filter(controller=self.case.controller)
        self.fields["activities"].queryset = own  # type: ignore[attr-defined]  # a ModelChoiceField


class ScopeForm(ActivitiesForm):
    """Ground and scope."""

    ground = forms.ChoiceField(label=_("Ground"), choices=RestrictionGround.choices, widget=forms.RadioSelect)
    why = forms.CharField(label=_("Why it applies"), max_length=4000, widget=forms.Textarea(attrs=_WORDS))

    field_order = ("ground", "why", "activities")


class UseForm(ActForm):
    """A use of restricted data."""

    basis = forms.ChoiceField(label=_("Basis (Art. 18(2))"), choices=UseBasis.choices, widget=forms.RadioSelect)
    on = forms.DateField(label=_("On which day"))
    what = forms.CharField(label=_("What they were used for"), max_length=4000, widget=forms.Textarea(attrs=_WORDS))


class InformForm(ActForm):
    """Before a restriction is lifted."""

    lift_on = forms.DateField(label=_("It ends on"), help_text=_("A day after today: the person knows before."))
    reasons = forms.CharField(
        label=_("Why it ends, as the person is told"), max_length=4000, widget=forms.Textarea(attrs=_WORDS)
    )
    is_confirmed = forms.BooleanField(
        label=_("It is confirmed that this way of writing is safe for this person"), required=False
    )


class FlagRuleForm(forms.Form):
    """How a target marks a person."""

    meaning = forms.ChoiceField(
        label=_("It says"), choices=FlagMeaning.choices, widget=forms.RadioSelect, initial=FlagMeaning.RESTRICTION
    )
    target = forms.ModelChoiceField(label=_("Target"), queryset=ErasureTarget.objects.none())
    set = forms.CharField(
        label=_("Table or marker"), max_length=150,
        help_text=_("A table as rehearsals show it, or for a key store a marker such as restricted:{email}."),
    )  # fmt: skip
    column = forms.CharField(label=_("Column"), max_length=100, required=False, help_text=_("Only for a table."))
    value = forms.CharField(label=_("Value that says it"), max_length=100, initial="1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [row.pk for row in ErasureTarget.objects.filter(is_active=True) if can_flag(row.kind)]
        self.fields["target"].queryset = ErasureTarget.objects.filter(pk__in=able)  # type: ignore[attr-defined]

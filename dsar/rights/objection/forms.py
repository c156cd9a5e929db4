"""What is typed about an objection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.cases.forms import ActForm
from dsar.rights.objection.models import ObjectionKind, Weighing
from dsar.rights.restriction.forms import ActivitiesForm

_WORDS = {"rows": 4}


class ObjectionForm(ActivitiesForm):
    """To what, and on which situation."""

    kind = forms.ChoiceField(label=_("It is about"), choices=ObjectionKind.choices, widget=forms.RadioSelect)
    situation = forms.CharField(
        label=_("The person's particular situation"), required=False, max_length=4000,
        widget=forms.Textarea(attrs=_WORDS), help_text=_("Not needed for direct marketing: that needs no reasons."),
    )  # fmt: skip

    field_order = ("kind", "situation", "activities")


class WeighForm(ActForm):
    """The weighing."""

    our_grounds = forms.CharField(
        label=_("Our compelling legitimate grounds, or legal claims"), required=False, max_length=4000,
        widget=forms.Textarea(attrs=_WORDS), help_text=_("Empty where there are none; convenience is none."),
    )  # fmt: skip
    their_interests = forms.CharField(
        label=_("The person's interests, rights and freedoms"), max_length=4000, widget=forms.Textarea(attrs=_WORDS)
    )
    weighing = forms.ChoiceField(
        label=_("What prevails"), widget=forms.RadioSelect,
        choices=[choice for choice in Weighing.choices if choice[0] in (Weighing.PERSON, Weighing.CONTROLLER)],
    )  # fmt: skip
    conclusion = forms.CharField(label=_("Why"), max_length=4000, widget=forms.Textarea(attrs=_WORDS))

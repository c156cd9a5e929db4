"""What is typed about second factors."""

from django import forms
from django.utils.translation import gettext_lazy as _

WHY = (
    ("lost", _("The phone or key is lost or stolen")),
    ("replaced", _("The phone or key was replaced")),
    ("broken", _("The phone or key does not work any more")),
    ("suspicion", _("Somebody else may have had it")),
)
KNOWN_BY = (
    ("in_person", _("They stand before me")),
    ("video", _("I see them on video and know them")),
    ("call_back", _("I called them back on the number of the staff directory")),
    ("manager", _("Their manager confirmed it to me in person or by a call that I made")),
)


class AppForm(forms.Form):
    """The first code that a new app shows."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class KeyForm(forms.Form):
    """A new security key."""

    name = forms.CharField(
        label=_("Name of the key"),
        max_length=40,
        help_text=_("So that you can tell your keys apart, such as “blue key”."),
    )
    answer = forms.CharField(widget=forms.HiddenInput)


class ResetForm(forms.Form):
    """Why a colleague's second factors are taken away, and how they were recognised."""

    why = forms.ChoiceField(label=_("What happened?"), choices=WHY, widget=forms.RadioSelect)
    known_by = forms.ChoiceField(
        label=_("How do you know that it is them who ask?"), choices=KNOWN_BY, widget=forms.RadioSelect
    )

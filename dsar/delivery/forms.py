"""What is typed into the pages of the delivery."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.cases.forms import WORDS, ActForm, HintedRadios
from dsar.delivery.models import DeliveryChannel
from dsar.delivery.selectors import Destination

HINTS = {
    DeliveryChannel.PORTAL: _("A link goes to the person in writing. You tell them the code by phone or by letter."),
    DeliveryChannel.POST: _("You print the package and post it with the covering letter that is written for you."),
    DeliveryChannel.IN_PERSON: _("You hand the package over yourself. No letter is written."),
}


class ReleaseForm(ActForm):
    """Which way the package takes; for a protected person somebody confirms that it is safe."""

    channel = forms.ChoiceField(
        label=_("How does it go out?"), choices=DeliveryChannel.choices, initial=DeliveryChannel.PORTAL
    )
    confirmed = forms.BooleanField(
        label=_("I have confirmed with the person that this way is safe"),
        required=False,
        help_text=_("This person asked for safe contact."),
    )

    def __init__(self, *args: Any, destination: Destination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = HintedRadios(choices=DeliveryChannel.choices)
        widget.option_hints = {channel.value: str(words) for channel, words in HINTS.items()}
        self.fields["channel"].widget = widget
        if not destination.is_protected:
            del self.fields["confirmed"]


class RenewForm(ActForm):
    """For a protected person somebody confirms again that writing is safe."""

    confirmed = forms.BooleanField(label=_("I have confirmed with the person that this way is safe"), required=False)

    def __init__(self, *args: Any, destination: Destination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not destination.is_protected:
            del self.fields["confirmed"]


class RevokeForm(ActForm):
    """Why a link is closed."""

    reason = forms.CharField(label=_("Why the link is closed"), widget=forms.Textarea(attrs=WORDS))


class ConfirmForm(ActForm):
    """How it is shown that the package arrived."""

    on = forms.DateField(label=_("Arrived on"))
    how = forms.CharField(
        label=_("How is that shown?"),
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("For example: signed for, with the number of the receipt; handed over in our office."),
    )


class RecipientForm(ActForm):
    """How the address of a third person was checked."""

    how = forms.CharField(
        label=_("How were name and address checked?"),
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("For example: the authority names this solicitor; called back on the number of the register."),
    )


class CodeForm(forms.Form):
    """The code that the recipient was told."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "autofocus": True}
        ),
        help_text=_("Eight digits. We told you by phone or by letter."),
    )

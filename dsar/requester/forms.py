"""What the person types behind their door."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.intake.fields import ManyFilesField

FILES_WORDS = _("You can add several files: photos, scans, PDF. They are encrypted as they arrive.")


class AskCodeForm(forms.Form):
    """Reference and e-mail address."""

    reference = forms.CharField(
        label=_("Reference"),
        max_length=24,
        help_text=_("It looks like DSAR-2026-0042-K and stands in every letter from us."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        error_messages={"required": _("Give the reference of your request.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("The one that you gave us with the request."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Give your e-mail address."),
            "invalid": _("This is not an e-mail address, such as name@example.com."),
        },
    )


class CodeForm(forms.Form):
    """The code of the mail."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Eight digits, in the mail that we have just sent."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Give the code of the mail.")},
    )


class WriteForm(forms.Form):
    """A message."""

    text = forms.CharField(
        label=_("Your message"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    uploads = ManyFilesField(label=_("Files"), required=False, help_text=FILES_WORDS)


class EvidenceForm(forms.Form):
    """What proves identity or authority."""

    uploads = ManyFilesField(label=_("Files"), required=False, help_text=FILES_WORDS)
    text = forms.CharField(
        label=_("What do you want to say about it?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ClarifyForm(forms.Form):
    """The answer to our question."""

    NARROW, EVERYTHING = "narrow", "everything"

    answer = forms.ChoiceField(
        label=_("What do you want?"),
        widget=forms.RadioSelect,
        choices=[(NARROW, _("I say below what I mean")), (EVERYTHING, _("I want everything"))],
        error_messages={"required": _("Choose an answer.")},
    )
    text = forms.CharField(
        label=_("Your answer"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    uploads = ManyFilesField(label=_("Files"), required=False, help_text=FILES_WORDS)

    def clean(self) -> dict[str, Any]:
        """Whoever narrows says how."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("answer") == self.NARROW and not values.get("text", "").strip():
            self.add_error("text", _("Write what you mean, or choose that you want everything."))
        return values


class WithdrawForm(forms.Form):
    """The withdrawal, in writing."""

    is_sure = forms.BooleanField(
        label=_("I withdraw my request"), required=False, error_messages={"required": _("Tick that you are sure.")}
    )
    text = forms.CharField(
        label=_("Do you want to say anything about it?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ContactForm(forms.Form):
    """Other contact details."""

    kind = forms.ChoiceField(
        label=_("What has changed?"),
        widget=forms.RadioSelect,
        choices=[("emails", _("E-mail address")), ("phones", _("Phone number")), ("addresses", _("Postal address"))],
        error_messages={"required": _("Choose what has changed.")},
    )
    value = forms.CharField(
        label=_("The new one"),
        max_length=300,
        error_messages={"required": _("Write the new details.")},
    )

    def clean(self) -> dict[str, Any]:
        """An e-mail address has to be one."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("kind") == "emails" and values.get("value"):
            try:
                forms.EmailField().clean(values["value"])
            except forms.ValidationError:
                self.add_error("value", _("This is not an e-mail address, such as name@example.com."))
        return values


class DecideForm(forms.Form):
    """What staff did about a wish."""

    how = forms.CharField(
        label=_("How did you make sure?"),
        max_length=500,
        help_text=_("Such as: called the number on file. Stays in the history."),
    )

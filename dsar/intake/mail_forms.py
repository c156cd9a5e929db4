"""Forms of intake by e-mail: the decisions on a message, and a mailbox."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.foundation.references import is_reference
from dsar.intake.mail_models import MailboxKind, MailboxSecurity, MailboxSignIn, MailKind, UnloggedMail
from dsar.processing_records.models import Controller

LONGEST_REQUEST = 50_000
_SECRET_NAME = RegexValidator(r"^[A-Za-z][A-Za-z0-9_]*$", _("Letters, digits and underscores only."))
_HOST = RegexValidator(r"^[A-Za-z0-9.:_-]{1,253}$", _("The name of a server, such as mail.example.org."))


class DismissForm(forms.Form):
    """Why a message is no request."""

    reason = forms.CharField(
        label=_("Why is it no request?"), max_length=300, help_text=_("Such as: advertising, a job application.")
    )


class JoinForm(forms.Form):
    """To which case a message belongs."""

    reference = forms.CharField(
        label=_("Reference of the case"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Such as DSAR-2026-0042-K."),
    )

    def clean_reference(self) -> str:
        """In capitals, with a check character that is right."""
        text = str(self.cleaned_data["reference"]).strip().upper()
        if not is_reference(text):
            raise forms.ValidationError(_t("This is not a reference. Compare it letter by letter."))
        return text


class MailboxForm(forms.Form):
    """A mailbox; which fields there are depends on its kind."""

    name = forms.CharField(label=_("Name"), max_length=150)
    controller = forms.ModelChoiceField(label=_("Controller"), queryset=Controller.objects.all(), empty_label=None)
    host = forms.CharField(label=_("Mail server"), max_length=253, validators=[_HOST])
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    security = forms.ChoiceField(label=_("Encryption"), choices=MailboxSecurity.choices, initial=MailboxSecurity.TLS)
    user_name = forms.CharField(
        label=_("User name"), max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    sign_in = forms.ChoiceField(label=_("Signs in with"), choices=MailboxSignIn.choices, initial=MailboxSignIn.PASSWORD)
    secret_name = forms.CharField(
        label=_("Name of the secret"),
        max_length=80,
        validators=[_SECRET_NAME],
        help_text=_(
            "The password or token itself is set where mail is read: DSAR_SECRET_ and this name, or its _FILE. A token "
            "is read anew each time, so that whatever renews it only has to write the file."
        ),
    )
    folder = forms.CharField(label=_("Folder"), max_length=500, initial="INBOX")
    trusted_receiver = forms.CharField(
        label=_("Name of your mail server in Authentication-Results"),
        max_length=253,
        required=False,
        validators=[_HOST],
        help_text=_(
            "Results of SPF, DKIM and DMARC are shown only under this name. They are never taken for identity."
        ),
    )
    read_from = forms.DateField(
        label=_("Read mail that arrived on or after"),
        required=False,
        help_text=_("Empty: everything that lies in the folder."),
    )
    is_active = forms.BooleanField(label=_("Read every minute"), required=False, initial=True)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == MailboxKind.MAILDIR:
            for name in ("host", "port", "security", "user_name", "sign_in", "secret_name"):
                del self.fields[name]
            self.fields["folder"].initial = ""
            self.fields["folder"].label = _("Folder of the Maildir")
            self.fields["folder"].help_text = _("As the worker sees it; it lies under DSAR_SOURCE_ROOTS.")


def initial_request(mail: UnloggedMail) -> dict[str, Any]:
    """What the staff form starts with. The day of receipt is that of arrival; the Date header is never used."""
    controller = mail.mailbox.controller
    arrived = mail.received_at.astimezone(ZoneInfo(controller.time_zone))
    words = f"{_t('Subject')}: {mail.subject}\n\n{mail.text}" if mail.subject else mail.text
    return {
        "controller": controller,
        "channel": "email",
        "received_on": arrived.date(),
        "received_time": arrived.time().replace(second=0, microsecond=0),
        "language": mail.language or controller.language,
        "subject_name": mail.sender_name[:200],
        "subject_emails": mail.sender,
        "request_text": words[:LONGEST_REQUEST],
        "acknowledge": mail.kind == MailKind.MESSAGE and bool(mail.sender),
    }

"""Why a mail did not arrive, in words for the screen."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_WORDS: dict[str, Any] = {
    "mail_server_not_reached": _("The mail server could not be reached, several times."),
    "mail_server_busy": _("The mail server put us off, several times."),
    "key_destroyed": _("The case was erased before the message went out."),
    "worker_lost": _("The worker stopped while it was sending. Ask the person, or look into the mail server’s log."),
    "SMTPRecipientsRefused": _("The mail server does not accept this address."),
    "SMTPSenderRefused": _("The mail server does not let us send from our address."),
    "SMTPDataError": _("The mail server refused the text."),
    "bounced": _("The mail server of the recipient sent it back: the address may be wrong or full."),
}
_UNSURE = _("The connection broke off while the text was handed over. Ask the person, or look into the server’s log.")


def failure_words(failure: str) -> Any:
    """The words of a notice's failure; empty where there is none."""
    if not failure:
        return ""
    return _WORDS.get(failure.partition(" ")[0], _UNSURE)

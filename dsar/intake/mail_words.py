"""What the codes of intake by e-mail mean, in words for the screen."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dsar.intake.mail_models import MailKind, UnloggedMail

# Why a mailbox could not be read (dsar.intake.mail_boxes.MailboxUnreadable).
REASONS: dict[str, Any] = {
    "address_refused": _(
        "This address lies on this machine or in a range that is never read. An administrator may allow the host "
        "(DSAR_MAIL_LOCAL_HOSTS)."
    ),
    "unknown_host": _("No server of this name is known."),
    "connection_refused": _("The server does not answer at this port."),
    "connection_lost": _("The connection broke off or took too long."),
    "certificate_refused": _("The server’s certificate is not trusted. Nothing was sent to it."),
    "no_tls": _("The server speaks no TLS at this port. Try the other kind of encryption."),
    "sign_in_refused": _("The server does not accept the user name, password or token."),
    "secret_missing": _("The secret of this name is not known where mail is read."),
    "no_such_folder": _("There is no such folder in this mailbox."),
    "server_refused": _("The server refused to show the messages."),
    "outside_roots": _("This does not lie under a folder that may be read (DSAR_SOURCE_ROOTS)."),
    "no_maildir": _("There is no Maildir here that the worker may read: it has the folders “new” and “cur”."),
}
# Why a message could not be read, or not whole (dsar.intake.mail_child, dsar.intake.mail_fetching).
READINGS: dict[str, Any] = {
    "too_large": _("The message is very large; only its beginning is shown."),
    "too_much_text": _("The text is very long; only its beginning is shown."),
    "no_content": _("The message has no text and no attachment."),
    "no_isolation": _("This machine cannot read messages safely, so this one was not opened."),
    "timed_out": _("Reading the message took too long."),
    "out_of_memory": _("Reading the message took too much memory."),
    "too_many_parts": _("The message has too many parts to be shown."),
    "too_deep": _("The message is packed too deeply to be shown."),
}
DAMAGED = _("The message is damaged. Download the original to look at it with your own mail program.")
# Why a message does not join the case that it names (dsar.intake.mail_matching).
DOUBTS: dict[str, Any] = {
    "unknown_sender": _("Its sender’s address belongs to nobody of that case."),
    "forged": _("The mail server found its sender’s address forged (DMARC)."),
    "several_cases": _("It names more than one case."),
    "erased": _("That case was erased."),
}
METHODS = {"spf": "SPF", "dkim": "DKIM", "dmarc": "DMARC"}
RESULTS: dict[str, Any] = {
    "pass": _("passed"),
    "fail": _("failed"),
    "softfail": _("doubtful"),
    "neutral": _("says nothing"),
    "none": _("not used"),
}
TONES = {MailKind.MESSAGE: "info", MailKind.BOUNCE: "bad", MailKind.DELAY: "warn"}
_TURNING = {code: f"⟨U+{code:04X}⟩" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)}


def reading_words(mail: UnloggedMail) -> Any:
    """Why the message is not shown whole; empty where it is."""
    return READINGS.get(mail.reading, DAMAGED) if mail.reading else ""


def authentication_words(mail: UnloggedMail) -> list[str]:
    """What the mail server found, such as "SPF passed"."""
    return [
        f"{METHODS[method]} {RESULTS.get(mail.authentication[method], mail.authentication[method])}"
        for method in METHODS
        if method in mail.authentication
    ]


def shown(text: str) -> str:
    """Text of strangers for a screen: signs that turn the direction of reading stand there as what they are."""
    return text.translate(_TURNING)

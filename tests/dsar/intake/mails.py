"""Messages and mailboxes for the tests of intake by e-mail; everybody in them is invented."""

import datetime as dt
import os
from email.message import EmailMessage
from pathlib import Path

from dsar.intake.mail_fetching import fetch_mailbox
from dsar.intake.mail_models import Mailbox, MailboxKind, UnloggedMail

ARRIVED = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)


def message(
    *,
    text: str = "Please send me a copy of my personal data under Article 15 GDPR.",
    sender: str = "Ana Lindqvist <ana@example.com>",
    subject: str = "Access request",
    **headers: str,
) -> EmailMessage:
    """A plain message; headers with "_" for "-"."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "privacy@example.org", subject
    made["Date"] = "Mon, 26 Oct 2026 08:00:00 +0000"
    if "Message_ID" not in headers:
        made["Message-ID"] = f"<{abs(hash((text, sender, subject)))}@example.com>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def bounce(about: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report of a mail server that the message with that Message-ID was not delivered."""
    lines = [
        "From: MAILER-DAEMON@mx.example.net",
        "To: privacy@example.org",
        "Subject: Undelivered Mail Returned to Sender",
        "Return-Path: <>",
        "Auto-Submitted: auto-replied",
        f"Message-ID: <report-{action}@mx.example.net>",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "Your message could not be delivered.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example.net",
        "",
        "Final-Recipient: rfc822; ana@example.com",
        f"Action: {action}",
        f"Status: {status}",
        "",
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        f"Message-ID: {about}",
        "Subject: ours",
        "",
        "--b--",
        "",
    ]
    return "\r\n".join(lines).encode()


def maildir(folder: Path) -> Path:
    """An empty Maildir."""
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    return folder


def deliver(folder: Path, content: bytes | EmailMessage, name: str = "1", *, to: str = "new") -> Path:
    """Put a message into a Maildir; it arrived on 2 November 2026."""
    file = folder / to / f"{name}.host"
    file.write_bytes(content if isinstance(content, bytes) else bytes(content))
    os.utime(file, (ARRIVED.timestamp(), ARRIVED.timestamp()))
    return file


def mailbox(world, folder: Path, **changes) -> Mailbox:
    """A mailbox that reads a Maildir."""
    given = {
        "name": "Privacy",
        "controller": world.controller,
        "kind": MailboxKind.MAILDIR,
        "folder": str(folder),
        "trusted_receiver": "mx.example.org",
    }
    return Mailbox.objects.create(**given | changes)


def arrived(box: Mailbox, content: bytes | EmailMessage, name: str = "1") -> UnloggedMail:
    """The row that a message in the mailbox becomes."""
    before = set(UnloggedMail.objects.values_list("pk", flat=True))
    deliver(Path(box.folder), content, name)
    fetch_mailbox(box)
    return UnloggedMail.objects.exclude(pk__in=before).get()

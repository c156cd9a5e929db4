"""Mail messages and mailboxes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from dsar.management.demo.people import Person

_TYPES = {
    "pdf": ("application", "pdf"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "png": ("image", "png"),
    "txt": ("text", "plain"),
}


@dataclass(frozen=True, slots=True)
class Mail:
    """A message.

    Attributes:
        sender, to, cc: pairs of display name and address.
        attachments: pairs of file name and content.
        html: True adds an HTML alternative.
    """

    sender: tuple[str, str]
    to: tuple[tuple[str, str], ...]
    subject: str
    body: str
    sent_at: datetime.datetime
    cc: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, bytes], ...] = ()
    html: bool = False


def box_of(person: Person) -> tuple[str, str]:
    """The person as the sender or receiver of a message."""
    return person.name, person.email


def as_eml(mail: Mail) -> bytes:
    """The message as a mail program stores it."""
    return _message(mail).as_bytes(policy=SMTP)


def as_mbox(mails: Sequence[Mail]) -> bytes:
    """A mailbox of the messages, oldest first (mboxrd quoting of "From ")."""
    parts = []
    for mail in sorted(mails, key=lambda each: each.sent_at):
        body = _message(mail).as_bytes().replace(b"\nFrom ", b"\n>From ")
        head = f"From {mail.sender[1]} {mail.sent_at:%a %b %d %H:%M:%S %Y}\n"
        parts.append(head.encode() + body + b"\n")
    return b"\n".join(parts)


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = _address(*mail.sender)
    message["To"] = [_address(*each) for each in mail.to]
    if mail.cc:
        message["Cc"] = [_address(*each) for each in mail.cc]
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.sent_at)
    message["Message-ID"] = f"<{mail.sent_at:%Y%m%d%H%M%S}.{len(mail.body)}@mx.northwind.example.com>"
    message.set_content(mail.body)
    if mail.html:
        paragraphs = "".join(f"<p>{part}</p>" for part in mail.body.split("\n\n"))
        message.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html")
    for name, content in mail.attachments:
        maintype, subtype = _TYPES[name.rsplit(".", 1)[-1]]
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    if message.is_multipart():
        _settle_boundaries(message, mail)
    return message


def _settle_boundaries(message: EmailMessage, mail: Mail) -> None:
    # The library draws boundaries at random; the demo must come out the same every time.
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_northwind_{mail.sent_at:%Y%m%d%H%M%S}_{number}")


def _address(name: str, address: str) -> Address:
    return Address(display_name=name, addr_spec=address)

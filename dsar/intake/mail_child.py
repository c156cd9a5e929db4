"""Child program: reads one message for triage. For the sandbox only; the parts are those of discovery's own parser.

Attachments are named and measured, not opened: whoever logs the request has them searched like any other file.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Mapping
from email.message import Message
from email.utils import getaddresses
from typing import Any, BinaryIO

from discovery.extraction.parsers.mail import add_body, is_packed, leaves, unfolded
from discovery.extraction.reading import Budget, Reading, Unreadable
from discovery.extraction.values import ExtractionLimits
from dsar.foundation.sandbox.child import Job

LONGEST_TEXT = 100_000
LONGEST_VALUE = 2_000
MOST_ADDRESSES, MOST_ATTACHMENTS, MOST_RESULTS = 60, 200, 10
HEADERS = (
    "message-id",
    "date",
    "in-reply-to",
    "references",
    "auto-submitted",
    "precedence",
    "x-autoreply",
    "x-autorespond",
    "x-failed-recipients",
    "return-path",
    "list-id",
)
ADDRESSED = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")


def main(payload: dict[str, Any], files: Mapping[str, BinaryIO], job: Job) -> dict[str, Any]:
    """What triage shows of the input "mail" and decides by; "reading" is "" or why it could not be read whole."""
    message = email.message_from_bytes(files["mail"].read(), policy=email.policy.compat32)
    reading = Reading(Budget(ExtractionLimits(characters=LONGEST_TEXT), _unopened), "mail")
    found = _headers(message)
    try:
        found |= _content(message, reading)
    except Unreadable as error:
        found |= {"text": "", "attachments": [], "reading": error.reason}
    found["reading"] = payload.get("reading") or found["reading"]
    return found


def _unopened(content: bytes, name: str, reading: Reading) -> None:
    """Nothing inside is opened here."""


def _headers(message: Message) -> dict[str, Any]:
    names, addresses = _people(message, ("from",))
    single = len(addresses) == 1
    return {
        "headers": {name: _one(message, name) for name in HEADERS if message.get(name) is not None},
        "subject": _one(message, "subject"),
        "sender": addresses[0] if single else "",
        "sender_name": names[0] if names else "",
        "senders": len(addresses),
        "to": _people(message, ADDRESSED)[1],
        "results": [_cut(str(value)) for value in message.get_all("authentication-results", [])[:MOST_RESULTS]],
        "report": _report(message),
    }


def _content(message: Message, reading: Reading) -> dict[str, Any]:
    plain: list[str] = []
    other: list[str] = []
    attachments: list[dict[str, Any]] = []
    for number, part in enumerate(leaves(message, [0], 0), 1):
        kind = part.get_content_type()
        is_file = part.get_filename() or part.get_content_disposition() == "attachment"
        if is_file or is_packed(part) or not kind.startswith("text/"):
            attachments.append(_attachment(part, kind))
            continue
        before = len(reading.blocks)
        add_body(part, kind, reading, number)
        told = [block.text for block in reading.blocks[before:] if block.role == "body"]
        (plain if kind == "text/plain" else other).extend(told)
    has_nothing = not (plain or other or attachments)
    return {
        "text": "".join(plain).strip() or "\n".join(other).strip(),
        "attachments": attachments[:MOST_ATTACHMENTS],
        "attachment_count": len(attachments),
        "reading": reading.reason or ("no_content" if has_nothing else ""),
    }


def _attachment(part: Message, kind: str) -> dict[str, Any]:
    name = unfolded(part.get_filename() or "")
    payload = part.get_payload(decode=True)
    size = len(payload) if isinstance(payload, bytes) else len(str(part.get_payload()))
    return {"name": _cut(name)[:200] or ("message.eml" if is_packed(part) else ""), "type": kind[:100], "size": size}


def _report(message: Message) -> dict[str, Any]:
    """What a delivery status report says (RFC 3464), and which message it is about."""
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "delivery-status":
        return {}
    told: dict[str, Any] = {"actions": [], "status": "", "about": []}
    for part in message.walk():
        kind = part.get_content_type()
        if part.get("action"):
            told["actions"].append(_one(part, "action").lower())
            told["status"] = told["status"] or _one(part, "status")[:20]
        elif kind == "text/rfc822-headers":
            inner = email.message_from_string(str(part.get_payload()), policy=email.policy.compat32)
            told["about"].append(_one(inner, "message-id"))
        elif part is not message and part.get("message-id"):
            told["about"].append(_one(part, "message-id"))
    return {**told, "actions": told["actions"][:20], "about": told["about"][:20]}


def _people(message: Message, names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    given = [str(value) for name in names for value in message.get_all(name, [])]
    pairs = getaddresses([value.replace("\r", " ").replace("\n", " ")[:20_000] for value in given])[:MOST_ADDRESSES]
    found = [(_cut(unfolded(name)), _cut(address)) for name, address in pairs if address]
    return [name for name, _address in found], [address.strip().lower() for _name, address in found]


def _one(message: Message, name: str) -> str:
    return _cut(unfolded(str(message.get(name, ""))))


def _cut(value: str) -> str:
    """A value on one line without control characters, of bearable length."""
    plain = "".join(sign if sign.isprintable() else " " for sign in value)
    return " ".join(plain.encode("utf-8", "replace").decode("utf-8").split())[:LONGEST_VALUE]

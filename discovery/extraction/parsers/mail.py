"""E-mail: every header, every body, every attachment, as deep as messages are packed into messages."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message

from discovery.extraction.parsers.text import add_text, decoded
from discovery.extraction.parsers.web import add_html
from discovery.extraction.reading import Reading, Unreadable

MOST_PARTS = 2000
DEEPEST = 30
_SEPARATOR = re.compile(rb"^From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n", re.MULTILINE)
_TECHNICAL = frozenset(
    [
        "dkim-signature",
        "arc-seal",
        "arc-message-signature",
        "x-google-dkim-signature",
        "content-transfer-encoding",
        "mime-version",
    ]
)


def parse_message(content: bytes, reading: Reading) -> None:
    """Headers with their names as locators, bodies, attachments as parts; a packed message is a part of its own."""
    # compat32 never fails on malformed headers; the newer policies raise on some of them
    _add_message(email.message_from_bytes(content, policy=email.policy.compat32), reading, [0])


def parse_mbox(content: bytes, reading: Reading) -> None:
    """Each message as a part "message 1"."""
    starts = [match.end() for match in _SEPARATOR.finditer(content)]
    ends = [*[match.start() for match in _SEPARATOR.finditer(content)][1:], len(content)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        message = re.sub(rb"^>(>*From )", rb"\1", content[start:end], flags=re.MULTILINE)
        reading.budget.bytes_read -= len(message)  # the mailbox itself was counted already
        reading.member(f"message {number}.eml", message, key="part", label=f"message {number}")


def _add_message(message: Message, reading: Reading, counter: list[int]) -> None:
    for name, value in message.items():
        if name.lower() not in _TECHNICAL:
            reading.add(unfolded(str(value)), role="header", header=name)
    bodies = 0
    for part in leaves(message, counter, 0):
        kind = part.get_content_type()
        if is_packed(part):
            _add_packed(part, reading, counter[0])
        elif part.get_filename() or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            _add_attachment(part, reading, counter[0])
        else:
            bodies += 1
            add_body(part, kind, reading, bodies)
    for text in (message.preamble, message.epilogue):
        reading.add(text, role="hidden", field="outside the parts")


def leaves(message: Message, counter: list[int], depth: int) -> Iterator[Message]:
    """The parts that hold something, packed messages as one part each; raises `Unreadable` where there are too many."""
    if depth > DEEPEST:
        raise Unreadable("too_deep")
    if not message.is_multipart() or is_packed(message):
        counter[0] += 1
        if counter[0] > MOST_PARTS:
            raise Unreadable("too_many_parts")
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from leaves(part, counter, depth + 1)


def is_packed(part: Message) -> bool:
    """Whether the part is a whole message of its own."""
    return part.get_content_type() == "message/rfc822" and part.is_multipart()


def _add_packed(part: Message, reading: Reading, number: int) -> None:
    for inner in part.get_payload():
        if isinstance(inner, Message):
            name = unfolded(part.get_filename() or "") or "message.eml"
            content = inner.as_bytes(policy=email.policy.compat32)
            reading.budget.bytes_read -= len(content)
            reading.member(name, content, key="part", label=f"attachment {number}: {name}")


def _add_attachment(part: Message, reading: Reading, number: int) -> None:
    name = unfolded(part.get_filename() or "") or f"part {number}"
    content = part.get_payload(decode=True)
    reading.add(name, role="attachment_name", part=f"attachment {number}")
    reading.add(unfolded(str(part.get("Content-Description", ""))), role="header", part=f"attachment {number}")
    reading.member(
        name, content if isinstance(content, bytes) else b"", key="part", label=f"attachment {number}: {name}"
    )


def add_body(part: Message, kind: str, reading: Reading, number: int) -> None:
    """Add the text of a body of that media type."""
    content = part.get_payload(decode=True)
    text = decoded(content if isinstance(content, bytes) else b"", reading, part.get_content_charset() or "")
    if kind == "text/html":
        add_html(text, reading, part=f"body {number} (HTML)")
    else:
        add_text(text, reading, part=f"body {number}")


def unfolded(value: str) -> str:
    """A header's text on one line with its encoded words decoded (RFC 2047); undecodable words stay as they are."""
    value = re.sub(r"\r?\n[ \t]+", " ", value)
    pieces = []
    try:
        for piece, encoding in decode_header(value):
            pieces.append(piece.decode(encoding or "utf-8", "replace") if isinstance(piece, bytes) else piece)
    except (LookupError, ValueError, email.errors.HeaderParseError):
        return value
    return "".join(pieces)

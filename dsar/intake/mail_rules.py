"""What a message says about itself, judged without believing it. Plain Python.

SPF, DKIM and DMARC (RFC 7208, 6376, 7489) say which server sent a message and for which domain; none of them says who
wrote it, so none of them ever proves identity here.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("spf", "dkim", "dmarc")
RESULTS = frozenset(
    ["pass", "fail", "none", "neutral", "softfail", "temperror", "permerror", "policy", "bestguesspass"]
)
_RESULT = re.compile(r"(?:^|[;\s])(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_REFERENCE = re.compile(r"\bDSAR-\d{4}-\d{1,9}-[A-Z0-9]\b", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_AWAY = re.compile(
    r"^(automatic reply|auto(matic)? ?response|out of (the )?office|autoreply|abwesenheits(notiz|meldung)"
    r"|automatische antwort|réponse automatique|absence du bureau)\b",
    re.IGNORECASE,
)
HEADER_END = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A message as the sandbox read it; see dsar.intake.mail_child. `reading` is "" where it was read whole."""

    subject: str = ""
    sender: str = ""
    sender_name: str = ""
    senders: int = 0
    to: tuple[str, ...] = ()
    text: str = ""
    headers: Mapping[str, str] | None = None
    results: tuple[str, ...] = ()
    report: Mapping[str, Any] | None = None
    attachments: tuple[Mapping[str, Any], ...] = ()
    attachment_count: int = 0
    reading: str = ""

    def header(self, name: str) -> str:
        """A header in small letters of its name; empty where it is absent."""
        return (self.headers or {}).get(name, "")

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "ReadMail":
        """The answer of the sandbox, taken field by field: nothing of another type gets in."""
        return cls(
            subject=str(raw.get("subject", "")),
            sender=str(raw.get("sender", "")),
            sender_name=str(raw.get("sender_name", "")),
            senders=int(raw.get("senders", 0)),
            to=tuple(str(one) for one in raw.get("to", [])),
            text=str(raw.get("text", "")),
            headers={str(name): str(value) for name, value in dict(raw.get("headers", {})).items()},
            results=tuple(str(one) for one in raw.get("results", [])),
            report=dict(raw.get("report", {})),
            attachments=tuple(_attachment(one) for one in raw.get("attachments", [])),
            attachment_count=int(raw.get("attachment_count", 0)),
            reading=str(raw.get("reading", ""))[:40],
        )


def kind_of(mail: ReadMail, *, is_ours: bool = False) -> str:
    """What it is by its headers alone: "bounce", "delay", "own", "auto_reply" or "message"."""
    actions = (mail.report or {}).get("actions", [])
    if "failed" in actions or (mail.header("x-failed-recipients") and _is_from_a_machine(mail)):
        return "bounce"
    if "delayed" in actions:
        return "delay"
    if is_ours:
        return "own"
    automatic = mail.header("auto-submitted").lower().startswith("auto-")
    automatic = automatic or mail.header("precedence").lower() == "auto_reply"
    automatic = automatic or bool(mail.header("x-autoreply") or mail.header("x-autorespond"))
    return "auto_reply" if automatic or _AWAY.match(mail.subject) else "message"


def authentication(results: Iterable[str], trusted_receiver: str) -> dict[str, str]:
    """SPF, DKIM and DMARC as the trusted receiver found them; empty where it says nothing, or nobody is trusted.

    Only the topmost header under its name counts: a server writes its own above those that a message brought along.
    """
    wanted = trusted_receiver.strip().lower()
    for value in results if wanted else ():
        plain = _COMMENT.sub(" ", value)
        name, _, told = plain.partition(";")
        if name.lower().split()[:1] == [wanted]:
            return _told(told)
    return {}


def bounced_ids(mail: ReadMail) -> list[str]:
    """The Message-IDs that a failure report says it is about, and those it answers."""
    about = [str(one) for one in (mail.report or {}).get("about", [])]
    return [*about, mail.header("in-reply-to"), mail.header("references")]


def references_in(text: str) -> list[str]:
    """What looks like references of cases, in capitals, each once."""
    return list(dict.fromkeys(match.upper() for match in _REFERENCE.findall(text)))


def content_digest(mail: ReadMail, pieces: Iterable[bytes]) -> str:
    """What tells this message from any other: its Message-ID and its content, not the traces of its way.

    The same mail read from two mailboxes has other Received headers and the same digest; a message that only borrows a
    Message-ID has another one.
    """
    found = hashlib.sha256()
    for value in (mail.header("message-id"), mail.sender, mail.header("date"), mail.subject):
        found.update(value.encode() + b"\x00")
    is_body, head = False, b""
    for piece in pieces:
        if is_body:
            found.update(piece)
            continue
        head += piece
        if end := HEADER_END.search(head):
            is_body = True
            found.update(head[end.end() :])
    if not is_body:
        found.update(head)
    return found.hexdigest()


def arrived_at(told: dt.datetime | None, *, now: dt.datetime) -> dt.datetime:
    """When the mailbox got it, as the mailbox says; never later than now."""
    return now if told is None else min(told, now)


def _told(words: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _RESULT.finditer(words):
        method, result = match[1].lower(), match[2].lower()
        known = result if result in RESULTS else "unknown"
        if found.get(method) != "pass":  # several DKIM signatures: one that holds is enough
            found[method] = known
    return found


def _is_from_a_machine(mail: ReadMail) -> bool:
    return mail.sender.startswith(("mailer-daemon@", "postmaster@")) or mail.header("return-path") in {"<>", ""}


def _attachment(raw: Any) -> dict[str, Any]:
    given: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    return {
        "name": str(given.get("name", ""))[:200],
        "type": str(given.get("type", ""))[:100],
        "size": int(given.get("size", 0)),
    }

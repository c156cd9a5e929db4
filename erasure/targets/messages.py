"""Mailboxes as targets: mbox files and Maildir folders. Messages go whole; who wrote what decides what is asked."""

from __future__ import annotations

import contextlib
import email
import email.policy
import email.utils
import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from discovery.documents import Item, SubjectProfile
from discovery.scans.matcher import ProfileMatcher
from discovery.sources import FilesSource, SourceUnreadable
from discovery.sources.mailbox import MailboxSource
from discovery.sources.ports import ConnectionTest
from discovery.sources.registry import Setting
from dsar.foundation.words import Words as _
from erasure.errors import TargetFailed
from erasure.plan import Change, Gap, Outcome, Preview, Terms
from erasure.targets.content import Gathered, judge, rule, sha
from erasure.targets.ports import Pace, keep_pace
from erasure.targets.recognising import people_in_content
from erasure.targets.registry import TargetKind, register

_HEAD_BYTES = 256 * 1024


class MessageStore(Protocol):
    """Where messages lie."""

    def test(self) -> ConnectionTest:
        """Whether messages can be read and removed."""

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """Each message with a reference to it. Raises TargetFailed."""

    def remove(self, digests: frozenset[str], pace: Pace) -> int:
        """Remove every message whose SHA-256 is among these; gives how many there were. Raises TargetFailed."""


@dataclass(frozen=True)
class MessagesTarget:
    """A store of messages. What the person wrote or was sent is theirs; mail of others about them is asked."""

    store: MessageStore

    def test(self) -> ConnectionTest:
        """See `Target`."""
        return self.store.test()

    def preview(self, person: SubjectProfile, terms: Terms) -> Preview:
        """See `Target`."""
        found = Gathered()
        for ref, content in self.store.messages():
            judged = judge(content, f"{ref}.eml", person)
            if judged.decision is None:
                found.gaps += [Gap("mail", judged.unread)] if judged.unread else []
                continue
            name, mark = _part_of(content, person), sha(content)
            # every mail has others' addresses and often files in it: its sets tell apart whose it is
            others = name == "mail/to" and _sent_to_others(content, person)
            plain = replace(judged, shared=others, is_container=False)
            asks = name == "mail/about" or others
            ruling = rule(terms, plain, set_name=name, ref=mark, can_redact=False, must_ask=asks)
            found.take(ruling, judged, set_name=name, locator={"message": mark}, before=mark, sample=_subject(content))
        return found.preview()

    def erase(self, changes: Sequence[Change], person: SubjectProfile, pace: Pace) -> Outcome:
        """Remove the messages; one that is gone was removed before."""
        wanted = frozenset(str(change.locator["message"]) for change in changes)
        keep_pace(pace)
        done = min(self.store.remove(wanted, pace), len(changes)) if wanted else 0
        return Outcome(done, len(changes) - done)

    def verify(self, person: SubjectProfile, terms: Terms) -> Preview:
        """The same search again."""
        return self.preview(person, terms)

    def people(self) -> Iterator[SubjectProfile]:
        """See `Target`."""
        for ref, content in self.store.messages():
            yield from people_in_content(content, f"{ref}.eml")


def _part_of(content: bytes, person: SubjectProfile) -> str:
    """The person's part in a message: they wrote it, they were sent it, or others wrote about them."""
    head = email.message_from_bytes(content[:_HEAD_BYTES], policy=email.policy.compat32)
    own = ProfileMatcher(person)
    if own.find(str(head.get("From", ""))):
        return "mail/from"
    sent_to = " ".join(str(value) for name in ("To", "Cc", "Bcc", "Delivered-To") for value in head.get_all(name, []))
    return "mail/to" if own.find(sent_to) else "mail/about"


def _sent_to_others(content: bytes, person: SubjectProfile) -> bool:
    """Whether somebody else got the message too: it may be about them."""
    head = email.message_from_bytes(content[:_HEAD_BYTES], policy=email.policy.compat32)
    own = ProfileMatcher(person)
    values = [str(value) for name in ("To", "Cc", "Bcc") for value in head.get_all(name, [])]
    got = {address.casefold() for _name, address in email.utils.getaddresses(values) if "@" in address}
    return any(not own.find(address) for address in got)


def _subject(content: bytes) -> str:
    head = email.message_from_bytes(content[:_HEAD_BYTES], policy=email.policy.compat32)
    return f"{head.get('Date', '')} {str(head.get('Subject', ''))[:60]}".strip()


@dataclass(frozen=True)
class MboxStore:
    """One mbox file, written anew without the messages that go."""

    path: Path

    def test(self) -> ConnectionTest:
        found = MailboxSource(self.path).test()
        if found.ok and not (os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)):
            return ConnectionTest(ok=False, message=_("The mailbox can be read but not changed."))
        return found

    def messages(self) -> Iterator[tuple[str, bytes]]:
        source = MailboxSource(self.path)
        try:
            for item in source.list():
                with source.open(item) as stream:
                    yield f"message-{item.ref.split('@')[0]}", stream.read()
        except SourceUnreadable:
            raise TargetFailed("unreachable", can_wait=True) from None

    def remove(self, digests: frozenset[str], pace: Pace) -> int:
        source, gone = MailboxSource(self.path), 0
        part = self.path.with_name(f".erasure-{sha(self.path.name.encode())[:12]}.part")
        try:
            with self.path.open("rb+") as held:
                fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                with part.open("wb") as out:
                    at = 0
                    for item in source.list():
                        keep_pace(pace)
                        start, length = _place_of(item)
                        with source.open(item) as stream:
                            goes = sha(stream.read()) in digests
                        gone += goes
                        if not goes:
                            held.seek(at)
                            out.write(held.read(start + length - at))
                        at = start + length
                    out.flush()
                    os.fsync(out.fileno())
                part.chmod(self.path.stat().st_mode & 0o777)
                part.replace(self.path)
        except BlockingIOError:
            raise TargetFailed("timed_out", can_wait=True) from None
        except PermissionError:
            raise TargetFailed("permission_denied") from None
        except (OSError, SourceUnreadable):
            raise TargetFailed("unreachable", can_wait=True) from None
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        return gone


def _place_of(item: Item) -> tuple[int, int]:
    start, _, length = item.ref.partition("@")[2].removesuffix(".eml").partition("+")
    return int(start), int(length)


@dataclass(frozen=True)
class MaildirStore:
    """A Maildir: one file a message, in "cur" and "new" of the folder and of the folders below it."""

    path: Path

    def test(self) -> ConnectionTest:
        if not (self.path / "cur").is_dir():
            return ConnectionTest(ok=False, message=_("This is no Maildir: there is no folder “cur” in it."))
        if not os.access(self.path / "cur", os.W_OK):
            return ConnectionTest(ok=False, message=_("The Maildir can be read but not changed."))
        return FilesSource(self.path).test()

    def messages(self) -> Iterator[tuple[str, bytes]]:
        for number, path in enumerate(self._paths()):
            yield f"message-{number}", path.read_bytes()

    def remove(self, digests: frozenset[str], pace: Pace) -> int:
        gone = 0
        for path in self._paths():
            keep_pace(pace)
            if sha(path.read_bytes()) in digests:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _paths(self) -> list[Path]:
        if not (self.path / "cur").is_dir():
            raise TargetFailed("unreachable")
        found = [path for folder in ("cur", "new") for path in self.path.rglob(f"{folder}/*")]
        return sorted(path for path in found if path.is_file() and not path.is_symlink())


def _mbox(settings: Mapping[str, Any], _secret: str | None) -> MessagesTarget:
    path = Path(settings["path"])
    return MessagesTarget(MaildirStore(path) if path.is_dir() else MboxStore(path))


MAILBOX = TargetKind(
    name="mailbox",
    label=_("Mailbox (mbox file or Maildir folder)"),
    settings=(
        Setting("path", _("Mailbox file or folder"), kind="path", required=True, hint=_("As the worker sees it.")),
    ),
    make=_mbox,
)
register(MAILBOX)

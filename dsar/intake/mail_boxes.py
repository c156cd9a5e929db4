"""Mailboxes as intake sees them: a list of messages and one message at a time, read and never changed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


class MailboxUnreadable(Exception):
    """The mailbox could not be read; `reason` is a stable code, see mail_words.REASONS. Nothing is lost by it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MailVanished(Exception):
    """The message is not in the mailbox any more."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Messages that are new since the cursor, and the cursor from which to go on."""

    places: tuple[str, ...]
    uid_validity: int = 0
    last_uid: int = 0


@dataclass(frozen=True, slots=True)
class FetchedMail:
    """One message: when the mailbox got it, and its content in pieces of at most a megabyte."""

    arrived_at: dt.datetime | None
    pieces: Iterator[bytes]


class OpenBox(Protocol):
    """An open mailbox; a worker lists it, then fetches what was seen. Every method may raise MailboxUnreadable."""

    def list_new(self) -> Listing:
        """What is new since the mailbox's cursor."""

    def fetch(self, place: str) -> FetchedMail:
        """The message at that place. Raises MailVanished."""

    def close(self) -> None:
        """End the connection; never raises."""

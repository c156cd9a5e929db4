"""A mailbox file (mbox) of any size, one message an item, so that no message waits for the whole file."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from discovery.documents import Item
from discovery.sources.files import FilesSource
from discovery.sources.ports import ConnectionTest, SourceUnreadable
from discovery.sources.registry import Setting, SourceKind, register
from dsar.foundation.words import Words as _

LARGEST_MESSAGE_BYTES = 100 * 1024 * 1024
LONGEST_LINE_BYTES = 1 << 20
_SEPARATOR = re.compile(rb"From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n")
_REF = re.compile(r"message-(\d+)@(\d+)\+(\d+)\.eml")


@dataclass(frozen=True)
class MailboxSource:
    """Messages of one mbox file; references name number, place and length: "message-3@1200+845.eml".

    Only the separator lines are looked at here; the messages themselves are parsed in the sandbox like any other file.
    """

    path: Path

    def test(self) -> ConnectionTest:
        """Whether the file can be opened and begins like a mailbox."""
        try:
            with self._file() as stream:
                good = _SEPARATOR.match(stream.readline(LONGEST_LINE_BYTES)) is not None
        except SourceUnreadable:
            return ConnectionTest(ok=False, message=_("The mailbox file cannot be opened."))
        message = "The mailbox can be read." if good else "The file does not begin like a mailbox (mbox)."
        return ConnectionTest(ok=good, message=message)

    def list(self) -> Iterator[Item]:
        """The messages in their order in the file; raises `SourceUnreadable`."""
        with self._file() as stream:
            number, start, place = 0, 0, 0
            while line := stream.readline(LONGEST_LINE_BYTES):
                place += len(line)
                if _SEPARATOR.fullmatch(line):
                    if number:
                        yield _item(number, start, place - len(line) - start)
                    number, start = number + 1, place
            if number:
                yield _item(number, start, place - start)

    def open(self, item: Item) -> BinaryIO:
        """The message without its separator line; raises `SourceUnreadable`."""
        match = _REF.fullmatch(item.ref)
        if match is None:
            raise SourceUnreadable("outside_source")
        start, length = int(match[2]), int(match[3])
        if length > LARGEST_MESSAGE_BYTES:
            raise SourceUnreadable("too_large")
        with self._file() as stream:
            stream.seek(start)
            return io.BytesIO(stream.read(length))

    def _file(self) -> BinaryIO:
        folder = FilesSource(self.path.parent, max_bytes=1 << 62)
        return folder.open(Item(os.fspath(self.path.name)))


def _item(number: int, start: int, length: int) -> Item:
    extra = {"not_read": "too_large"} if length > LARGEST_MESSAGE_BYTES else {}
    return Item(f"message-{number}@{start}+{length}.eml", length, f"{start}+{length}", "message/rfc822", extra)


def _make(settings: Mapping[str, Any]) -> MailboxSource:
    return MailboxSource(Path(settings["path"]))


MAILBOX = SourceKind(
    name="mailbox",
    label=_("Mailbox file (mbox)"),
    settings=(Setting("path", _("Mailbox file"), kind="path", required=True, hint=_("As the worker sees it.")),),
    make=_make,
)
register(MAILBOX)

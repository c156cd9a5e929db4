"""What a source of content must offer. Sources are read-only: nothing here can write to one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from discovery.documents import Item


class SourceUnreadable(Exception):
    """An item, or the whole source, cannot be read; `reason` is a stable code fit for the coverage page."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ConnectionTest:
    """Whether a source can be reached, in words for the person who set it up; no secrets, no content."""

    ok: bool
    message: str


class Source(Protocol):
    """A place that holds items of content, asked by a scan in this order: `test`, `list`, then `open` for each item."""

    def test(self) -> ConnectionTest:
        """Try the source without reading content; never raises because of the source."""

    def list(self) -> Iterator[Item]:
        """Every item in a stable order.

        What exists and must not or cannot be read is listed too, with `not_read_reason(item)` telling why: nothing is
        passed over in silence.

        Raises:
            SourceUnreadable: the source as a whole cannot be listed.
        """

    def open(self, item: Item) -> BinaryIO:
        """The item's content, open for reading at its beginning; the caller closes it.

        Raises:
            SourceUnreadable: it is gone, has become something else, or may not be read.
        """


def not_read_reason(item: Item) -> str:
    """Why the source will not open this item ("symlink", "too_large", "excluded", …); "" when it will."""
    return str(item.extra.get("not_read", ""))

"""A folder of mail files (Maildir: "new" and "cur"), read and never changed."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from discovery.documents import Item
from discovery.sources.files import FilesSource
from discovery.sources.ports import SourceUnreadable
from dsar.foundation.errors import RuleRefused
from dsar.intake.mail_boxes import FetchedMail, Listing, MailboxUnreadable, MailVanished
from dsar.intake.mail_models import MailArrival, Mailbox
from dsar.processing_records.sources import demand_within_roots

PIECE = 1024 * 1024
FOLDERS = ("new", "cur")
LARGEST = 1 << 40
LONGEST_NAME = 300


class MaildirBox:
    """A Maildir whose folder lies under DSAR_SOURCE_ROOTS. A message is known by the part of its name before ":"."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        try:
            demand_within_roots(mailbox.folder)
        except RuleRefused as error:
            raise MailboxUnreadable("outside_roots") from error
        root = Path(mailbox.folder)
        if not all((root / name).is_dir() for name in FOLDERS):
            raise MailboxUnreadable("no_maildir")
        self._folders = {name: FilesSource(root / name, max_bytes=LARGEST, hard_links=True) for name in FOLDERS}

    def list_new(self) -> Listing:
        """Names that no row knows yet, oldest first."""
        known = set(MailArrival.objects.filter(mailbox=self._mailbox).values_list("place", flat=True))
        since = self._mailbox.read_from
        start = dt.datetime.combine(since, dt.time(), dt.UTC).timestamp() if since else 0.0
        found = [(modified, place) for modified, place in self._names() if place not in known and modified >= start]
        return Listing(tuple(dict.fromkeys(place for _modified, place in sorted(found))))

    def fetch(self, place: str) -> FetchedMail:
        """The message, wherever a mail program has moved it in the meantime."""
        for folder in FOLDERS:
            for name in self._files(folder):
                if _place(name) == place:
                    return self._opened(folder, name)
        raise MailVanished

    def close(self) -> None:
        """Nothing is open."""

    def _opened(self, folder: str, name: str) -> FetchedMail:
        try:
            stream = self._folders[folder].open(Item(name))
        except SourceUnreadable as error:
            raise MailVanished from error
        modified = os.fstat(stream.fileno()).st_mtime
        return FetchedMail(dt.datetime.fromtimestamp(modified, dt.UTC), _pieces(stream))

    def _names(self) -> Iterator[tuple[float, str]]:
        for folder in FOLDERS:
            root = self._folders[folder].root
            for name in self._files(folder):
                try:
                    modified = (root / name).lstat().st_mtime
                except OSError:  # moved while we looked: the next round finds it
                    continue
                yield modified, _place(name)

    def _files(self, folder: str) -> list[str]:
        try:
            with os.scandir(self._folders[folder].root) as entries:
                return [
                    entry.name
                    for entry in entries
                    if entry.is_file(follow_symlinks=False) and not entry.name.startswith(".")
                ]
        except OSError as error:
            raise MailboxUnreadable("no_maildir") from error


def _place(name: str) -> str:
    return name.partition(":")[0][:LONGEST_NAME]


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(PIECE):
            yield piece

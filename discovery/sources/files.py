"""A folder and everything under it, walked so that nothing outside can be reached through it."""

from __future__ import annotations

import fnmatch
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from discovery.documents import Item
from discovery.sources.ports import ConnectionTest, SourceUnreadable
from discovery.sources.registry import Setting, SourceKind, register
from dsar.foundation.words import Words as _

LARGEST_FILE_BYTES = 200 * 1024 * 1024
DEEPEST_FOLDER = 64
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # non-blocking: a FIFO must not hold the scan


@dataclass(frozen=True)
class FilesSource:
    """Regular files under `root`; references are paths relative to it with "/" as separator.

    Each component of a path is opened from the descriptor of the one above it and never through a symlink, so a file
    swapped for a link while the scan runs is refused too. Patterns are those of a shell, matched against the whole
    relative path and against the file's own name; where `include` is empty everything is included.

    Attributes:
        hard_links: read files that have a second name; refused by default, since the other name may lie outside.
    """

    root: Path
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_bytes: int = LARGEST_FILE_BYTES
    hard_links: bool = False

    def test(self) -> ConnectionTest:
        """Whether the folder can be opened and listed."""
        try:
            descriptor = self._open_root()
        except SourceUnreadable:
            return ConnectionTest(
                ok=False, message=_("The folder cannot be opened. Does it exist, and may the worker read it?")
            )
        try:
            with os.scandir(descriptor) as entries:
                count = sum(1 for _ in entries)
        except OSError:
            return ConnectionTest(ok=False, message=_("The folder cannot be listed by the worker."))
        finally:
            os.close(descriptor)
        return ConnectionTest(ok=True, message=f"The folder can be read; entries directly in it: {count}.")

    def list(self) -> Iterator[Item]:
        """Every entry below the root but folders, in order of path; raises `SourceUnreadable` for the root alone."""
        descriptor = self._open_root()
        try:
            yield from self._walk(descriptor, "", 0)
        finally:
            os.close(descriptor)

    def open(self, item: Item) -> BinaryIO:
        """The file, opened component by component; raises `SourceUnreadable`."""
        parts = item.ref.split("/")
        if any(part in {"", ".", ".."} or "\0" in part for part in parts):
            raise SourceUnreadable("outside_source")
        folder = self._open_root()
        try:
            for part in parts[:-1]:
                below = _opened(part, _FOLDER, folder)
                os.close(folder)
                folder = below
            descriptor = _opened(parts[-1], _FILE, folder)
        finally:
            os.close(folder)
        if reason := self._refusal(os.fstat(descriptor)):
            os.close(descriptor)
            raise SourceUnreadable(reason)
        return os.fdopen(descriptor, "rb")

    def _open_root(self) -> int:
        try:
            return os.open(self.root.resolve(strict=True), _FOLDER)  # the root itself may be named through a link
        except (OSError, RuntimeError) as error:
            raise SourceUnreadable("source_not_found") from error

    def _walk(self, folder: int, prefix: str, depth: int) -> Iterator[Item]:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: os.fsencode(entry.name))
        for entry in found:
            ref = f"{prefix}{entry.name}"
            if not _can_be_stored(entry.name):
                yield _not_read(os.fsencode(ref).decode("utf-8", "backslashreplace"), "name_not_unicode")
                continue
            try:
                status = os.stat(entry.name, dir_fd=folder, follow_symlinks=False)
            except OSError:
                yield _not_read(ref, "vanished")
                continue
            if stat.S_ISDIR(status.st_mode):
                yield from self._below(folder, entry.name, ref, depth)
            else:
                yield self._item(ref, status)

    def _below(self, folder: int, name: str, ref: str, depth: int) -> Iterator[Item]:
        if depth >= DEEPEST_FOLDER:
            yield _not_read(ref + "/", "too_deep")
            return
        try:
            below = _opened(name, _FOLDER, folder)
        except SourceUnreadable as refusal:
            yield _not_read(ref + "/", refusal.reason)
            return
        try:
            yield from self._walk(below, ref + "/", depth + 1)
        finally:
            os.close(below)

    def _item(self, ref: str, status: os.stat_result) -> Item:
        reason = self._refusal(status) or ("" if self._wanted(ref) else "excluded")
        extra = {"not_read": reason} if reason else {}
        return Item(ref, status.st_size, f"{status.st_size}-{status.st_mtime_ns}", extra=extra)

    def _refusal(self, status: os.stat_result) -> str:
        if stat.S_ISLNK(status.st_mode):
            return "symlink"
        if not stat.S_ISREG(status.st_mode):
            return "not_a_regular_file"
        if status.st_nlink > 1 and not self.hard_links:
            return "hard_link"
        return "too_large" if status.st_size > self.max_bytes else ""

    def _wanted(self, ref: str) -> bool:
        names = (ref, ref.rpartition("/")[2])

        def hit(patterns: tuple[str, ...]) -> bool:
            return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns for name in names)

        return (not self.include or hit(self.include)) and not hit(self.exclude)


def _opened(name: str, flags: int, folder: int) -> int:
    try:
        return os.open(name, flags, dir_fd=folder)
    except PermissionError as error:
        raise SourceUnreadable("permission_denied") from error
    except FileNotFoundError as error:
        raise SourceUnreadable("vanished") from error
    except OSError as error:  # ELOOP and ENOTDIR: a link or a file where a folder was
        raise SourceUnreadable("symlink") from error


def _not_read(ref: str, reason: str) -> Item:
    return Item(ref, extra={"not_read": reason})


def _can_be_stored(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _make(settings: Mapping[str, Any]) -> FilesSource:
    return FilesSource(
        Path(settings["path"]),
        include=tuple(settings["include"]),
        exclude=tuple(settings["exclude"]),
        max_bytes=int(settings["max_bytes"]),
        hard_links=bool(settings["hard_links"]),
    )


FILES = SourceKind(
    name="files",
    label=_("Folder of files"),
    settings=(
        Setting("path", _("Folder"), kind="path", required=True, hint=_("As the worker sees it.")),
        Setting("include", _("Only files like"), kind="lines", default=(), hint=_("Shell patterns such as *.pdf")),
        Setting("exclude", _("Not files like"), kind="lines", default=()),
        Setting("max_bytes", _("Largest file in bytes"), kind="number", default=LARGEST_FILE_BYTES),
        Setting("hard_links", _("Read files that have a second name"), kind="yes_no", default=False),
    ),
    make=_make,
)
register(FILES)

"""A folder as a target: files of the person are deleted, shared ones are replaced by a copy without the person."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from discovery.documents import Decision, Item, SubjectProfile
from discovery.sources import FilesSource, SourceUnreadable, not_read_reason
from discovery.sources.ports import ConnectionTest
from discovery.sources.registry import Setting
from dsar.foundation.words import Words as _
from erasure.errors import TargetFailed
from erasure.plan import Action, Change, Gap, Outcome, Preview, Terms
from erasure.targets.content import Gathered, can_redact, judge, names_person, redact, rule, set_of, sha
from erasure.targets.ports import Pace, keep_pace
from erasure.targets.recognising import people_in_content
from erasure.targets.registry import TargetKind, register

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_HARMLESS = frozenset({"excluded", "not_a_regular_file"})


@dataclass(frozen=True)
class FilesTarget:
    """Regular files below a folder; a path is walked component by component, never through a link."""

    root: Path
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def _source(self) -> FilesSource:
        return FilesSource(self.root, self.include, self.exclude)

    def test(self) -> ConnectionTest:
        """Whether the folder can be read, and whether its files may be changed."""
        found = self._source.test()
        if found.ok and not os.access(self.root, os.W_OK | os.X_OK):
            return ConnectionTest(ok=False, message=_("The folder can be read, but nothing in it may be changed."))
        return found

    def preview(self, person: SubjectProfile, terms: Terms) -> Preview:
        """See `Target`."""
        found = Gathered()
        try:
            for item in self._source.list():
                self._look(item, person, terms, found)
        except SourceUnreadable:
            raise TargetFailed("unreachable", can_wait=True) from None
        return found.preview()

    def _look(self, item: Item, person: SubjectProfile, terms: Terms, found: Gathered) -> None:
        name = set_of("files", item.ref)
        reason = not_read_reason(item)
        if reason:
            found.gaps += [] if reason in _HARMLESS else [Gap(name, reason)]
            return
        try:
            content = self._read(item.ref)
        except SourceUnreadable as refusal:
            found.gaps.append(Gap(name, refusal.reason))
            return
        judged = judge(content, item.ref, person)
        in_name = names_person(item.ref, person)
        if judged.unread and judged.decision is None:
            found.gaps.append(Gap(name, judged.unread))
        if judged.decision is None and in_name:
            judged = replace(judged, decision=Decision.REVIEW, reason="name_of_file")
        if judged.decision is None:
            return
        redactable = not in_name and can_redact(judged.media_type)
        ruling = rule(terms, judged, set_name=name, ref=item.ref, can_redact=redactable)
        found.take(ruling, judged, set_name=name, locator={"path": item.ref}, before=sha(content), sample=item.ref)

    def erase(self, changes: Sequence[Change], person: SubjectProfile, pace: Pace) -> Outcome:
        """One file after the other; each is whole, replaced or gone at any moment.

        A document that cannot be redacted for certain stays as it is and keeps no other from going: that is said last.
        """
        done = already = 0
        refused: TargetFailed | None = None
        for change in changes:
            keep_pace(pace)
            try:
                if self._carry(change, person):
                    done += 1
                else:
                    already += 1
            except TargetFailed as error:
                if error.code != "not_redactable":
                    raise
                refused = error
        if refused:
            raise refused
        return Outcome(done, already)

    def verify(self, person: SubjectProfile, terms: Terms) -> Preview:
        """The same search again."""
        return self.preview(person, terms)

    def people(self) -> Iterator[SubjectProfile]:
        """See `Target`."""
        try:
            for item in self._source.list():
                if not not_read_reason(item):
                    yield from people_in_content(self._read(item.ref), item.ref)
        except SourceUnreadable:
            raise TargetFailed("unreachable", can_wait=True) from None

    def _carry(self, change: Change, person: SubjectProfile) -> bool:
        """Whether something was changed now; False where it had been done before."""
        ref = str(change.locator["path"])
        try:
            content = self._read(ref)
        except SourceUnreadable as refusal:
            if refusal.reason == "vanished":
                return False
            raise TargetFailed("permission_denied") from None
        if sha(content) != change.before:
            if change.action is Action.REDACT and judge(content, ref, person).decision is None:
                return False
            raise TargetFailed("changed_meanwhile")
        with self._folder(ref) as (folder, name):
            if change.action is Action.REDACT:
                copy = redact(content, str(change.after["media_type"]), ref, person)
                _replace(folder, name, f"{name}{copy.ending}" if copy.ending else name, copy.content)
            else:
                _remove(folder, name)
        return True

    def _read(self, ref: str) -> bytes:
        with self._source.open(Item(ref)) as stream:
            return stream.read()

    @contextlib.contextmanager
    def _folder(self, ref: str) -> Iterator[tuple[int, str]]:
        parts = ref.split("/")
        try:
            descriptor = os.open(self.root.resolve(strict=True), _FOLDER)
            for part in parts[:-1]:
                below = os.open(part, _FOLDER, dir_fd=descriptor)
                os.close(descriptor)
                descriptor = below
        except OSError:
            raise TargetFailed("changed_meanwhile") from None
        try:
            yield descriptor, parts[-1]
        except PermissionError:
            raise TargetFailed("permission_denied") from None
        finally:
            os.close(descriptor)


def _replace(folder: int, name: str, new_name: str, content: bytes) -> None:
    """Write beside, make durable, rename over: whoever reads sees the old file or the new one."""
    part = f".erasure-{sha(name.encode())[:12]}.part"
    mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode & 0o777
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode, dir_fd=folder)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    os.rename(part, new_name, src_dir_fd=folder, dst_dir_fd=folder)
    if new_name != name:
        os.unlink(name, dir_fd=folder)
    os.fsync(folder)


def _remove(folder: int, name: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(name, dir_fd=folder)
    os.fsync(folder)


def _make(settings: Mapping[str, Any], _secret: str | None) -> FilesTarget:
    return FilesTarget(Path(settings["path"]), tuple(settings["include"]), tuple(settings["exclude"]))


FILES = TargetKind(
    name="files",
    label=_("Folder of files"),
    settings=(
        Setting("path", _("Folder"), kind="path", required=True, hint=_("As the worker sees it.")),
        Setting("include", _("Only files like"), kind="lines", default=(), hint=_("Shell patterns such as *.pdf")),
        Setting("exclude", _("Not files like"), kind="lines", default=()),
    ),
    make=_make,
)
register(FILES)

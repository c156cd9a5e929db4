"""What a parser writes to while it reads one file: blocks, how far it got, and the files inside."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from discovery.documents import CoverageState, Extraction, Locator, TextBlock, Word
from discovery.extraction.values import ExtractedPart, ExtractionLimits


class Unreadable(Exception):
    """The file cannot be read; `reason` is a stable code, `state` FAILED or SKIPPED."""

    def __init__(self, reason: str, state: CoverageState = CoverageState.FAILED) -> None:
        super().__init__(reason)
        self.reason, self.state = reason, state


@dataclass
class Budget:
    """What is left for a file and everything inside it; `read` is the registry's own door for members."""

    limits: ExtractionLimits
    read: Callable[[bytes, str, Reading], None]
    units: Callable[[int], None] = lambda _count: None
    parts: list[ExtractedPart | None] = field(default_factory=list)
    members: int = 0
    bytes_read: int = 0
    characters: int = 0
    pages: int = 0
    ocr_pages: int = 0
    pictures: int = 0
    ridged: int = 0

    def spend_pages(self, count: int) -> None:
        """Count pages and ask for the time that they need."""
        self.pages += count
        self.ask_for_time()

    def ask_for_time(self) -> None:
        """Say how much there is to read: a recognised page counts three, a picture, twenty members or two MiB one."""
        pictures = self.pictures + self.ridged // 2
        self.units(self.pages + 3 * self.ocr_pages + pictures + self.members // 20 + self.bytes_read // (2 << 20))

    def spend_ocr_page(self) -> bool:
        """True while pages may still be recognised; asks for the time that one needs."""
        self.ocr_pages += 1
        self.ask_for_time()
        return self.ocr_pages <= self.limits.ocr_pages

    def spend_picture(self) -> bool:
        """True while faces may still be looked for; asks for the time that one picture needs."""
        self.pictures += 1
        self.ask_for_time()
        return self.pictures <= self.limits.face_pictures

    def spend_ridges(self) -> bool:
        """True while fingerprints may still be looked for; asks for the time that one picture needs."""
        self.ridged += 1
        self.ask_for_time()
        return self.ridged <= self.limits.face_pictures


@dataclass
class Reading:
    """One file being read. Parsers call `add`, `partial`, `note`, `member`; they raise `Unreadable` to give up."""

    budget: Budget
    name: str
    prefix: dict[str, str] = field(default_factory=dict)
    depth: int = 0
    media_type: str = "application/octet-stream"
    state: CoverageState = CoverageState.COMPLETE
    reason: str = ""
    page_count: int | None = None
    blocks: list[TextBlock] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def limits(self) -> ExtractionLimits:
        """The limits of the whole file."""
        return self.budget.limits

    def add(
        self,
        text: str | None,
        *,
        role: str = "body",
        words: Sequence[Word] = (),
        ocr_confidence: float | None = None,
        **locator: object,
    ) -> None:
        """Keep a stretch of text found at `locator`; blank text is dropped, text with words must be NFC already."""
        if not text or not text.strip():
            return
        if not words:
            text = clean(text)
        room = self.limits.characters - self.budget.characters
        if len(text) > room:
            self.partial("too_much_text")
            text = text[:room]
            words = [word for word in words if word.end <= room]
        self.budget.characters += len(text)
        if text:
            self.blocks.append(TextBlock(text, Locator(locator), tuple(words), role, ocr_confidence))

    def partial(self, reason: str) -> None:
        """Say that something of this file was not read; the first reason stays, later ones become notes."""
        if self.state is CoverageState.COMPLETE:
            self.state, self.reason = CoverageState.PARTIAL, reason
        else:
            self.note(reason)

    def note(self, code: str) -> None:
        """Add a remark once."""
        if code not in self.notes and code != self.reason:
            self.notes.append(code)

    def member(self, name: str, content: bytes, *, key: str = "member", label: str = "") -> None:
        """Read a file that is inside this one; it becomes a part of its own, whatever happens in it."""
        child = self.member_reading(name, key=key, label=label)
        if child is None:
            return
        slot = self._reserve()
        self.budget.bytes_read += len(content)
        if child.depth > self.limits.depth:
            child.state, child.reason = CoverageState.FAILED, "too_deep"
        elif self.budget.bytes_read > self.limits.total_bytes:
            child.state, child.reason = CoverageState.FAILED, "too_large"
        else:
            if self.budget.members % 20 == 0 or len(content) > 2 << 20:
                self.budget.ask_for_time()
            self.budget.read(content, name, child)
        self.budget.parts[slot] = child.finished(len(content))

    def unread_member(self, name: str, reason: str, *, key: str = "member", label: str = "") -> None:
        """Record a file inside this one that cannot be read."""
        child = self.member_reading(name, key=key, label=label)
        if child is not None:
            child.state, child.reason = CoverageState.FAILED, reason
            self.budget.parts[self._reserve()] = child.finished(0)

    def member_reading(self, name: str, *, key: str, label: str) -> Reading | None:
        """The reading of a file inside, None once there are too many."""
        self.budget.members += 1
        if self.budget.members > self.limits.members:
            self.partial("too_many_members")
            return None
        shown = clean(label or name)[:500]
        prefix = dict(self.prefix)
        joint = "/" if key == "member" else " › "
        prefix[key] = f"{prefix[key]}{joint}{shown}" if key in prefix else shown
        return Reading(self.budget, clean(name)[:300], prefix, self.depth + 1)

    def finished(self, size: int) -> ExtractedPart:
        """The part as read so far."""
        extraction = Extraction(
            self.media_type, tuple(self.blocks), self.state, self.reason, tuple(self.notes), self.page_count
        )
        return ExtractedPart(Locator(dict(self.prefix)), self.name, size, extraction)

    def _reserve(self) -> int:
        self.budget.parts.append(None)
        return len(self.budget.parts) - 1


def clean(text: str) -> str:
    """Text that can be stored and matched: NFC, one kind of line break, no NUL, no half characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))

"""What a redaction is asked, and what it answers. Plain values; the report numbers passages, it never holds them."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from discovery.documents import Box
from dsar.foundation.errors import DsarError

__all__ = [
    "Box",
    "Control",
    "Found",
    "Leak",
    "LengthHiding",
    "Ocr",
    "Options",
    "Passage",
    "PassageOutcome",
    "RedactionOutcome",
    "RedactionRefused",
    "Report",
    "boxes_from_json",
]

POINTS_PER_INCH = 72
LOWEST_DPI, HIGHEST_DPI = 72, 300


class RedactionRefused(DsarError):
    """Nothing was redacted; `code` says why: unsupported_media_type, password_protected, damaged, too_large, timed_out,
    nothing_to_redact, box_off_page, not_readable (a file inside it could not be read), no_isolation.
    """

    code = "redaction_refused"
    status = 422


class LengthHiding(enum.StrEnum):
    """How far a box hides the length of what is under it.

    NONE covers the passage alone. QUANTISED widens the box to a multiple of 20 points (weak: what follows
    keeps its place). LINE covers everything to the end of the line or column, so that nothing depends on the length.
    """

    NONE = "none"
    QUANTISED = "quantised"
    LINE = "line"


class Ocr(enum.StrEnum):
    """Which pages are also read from pixels: where needed (images, no usable text, a passage not found), all, none."""

    NEEDED = "needed"
    ALL = "all"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Options:
    """How to redact.

    Attributes:
        dpi: resolution of the rebuilt pages.
        label: written in white inside each box where it fits ("[third party]"); must say nothing about the person.
        languages: Tesseract names; those not installed are left out.
        title: neutral title of the result.
    """

    dpi: int = 150
    label: str = ""
    length_hiding: LengthHiding = LengthHiding.NONE
    ocr: Ocr = Ocr.NEEDED
    languages: tuple[str, ...] = ("eng", "deu", "fra")
    title: str = "Redacted copy"

    def __post_init__(self) -> None:
        if not LOWEST_DPI <= self.dpi <= HIGHEST_DPI:
            message = f"dpi must be between {LOWEST_DPI} and {HIGHEST_DPI}"
            raise ValueError(message)

    def as_json(self) -> dict[str, object]:
        """The options as a plain dict; `from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, object]) -> Options:
        """Options from the form that `as_json` gives.

        Raises:
            ValueError: a value is none of the choices.
        """
        languages = raw.get("languages", ("eng", "deu", "fra"))
        return cls(
            dpi=int(str(raw.get("dpi", 150))),
            label=str(raw.get("label", "")),
            length_hiding=LengthHiding(str(raw.get("length_hiding", "none"))),
            ocr=Ocr(str(raw.get("ocr", "needed"))),
            languages=tuple(str(name) for name in languages) if isinstance(languages, list | tuple) else (),
            title=str(raw.get("title", "Redacted copy")),
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to remove: everywhere, or on one page (from 0), or one occurrence of it.

    Attributes:
        nth: the occurrence in reading order from 0, on the page where there is one, else in the document.
    """

    text: str = field(repr=False)
    page: int | None = None
    nth: int | None = None

    @property
    def is_scoped(self) -> bool:
        """Whether other occurrences may stay."""
        return self.page is not None or self.nth is not None

    def as_json(self) -> dict[str, object]:
        """The passage as a plain dict; `from_json` reads it back."""
        return {"text": self.text, "page": self.page, "nth": self.nth}

    @classmethod
    def from_json(cls, raw: object) -> Passage:
        """A passage from a string or {"text", "page"?, "nth"?}.

        Raises:
            ValueError: no text in it, or a number that is none.
        """
        if isinstance(raw, str):
            raw = {"text": raw}
        text = raw.get("text") if isinstance(raw, Mapping) else None
        if not isinstance(text, str) or not any(letter.isalnum() for letter in text):
            message = "a passage needs a text with at least one letter or digit"
            raise ValueError(message)
        page, nth = (raw.get(key) for key in ("page", "nth")) if isinstance(raw, Mapping) else (None, None)
        for number in (page, nth):
            if number is not None and (not isinstance(number, int) or isinstance(number, bool) or number < 0):
                message = "page and nth of a passage count from 0"
                raise ValueError(message)
        return cls(text, page, nth)


class Found(enum.StrEnum):
    """Where a passage was found: in the text layer, by OCR, nowhere though every page was read, or nobody can say."""

    TEXT = "text"
    OCR = "ocr"
    ABSENT = "absent"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class PassageOutcome:
    """What became of one passage: `passage` counts from 0 in the order asked, `pages` from 0.

    Attributes:
        inside_words: occurrences that are part of a longer word ("Anna" in "Annamaria"): a person should look.
    """

    passage: int
    found: Found
    count: int = 0
    pages: tuple[int, ...] = ()
    inside_words: int = 0


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that should be gone and is not: the channel it was seen in, never the thing itself."""

    channel: str
    passage: int | None = None
    page: int | None = None
    folding: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A file known to be bad and whether this run's verifier noticed."""

    name: str
    detected: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The verifier's verdict. The gate is open only when nothing speaks against it.

    Attributes:
        verdict: clean, leaking, incomplete (something was not found or not read) or verifier_broken.
        reasons: stable codes that close the gate.
        warnings: stable codes that close nothing but want a person's eye.
        words_before, words_after: words of the source's visible pages and of the result's text layer.
        words_removed: matched words; words_beside: words lost although nobody asked (over-redaction).
        words_hidden: words of the source that no reader sees (white, covered, outside the page); never carried over.
        ocr_pages: pages also read from pixels; ocr_unreliable_pages: those a person must look at.
    """

    gate: str
    verdict: str
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    pages: int = 0
    boxes: tuple[Box, ...] = ()
    passages: tuple[PassageOutcome, ...] = ()
    leaks: tuple[Leak, ...] = ()
    controls: tuple[Control, ...] = ()
    readers: tuple[str, ...] = ()
    words_before: int = 0
    words_after: int = 0
    words_removed: int = 0
    words_beside: int = 0
    words_hidden: int = 0
    ocr_pages: tuple[int, ...] = ()
    ocr_unreliable_pages: tuple[int, ...] = ()
    sha256: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the file may leave the house."""
        return self.gate == "open"

    def as_json(self) -> dict[str, object]:
        """The report as plain lists and dicts."""
        plain = asdict(self)
        return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()}


@dataclass(frozen=True, slots=True)
class RedactionOutcome:
    """The rebuilt file and the verdict on it. The file may leave the house only where `report.is_open`."""

    pdf: bytes = field(repr=False)
    report: Report


def boxes_from_json(raw: object) -> tuple[Box, ...]:
    """Boxes from a list of {"page", "x0", "y0", "x1", "y1"}: points, origin top left, page from 0.

    Raises:
        ValueError: the shape is wrong, or a box is empty; the message says which one.
    """
    if not isinstance(raw, list):
        message = "boxes must be a list"
        raise ValueError(message)
    return tuple(_box(number, entry) for number, entry in enumerate(raw))


def _box(number: int, entry: object) -> Box:
    if not isinstance(entry, Mapping) or not all(
        _is_number(entry.get(key)) for key in ("page", "x0", "y0", "x1", "y1")
    ):
        message = f"box {number} needs the numbers page, x0, y0, x1 and y1"
        raise ValueError(message)
    box = Box(int(entry["page"]), *(float(entry[key]) for key in ("x0", "y0", "x1", "y1")))
    if box.page < 0 or box.x0 >= box.x1 or box.y0 >= box.y1:
        message = f"box {number} is empty or has a page below 0"
        raise ValueError(message)
    return box


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6

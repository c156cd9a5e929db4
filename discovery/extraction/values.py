"""How much may be read of one file, and what reading it gave."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

from discovery.documents import CoverageState, Extraction, Locator

NOT_LOOKED_FOR: Final = "faces_not_looked_for"  # a note: there are pictures in which nobody looked for faces
RIDGES_NOT_LOOKED_FOR: Final = "fingerprints_not_looked_for"  # the same of fingerprints


@dataclass(frozen=True, slots=True)
class ExtractionLimits:
    """Budgets of one file with everything inside it; containers share them across all depths.

    Attributes:
        depth: containers inside containers (a file in a zip in a zip has depth 2).
        total_bytes: the file and all members together, as really unpacked.
        ratio: unpacked to packed size of a container, above one MiB.
        faces: whether faces and fingerprints are looked for in pictures; `face_pictures`: in how many and pages.
        ocr_confidence: mean word confidence 0..1 below which a recognised page is called unreliable.
    """

    depth: int = 3
    members: int = 5000
    total_bytes: int = 200 * 1024 * 1024
    ratio: int = 100
    pages: int = 5000
    characters: int = 20_000_000
    pixels: int = 40_000_000
    frames: int = 100
    ocr: bool = True
    ocr_pages: int = 200
    ocr_dpi: int = 200
    ocr_confidence: float = 0.6
    faces: bool = True
    face_pictures: int = 200
    ocr_languages: tuple[str, ...] = ("eng", "deu", "fra")
    avoid_risky_members: bool = False

    def as_json(self) -> dict[str, object]:
        """The limits as a plain dict."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ExtractedPart:
    """One file read: the file itself (empty locator) or one inside it.

    Attributes:
        locator: {} for the file itself, {"member": "b/c.eml"}, {"part": "attachment 1: d.pdf"} or both inside.
        name: own name of the file, without folders.
    """

    locator: Locator
    name: str
    size: int
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class ExtractedFile:
    """Everything read from one file: first the file itself, then what is inside, in order of appearance.

    Attributes:
        isolation: level of the sandbox that read it, for the coverage page.
    """

    parts: tuple[ExtractedPart, ...]
    isolation: str

    @property
    def state(self) -> CoverageState:
        """The state of the file itself; PARTIAL where something inside it was not read whole."""
        own = self.parts[0].extraction.state
        inside_whole = all(part.extraction.state is CoverageState.COMPLETE for part in self.parts)
        return CoverageState.PARTIAL if own is CoverageState.COMPLETE and not inside_whole else own

    @property
    def reason(self) -> str:
        """The first reason that the file, or something inside it, was not read whole; "" when complete."""
        return next((part.extraction.reason for part in self.parts if part.extraction.reason), "")

"""Child program: tries to recover removed passages from a finished PDF, beside files it must find bad. Sandbox only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from dsar.foundation.sandbox.child import Job
from dsar.redaction.controls import PLACE, SECRET, BadFile, bad_files
from dsar.redaction.readers import installed_readers, ocr_leaks, pixel_leaks, text_leaks
from dsar.redaction.recognition import installed_languages
from dsar.redaction.searching import Passages
from dsar.redaction.structure import structure_leaks
from dsar.redaction.vocabulary import Box, Control, Leak, Ocr, Options, Passage, boxes_from_json

LEAKS_MAX = 500
WHOLE_PAGES_MAX = 40  # up to here every page is read from pixels: a text layer may lie about what is drawn


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the verifier is told: what is gone, where boxes are, and which pages are pictures."""

    passages: tuple[Passage, ...]
    boxes: tuple[Box, ...]
    ocr_pages: tuple[int, ...]
    options: Options


def main(payload: dict[str, Any], files: Mapping[str, BinaryIO], job: Job) -> dict[str, Any]:
    """Leaks and controls of the input "redacted" as JSON; anything it cannot read counts as a leak."""
    content = files["redacted"].read()
    wanted = Wanted(
        tuple(Passage.from_json(raw) for raw in payload["passages"]),
        boxes_from_json(payload["boxes"]),
        _read_whole(payload),
        Options.from_json(payload["options"]),
    )
    job.units(int(payload["pages"]))
    languages = _languages(wanted)
    leaks = list(dict.fromkeys(_leaks(content, wanted, languages)))
    return {
        "leaks": [asdict(leak) for leak in leaks[:LEAKS_MAX]],
        "controls": [asdict(control) for control in checked_controls(languages)],
        "readers": [*installed_readers(), "structure", "pixels", *(["tesseract"] if languages else [])],
    }


def checked_controls(languages: Sequence[str]) -> list[Control]:
    """Each known-bad file and whether every channel that must notice it did."""
    readers = tuple(installed_readers())
    return [Control(bad.name, _is_detected(bad, languages)) for bad in bad_files(readers, with_ocr=bool(languages))]


def _read_whole(payload: Mapping[str, Any]) -> tuple[int, ...]:
    pages = int(payload["pages"])
    return tuple(range(pages)) if pages <= WHOLE_PAGES_MAX else tuple(payload["ocr_pages"])


def _languages(wanted: Wanted) -> tuple[str, ...]:
    if wanted.options.ocr is Ocr.NEVER or not wanted.passages:
        return ()
    return installed_languages(wanted.options.languages)


def _leaks(content: bytes, wanted: Wanted, languages: Sequence[str]) -> Iterator[Leak]:
    passages = Passages([passage.text for passage in wanted.passages])
    for leak in (*structure_leaks(content, passages), *text_leaks(content, passages)):
        if _counts(leak, wanted.passages):
            yield leak
    yield from pixel_leaks(content, wanted.boxes, wanted.options)
    if languages:
        for leak in ocr_leaks(content, passages, wanted.ocr_pages, wanted.boxes, languages):
            if _counts(leak, wanted.passages):
                yield leak


def _counts(leak: Leak, passages: Sequence[Passage]) -> bool:
    """Whether a sighting is a leak: passages asked for on one page only may stand on others."""
    if leak.passage is None or not passages[leak.passage].is_scoped:
        return True
    scope = passages[leak.passage]
    return scope.nth is None and leak.page == scope.page


def _is_detected(bad: BadFile, languages: Sequence[str]) -> bool:
    passages = Passages([SECRET])
    if bad.look == "structure":
        seen = {leak.channel for leak in structure_leaks(bad.content, passages) if _is_proof(leak)}
    elif bad.look == "text":
        seen = {leak.channel for leak in text_leaks(bad.content, passages) if leak.passage is not None}
    elif bad.look == "pixels":
        seen = {leak.channel for leak in pixel_leaks(bad.content, [PLACE], Options(dpi=200))}
    else:
        seen = {leak.channel for leak in ocr_leaks(bad.content, passages, [0], [], languages)}
    return bad.channels <= seen


def _is_proof(leak: Leak) -> bool:
    return leak.passage is not None or leak.channel in {"revision", "unreferenced_object"}

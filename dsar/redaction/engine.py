"""Redacting one file: rebuilt by one process, attacked by another, and a gate that opens only when nothing is left.

Nothing of a file is parsed here: both programs run in the sandbox. Plain Python, usable from a command line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dsar.foundation.sandbox import Limits, SandboxResult, run_sandboxed
from dsar.redaction.pages import CODES, as_pages, refused
from dsar.redaction.vocabulary import (
    Box,
    Control,
    Found,
    Leak,
    Ocr,
    Options,
    Passage,
    PassageOutcome,
    RedactionOutcome,
    RedactionRefused,
    Report,
)

REBUILD, VERIFY = "dsar.redaction.rebuild", "dsar.redaction.verify"
LIMITS = Limits(
    wall_seconds=60.0,
    wall_seconds_per_unit=8.0,
    wall_seconds_max=1800.0,
    cpu_seconds=25.0,
    memory_bytes=2048 * 1024 * 1024,
)
TEXTS_MAX = 2_000


def redact_file(
    source: bytes | Path,
    media_type: str,
    texts: Sequence[str | Mapping[str, object] | Passage],
    boxes: Sequence[Box] = (),
    options: Options | None = None,
    *,
    name: str = "",
    allow_nothing: bool = False,
    allow_absent: bool = False,
    limits: Limits = LIMITS,
) -> RedactionOutcome:
    """The file rebuilt as pixels without the passages and the boxed areas, and the verifier's verdict on it.

    Args:
        source: the document, as bytes or as a path. What is no PDF is first made one, see `pages.as_pdf`.
        media_type: as told by content ("application/pdf", "image/png", …).
        texts: passages to remove: a string goes wherever it stands; {"text", "page"?, "nth"?} narrows it.
        boxes: areas to remove, in points from the top left of the page as displayed.
        options: resolution, label, length hiding, OCR.
        name: file name, used only to tell kinds of plain text apart.
        allow_nothing: rebuild and verify although nothing is to be removed (documents that are disclosed whole).
        allow_absent: keep the gate open for a passage that stands on no page although every page was read.
        limits: time and memory of each of the two processes.

    Raises:
        RedactionRefused: nothing came out; `code` says why.
        ValueError: a passage without a text.
    """
    chosen = options or Options()
    passages = [raw if isinstance(raw, Passage) else Passage.from_json(raw) for raw in texts]
    if not passages and not boxes and not allow_nothing:
        raise RedactionRefused("Nothing was named that should be redacted.", code="nothing_to_redact")
    if len(passages) > TEXTS_MAX:
        raise RedactionRefused(f"At most {TEXTS_MAX} passages a document.", code="too_large")
    pages = as_pages(source, media_type, name)
    pdf, report = _attempt(pages.pdf, passages, boxes, chosen, limits, allow_absent=allow_absent)
    if chosen.ocr is Ocr.NEEDED and report.leaks and all(leak.channel == "ocr" for leak in report.leaks):
        # the text layer did not say what the page shows: once more, and every page is read from pixels
        chosen = replace(chosen, ocr=Ocr.ALL)
        pdf, report = _attempt(pages.pdf, passages, boxes, chosen, limits, allow_absent=allow_absent)
    return RedactionOutcome(pdf, replace(report, warnings=(*pages.warnings, *report.warnings)))


def _attempt(
    source: bytes | Path,
    passages: Sequence[Passage],
    boxes: Sequence[Box],
    options: Options,
    limits: Limits,
    *,
    allow_absent: bool,
) -> tuple[bytes, Report]:
    pdf, answer = _rebuilt(source, passages, boxes, options, limits)
    verified = _verified(pdf, passages, answer, options, limits)
    return pdf, _report(pdf, answer, verified, boxes, allow_absent=allow_absent)


def _rebuilt(
    source: bytes | Path, passages: Sequence[Passage], boxes: Sequence[Box], options: Options, limits: Limits
) -> tuple[bytes, Mapping[str, Any]]:
    order = {
        "passages": [passage.as_json() for passage in passages],
        "boxes": [_box_as_json(box) for box in boxes],
        "options": options.as_json(),
    }
    result = run_sandboxed(REBUILD, order, files={"source": source}, limits=limits)
    code = CODES.get(result.verdict) or result.payload.get("refused")
    if not code and "redacted.pdf" not in result.files:
        code = "damaged"
    if code:
        raise refused(str(code))
    return result.files["redacted.pdf"], result.payload


def _verified(
    pdf: bytes, passages: Sequence[Passage], answer: Mapping[str, Any], options: Options, limits: Limits
) -> SandboxResult:
    order = {
        "passages": [passage.as_json() for passage in passages],
        "boxes": answer["boxes"],
        "ocr_pages": answer["ocr_pages"],
        "pages": answer["pages"],
        "options": options.as_json(),
    }
    return run_sandboxed(VERIFY, order, files={"redacted": pdf}, limits=limits)


def _report(
    pdf: bytes, answer: Mapping[str, Any], verified: SandboxResult, asked: Sequence[Box], *, allow_absent: bool
) -> Report:
    leaks = tuple(Leak(**raw) for raw in verified.payload.get("leaks", ()))
    controls = tuple(Control(**raw) for raw in verified.payload.get("controls", ()))
    boxes = tuple(Box(**raw) for raw in answer["boxes"])
    passages = tuple(_passage(raw) for raw in answer["passages"])
    broken = list(_broken(verified, controls))
    incomplete = list(_incomplete(answer, passages, boxes, asked, allow_absent=allow_absent))
    reasons = (*broken, *(["leak"] if leaks else []), *incomplete)
    verdict = "verifier_broken" if broken else "leaking" if leaks else "incomplete" if incomplete else "clean"
    tally = answer["tally"]
    return Report(
        gate="closed" if reasons else "open",
        verdict=verdict,
        reasons=reasons,
        warnings=tuple(_warnings(passages, tally)),
        pages=int(answer["pages"]),
        boxes=boxes,
        passages=passages,
        leaks=leaks,
        controls=controls,
        readers=tuple(verified.payload.get("readers", ())),
        words_before=tally["before"],
        words_after=tally["after"],
        words_removed=tally["removed"],
        words_beside=tally["beside"],
        words_hidden=tally["hidden"],
        ocr_pages=tuple(answer["ocr_pages"]),
        ocr_unreliable_pages=tuple(answer["ocr_unreliable_pages"]),
        sha256=hashlib.sha256(pdf).hexdigest(),
    )


def _broken(verified: SandboxResult, controls: Sequence[Control]) -> Iterator[str]:
    """Why the verifier itself cannot be believed."""
    if not verified.ok:
        yield f"verifier_{verified.verdict}"
    elif not controls:
        yield "no_controls"
    elif not all(control.detected for control in controls):
        yield "control_missed"


def _incomplete(
    answer: Mapping[str, Any],
    passages: Sequence[PassageOutcome],
    boxes: Sequence[Box],
    asked: Sequence[Box],
    *,
    allow_absent: bool,
) -> Iterator[str]:
    """What was not found, not read or not covered."""
    found = {passage.found for passage in passages}
    if Found.NOT_FOUND in found:
        yield "not_found"
    if Found.ABSENT in found and not allow_absent:
        yield "absent"
    if passages and answer["ocr_unreliable_pages"]:
        yield "ocr_unreliable"
    if passages and answer["ocr_missed_pages"]:
        yield "ocr_not_done"
    if not all(any(_covers(box, want) for box in boxes) for want in asked):
        yield "box_missing"


def _warnings(passages: Sequence[PassageOutcome], tally: Mapping[str, int]) -> Iterator[str]:
    if any(passage.inside_words for passage in passages):
        yield "passage_inside_words"
    if tally["beside"]:
        yield "words_lost_beside"


def _passage(raw: Mapping[str, Any]) -> PassageOutcome:
    return PassageOutcome(
        int(raw["passage"]), Found(raw["found"]), int(raw["count"]), tuple(raw["pages"]), int(raw["inside_words"])
    )


def _covers(box: Box, want: Box) -> bool:
    return box.page == want.page and box.x0 <= want.x0 and box.y0 <= want.y0 and box.x1 >= want.x1 and box.y1 >= want.y1


def _box_as_json(box: Box) -> dict[str, float]:
    return {"page": box.page, "x0": box.x0, "y0": box.y0, "x1": box.x1, "y1": box.y1}

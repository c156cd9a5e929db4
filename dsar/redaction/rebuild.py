"""Child program: finds the passages in a hostile PDF and rebuilds its pages without them. For the sandbox only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

import pypdfium2 as pdfium
from PIL import Image

from dsar.foundation.sandbox.child import Job
from dsar.redaction.burn import burn, coded
from dsar.redaction.geometry import Hit, hidden_length, hits_in_picture, hits_in_text, merged
from dsar.redaction.paper import RebuiltPage, written
from dsar.redaction.reading import open_page, open_pdf, read_page, render_page
from dsar.redaction.recognition import Recogniser, SeenWord, installed_languages, is_reliable
from dsar.redaction.survivors import Tally, seen_words, surviving_words
from dsar.redaction.vocabulary import LOWEST_DPI, Box, Found, Ocr, Options, Passage, RedactionRefused, boxes_from_json

OCR_DPI = 250
SECOND_LOOK_PAGES_MAX = 100


@dataclass(slots=True)
class Looked:
    """What was found so far, by page number."""

    hits: dict[int, list[Hit]] = field(default_factory=dict)
    words: dict[int, tuple[SeenWord, ...]] = field(default_factory=dict)
    scale: dict[int, float] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    unreliable: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)


def main(payload: dict[str, Any], files: Mapping[str, BinaryIO], job: Job) -> dict[str, Any]:
    """The findings as JSON; the rebuilt file is left as redacted.pdf. Refusals come back as {"refused": code}."""
    options = Options.from_json(payload["options"])
    try:
        document = open_pdf(files["source"].read())
        job.units(len(document))
        pdf, answer = rebuild(document, _passages(payload), boxes_from_json(payload["boxes"]), options)
    except RedactionRefused as refusal:
        return {"refused": refusal.code}
    (job.out / "redacted.pdf").write_bytes(pdf)
    return answer


def rebuild(
    document: pdfium.PdfDocument, passages: Sequence[Passage], boxes: Sequence[Box], options: Options
) -> tuple[bytes, dict[str, Any]]:
    """The new PDF and what was found where.

    Raises:
        RedactionRefused: damaged, too_large, or box_off_page.
    """
    if any(box.page >= len(document) for box in boxes):
        raise RedactionRefused("A box lies on a page that does not exist.", code="box_off_page")
    looked = _look(document, [passage.text for passage in passages], options)
    _keep_only_asked(looked, passages)
    pages: list[RebuiltPage] = []
    burned: list[Box] = []
    total = Tally()
    for number in range(len(document)):
        page, page_boxes, tally = _rebuilt(
            document, number, looked, [box for box in boxes if box.page == number], options
        )
        pages.append(page)
        burned.extend(page_boxes)
        total.add(tally)
    answer = {
        "pages": len(document),
        "boxes": [asdict(box) for box in burned],
        "passages": [_outcome(number, looked) for number in range(len(passages))],
        "tally": asdict(total),
        "ocr_pages": sorted(looked.words),
        "ocr_unreliable_pages": sorted(looked.unreliable),
        "ocr_missed_pages": sorted(looked.missed),
    }
    return written(pages, options.title), answer


def _look(document: pdfium.PdfDocument, passages: Sequence[str], options: Options) -> Looked:
    """Text layers first; pixels where they may say more; every page's pixels once more for what was found nowhere."""
    looked = Looked()
    languages = installed_languages(options.languages) if options.ocr is not Ocr.NEVER else ()
    later: list[int] = []
    for number in range(len(document)):
        page = open_page(document, number)
        content = read_page(page, number)
        looked.hits[number] = hits_in_text(content, passages)
        if content.wants_ocr or options.ocr is Ocr.ALL:
            later.insert(0, number)
        else:
            later.append(number)
            looked.unread.append(number)
        page.close()
    wanted = [number for number in sorted(later) if number not in looked.unread]
    looked.unread = sorted(later)
    if not languages:
        looked.missed = [number for number in wanted if passages and not _is_empty(document, number)]
        return looked
    with Recogniser(languages) as recogniser:
        for number in wanted:
            _look_at_pixels(document, number, passages, looked, recogniser)
        if _missing(passages, looked) and len(looked.unread) <= SECOND_LOOK_PAGES_MAX:
            for number in list(looked.unread):
                _look_at_pixels(document, number, passages, looked, recogniser)
    return looked


def _passages(payload: Mapping[str, Any]) -> list[Passage]:
    return [Passage.from_json(raw) for raw in payload["passages"]]


def _keep_only_asked(looked: Looked, passages: Sequence[Passage]) -> None:
    """Takes out the occurrences that nobody asked for, where a passage names its page or its number."""
    for number, passage in enumerate(passages):
        if not passage.is_scoped:
            continue
        hits = [(page, hit) for page in sorted(looked.hits) for hit in _distinct(looked.hits[page], number)]
        kept = [(page, hit) for page, hit in hits if passage.page in {None, page}]
        if passage.nth is not None:
            kept = kept[passage.nth : passage.nth + 1]
        for page, found in looked.hits.items():
            looked.hits[page] = [hit for hit in found if hit.passage != number or (page, hit) in kept]


def _distinct(hits: Sequence[Hit], passage: int) -> list[Hit]:
    """The hits of the passage in reading order; on a page where the text layer has some, what OCR saw adds none."""
    own = [hit for hit in hits if hit.passage == passage]
    by_text = [hit for hit in own if not hit.by_ocr]
    return by_text or own


def _is_empty(document: pdfium.PdfDocument, number: int) -> bool:
    page = open_page(document, number)
    image, _ = render_page(page, LOWEST_DPI)
    page.close()
    return not _has_ink(image)


def _has_ink(image: Image.Image) -> bool:
    extrema = image.convert("L").getextrema()
    return extrema[0] != extrema[1]


def _look_at_pixels(
    document: pdfium.PdfDocument, number: int, passages: Sequence[str], looked: Looked, recogniser: Recogniser
) -> None:
    page = open_page(document, number)
    content = read_page(page, number)
    image, scale = render_page(page, OCR_DPI)
    readings = recogniser.readings(image, OCR_DPI)
    words = readings[0]
    for reading in readings:
        looked.hits[number].extend(hits_in_picture(content, reading, scale, passages))
    looked.words[number], looked.scale[number] = words, scale
    looked.unread.remove(number)
    blind = not words and content.wants_ocr and _has_ink(image)
    if blind or not is_reliable(words):
        looked.unreliable.append(number)
    page.close()


def _rebuilt(
    document: pdfium.PdfDocument, number: int, looked: Looked, asked: Sequence[Box], options: Options
) -> tuple[RebuiltPage, list[Box], Tally]:
    page = open_page(document, number)
    content = read_page(page, number)
    image, scale = render_page(page, options.dpi)
    found = [box for hit in looked.hits[number] for box in hit.boxes]
    boxes = merged([*asked, *hidden_length(content, found, options.length_hiding)])
    matched = {index for hit in looked.hits[number] for index in hit.glyphs}
    words, tally = surviving_words(content, matched, boxes, asked, image, scale)
    if number in looked.words:
        more, seen = seen_words(content, looked.words[number], looked.scale[number], boxes)
        words.extend(more)
        tally.add(seen)
    burn(image, boxes, scale, options.label)
    picture = coded(image, photographic=content.has_images)
    page.close()
    for box in asked:
        if box.x1 <= 0 or box.y1 <= 0 or box.x0 >= content.width or box.y0 >= content.height:
            raise RedactionRefused("A box lies outside its page.", code="box_off_page")
    on_page = [box for box in boxes if box.x1 > 0 and box.y1 > 0 and box.x0 < content.width and box.y0 < content.height]
    return RebuiltPage(content.width, content.height, picture, tuple(words)), on_page, tally


def _missing(passages: Sequence[str], looked: Looked) -> bool:
    seen = {hit.passage for hits in looked.hits.values() for hit in hits}
    return len(seen) < len(passages)


def _outcome(number: int, looked: Looked) -> dict[str, Any]:
    hits = [(page, hit) for page, found in looked.hits.items() for hit in found if hit.passage == number]
    pages = sorted({page for page, _ in hits})
    outcome = {"passage": number, "count": len(hits), "pages": pages}
    outcome["inside_words"] = sum(hit.inside_word for _, hit in hits)
    if hits:
        by_text = any(not hit.by_ocr for _, hit in hits)
        return outcome | {"found": Found.TEXT if by_text else Found.OCR}
    known_absent = not looked.unread and not looked.unreliable
    return outcome | {"found": Found.ABSENT if known_absent else Found.NOT_FOUND}

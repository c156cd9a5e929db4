"""PDF: the text of each page with the place of each word, and everything that lies beside the pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from discovery.extraction.parsers.faces import LONGEST, add_faces
from discovery.extraction.parsers.fingerprints import FINEST, add_fingerprints
from discovery.extraction.parsers.ocr import add_recognised
from discovery.extraction.parsers.pdf_words import page_text
from discovery.extraction.reading import Reading, Unreadable

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_PICTURE_SHARE = 0.25
_FACE_SHARE = 0.01  # the photograph of a passport takes a fiftieth of a page
_FIELD_DEPTH = 10


def parse(content: bytes, reading: Reading) -> None:
    """Pages (recognised from pixels where they have no text), then annotations, form values, attachments, metadata."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower()
        raise Unreadable("password_protected" if locked else "damaged") from error
    with document:
        reading.page_count = len(document)
        if len(document) > reading.limits.pages:
            reading.partial("too_many_pages")
        pages = min(len(document), reading.limits.pages)
        reading.budget.spend_pages(pages)
        for number in range(pages):
            _add_page(document, number, reading)
    _add_beside(content, reading)


def _add_page(document: pypdfium2.PdfDocument, number: int, reading: Reading) -> None:
    try:
        page = document[number]
        found = page_text(page, number)
    except pypdfium2.PdfiumError:
        reading.partial("damaged_pages")
        return
    reading.add(found.text, words=found.words, page=number)
    if found.hyphenated:
        reading.add(" ".join(found.hyphenated), role="hyphenated", page=number)
    share = _picture_share(page)
    if not found.text.strip() and not _is_blank(page):
        _recognise_page(page, number, reading)
    elif found.text.strip() and share > _FACE_SHARE:
        if share > _PICTURE_SHARE:
            reading.note("pictures_on_text_pages")
        _look_at_pictures(page, number, reading)
    page.close()


def _picture_share(page: pypdfium2.PdfPage) -> float:
    """Share of the page that its pictures cover, 0 and up."""
    area = page.get_width() * page.get_height() or 1.0
    covered = 0.0
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return covered / area


def _is_blank(page: pypdfium2.PdfPage) -> bool:
    return int(pdfium.FPDFPage_CountObjects(page)) == 0


def _recognise_page(page: pypdfium2.PdfPage, number: int, reading: Reading) -> None:
    width, height = page.get_size()
    scale = reading.limits.ocr_dpi / 72
    if width * height * scale * scale > reading.limits.pixels:
        scale = (reading.limits.pixels / (width * height)) ** 0.5
    image = page.render(scale=scale, grayscale=True).to_pil()
    add_recognised(image, reading, number, 1 / scale)
    add_faces(image, reading, number, 1 / scale)
    add_fingerprints(image, reading, number, 1 / scale)


def _look_at_pictures(page: pypdfium2.PdfPage, number: int, reading: Reading) -> None:
    """Draw a page that has text and pictures no larger than it is looked at: ridges need finer lines than faces."""
    scale = min(LONGEST / max(page.get_size()), reading.limits.ocr_dpi / 72)
    add_faces(page.render(scale=scale).to_pil(), reading, number, 1 / scale)
    scale = min(FINEST / max(page.get_size()), reading.limits.ocr_dpi / 72)
    add_fingerprints(page.render(scale=scale, grayscale=True).to_pil(), reading, number, 1 / scale)


def _add_beside(content: bytes, reading: Reading) -> None:
    """What pikepdf sees: a file that only PDFium can repair keeps its pages, the rest is said to be unread."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            _add_metadata(document, reading)
            _add_annotations(document, reading)
            _add_fields(document, reading)
            _add_outline(document, reading)
            _add_attachments(document, reading)
    except pikepdf.PasswordError:
        reading.partial("password_protected")
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, LookupError, AttributeError):
        reading.partial("damaged_structure")


def _add_metadata(document: pikepdf.Pdf, reading: Reading) -> None:
    if "/Info" in document.trailer:
        for key, value in document.trailer.Info.items():
            reading.add(_text(value), role="metadata", field=key.lstrip("/"))
    if "/Metadata" in document.Root:
        packet = document.Root.Metadata.read_bytes()[:1_000_000]
        reading.add(packet.decode("utf-8", "replace"), role="metadata", field="XMP")


def _add_annotations(document: pikepdf.Pdf, reading: Reading) -> None:
    for number, page in enumerate(document.pages):
        if number >= reading.limits.pages:
            return
        for annotation in page.obj.get("/Annots", []):
            kind = str(annotation.get("/Subtype", "")).lstrip("/")
            for key in ("/Contents", "/T", "/Subj", "/RC"):
                role = "comment" if key != "/T" else "metadata"
                reading.add(_text(annotation.get(key)), role=role, page=number, annotation=kind)
            action = annotation.get("/A")
            if isinstance(action, pikepdf.Dictionary):
                for key in ("/URI", "/F", "/JS"):
                    reading.add(_text(action.get(key)), role="hidden", page=number, annotation="link")


def _add_fields(document: pikepdf.Pdf, reading: Reading) -> None:
    form = document.Root.get("/AcroForm")
    fields: Any = form.get("/Fields", []) if isinstance(form, pikepdf.Dictionary) else []
    for name, field in _walk(fields, "", 0):
        for key in ("/V", "/DV", "/TU"):
            reading.add(_text(field.get(key)), role="form_value", field=name or "form field")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        reading.partial("xfa_form_not_read")


def _walk(fields: Any, prefix: str, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > _FIELD_DEPTH:
        return
    for field in fields:
        name = ".".join(filter(None, (prefix, _text(field.get("/T")))))
        yield name, field
        yield from _walk(field.get("/Kids", []), name, depth + 1)


def _add_outline(document: pikepdf.Pdf, reading: Reading) -> None:
    with document.open_outline(max_depth=_FIELD_DEPTH) as outline:
        pending = list(outline.root)
        while pending:
            item = pending.pop(0)
            reading.add(str(item.title), role="metadata", field="bookmark")
            pending.extend(item.children)


def _add_attachments(document: pikepdf.Pdf, reading: Reading) -> None:
    for number, (key, attachment) in enumerate(document.attachments.items(), start=1):
        name = PurePosixPath(str(attachment.filename or key)).name
        reading.add(f"{name}\n{attachment.description or ''}", role="attachment_name", part=f"attachment {number}")
        label = f"attachment {number}: {name}"
        reading.member(name, attachment.get_file().read_bytes(), key="part", label=label)


def _text(value: Any) -> str:
    if isinstance(value, pikepdf.Stream):
        return bytes(value.read_bytes()[:100_000]).decode("utf-8", "replace")
    if isinstance(value, pikepdf.Array):
        return " ".join(_text(entry) for entry in list(value)[:1000])
    return str(value) if isinstance(value, pikepdf.String | pikepdf.Name) else ""

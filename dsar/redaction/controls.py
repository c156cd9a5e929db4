"""Files known to be bad, made on the spot: a verifier that misses one of them is broken and may open no gate."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from discovery.documents import Box
from dsar.redaction.burn import coded
from dsar.redaction.paper import RebuiltPage, SurvivingWord, written

SECRET = "Zephyrine Quillfeather"  # noqa: S105 - an invented name
WIDTH, HEIGHT = 400.0, 200.0
SCALE = 200 / 72
PLACE = Box(0, 40.0, 60.0, 360.0, 100.0)


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file that hides SECRET badly, and the channels that must each raise the alarm.

    Attributes:
        look: which part of the verifier it is for: structure, text, pixels or ocr.
    """

    name: str
    look: str
    content: bytes
    channels: frozenset[str]


def bad_files(readers: tuple[str, ...], *, with_ocr: bool) -> Iterator[BadFile]:
    """One bad file for each way of failing; each installed text reader has to see what lies under a black box."""
    clean = _clean()
    texts = frozenset(f"text_{name}" for name in readers)
    yield BadFile("black box over live text", "text", _edited(clean, _live_text), texts)
    yield BadFile("text left in the search layer", "text", _clean(SECRET), texts)
    for name, edit, channel in _STRUCTURAL:
        yield BadFile(name, "structure", _edited(clean, edit), frozenset({channel}))
    yield BadFile("earlier revision", "structure", clean + b"\n%%EOF\n", frozenset({"revision"}))
    yield BadFile("loose object", "structure", _loose(clean), frozenset({"unreferenced_object", "file_bytes"}))
    yield BadFile("box not filled", "pixels", clean, frozenset({"pixels"}))
    yield BadFile("box filled with its own text", "pixels", _clean(drawn=_picture(ground=0, ink=60)), _PIXELS)
    if with_ocr:
        yield BadFile("picture of the text", "ocr", _clean(drawn=_picture()), frozenset({"ocr"}))


_PIXELS = frozenset({"pixels"})


def _picture(ground: int = 255, ink: int = 0) -> Image.Image:
    image = Image.new("L", (round(WIDTH * SCALE), round(HEIGHT * SCALE)), 255)
    draw = ImageDraw.Draw(image)
    place = [round(value * SCALE) for value in (PLACE.x0, PLACE.y0, PLACE.x1, PLACE.y1)]
    draw.rectangle(place, fill=ground)
    draw.text((place[0] + 20, place[1] + 20), SECRET, fill=ink, font=ImageFont.load_default(56))
    return image


def _clean(word: str = "", drawn: Image.Image | None = None) -> bytes:
    image = drawn or Image.new("L", (round(WIDTH * SCALE), round(HEIGHT * SCALE)), 255)
    words = tuple(
        SurvivingWord(part, Box(0, 40.0 + 150 * at, 60.0, 180.0 + 150 * at, 80.0))
        for at, part in enumerate(word.split())
    )
    return written([RebuiltPage(WIDTH, HEIGHT, coded(image, photographic=False), words)], "Redacted copy")


def _edited(clean: bytes, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        edit(pdf)
        pdf.save(stream, fix_metadata_version=False)  # pikepdf would mend a metadata packet that is bad on purpose
    return stream.getvalue()


def _loose(clean: bytes) -> bytes:
    end = clean.rindex(b"xref\n", 0, clean.rindex(b"startxref"))
    return clean[:end] + f"999 0 obj\n({SECRET})\nendobj\n".encode("ascii") + clean[end:]


def _live_text(pdf: pikepdf.Pdf) -> None:
    _add_content(pdf, f"BT /F9 20 Tf 50 120 Td ({SECRET}) Tj ET 0 g 40 100 320 40 re f")


def _hex_text(pdf: pikepdf.Pdf) -> None:
    _add_content(pdf, f"BT /F9 20 Tf 50 120 Td <{SECRET.encode('ascii').hex()}> Tj ET")


def _cut_text(pdf: pikepdf.Pdf) -> None:
    pieces = "".join(f"({letter}) -20 " for letter in SECRET)
    _add_content(pdf, f"BT /F9 20 Tf 50 120 Td [{pieces}] TJ ET")


def _actual_text(pdf: pikepdf.Pdf) -> None:
    _add_content(pdf, f"/Span <</ActualText ({SECRET})>> BDC EMC")


def _add_content(pdf: pikepdf.Pdf, content: str) -> None:
    page = pdf.pages[0]
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.obj.Resources.Font = pikepdf.Dictionary(F9=pdf.make_indirect(font))
    page.contents_add(content.encode("ascii"))


def _information(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = SECRET


def _xmp(pdf: pikepdf.Pdf) -> None:
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>{SECRET}</creator></x:xmpmeta>'
    pdf.Root.Metadata = pdf.make_stream(packet.encode("utf-8"), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["note.txt"] = pikepdf.AttachedFileSpec(
        pdf,
        f"Dear {SECRET}, please".encode("ascii"),
        description="",
        filename="note.txt",
        mime_type="text/plain",
        creation_date="",
        mod_date="",
    )


def _bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))


def _annotation(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], Contents=pikepdf.String(SECRET)
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])


def _form_field(pdf: pikepdf.Pdf) -> None:
    value = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("name"), V=pikepdf.String(SECRET))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.make_indirect(value)]))


def _utf16(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.PieceInfo = pdf.make_stream(SECRET.encode("utf-16-be"))


_STRUCTURAL: tuple[tuple[str, Callable[[pikepdf.Pdf], None], str], ...] = (
    ("text as hexadecimal string", _hex_text, "stream_strings"),
    ("text cut into letters", _cut_text, "stream_strings"),
    ("replacement text", _actual_text, "stream"),
    ("document information", _information, "string"),
    ("metadata packet", _xmp, "stream"),
    ("attached file", _attachment, "stream"),
    ("bookmark", _bookmark, "string"),
    ("note", _annotation, "string"),
    ("form field", _form_field, "string"),
    ("stream in UTF-16", _utf16, "stream"),
)

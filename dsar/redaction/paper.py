"""Writes the rebuilt pages as a new PDF: a picture a page, the surviving words invisible above it, nothing else."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

from discovery.documents import Box
from dsar.redaction.burn import Picture

FIXED_DATE = "D:20000101000000Z"
CODES_MAX = 65_000
EM = 500  # width of every letter of the invisible font, thousandths of its size


@dataclass(frozen=True, slots=True)
class SurvivingWord:
    """A word that stays searchable, with its place in points from the top left.

    `turn`: 0 for level words, 90 for those that read upward, 270 for those that read downward.
    """

    text: str
    box: Box
    turn: int = 0


@dataclass(frozen=True, slots=True)
class RebuiltPage:
    """A finished page: size in points, its picture, and the words a reader may find on it."""

    width: float
    height: float
    picture: Picture
    words: tuple[SurvivingWord, ...]


def written(pages: Sequence[RebuiltPage], title: str) -> bytes:
    """The PDF. Same pages, same bytes: no clock, no chance, nothing of the source but pixels and surviving words."""
    pdf = pikepdf.new()
    codes: dict[str, int] = {}
    for page in pages:
        for word in page.words:
            for letter in word.text:
                if letter not in codes and len(codes) < CODES_MAX:
                    codes[letter] = len(codes) + 1
    font = _font(pdf, codes) if codes else None
    for page in pages:
        _add(pdf, page, font, codes)
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/CreationDate"] = FIXED_DATE
    stream = io.BytesIO()
    pdf.save(stream, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return stream.getvalue()


def _add(pdf: pikepdf.Pdf, page: RebuiltPage, font: pikepdf.Object | None, codes: dict[str, int]) -> None:
    resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=_image(pdf, page.picture)))
    if font is not None:
        resources.Font = pikepdf.Dictionary(F0=font)
    content = f"q {page.width:.2f} 0 0 {page.height:.2f} 0 0 cm /Im0 Do Q\n{_text(page, codes)}".encode("ascii")
    entry = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, round(page.width, 2), round(page.height, 2)],
        Resources=resources,
        Contents=pdf.make_stream(content),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(entry)))


def _image(pdf: pikepdf.Pdf, picture: Picture) -> pikepdf.Object:
    image = pikepdf.Stream(pdf, picture.payload)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = picture.width, picture.height, picture.bits
    if picture.palette:
        highest = len(picture.palette) // 3 - 1
        image.ColorSpace = pikepdf.Array(
            [pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, highest, pikepdf.String(picture.palette)]
        )
        parameters = pikepdf.Dictionary(Predictor=15, Colors=1, BitsPerComponent=picture.bits, Columns=picture.width)
    else:
        image.ColorSpace = pikepdf.Name.DeviceGray if picture.colours == 1 else pikepdf.Name.DeviceRGB
        parameters = None
    image.write(picture.payload, filter=pikepdf.Name(picture.filter), decode_parms=parameters)
    return pdf.make_indirect(image)


def _text(page: RebuiltPage, codes: dict[str, int]) -> str:
    """The words in rendering mode 3 (invisible), each at its own place, stretched to its own width."""
    if not page.words:
        return ""
    lines = ["BT 3 Tr"]
    for word in page.words:
        shown = [codes[letter] for letter in word.text if letter in codes]
        if not shown:
            continue
        length, thickness = word.box.x1 - word.box.x0, word.box.y1 - word.box.y0
        if word.turn:
            length, thickness = thickness, length
        size = max(round(thickness, 1), 1.0)
        stretch = max(min(length / (len(shown) * size * EM / 1000) * 100, 1000), 1)
        text = "".join(f"{code:04X}" for code in [*shown, codes.get(" ", 0)] if code)
        lines.append(f"/F0 {size:.1f} Tf {stretch:.0f} Tz {_placed(word, page.height)} Tm <{text}> Tj")
    lines.append("ET\n")
    return "\n".join(lines)


def _placed(word: SurvivingWord, height: float) -> str:
    """The text matrix: where the word's baseline begins, and which way it runs."""
    if word.turn == 90:
        return f"0 1 -1 0 {word.box.x1:.1f} {height - word.box.y1:.1f}"
    if word.turn == 270:
        return f"0 -1 1 0 {word.box.x0:.1f} {height - word.box.y0:.1f}"
    return f"1 0 0 1 {word.box.x0:.1f} {height - word.box.y1:.1f}"


def _font(pdf: pikepdf.Pdf, codes: dict[str, int]) -> pikepdf.Object:
    """A font without shapes: it is never drawn, it only says which letter each code means."""
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name.Invisible,
        Flags=4,
        FontBBox=[0, 0, EM, 1000],
        ItalicAngle=0,
        Ascent=1000,
        Descent=-1,
        CapHeight=1000,
        StemV=80,
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name.Invisible,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        CIDToGIDMap=pikepdf.Name.Identity,
        DW=EM,
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name.Invisible,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(descendant)],
        ToUnicode=pdf.make_stream(_character_map(codes)),
    )
    return pdf.make_indirect(font)


def _character_map(codes: dict[str, int]) -> bytes:
    entries = [f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, code in codes.items()]
    blocks = [entries[at : at + 100] for at in range(0, len(entries), 100)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Plain def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")

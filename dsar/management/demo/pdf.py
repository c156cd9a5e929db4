"""A small PDF writer: text in the standard fonts, lines and images, the same bytes for the same content.

Built-in fonts need no file on the machine, so the demo looks the same everywhere. Text must fit Windows-1252.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

PAGE_WIDTH, PAGE_HEIGHT = 595.0, 842.0
"""A4 in points."""

# Advance widths of Helvetica for U+0020..U+007E in thousandths of the font size (Adobe font metrics).
_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 "
    "556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 "
    "667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 "
    "556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_ADVANCE = dict(zip(map(chr, range(32, 127)), map(int, _WIDTHS.split()), strict=True))
_FONTS = {
    "sans": "Helvetica",
    "bold": "Helvetica-Bold",
    "serif": "Times-Roman",
    "serif-bold": "Times-Bold",
    "mono": "Courier",
    "italic": "Helvetica-Oblique",
}
_NARROWER = {"serif": 0.93, "serif-bold": 0.98, "bold": 1.07}


def text_width(text: str, size: float, font: str = "sans") -> float:
    """The width of the text in points; letters with accents count as an average letter."""
    if font == "mono":
        return 0.6 * size * len(text)
    return sum(_ADVANCE.get(char, 556) for char in text) * size / 1000 * _NARROWER.get(font, 1.0)


def wrapped(text: str, width: float, size: float, font: str = "sans") -> list[str]:
    """The text broken into lines no wider than `width` points."""
    lines: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}".strip()
        if current and text_width(longer, size, font) > width:
            lines.append(current)
            current = word
        else:
            current = longer
    return [*lines, current] if current else lines or [""]


@dataclass(slots=True)
class Page:
    """Drawing commands of one page. Coordinates in points from the top left corner."""

    commands: list[bytes] = field(default_factory=list)
    image: bytes | None = None
    image_size: tuple[int, int] = (0, 0)

    def text(self, x: float, y: float, text: str, *, size: float = 10, font: str = "sans", grey: float = 0.0) -> None:
        """Write a line with its baseline at y."""
        escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        head = f"BT {grey:.2f} g /{font} {size:g} Tf {x:.1f} {PAGE_HEIGHT - y:.1f} Td ("
        self.commands.append(head.encode() + escaped + b") Tj ET")

    def right(self, x: float, y: float, text: str, *, size: float = 10, font: str = "sans") -> None:
        """Write a line that ends at x."""
        self.text(x - text_width(text, size, font), y, text, size=size, font=font)

    def line(self, x0: float, y0: float, x1: float, y1: float, *, width: float = 0.6, grey: float = 0.6) -> None:
        """Draw a straight line."""
        start, end = f"{x0:.1f} {PAGE_HEIGHT - y0:.1f}", f"{x1:.1f} {PAGE_HEIGHT - y1:.1f}"
        self.commands.append(f"{grey:.2f} G {width:g} w {start} m {end} l S".encode())

    def fill(self, x: float, y: float, width: float, height: float, colour: tuple[float, float, float]) -> None:
        """Fill a rectangle whose upper left corner is (x, y)."""
        red, green, blue = colour
        box = f"{x:.1f} {PAGE_HEIGHT - y - height:.1f} {width:.1f} {height:.1f}"
        self.commands.append(f"{red:g} {green:g} {blue:g} rg {box} re f".encode())


class PdfFile:
    """Collects pages and writes them as one file.

    Args:
        title, author: document information; found by a search that looks at metadata.
    """

    def __init__(self, title: str = "", author: str = "") -> None:
        self.pages: list[Page] = []
        self._title, self._author = title, author

    def page(self) -> Page:
        """A new last page."""
        self.pages.append(Page())
        return self.pages[-1]

    def image_page(self, jpeg: bytes, size: tuple[int, int]) -> None:
        """Add a page that is nothing but a picture: what a scanner makes."""
        page = self.page()
        page.image, page.image_size = jpeg, size
        page.commands.append(f"q {PAGE_WIDTH:g} 0 0 {PAGE_HEIGHT:g} 0 0 cm /scan Do Q".encode())

    def to_bytes(self) -> bytes:
        """The file."""
        objects: list[bytes] = [b"", b""]
        fonts = []
        for key, base in _FONTS.items():
            objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode())
            fonts.append(f"/{key} {len(objects)} 0 R")
        kids = []
        for page in self.pages:
            kids.append(_add_page(objects, page, " ".join(fonts)))
        objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
        listed = " ".join(f"{number} 0 R" for number in kids)
        objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
        information = f"<< /Title {_string(self._title)} /Author {_string(self._author)} /Producer (Northwind Print) >>"
        objects.append(information.encode())
        return _assembled(objects)


def _add_page(objects: list[bytes], page: Page, fonts: str) -> int:
    content = zlib.compress(b"\n".join(page.commands), 6)
    objects.append(f"<< /Length {len(content)} /Filter /FlateDecode >>".encode() + _stream(content))
    resources, content_number = f"/Font << {fonts} >>", len(objects)
    if page.image is not None:
        width, height = page.image_size
        head = (
            f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
            f"/BitsPerComponent 8 /Filter /DCTDecode /Length {len(page.image)} >>"
        )
        objects.append(head.encode() + _stream(page.image))
        resources = f"/XObject << /scan {len(objects)} 0 R >>"
    box = f"[0 0 {PAGE_WIDTH:g} {PAGE_HEIGHT:g}]"
    objects.append(
        f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources << {resources} >> "
        f"/Contents {content_number} 0 R >>".encode()
    )
    return len(objects)


def _stream(content: bytes) -> bytes:
    return b"\nstream\n" + content + b"\nendstream"


def _string(text: str) -> str:
    return f"<{(chr(0xFEFF) + text).encode('utf-16-be').hex()}>"


def _assembled(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    trailer = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    return bytes(out) + trailer.encode()

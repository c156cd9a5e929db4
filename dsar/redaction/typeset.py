"""Child program: sets extracted text, or pictures, as pages of a new PDF. For the sandbox only.

WeasyPrint is given markup of our own with every letter of the content escaped, and may fetch nothing at all.
"""

from __future__ import annotations

import html
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import pikepdf
from PIL import Image, ImageOps, ImageSequence
from weasyprint import HTML

from discovery.extraction.laying import dots_per_inch
from dsar.foundation.offline import NothingFetched
from dsar.foundation.sandbox.child import Job
from dsar.redaction.burn import coded
from dsar.redaction.paper import RebuiltPage, written

CHUNK_CHARACTERS = 40_000  # about fifteen pages: memory of the typesetter grows faster than the text
PIECE_CHARACTERS = 3_000  # one paragraph is broken into lines as a whole, in more than linear time
CHARACTERS_MAX = 3_000_000
CHARACTERS_A_PAGE = 2_500
FRAMES_MAX = 100
PIXELS_MAX = 40_000_000
STYLE = """
@page { size: A4; margin: 18mm 16mm }
body { font: 10pt/1.4 "DejaVu Sans", sans-serif; font-variant-ligatures: none; hyphens: none }
h1 { font-size: 12pt; margin: 0 0 4mm }
p { margin: 0 0 2.2mm; white-space: pre-wrap; overflow-wrap: anywhere }
p.heading { font-size: 7.5pt; color: #444; margin: 0 0 0.3mm; break-after: avoid }
"""


def main(payload: dict[str, Any], files: Mapping[str, BinaryIO], job: Job) -> dict[str, Any]:
    """Leaves typeset.pdf made of the payload's "blocks" or of the input "picture"; a refusal is {"refused": code}."""
    if "picture" in files:
        return _pictures(files["picture"], job)
    blocks = payload["blocks"]
    characters = sum(len(block["text"]) + len(block["heading"]) for block in blocks)
    if characters > CHARACTERS_MAX:
        return {"refused": "too_large"}
    job.units(characters // CHARACTERS_A_PAGE + len(blocks) // 20)
    pages = pikepdf.new()
    for number, chunk in enumerate(chunks(blocks)):
        set_chunk = HTML(string=markup(chunk, payload["title"] if number == 0 else ""), url_fetcher=NothingFetched())
        with pikepdf.open(io.BytesIO(set_chunk.write_pdf())) as part:
            pages.pages.extend(part.pages)
    pages.save(job.out / "typeset.pdf", deterministic_id=True)
    return {"pages": len(pages.pages)}


def chunks(blocks: Sequence[Mapping[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The blocks as (heading, piece) in groups that the typesetter can take at once; at least one group."""
    current: list[tuple[str, str]] = []
    size = 0
    for block in blocks:
        for number, piece in enumerate(pieces(_printable(block["text"]))):
            if current and size + len(piece) > CHUNK_CHARACTERS:
                yield current
                current, size = [], 0
            current.append((_printable(block["heading"]) if number == 0 else "", piece))
            size += len(piece) + 100
    yield current


def pieces(text: str) -> Iterator[str]:
    """The text cut into paragraphs of bearable length, at line ends or spaces where there are any."""
    start = 0
    while len(text) - start > PIECE_CHARACTERS:
        stretch = text[start : start + PIECE_CHARACTERS]
        cut = max(stretch.rfind("\n"), 0) or max(stretch.rfind(" "), 0) or len(stretch) - 1
        yield stretch[: cut + 1].rstrip("\n")
        start += cut + 1
    yield text[start:]


def markup(chunk: Sequence[tuple[str, str]], title: str) -> str:
    """The group as HTML; nothing of the content is markup."""
    head = f"<h1>{html.escape(_printable(title))}</h1>" if title else ""
    body = "".join(
        (f'<p class="heading">{html.escape(heading)}</p>' if heading else "") + f"<p>{html.escape(piece)}</p>"
        for heading, piece in chunk
    )
    return f"<!doctype html><html><head><style>{STYLE}</style></head><body>{head}{body or '<p> </p>'}</body></html>"


def _printable(text: str) -> str:
    """Without control characters, which are no markup and no ink."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in plain if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"})


def _pictures(stream: BinaryIO, job: Job) -> dict[str, Any]:
    Image.MAX_IMAGE_PIXELS = PIXELS_MAX
    pages = []
    try:
        with Image.open(stream) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                return {"refused": "too_large"}
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number >= FRAMES_MAX:
                    return {"refused": "too_large"}
                job.units(number + 1)
                pages.append(_page(frame))
                if picture.format != "TIFF":
                    break
    except Image.DecompressionBombError:
        return {"refused": "too_large"}
    except (OSError, ValueError, SyntaxError, EOFError):
        return {"refused": "damaged"}
    (job.out / "typeset.pdf").write_bytes(written(pages, "Picture"))
    return {"pages": len(pages)}


def _page(frame: Image.Image) -> RebuiltPage:
    """The picture as one page, upright, on white."""
    upright = ImageOps.exif_transpose(frame).convert("RGBA")
    image = Image.new("RGB", upright.size, (255, 255, 255))
    image.paste(upright, mask=upright.getchannel("A"))
    across = dots_per_inch(image.width, frame.info.get("dpi"))
    width, height = max(image.width * 72 / across, 1.0), max(image.height * 72 / across, 1.0)
    return RebuiltPage(width, height, coded(image, photographic=True), ())

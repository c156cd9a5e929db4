"""What word processing, spreadsheet and presentation packages have in common: properties, links, media, drawings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from discovery.extraction.parsers.package import Package, attribute, local
from discovery.extraction.reading import Reading, Unreadable

_DRAWN_NAMES = frozenset({"docPr", "cNvPr"})


def add_properties(package: Package, reading: Reading) -> None:
    """Author, title, company, custom properties: each its own block of role "metadata"."""
    for name in (*package.matching("docProps/"), *package.matching("customXml/item")):
        for element in package.xml(name).iter():
            if element.text and element.text.strip():
                above = element.getparent()
                label = "" if above is None else attribute(above, "name")
                reading.add(element.text, role="metadata", part=name, field=label or local(element))
            for key, value in element.attrib.items():
                if str(key).rpartition("}")[2] == "name" and len(element):
                    reading.add(str(value), role="metadata", part=name, field="name")


def add_links(package: Package, reading: Reading) -> None:
    """Targets of outside links (mailto:, http:, file:): the text of a link often differs from where it leads."""
    for name in (name for name in package.names() if name.endswith(".rels")):
        for element in package.xml(name).iter():
            if attribute(element, "TargetMode") == "External":
                reading.add(attribute(element, "Target"), role="hidden", part=name, field="link")


def add_media(package: Package, reading: Reading, folder: str) -> None:
    """Pictures and embedded files, each read as a file of its own; formats of drawings only are left out."""
    for entry in package.entries():
        path = PurePosixPath(entry.filename)
        if not entry.filename.startswith((f"{folder}/media/", f"{folder}/embeddings/")):
            continue
        if path.suffix.lower() in {".emf", ".wmf", ".wdp", ".bin"}:
            reading.note("drawings_not_read")
            continue
        try:
            content = package.read(entry)
        except Unreadable as refusal:
            reading.unread_member(path.name, refusal.reason, key="part")
            continue
        reading.member(path.name, content, key="part")


def drawing_texts(root: etree._Element) -> Iterator[str]:
    """Alternative texts and titles of drawn objects."""
    for element in root.iter():
        if local(element) in _DRAWN_NAMES:
            for key in ("descr", "title"):
                if value := attribute(element, key):
                    yield value


def paragraph_text(paragraph: etree._Element) -> str:
    """Runs of a DrawingML paragraph joined without gaps."""
    pieces = []
    for element in paragraph.iter():
        if local(element) == "t":
            pieces.append(element.text or "")
        elif local(element) in {"br", "tab"}:
            pieces.append("\n" if local(element) == "br" else "\t")
    return "".join(pieces)


def add_drawn_part(package: Package, reading: Reading, name: str, **locator: Any) -> None:
    """Paragraphs, chart labels and alternative texts of a DrawingML part (slide, drawing, chart, notes)."""
    root = package.xml(name)
    for element in root.iter():
        if local(element) == "p":
            reading.add(paragraph_text(element), part=name, **locator)
        elif local(element) in {"v", "f"} and element.text:
            reading.add(element.text, role="hidden", part=name, field="chart", **locator)
    for text in drawing_texts(root):
        reading.add(text, role="hidden", part=name, field="alternative text", **locator)

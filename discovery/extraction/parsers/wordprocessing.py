"""DOCX from its raw parts: what a reader sees, and what stays in the file beside it."""

from __future__ import annotations

from pathlib import PurePosixPath

from lxml import etree

from discovery.extraction.parsers.office import add_links, add_media, add_properties, drawing_texts
from discovery.extraction.parsers.package import Package, attribute, local
from discovery.extraction.reading import Reading

_ROLES = {
    "header": "header",
    "footer": "footer",
    "comments": "comment",
    "footnotes": "footnote",
    "endnotes": "footnote",
}
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NO_TEXT = ("styles", "theme", "settings", "webSettings", "fontTable", "numbering", "stylesWithEffects")


def parse(content: bytes, reading: Reading) -> None:
    """Body, headers, footers, notes, comments with authors, tracked changes, hidden runs, fields, links, properties."""
    package = Package(content, reading)
    for name in package.matching("word/"):
        stem = PurePosixPath(name).stem
        if "/" in name.removeprefix("word/") or stem.startswith(_NO_TEXT):
            continue
        role = _ROLES.get(stem.rstrip("0123456789"), "body")
        _add_part(package.xml(name), reading, name, role)
    for name in (*package.matching("word/charts/"), *package.matching("word/diagrams/data")):
        for element in package.xml(name).iter():
            if local(element) in {"v", "t"}:
                reading.add(element.text, role="hidden", part=name, field="chart")
    add_properties(package, reading)
    add_links(package, reading)
    add_media(package, reading, "word")


def _add_part(root: etree._Element, reading: Reading, part: str, role: str) -> None:
    number = 0
    authors: set[str] = set()
    for element in root.iter():
        name = local(element)
        if name == "p":
            number += 1
            _add_paragraph(element, reading, part, role, number)
        elif name in {"ins", "del", "comment", "moveFrom", "moveTo"} and attribute(element, "author"):
            authors.add(attribute(element, "author"))
        elif name in {"fldSimple", "hyperlink"}:
            reading.add(
                attribute(element, "instr") or attribute(element, "tooltip"), role="hidden", part=part, field=name
            )
        elif name in {"alias", "tag", "bookmarkStart"} and not attribute(element, "name").startswith("_"):
            text = attribute(element, "val") or attribute(element, "name")
            reading.add(text, role="hidden", part=part, field=name)
    for author in sorted(authors):
        reading.add(author, role="metadata", part=part, field="author")
    for text in drawing_texts(root):
        reading.add(text, role="hidden", part=part, field="alternative text")


def _add_paragraph(paragraph: etree._Element, reading: Reading, part: str, role: str, number: int) -> None:
    """The text a reader sees as one block; deleted, hidden and field text as blocks of their own beside it.

    Runs are joined without gaps: an editor cuts words into runs anywhere.
    """
    texts: dict[str, list[str]] = {role: [], "deleted": [], "hidden": [], "field": []}
    for element in paragraph.iter():
        name = local(element)
        if name not in {"t", "delText", "instrText", *_BREAKS} or _owner(element) is not paragraph:
            continue
        piece = _BREAKS.get(name, element.text or "")
        kind = {"delText": "deleted", "instrText": "field"}.get(name, role)
        texts["hidden" if kind == role and _vanished(element) else kind].append(piece)
    for kind, pieces in texts.items():
        reading.add("".join(pieces), role="hidden" if kind == "field" else kind, part=part, paragraph=number)


def _owner(element: etree._Element) -> etree._Element | None:
    return next((above for above in element.iterancestors() if local(above) == "p"), None)


def _vanished(element: etree._Element) -> bool:
    run = element.getparent()
    properties = [child for child in run if local(child) == "rPr"] if run is not None else []
    for child in (mark for block in properties for mark in block):
        if local(child) in {"vanish", "webHidden"} and attribute(child, "val") not in {"0", "false"}:
            return True
    return False

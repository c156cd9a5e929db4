"""OpenDocument text, sheets and presentations: content, headers, notes, tracked changes, properties."""

from __future__ import annotations

from lxml import etree

from discovery.extraction.parsers.package import Package, attribute, local
from discovery.extraction.reading import Reading, Unreadable

_ROLES = {
    "annotation": "comment",
    "tracked-changes": "deleted",
    "note": "footnote",
    "header": "header",
    "footer": "footer",
}
_PICTURES = ("Pictures/", "media/")


def parse(content: bytes, reading: Reading) -> None:
    """Paragraphs of content and styles (headers and footers stand there), attributes that carry text, properties."""
    package = Package(content, reading)
    if "META-INF/manifest.xml" in package.names():
        manifest = package.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise Unreadable("password_protected")
    for name in ("content.xml", "styles.xml", "meta.xml"):
        if name in package.names():
            _add_part(package.xml(name), reading, name)
    for entry in package.entries():
        if entry.filename.startswith(_PICTURES) and not entry.filename.endswith((".svm", ".emf", ".wmf")):
            reading.member(entry.filename.rpartition("/")[2], package.read(entry), key="part")


def _add_part(root: etree._Element, reading: Reading, part: str) -> None:
    number = 0
    for element in root.iter():
        name = local(element)
        if name in {"p", "h"}:
            number += 1
            reading.add(_paragraph(element), role=_role(element), part=part, paragraph=number)
        elif part == "meta.xml" or name in {"creator", "title", "desc", "date", "sender-email"}:
            reading.add(element.text, role="metadata", part=part, field=name)
        for key in ("href", "formula", "string-value", "date-value"):
            value = attribute(element, key)
            if value and not value.startswith((*_PICTURES, "#", "./Object")):
                reading.add(value, role="hidden", part=part, field=key)


def _paragraph(paragraph: etree._Element) -> str:
    """Text of a paragraph; what stands in a note or comment inside it belongs to that one's own paragraphs."""
    pieces = [paragraph.text or ""]
    for child in paragraph:
        name = local(child)
        if name in {"s", "tab", "line-break"}:
            pieces.append({"s": " " * int(attribute(child, "c") or 1), "tab": "\t"}.get(name, "\n"))
        elif name and name not in {"annotation", "note", "frame"}:
            pieces.append(_paragraph(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _role(element: etree._Element) -> str:
    for above in element.iterancestors():
        if (name := local(above)) in _ROLES:
            return _ROLES[name]
        if name == "table" and attribute(above, "display") == "false":
            return "hidden"
    return "body"

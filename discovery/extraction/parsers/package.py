"""Zip packages read with budgets, and their XML parts without entities."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from discovery.extraction.reading import Reading, Unreadable

CHUNK = 1 << 18
FREE_OF_RATIO = 1 << 20


class Package:
    """A zip opened for reading; every byte that comes out of it is counted against the budget of the whole file.

    Raises `Unreadable` ("damaged", "too_many_members", "too_large", "suspicious_compression") and, from `read`,
    "password_protected".
    """

    def __init__(self, content: bytes, reading: Reading) -> None:
        self._reading = reading
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        if len(self._archive.infolist()) > reading.limits.members:
            raise Unreadable("too_many_members")

    def entries(self) -> list[zipfile.ZipInfo]:
        """Every entry in order, duplicates kept, folders left out."""
        return [entry for entry in self._archive.infolist() if not entry.is_dir()]

    def names(self) -> list[str]:
        """Names of the entries, sorted."""
        return sorted({entry.filename for entry in self.entries()})

    def matching(self, start: str, end: str = ".xml") -> Iterator[str]:
        """Names that begin and end like this, sorted."""
        return (name for name in self.names() if name.startswith(start) and name.endswith(end))

    def read(self, entry: zipfile.ZipInfo | str) -> bytes:
        """The entry's content, counted as it is really unpacked: what the directory claims is not believed."""
        info = self._archive.getinfo(entry) if isinstance(entry, str) else entry
        if info.flag_bits & 1:
            raise Unreadable("password_protected")
        limits, content = self._reading.limits, bytearray()
        with self._archive.open(info) as stream:
            while piece := stream.read(CHUNK):
                content += piece
                if len(content) > FREE_OF_RATIO and len(content) > limits.ratio * max(1, info.compress_size):
                    raise Unreadable("suspicious_compression")
                if self._reading.budget.bytes_read + len(content) > limits.total_bytes:
                    raise Unreadable("too_large")
        return bytes(content)

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part."""
        content = self.read(name)
        self._reading.budget.bytes_read += len(content)
        return parse_xml(content)


def parse_xml(content: bytes) -> etree._Element:
    """The root of an XML document; a DOCTYPE is refused ("forbidden_doctype"): office formats have none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    root = etree.fromstring(content, parser)
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise Unreadable("forbidden_doctype")
    return root


def local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """The attribute with this local name in any namespace, "" where there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""

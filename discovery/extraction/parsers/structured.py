"""JSON, lines of JSON, and XML: every value with the path that leads to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException
from lxml import etree

from discovery.extraction.parsers.package import local
from discovery.extraction.parsers.text import decoded
from discovery.extraction.reading import Reading, Unreadable


def parse_json(content: bytes, reading: Reading) -> None:
    """One block an object that holds plain values: "name: value" lines, locator {"pointer": "/people/3"}."""
    _add_value(json.loads(decoded(content, reading)), "", reading)


def parse_json_lines(content: bytes, reading: Reading) -> None:
    """As JSON, a line each; a line that is no JSON is kept as text."""
    for number, line in enumerate(decoded(content, reading).splitlines(), start=1):
        try:
            _add_value(json.loads(line), "", reading, line=number)
        except ValueError:
            reading.add(line, line=number)


def _add_value(value: object, pointer: str, reading: Reading, **locator: Any) -> None:
    """Plain values of one object together, since name and birthday of a person stand beside each other."""
    pending: list[tuple[object, str]] = [(value, pointer)]
    while pending:
        value, pointer = pending.pop(0)
        lines = []
        for key, child in _children(value):
            if isinstance(child, dict | list):
                pending.append((child, f"{pointer}/{key}"))
            elif child is not None:
                lines.append(str(child) if isinstance(value, list) else f"{key}: {child}")
        if not isinstance(value, dict | list):
            lines.append(str(value))
        reading.add("\n".join(lines), pointer=pointer or "/", **locator)


def _children(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        return ((str(key), child) for key, child in value.items())
    return ((str(index), child) for index, child in enumerate(value)) if isinstance(value, list) else iter(())


def parse_xml(content: bytes, reading: Reading) -> None:
    """Texts, attributes and comments, a block an element with a text or attributes, locator {"element": path}.

    Entities are refused ("forbidden_entities"): they read local files or grow without end.
    """
    try:
        defusedxml.ElementTree.fromstring(content, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise Unreadable("forbidden_entities") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    tree = root.getroottree()
    for number, element in enumerate(root.iter(), start=1):
        role = "body" if isinstance(element.tag, str) else "comment"
        attributes = [f"{str(key).rpartition('}')[2]}: {value}" for key, value in element.attrib.items()]
        own = [text for text in [element.text, *(child.tail for child in element)] if text and text.strip()]
        path = tree.getpath(element) if number <= 20_000 else f"element {number}"
        lines = ([f"{local(element)}: {own[0].strip()}"] if own and local(element) else own[:1]) + own[1:]
        reading.add("\n".join([*lines, *attributes]), role=role, element=path)

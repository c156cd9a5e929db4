"""XLSX from its raw parts: cells of all sheets with their places, and everything that no cell shows."""

from __future__ import annotations

import posixpath
from datetime import datetime, timedelta

from lxml import etree

from discovery.extraction.parsers.office import add_drawn_part, add_links, add_media, add_properties
from discovery.extraction.parsers.package import Package, attribute, local
from discovery.extraction.reading import Reading

_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_SAID_IN_SHEETS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})


def parse(content: bytes, reading: Reading) -> None:
    """Cells of all sheets, texts in formulas, comments, headers, names, validations, drawings, properties."""
    package = Package(content, reading)
    names = set(package.names())
    shared = _shared_texts(package) if "xl/sharedStrings.xml" in names else []
    dates = _date_styles(package) if "xl/styles.xml" in names else frozenset()
    for path, title, hidden in _sheets(package, reading):
        if path in names:
            _add_sheet(package.xml(path), reading, shared, dates, title, "hidden" if hidden else "body")
    _add_beside(package, reading)
    add_properties(package, reading)
    add_links(package, reading)
    add_media(package, reading, "xl")


def _sheets(package: Package, reading: Reading) -> list[tuple[str, str, bool]]:
    """Path, title and hidden-ness of each sheet; adds the titles and the defined names."""
    targets = {}
    for element in package.xml("xl/_rels/workbook.xml.rels").iter():
        target = attribute(element, "Target")
        targets[attribute(element, "Id")] = target[1:] if target[:1] == "/" else posixpath.normpath(f"xl/{target}")
    found = []
    for element in package.xml("xl/workbook.xml").iter():
        if local(element) == "sheet":
            relation = next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")
            title = attribute(element, "name")
            found.append((targets.get(relation, ""), title, attribute(element, "state") in {"hidden", "veryHidden"}))
            reading.add(title, role="metadata", field="sheet name", sheet=title)
        elif local(element) == "definedName":
            label = attribute(element, "name")
            reading.add(f"{label}: {element.text or ''}", role="hidden", field="defined name")
    return found


def _shared_texts(package: Package) -> list[str]:
    texts = []
    for item in package.xml("xl/sharedStrings.xml"):
        if local(item) == "si":
            texts.append(_joined(item))
    return texts


def _joined(item: etree._Element) -> str:
    return "".join(element.text or "" for element in item.iter() if local(element) == "t")


def _date_styles(package: Package) -> frozenset[int]:
    """Indices of cell styles that show a number as a date."""
    own, cells = set(_DATE_FORMATS), []
    for element in package.xml("xl/styles.xml").iter():
        if local(element) == "numFmt":
            code = attribute(element, "formatCode").lower()
            if "yy" in code or ("d" in code and "m" in code):
                own.add(int(attribute(element, "numFmtId")))
        elif local(element) == "cellXfs":
            cells = [int(attribute(style, "numFmtId") or 0) for style in element]
    return frozenset(index for index, number in enumerate(cells) if number in own)


def _add_sheet(
    root: etree._Element, reading: Reading, shared: list[str], dates: frozenset[int], title: str, role: str
) -> None:
    for element in root.iter():
        name = local(element)
        if name == "c":
            cell = attribute(element, "r")
            reading.add(_cell_text(element, shared, dates), role=role, sheet=title, cell=cell)
            formula = next((child.text for child in element if local(child) == "f" and child.text), "")
            if '"' in formula:
                reading.add(formula, role="hidden", sheet=title, cell=cell, field="formula")
        elif name in _SAID_IN_SHEETS:
            reading.add(element.text, role="header", sheet=title, field=name)
        elif name == "dataValidation":
            for text in (*(attribute(element, key) for key in ("promptTitle", "prompt", "error")), _formulas(element)):
                reading.add(text, role="hidden", sheet=title, field="validation")
        elif name == "hyperlink":
            for key in ("tooltip", "display", "location"):
                reading.add(attribute(element, key), role="hidden", sheet=title, cell=attribute(element, "ref"))


def _formulas(element: etree._Element) -> str:
    return " ".join(child.text or "" for child in element if local(child).startswith("formula"))


def _cell_text(cell: etree._Element, shared: list[str], dates: frozenset[int]) -> str:
    kind = attribute(cell, "t")
    value = next((child.text or "" for child in cell if local(child) == "v"), "")
    if kind == "inlineStr":
        return _joined(cell)
    if kind == "s" and value.isdigit():
        return shared[int(value)] if int(value) < len(shared) else ""
    if kind in {"", "n"} and value and int(attribute(cell, "s") or 0) in dates:
        return _as_date(value)
    return value.removesuffix(".0")


def _as_date(value: str) -> str:
    """The day (and time) of a serial number: days since 30 December 1899, as the 1900 date system counts."""
    serial = float(value)
    if not 1 <= serial < 2_958_466:
        return value
    moment = datetime(1899, 12, 30) + timedelta(days=serial)  # noqa: DTZ001 - a sheet knows no zone
    return moment.date().isoformat() if serial == int(serial) else moment.isoformat(" ", "seconds")


def _add_beside(package: Package, reading: Reading) -> None:
    """Comments with their authors, drawings, charts, tables, pivot caches and queries: no cell shows them."""
    comments = (
        *package.matching("xl/comments"),
        *package.matching("xl/threadedComments"),
        *package.matching("xl/persons"),
    )
    for name in comments:
        for element in package.xml(name).iter():
            if local(element) in {"comment", "threadedComment"}:
                reading.add(
                    _joined(element) or element_text(element), role="comment", part=name, cell=attribute(element, "ref")
                )
            elif local(element) in {"author", "person"}:
                label = element.text or attribute(element, "displayName")
                reading.add(label, role="metadata", part=name, field="author")
    for name in (*package.matching("xl/drawings/"), *package.matching("xl/charts/")):
        add_drawn_part(package, reading, name)
    for name in (*package.matching("xl/pivotCache/"), *package.matching("xl/externalLinks/")):
        for element in package.xml(name).iter():
            reading.add(attribute(element, "v") or element.text, role="hidden", part=name)
    for name in package.matching("xl/connections"):
        for element in package.xml(name).iter():
            for key in ("name", "description", "connection", "command"):
                reading.add(attribute(element, key), role="hidden", part=name, field=key)


def element_text(element: etree._Element) -> str:
    """All text below an element."""
    return "".join(str(text) for text in element.itertext())

"""The second look: reads a finished package back and tries to find in it what may not be there.

Beside controls that must fire: a look that does not find a planted value proves nothing.
"""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from dsar.rights.portability.facts import NAMESPACE
from dsar.rights.portability.packing import JSON_FILE, MANIFEST, XML_FILE

CANARY = "canary-Quillon.Vash@example.net"
SHORTEST = 4  # letters of a text that is looked for: shorter ones stand everywhere
MOST = 50
PLANTED = "planted"  # the file of the control
Detect = Callable[[str, Mapping[str, Any]], Iterable[str]]
DetectFile = Callable[[str], int]
TEXTS = (".json", ".xml", ".csv", ".txt")


@dataclass(frozen=True, slots=True)
class Rules:
    """What may not be there.

    Attributes:
        forbidden: texts that tell of somebody else and stand nowhere but where a person decided that they may.
        hidden: {record id: texts} that the review hides in this very record, whoever they tell of.
        allowed: {set id: columns} in which other people may stand, by a person's decision.
        kept: {record id: columns} in which the review lets other people stand.
        detect: given a record's id and its values, gives the columns in which somebody else stands.
        origins: the origins that a column may have.
        detect_file: how often somebody else whom nobody decided stands in the document of this path (Art. 20(4)); of
            `PLANTED` in a text with a planted person.
    """

    forbidden: frozenset[str] = field(repr=False)
    hidden: Mapping[str, frozenset[str]] = field(repr=False)
    allowed: Mapping[str, frozenset[str]]
    kept: Mapping[str, frozenset[str]]
    detect: Detect
    origins: frozenset[str]
    detect_file: DetectFile


@dataclass(frozen=True, slots=True)
class Look:
    """A check of the look, and how often it found something."""

    name: str
    passed: bool
    count: int = 0
    places: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For storage."""
        return {"name": self.name, "passed": self.passed, "count": self.count, "places": list(self.places)}


def look(archive: bytes, known: Rules, tick: Callable[[], None]) -> list[Look]:
    """Every check, in order; `tick` is called between records. Nothing personal is in what it gives."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    read = json.loads(files[JSON_FILE])
    hits = [*_hidden_in(files, known.forbidden - _decided(read, known)), *_hidden_in_records(read, known)]
    sightings = [*_others(read, known, tick), *_others_in_files(read, known, tick)]
    wrong = [one["id"] for one in read["sets"] for column in one["columns"] if column["origin"] not in known.origins]
    counts = _counts(files, read)
    return [
        Look("manifest", not (bad := list(_mismatches(files))), len(bad), tuple(bad[:MOST])),
        Look("same_counts", len(set(counts)) == 1, max(counts) - min(counts)),
        Look("only_provided", not wrong, len(wrong), tuple(wrong[:MOST])),
        Look("nothing_hidden", not hits, len(hits), tuple(hits[:MOST])),
        Look("no_other_people", not sightings, len(sightings), tuple(sightings[:MOST])),
        Look("controls", _controls_fire(read, known)),
    ]


def is_open(looks: Iterable[Look]) -> bool:
    """Whether the package may be approved."""
    return all(one.passed for one in looks)


def _mismatches(files: Mapping[str, bytes]) -> Iterator[str]:
    named = {entry["name"]: entry for entry in json.loads(files[MANIFEST])["files"]}
    for name in sorted({*named, *files} - {MANIFEST}):
        if name not in named or name not in files or hashlib.sha256(files[name]).hexdigest() != named[name]["sha256"]:
            yield name


def _counts(files: Mapping[str, bytes], read: Mapping[str, Any]) -> list[int]:
    """The number of records by JSON, CSV and XML; an XML that does not parse has none."""
    tables = [content for name, content in files.items() if name.endswith(".csv")]
    in_csv = sum(sum(1 for _ in csv.reader(io.StringIO(one.decode(), newline=""))) - 1 for one in tables)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        in_xml = len(etree.fromstring(files[XML_FILE], parser).findall(f".//{{{NAMESPACE}}}record"))
    except etree.XMLSyntaxError:
        in_xml = -1
    return [sum(len(one["records"]) for one in read["sets"]), in_csv, in_xml]


def _hidden_in(files: Mapping[str, bytes], forbidden: frozenset[str]) -> Iterator[str]:
    """Names of files in which a hidden text stands, however the format writes it."""
    forms = {form for text in forbidden for form in _forms(text)}
    as_bytes = {form.encode() for form in forbidden if _is_telling(form)}
    for name, content in files.items():
        if name.endswith(TEXTS):
            folded = content.decode("utf-8", "replace").casefold()
            is_there = any(form in folded for form in forms)
        else:
            is_there = any(form in content for form in as_bytes)
        if is_there and not name.startswith("schema/"):
            yield name


def _decided(read: Mapping[str, Any], known: Rules) -> frozenset[str]:
    """The forbidden texts that stand where a person decided that they may."""
    told = []
    for one in read["sets"]:
        for record in one["records"]:
            may = known.allowed.get(one["id"], frozenset()) | known.kept.get(record["id"], frozenset())
            told += [str(value).casefold() for column, value in record["values"].items() if column in may]
    return frozenset(text for text in known.forbidden if any(text.casefold() in value for value in told))


def _hidden_in_records(read: Mapping[str, Any], known: Rules) -> Iterator[str]:
    """Places ("s1/r17/note") in which something stands that the review hides in this very record."""
    for one in read["sets"]:
        for record in one["records"]:
            hidden = {text.casefold() for text in known.hidden.get(record["id"], ()) if _is_telling(text)}
            for column, value in record["values"].items():
                if hidden and isinstance(value, str) and any(text in value.casefold() for text in hidden):
                    yield f"{one['id']}/{record['id']}/{column}"


def _forms(text: str) -> set[str]:
    """The ways in which our formats write a text, folded; none for a text that is too short to tell."""
    if not _is_telling(text):
        return set()
    quoted = text.replace('"', '""')
    written = {text, escape(text), json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1], quoted}
    return {form.casefold() for form in written}


def _is_telling(text: str) -> bool:
    return len(re.sub(r"\W", "", text)) >= SHORTEST


def _others(read: Mapping[str, Any], known: Rules, tick: Callable[[], None]) -> Iterator[str]:
    """Places ("s1/r17/note") in which somebody else stands."""
    for one in read["sets"]:
        allowed = known.allowed.get(one["id"], frozenset())
        for record in one["records"]:
            tick()
            for column in known.detect(record["id"], _texts(record["values"])):
                if column not in allowed:
                    yield f"{one['id']}/{record['id']}/{column}"


def _others_in_files(read: Mapping[str, Any], known: Rules, tick: Callable[[], None]) -> Iterator[str]:
    """Paths of documents in which somebody else stands."""
    for one in read["documents"]:
        tick()
        if known.detect_file(one["file"]):
            yield str(one["file"])


def _texts(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the detector reads them: nested ones as text, what is left out not at all."""
    shown = {}
    for column, value in values.items():
        if isinstance(value, dict):
            if "json" in value:
                shown[column] = json.dumps(value["json"], ensure_ascii=False)
        else:
            shown[column] = value
    return shown


def _controls_fire(read: Mapping[str, Any], known: Rules) -> bool:
    """Whether the look finds a hidden text, and a person in a row and in a document, that are planted beside."""
    planted = json.dumps(read, ensure_ascii=False).encode() + CANARY.encode()
    finds_text = any(True for _ in _hidden_in({"planted.json": planted}, frozenset({CANARY})))
    finds_person = "note" in set(known.detect("", {"note": f"Please write to Quillon Vash, {CANARY}."}))
    return finds_text and finds_person and known.detect_file(PLANTED) > 0

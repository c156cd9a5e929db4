"""Scans without a database of our own, for the command line, the rehearsal and the measuring of recall.

Both give design's published form: {"findings": [...], "coverage": {...}}. The coverage names every item; what was not
read whole has a reason.
"""

from __future__ import annotations

import concurrent.futures
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discovery.detection import language
from discovery.detection.reporting import document_report
from discovery.documents import (
    CoverageEntry,
    CoverageState,
    Decision,
    Detection,
    Item,
    Locator,
    SubjectProfile,
    TextBlock,
)
from discovery.extraction import ExtractedFile, extract_file
from discovery.extraction.values import NOT_LOOKED_FOR, RIDGES_NOT_LOOKED_FOR
from discovery.scans.matcher import ProfileMatcher
from discovery.scans.places import JudgedPart, judge_file, judge_rows
from discovery.sources import FilesSource, SourceUnreadable, not_read_reason
from discovery.sources.sql import search_database

Result = dict[str, Any]
PARALLEL = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """How the documents are read in which the person was found: what detects in texts, and its version."""

    detect: Callable[[Sequence[str]], Sequence[Sequence[Detection]]]
    engine: str


def scan_files(folders: Sequence[Path], profile: SubjectProfile, reading: Reading | None = None) -> Result:
    """Findings and coverage of everything under the folders; a folder that cannot be listed is a failed entry.

    With a `reading` also "documents": all personal data in each document that is, or may be, about the person, and
    what is recommended (`discovery.detection.reporting`); every finding then names the engine.
    """
    findings: list[dict[str, object]] = []
    documents: list[dict[str, object]] = []
    entries: list[tuple[str, CoverageEntry]] = []
    isolation = ""
    for folder in folders:
        source, items = _listed(folder)
        if source is None:
            entries.append(
                (str(folder), CoverageEntry(Locator({"path": ""}), CoverageState.FAILED, "source_not_found"))
            )
            continue
        with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
            for item, read in zip(items, pool.map(lambda one, at=source: _read(at, one), items), strict=True):
                if isinstance(read, CoverageEntry):
                    entries.append((str(folder), read))
                    continue
                isolation = read.isolation
                entries += [(str(folder), entry) for entry in file_coverage(item.ref, read)]
                judged = judge_file(read, ref=item.ref, profile=profile)
                findings += [place.as_json(str(folder)) for part in judged for place in part.places]
                documents += [_document(str(folder), part, reading) for part in judged if reading and _is_theirs(part)]
    told: Result = {"findings": findings, "coverage": _coverage(entries) | {"isolation": isolation}}
    if reading:
        told["findings"] = [one | {"engine": reading.engine} for one in findings]
        told["documents"] = documents
    return told


def _is_theirs(part: JudgedPart) -> bool:
    return part.decision in (Decision.CONFIRMED, Decision.REVIEW)


def _document(source: str, judged: JudgedPart, reading: Reading) -> dict[str, object]:
    blocks = judged.part.extraction.blocks
    found = reading.detect([block.text for block in blocks])
    decision = judged.decision.value if judged.decision else ""
    told = {"source": source, "locator": dict(judged.locator), "decision": decision}
    notes = judged.part.extraction.notes
    return told | document_report(
        blocks,
        found,
        engine=reading.engine,
        has_faces_read=NOT_LOOKED_FOR not in notes,
        has_ridges_read=RIDGES_NOT_LOOKED_FOR not in notes,
    )


def scan_database(url: str, profile: SubjectProfile, *, secret: str | None = None) -> Result:
    """Findings and coverage of a database. Raises `SqlSourceError` where it cannot be opened or could be written."""
    rows, entries = search_database(url, profile, secret=secret, matcher=ProfileMatcher(profile))
    name = shown_name(url)
    findings = [place.as_json(name) for place in judge_rows(rows)]
    return {"findings": findings, "coverage": _coverage((name, entry) for entry in entries)}


def shown_name(url: str) -> str:
    """A database's address without user, password and settings."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url
    return f"{scheme}://{rest.partition('?')[0].rpartition('@')[2]}"


def file_coverage(ref: str, read: ExtractedFile) -> list[CoverageEntry]:
    """One entry for a file and one for each file inside it."""
    return [
        CoverageEntry(
            Locator({"path": ref, **part.locator.parts}),
            part.extraction.state,
            part.extraction.reason,
            (*part.extraction.notes, *_language_notes(part.extraction.blocks)),
            part.size,
        )
        for part in read.parts
    ]


def _language_notes(blocks: Iterable[TextBlock]) -> tuple[str, ...]:
    """Says of a document in a language that detection was not made for that only its rules read it."""
    return ("language_by_rules_only",) if language.mostly_unsupported(block.text for block in blocks) else ()


def _listed(folder: Path) -> tuple[FilesSource | None, list[Item]]:
    source = FilesSource(
        folder if folder.is_dir() else folder.parent, include=() if folder.is_dir() else (folder.name,)
    )
    try:
        items = list(source.list())
    except SourceUnreadable:
        return None, []
    return source, [item for item in items if folder.is_dir() or item.ref == folder.name]


def _read(source: FilesSource, item: Item) -> ExtractedFile | CoverageEntry:
    locator = Locator({"path": item.ref})
    if reason := not_read_reason(item):
        return CoverageEntry(locator, CoverageState.SKIPPED, reason)
    try:
        with source.open(item) as content:
            return extract_file(content, name=item.ref)
    except SourceUnreadable as refusal:
        return CoverageEntry(locator, CoverageState.FAILED, refusal.reason)
    except OSError:
        return CoverageEntry(locator, CoverageState.FAILED, "unreadable")


def _coverage(entries: Iterable[tuple[str, CoverageEntry]]) -> Result:
    listed = list(entries)
    counts = Counter(entry.state.value for _source, entry in listed)
    return {
        **{state.value: counts.get(state.value, 0) for state in CoverageState},
        "items": [
            {
                "source": source,
                "locator": entry.locator.as_json(),
                "state": entry.state.value,
                "reason": entry.reason,
                "notes": list(entry.notes),
            }
            for source, entry in listed
        ],
    }

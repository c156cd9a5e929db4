"""Reading one unit of a scan: what it gives, before anything is stored. Errors of the content become coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, cast

from discovery.documents import CoverageEntry, CoverageState, Decision, FoundRow, Item, Locator
from discovery.events import FoundThing
from discovery.extraction import ExtractedFile, extract_file
from discovery.extraction.service import SANDBOX_LIMITS
from discovery.scans.bench import Bench, is_database
from discovery.scans.models import ScanItem, ScanSource
from discovery.scans.oneshot import file_coverage
from discovery.scans.places import JudgedPart, Place, judge_file, judge_rows, place_words, weightiest
from discovery.scans.secrets import SecretMissing
from discovery.sources import SourceUnreadable
from discovery.sources.sql import SqlSourceError, Unit, run_unit

LIMITS = replace(SANDBOX_LIMITS, wall_seconds_max=240.0)  # twice this must fit into a task's time
# What may be the fault of the machine and not of the content: tried again before it is believed.
DISTURBED = frozenset(
    {"crashed", "timed_out", "out_of_memory", "not_read_after_crash", "unreachable", "connection_lost"}
)
_FAILED = CoverageState.FAILED


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """What a unit gave.

    Attributes:
        is_row: the places are rows of a database: one finding a row, whatever identifiers led to it.
    """

    places: tuple[Place, ...] = field(default=(), repr=False)
    coverage: tuple[CoverageEntry, ...] = ()
    things: tuple[FoundThing, ...] = field(default=(), repr=False)
    isolation: str = ""
    is_row: bool = False

    @property
    def decision(self) -> Decision | None:
        """What the unit is as a whole."""
        return weightiest(place.decision for place in self.places)

    @property
    def was_disturbed(self) -> bool:
        """Whether something was not read for a reason that may pass."""
        return any(entry.state is _FAILED and entry.reason in DISTURBED for entry in self.coverage)


def read_unit(bench: Bench, item: ScanItem) -> ReadUnit:
    """What a unit gives: a file is read in the sandbox, a piece of a database by look-ups or a sweep."""
    source = bench.source(item.source_id)
    return _database(bench, source, item.unit) if is_database(source) else _file(bench, source, item.unit)


def _file(bench: Bench, source: ScanSource, unit: Mapping[str, Any]) -> ReadUnit:
    ref = str(unit["ref"])
    locator = Locator({"path": ref})
    if unit.get("not_read"):
        return ReadUnit(coverage=(CoverageEntry(locator, CoverageState.SKIPPED, str(unit["not_read"])),))
    try:
        with bench.reader(source).open(Item(ref, int(unit["size"]))) as stream:
            content = stream.read()
    except SourceUnreadable as refusal:
        return ReadUnit(coverage=(CoverageEntry(locator, _FAILED, refusal.reason),))
    except OSError:
        return ReadUnit(coverage=(CoverageEntry(locator, _FAILED, "unreadable"),))
    read = extract_file(content, name=ref, sandbox_limits=LIMITS)
    judged = judge_file(read, ref=ref, profile=bench.profile)
    return ReadUnit(
        tuple(place for part in judged for place in part.places),
        tuple(file_coverage(ref, read)),
        tuple(_documents(source, judged, read, content)),
        read.isolation,
    )


def _database(bench: Bench, source: ScanSource, unit: Mapping[str, Any]) -> ReadUnit:
    locator = Locator({"schema": unit["schema"], "table": unit["table"]})
    try:
        database, survey = bench.database(source)
        result = run_unit(database, cast("Unit", dict(unit)), bench.profile, matcher=bench.matcher, survey=survey)
    except SqlSourceError as error:
        bench.forget_database(source)
        return ReadUnit(coverage=(CoverageEntry(locator, _FAILED, error.code),), is_row=True)
    except SecretMissing:
        return ReadUnit(coverage=(CoverageEntry(locator, _FAILED, "secret_missing"),), is_row=True)
    things = tuple(_rows(source, result.rows))
    return ReadUnit(tuple(judge_rows(result.rows)), result.coverage, things, is_row=True)


def _documents(
    source: ScanSource, judged: Iterable[JudgedPart], read: ExtractedFile, content: bytes
) -> Iterable[FoundThing]:
    for found in judged:
        decision = found.decision
        if decision is None or decision is Decision.EXCLUDED:
            continue
        part = found.part
        yield FoundThing(
            form="document",
            group=f"{source.name}/{_format(part.name)}",
            locator=found.locator,
            title=place_words(found.locator),
            decision=decision,
            reasons=_reasons(found.places),
            media_type=part.extraction.media_type,
            blocks=part.extraction.blocks,
            content=content if part is read.parts[0] else None,
            page_count=part.extraction.page_count,
        )


def _rows(source: ScanSource, rows: Iterable[FoundRow]) -> Iterable[FoundThing]:
    for row, place in zip(rows, judge_rows(rows), strict=True):
        if row.match.decision is Decision.EXCLUDED:
            continue
        yield FoundThing(
            form="row",
            group=f"{source.name}/{row.table}"[:200],
            locator=place.locator,
            title=place_words(place.locator),
            decision=row.match.decision,
            reasons=[*_reasons([place])],
            values=row.values,
        )


def _reasons(places: Iterable[Place]) -> list[Mapping[str, object]]:
    """Why, once each; the way to a row stands with it."""
    kept: dict[tuple[str, str], Mapping[str, object]] = {}
    for place in places:
        way = place.path if "table" in place.locator else place.why
        reason = {"identifier": place.identifier_type, "why": way, "reason": place.reason, "score": place.score}
        kept.setdefault((place.identifier_type, way), reason | {"decision": place.decision.value})
    return list(kept.values())


def _format(name: str) -> str:
    """The kind of file for the name of a set: its ending, which is nobody's data."""
    ending = PurePosixPath(name).suffix[1:].lower()
    return ending if ending.isalnum() and len(ending) <= 5 else "other"

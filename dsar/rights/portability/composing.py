"""The facts of a package: what of the findings leaves by the decisions of the case, and what stays and why."""

import datetime as dt
import mimetypes
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import translation

from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.models import SealedFile
from dsar.review.models import Verdict
from dsar.rights.portability import rules
from dsar.rights.portability.binaries import Binaries, is_binary
from dsar.rights.portability.cells import MIXED, NULL, Cell, Kind, cell_of, format_of, left_out, mend
from dsar.rights.portability.facts import Column, DataSet, Document, Facts, Omission, Record
from dsar.rights.portability.findings import Finding, findings, key_of, proved_copies, shown_items
from dsar.rights.portability.models import ActivityRuling, PortabilityPlan, SetRuling
from dsar.rights.portability.proposing import survey_of
from dsar.rights.portability.rules import LeftOut
from dsar.rights.portability.surveying import sets_of, sightings_of
from dsar.rights.portability.words import left_out_words

PDF = "application/pdf"
MOST_FORMS = 2000  # texts of a column that are looked at for a common format
Tick = Callable[[int], None]


@dataclass(slots=True)
class Outgoing:
    """A set of rows that leaves: its ruling, its survey, and what is known of its columns after reading them once."""

    ruling: SetRuling
    known: Mapping[str, Any]
    basis: str
    kinds: dict[str, set[Kind]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    cells: Counter[tuple[str, LeftOut]] = field(default_factory=Counter)
    rows: int = 0


@dataclass(slots=True)
class Composition:
    """The facts; the files that go along: (path in the archive, sealed file); the survey's key of each set.

    `given` are the documents by their path in the archive.
    """

    facts: Facts
    files: list[tuple[str, SealedFile]]
    keys: dict[str, str]
    records: int
    mended: int
    given: dict[str, "Given"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """A document that goes along: as the package tells it, its sealed file, what was found and ruled."""

    told: Document
    stored: SealedFile
    finding: Finding
    ruling: SetRuling


def compose(case: Case, plan: PortabilityPlan, *, now: dt.datetime, today: dt.date, tick: Tick) -> Composition:
    """Everything that leaves and what stays, in the case's language. Reads the rows once; writing reads them again.

    Args:
        case: with its key at hand, as that of the source.
        plan: its findings are chosen.
        now: the moment that the package bears.
        today: the reference date where nothing was found.
        tick: called with the number of rows read so far.
    """
    source = plan.source
    assert source is not None  # noqa: S101 - a package is not ordered without findings
    survey = survey_of(case)
    others = sightings_of(survey)
    leaving = _leaving(case)
    outgoing = {key: one for key, one in leaving.items() if one.known["form"] == "row"}
    binaries = _binaries(source, outgoing, others)
    mended = _read_once(source, outgoing, others, binaries, tick)
    with translation.override(case.language):
        sets = [_data_set(place, one, source, others, binaries) for place, one in enumerate(outgoing.values(), 1)]
        listed, blocked = _documents(source, {key: one for key, one in leaving.items() if key not in outgoing}, others)
        documents, files = [one.told for one in listed], [(one.told.file, one.stored) for one in listed]
        omissions = [*_omissions(case, leaving), *_of_cells(outgoing), *blocked]
    controller = case.controller
    facts = Facts(
        case.reference, now, _reference_date(source, today), case.language, mend(controller.name), controller.country,
        mend(controller.contact_email or controller.dpo_contact), sets, documents, omissions,
    )  # fmt: skip
    keys = {f"s{place}": key for place, key in enumerate(outgoing, 1)}
    given = {one.told.file: one for one in listed}
    return Composition(facts, files, keys, sum(one.rows for one in outgoing.values()), mended, given)


def covered(case: Case) -> dict[UUID, str]:
    """The activities that are covered, with their basis: consent or contract, by automated means (Art. 20(1))."""
    ruled = ActivityRuling.objects.filter(case=case, basis__in=rules.QUALIFYING, is_automated=True)
    return dict(ruled.values_list("activity_id", "basis"))


def cells_of(
    finding: Finding, ruling: SetRuling, seen: frozenset[str], binaries: Binaries
) -> Iterator[tuple[str, Cell]]:
    """The portable columns of a row as cells; what may not leave is marked where it stood."""
    for column, value in finding.values.items():
        if ruling.origins.get(column) not in rules.PORTABLE:
            continue
        if column in finding.hidden or (column in seen and column not in ruling.others):
            yield column, left_out(LeftOut.OTHER_PEOPLE)
        else:
            yield column, binaries.cell(finding, column) or cell_of(value)


def _leaving(case: Case) -> dict[str, Outgoing]:
    """The sets that leave, by key in the order of the survey."""
    bases = covered(case)
    rulings = {row.key: row for row in SetRuling.objects.filter(case=case).select_related("activity")}
    found = {}
    for known in sets_of(survey_of(case)):
        ruling = rulings.get(known["key"])
        if ruling is None or _why_stays(known, ruling, bases) is not None:
            continue
        ruling.case = case
        found[known["key"]] = Outgoing(ruling, known, bases[ruling.activity_id or UUID(int=0)])
    return found


def _why_stays(known: Mapping[str, Any], ruling: SetRuling | None, bases: Mapping[UUID, str]) -> LeftOut | None:
    """Why a set stays as a whole; None where it leaves."""
    if ruling is None or not ruling.is_in:
        return LeftOut.CHOICE
    if known["is_paper"]:
        return LeftOut.NOT_AUTOMATED
    if ruling.activity_id not in bases:
        return LeftOut.BASIS
    if not any(origin in rules.PORTABLE for origin in ruling.origins.values()):
        return LeftOut.DERIVED
    return None


def _binaries(source: Case, outgoing: Mapping[str, Outgoing], others: Mapping[str, list[str]]) -> Binaries:
    """The binary values that leave, read once more from their databases."""

    def wanted() -> Iterator[tuple[Finding, frozenset[str]]]:
        with_some = {
            key for key, one in outgoing.items() if any(counts["not_kept"] for counts in one.known["columns"].values())
        }
        for key, finding in _rows(source, with_some) if with_some else ():
            origins, seen = outgoing[key].ruling.origins, set(others.get(str(finding.exhibit.pk), ()))
            leave = {name for name, value in finding.values.items() if is_binary(value)}
            leave = {name for name in leave if origins.get(name) in rules.PORTABLE and name not in finding.hidden}
            yield finding, frozenset(leave - (seen - set(outgoing[key].ruling.others)))

    binaries = Binaries()
    binaries.read(wanted())
    return binaries


def _read_once(
    source: Case, outgoing: dict[str, Outgoing], others: Mapping[str, list[str]], binaries: Binaries, tick: Tick
) -> int:
    mended = 0
    for number, (key, finding) in enumerate(_rows(source, set(outgoing)), 1):
        one = outgoing[key]
        one.rows += 1
        seen = frozenset(others.get(str(finding.exhibit.pk), ()))
        for column, cell in cells_of(finding, one.ruling, seen, binaries):
            mended += cell.is_mended
            kinds, texts = one.kinds.setdefault(column, set()), one.texts.setdefault(column, [])
            if cell.kind is Kind.LEFT_OUT:
                one.cells[(column, LeftOut(cell.text))] += 1
            elif cell is not NULL:
                kinds.add(cell.kind)
            if cell.kind is Kind.TEXT and len(texts) < MOST_FORMS:
                texts.append(cell.text)
        tick(number)
    return mended


def _rows(source: Case, keys: set[str]) -> Iterator[tuple[str, Finding]]:
    """The outgoing rows of these sets."""
    rows = shown_items(source).filter(exhibit__form="row", verdict__in=(Verdict.DISCLOSE, Verdict.REDACT))
    for finding in findings(source, rows):
        if (key := key_of(finding.exhibit)) in keys:
            yield key, finding


def _data_set(place: int, one: Outgoing, source: Case, others: Mapping[str, list[str]], binaries: Binaries) -> DataSet:
    columns = []
    for number, (column, kinds) in enumerate(one.kinds.items(), 1):
        kind = next(iter(kinds)).value if len(kinds) == 1 else MIXED
        form = format_of(one.texts[column]) if kind == Kind.TEXT else ""
        columns.append(Column(f"c{number}", mend(column), one.ruling.origins[column], kind, form))
    ids = {column: known.id for column, known in zip(one.kinds, columns, strict=True)}
    activity = one.ruling.activity
    return DataSet(
        id=f"s{place}",
        name=mend(one.known["name"]),
        system=mend(one.known["system"]),
        activity=mend(activity.name if activity else ""),
        purpose=mend(activity.purpose if activity else ""),
        basis=one.basis,
        columns=columns,
        records=partial(_records, source, one, ids, others, binaries),
    )


def _records(
    source: Case, one: Outgoing, ids: Mapping[str, str], others: Mapping[str, list[str]], binaries: Binaries
) -> Iterator[Record]:
    for _key, finding in _rows(source, {one.ruling.key}):
        seen = frozenset(others.get(str(finding.exhibit.pk), ()))
        cells = {ids[column]: cell for column, cell in cells_of(finding, one.ruling, seen, binaries)}
        yield Record(f"r{finding.exhibit.number}", cells)


def _documents(
    source: Case, leaving: Mapping[str, Outgoing], others: Mapping[str, list[str]]
) -> tuple[list[Given], list[Omission]]:
    """The files that go along: as the person gave them, or the proved copy where something goes black."""
    copies, stays = proved_copies(source), Counter[str]()
    found: list[Given] = []
    items = shown_items(source).filter(exhibit__form="document", verdict__in=(Verdict.DISCLOSE, Verdict.REDACT))
    for finding in findings(source, items):
        one = leaving.get(key_of(finding.exhibit))
        if one is None:
            continue
        is_seen = bool(others.get(str(finding.exhibit.pk))) and "" not in one.ruling.others
        is_redacted = finding.item.verdict == Verdict.REDACT
        copy = copies.get(finding.item.pk)
        stored = copy.output if is_redacted and copy else None if is_redacted else finding.exhibit.original
        if is_seen or stored is None:
            stays[one.known["key"]] += 1
            continue
        told = _document(len(found) + 1, one, finding, stored, is_redacted=is_redacted)
        found.append(Given(told, stored, finding, one.ruling))
    return found, [_omitted(leaving[key].known, "", LeftOut.OTHER_PEOPLE, count) for key, count in stays.items()]


def _document(number: int, one: Outgoing, finding: Finding, stored: SealedFile, *, is_redacted: bool) -> Document:
    media_type = PDF if is_redacted else finding.exhibit.media_type or "application/octet-stream"
    ending = mimetypes.guess_extension(media_type.partition(";")[0].strip()) or ".bin"
    return Document(
        id=f"d{number}",
        file=f"files/{number:03d}{ending}",
        media_type=media_type,
        size=stored.size,
        sha256=stored.sha256,
        system=mend(one.known["system"]),
        activity=mend(one.ruling.activity.name if one.ruling.activity else ""),
        basis=one.basis,
        origin=str(one.ruling.origins[""]),
        is_redacted=is_redacted,
    )


def _omissions(case: Case, leaving: Mapping[str, Outgoing]) -> Iterator[Omission]:
    """Sets that stay, and columns of sets that leave which the person did not provide."""
    bases = covered(case)
    rulings = {row.key: row for row in SetRuling.objects.filter(case=case)}
    for known in sets_of(survey_of(case)):
        if not known["items"]:
            continue
        if known["key"] not in leaving:
            reason = _why_stays(known, rulings.get(known["key"]), bases) or LeftOut.CHOICE
            yield _omitted(known, "", reason, known["items"])
            continue
        if known["withheld"]:
            yield _omitted(known, "", LeftOut.WITHHELD, known["withheld"])
        ruling = leaving[known["key"]].ruling
        for column, origin in ruling.origins.items():
            if origin not in rules.PORTABLE and column:
                is_secret = rules.proposed_origin(column).is_secret
                reason = LeftOut.SECRET if is_secret else LeftOut.DERIVED
                yield _omitted(known, column, reason, known["columns"].get(column, {}).get("filled", 0))


def _of_cells(outgoing: Mapping[str, Outgoing]) -> Iterator[Omission]:
    """Single values that stay in columns that leave."""
    for one in outgoing.values():
        for (column, reason), count in one.cells.items():
            yield _omitted(one.known, column, reason, count)


def _omitted(known: Mapping[str, Any], column: str, reason: LeftOut, count: int) -> Omission:
    words = str(left_out_words(reason))
    return Omission(mend(known["name"]), mend(known["system"]), mend(column), reason.value, words, count)


def _reference_date(source: Case, today: dt.date) -> dt.date:
    """The day of the newest finding: the data stood like this then."""
    newest = source.exhibits.order_by("-found_at").values_list("found_at", flat=True).first()
    return clock.day_of(newest, source.controller.time_zone) if newest else today

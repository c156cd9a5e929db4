"""What the pages of the search show, assembled."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discovery.documents import SubjectProfile
from discovery.findings.models import Coverage, Finding
from discovery.scans.digests import identifier_digest
from discovery.scans.models import Scan, ScanItem
from discovery.scans.places import place_words
from discovery.scans.selectors import ScanProgress, scan_progress
from dsar.cases.models import Case
from dsar.cases.safe_contact import protected_addresses, stands_in
from dsar.foundation.keys import keys_at_hand
from dsar.pii.models import DetectionRun
from dsar.search.models import PlannedSystem, PlanState
from dsar.search.services import current_scan, subject_profile
from dsar.search.upload_models import CaseUpload
from dsar.search.words import COVERAGE, DECISIONS, STATES, TERM_TYPES, Badge, kind_words, reason_words

PAGE_ROWS = 50
WEAK_LEVELS = frozenset({"uid", "none"})


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of the plan: a system, how it is searched, how it stands; `is_waiting`: a worker could read it now."""

    planned: PlannedSystem
    name: str
    how: str
    badge: Badge
    confirmed: int
    review: int
    reason: str
    is_waiting: bool
    files: int


@dataclass(frozen=True, slots=True)
class Term:
    """Something that is looked for, with its hits so far; None before any search."""

    label: str
    value: str = field(repr=False)
    hits: int | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One source of a running search, in the form of the progress component."""

    id: str
    label: str
    value: int
    maximum: int
    words: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The page of the search."""

    rows: Sequence[PlanRow]
    terms: Sequence[Term]
    bars: Sequence[Bar]
    counts: Mapping[str, int]
    unread: int
    is_running: bool
    is_cancelling: bool
    was_started: bool
    can_resume: bool
    is_weak: bool


def search_page(case: Case) -> SearchPage:
    """Plan, terms and progress of a case's search."""
    planned = list(PlannedSystem.objects.filter(case=case).select_related("system", "source", "case", "signed_by"))
    scan = current_scan(case)
    progress = scan_progress(scan) if scan is not None else None
    found, files = _counts_by_source(planned), _files_by_line(case)
    scans = scan_ids(case)
    with keys_at_hand([case.key_id]):
        rows = [_plan_row(row, found, files.get(row.pk, 0)) for row in planned]
        terms = _terms(case, scans)
    unread = Coverage.objects.filter(scan_id__in=scans, state="failed", read_by_person_at=None).count()
    return SearchPage(
        rows=rows,
        terms=terms,
        bars=_bars(progress) if progress else [],
        counts=_totals(scans),
        unread=unread,
        is_running=progress is not None and progress.is_running,
        is_cancelling=progress is not None and progress.is_running and progress.is_cancelling,
        was_started=progress is not None,
        can_resume=progress is not None and not progress.is_running and (unread > 0 or progress.state == "cancelled"),
        is_weak=progress is not None and bool(WEAK_LEVELS & set(progress.isolation)),
    )


def panel_of(case: Case) -> dict[str, Any]:
    """The card of the case page: counts, and what is left to answer for."""
    scans = scan_ids(case)
    ended = Q(state__in=(PlanState.DONE, PlanState.NIL, PlanState.LEFT_OUT))
    planned = PlannedSystem.objects.filter(case=case).aggregate(total=Count("pk"), ended=Count("pk", filter=ended))
    unread = Coverage.objects.filter(scan_id__in=scans, state="failed", read_by_person_at=None).count()
    return {**planned, "counts": _totals(scans), "unread": unread, "is_running": current_scan(case, running=True)}


def scan_ids(case: Case) -> list[UUID]:
    """The scans that count for the plan: the last one of each source."""
    ids = PlannedSystem.objects.filter(case=case, scan_id__isnull=False).values_list("scan_id", flat=True)
    return list(dict.fromkeys(found for found in ids if found is not None))


def coverage_page(case: Case, filters: Mapping[str, str], number: str | int) -> Page[Any]:
    """Every item with how far it was read; what was not read comes first."""
    rows: QuerySet[Coverage] = _current(Coverage, case)
    for name in ("state", "source_ref"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    order = ("failed", "partial", "skipped", "complete")
    ranked = rows.order_by(*_rank("state", order), "source_name", "item_id", "pk")
    page: Page[Any] = Paginator(ranked, PAGE_ROWS).get_page(number)
    with keys_at_hand([case.key_id]):
        page.object_list = [_coverage_row(row) for row in page.object_list]
    return page


def findings_page(case: Case, filters: Mapping[str, str], number: str | int) -> Page[Any]:
    """Every finding, the confirmed ones first."""
    rows: QuerySet[Finding] = _current(Finding, case)
    for name in ("decision", "source_ref", "kind"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    order = _rank("decision", ("confirmed", "review", "context", "excluded"))
    ranked = rows.order_by(*order, "source_name", "item_id", "pk")
    page: Page[Any] = Paginator(ranked, PAGE_ROWS).get_page(number)
    with keys_at_hand([case.key_id]):
        page.object_list = [_finding_row(row) for row in page.object_list]
    return page


def source_choices(case: Case) -> list[tuple[str, str]]:
    """The sources that were searched, for filters."""
    rows = PlannedSystem.objects.filter(case=case, scan_id__isnull=False).select_related("source", "system")
    named = [(str(row.ref), row.source.name if row.source else row.system.name) for row in rows]
    return sorted(named, key=lambda entry: entry[1])


def kind_choices(case: Case) -> list[tuple[str, str]]:
    """The kinds of identifiers that were found, for filters."""
    kinds = _current(Finding, case).order_by("kind").values_list("kind", flat=True).distinct()
    return [(kind, kind_words(kind)) for kind in kinds]


def isolation_words(case: Case) -> tuple[str, bool]:
    """Under which isolation files were read, in words, and whether that is weak."""
    rows = ScanItem.objects.filter(scan_id__in=scan_ids(case)).exclude(isolation="")
    levels = sorted(rows.values_list("isolation", flat=True).distinct())
    return ", ".join(levels), bool(WEAK_LEVELS & set(levels))


def engine_words(case: Case) -> list[str]:
    """Which engines searched the case and read its exhibits, with own kinds and thresholds by version; oldest first."""
    scans = Scan.objects.filter(pk__in=scan_ids(case)).exclude(engine="").order_by("started_at")
    found = Finding.objects.filter(scan_id__in=scan_ids(case)).exclude(engine="").order_by()
    read = DetectionRun.objects.filter(what="review", case_id=case.pk).order_by("started_at")
    told = [*found.values_list("engine", flat=True).distinct(), *scans.values_list("engine", flat=True)]
    return list(dict.fromkeys([*told, *read.values_list("engine", flat=True)]))


def _current(model: type[Any], case: Case) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.filter(scan_id__in=scan_ids(case))
    return rows


def _rank(column: str, order: Sequence[str]) -> list[Any]:
    ranks = (models.When(**{column: name}, then=models.Value(place)) for place, name in enumerate(order))
    return [models.Case(*ranks, default=models.Value(len(order)))]


def _coverage_row(row: Coverage) -> dict[str, Any]:
    return {
        "id": row.pk,
        "place": place_words(row.locator) or row.source_name,
        "source": row.source_name,
        "badge": COVERAGE[row.state],
        "reason": reason_words(row.reason),
        "notes": [reason_words(note) for note in row.notes],
        "size": row.size,
        "read_at": row.read_by_person_at,
        "note": row.person_note,
        "can_be_read": row.state != "complete" and row.read_by_person_at is None,
    }


def _finding_row(row: Finding) -> dict[str, Any]:
    return {
        "place": place_words(row.locator),
        "source": row.source_name,
        "kind": kind_words(row.kind),
        "badge": DECISIONS[row.decision],
        "why": row.why,
        "path": row.path if "table" in row.locator else "",
        "excerpt": row.excerpt,
    }


def _counts_by_source(planned: Sequence[PlannedSystem]) -> Mapping[tuple[UUID | None, UUID | None], dict[str, int]]:
    scans = [row.scan_id for row in planned if row.scan_id]
    found: dict[tuple[UUID | None, UUID | None], dict[str, int]] = defaultdict(dict)
    rows = Finding.objects.filter(scan_id__in=scans).values("scan_id", "source_ref", "decision")
    for row in rows.annotate(count=Count("pk")):
        found[row["scan_id"], row["source_ref"]][row["decision"]] = row["count"]
    return found


def _files_by_line(case: Case) -> dict[UUID, int]:
    rows = (
        CaseUpload.objects.filter(case=case, is_kept=True).values("planned_id").order_by().annotate(count=Count("pk"))
    )
    return {row["planned_id"]: row["count"] for row in rows}


def _plan_row(row: PlannedSystem, found: Mapping[Any, dict[str, int]], files: int) -> PlanRow:
    counts = found.get((row.scan_id, row.ref), {})
    return PlanRow(
        planned=row,
        name=row.system.name,
        how=_how(row, files),
        badge=STATES[row.state],
        confirmed=counts.get("confirmed", 0),
        review=counts.get("review", 0),
        reason=row.reason,
        is_waiting=row.state == PlanState.PLANNED and bool(row.source_id or files),
        files=files,
    )


def _how(row: PlannedSystem, files: int) -> str:
    if row.source:
        return row.source.name
    if files:
        return ngettext("%(files)s file put into the case", "%(files)s files put into the case", files) % {
            "files": files
        }
    return _("searched by hand: %(owner)s answers") % {"owner": row.system.owner or _("its owner")}


def _terms(case: Case, scans: Sequence[UUID]) -> list[Term]:
    telling = Finding.objects.filter(scan_id__in=scans).telling()
    counted = telling.values("identifier_digest").annotate(count=Count("pk"))
    hits = {bytes(row["identifier_digest"]): row["count"] for row in counted}
    protected = protected_addresses(case)
    return [
        Term(
            label,
            str(_("a protected address")) if stands_in(protected, [value]) else value,
            hits.get(identifier_digest(case.key_id, value), 0) if scans else None,
        )
        for label, value in profile_values(subject_profile(case))
    ]


def profile_values(profile: SubjectProfile) -> list[tuple[str, str]]:
    """What is looked for, as (label, value)."""
    listed = [(TERM_TYPES[name], value) for name in TERM_TYPES for value in getattr(profile, name)]
    return [*((str(label), value) for label, value in listed), *((kind_words(t), v) for t, v in profile.identifiers)]


def _totals(scans: Sequence[UUID]) -> dict[str, int]:
    rows = Finding.objects.filter(scan_id__in=scans).values("decision").annotate(count=Count("pk"))
    counts = {row["decision"]: row["count"] for row in rows}
    return {name: counts.get(name, 0) for name in ("confirmed", "review", "context", "excluded")}


def _bars(progress: ScanProgress) -> list[Bar]:
    bars = []
    for number, source in enumerate(progress.sources, start=1):
        if source.failure:
            words = reason_words(source.failure)
        elif not source.is_listed:
            words = _("listing what is there: %(count)s so far") % {"count": source.total}
        else:
            words = _("%(done)s of %(total)s read") % {"done": source.done, "total": source.total}
        bars.append(Bar(f"source-{number}", source.name, source.done, max(source.total, 1), words))
    return bars


def coverage_item(case: Case, coverage_id: UUID) -> dict[str, Any] | None:
    """One item that was not read whole and that nobody has read yet."""
    rows = _current(Coverage, case).filter(pk=coverage_id, read_by_person_at=None).exclude(state="complete")
    found = rows.first()
    return _coverage_row(found) if found else None

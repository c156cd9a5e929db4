"""Scans as pages show them: progress, counts, what was not read, proposals for the factors."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from discovery.detection import KIND_FACTS
from discovery.documents import Kind
from dsar.accountability.breaches import factors
from dsar.accountability.breaches.factors import Proposal, Weight
from dsar.accountability.breaches.models import Breach
from dsar.accountability.breaches.work_models import BreachScan, ScannedFile
from dsar.foundation.leases import LeaseState

PAGE_ROWS = 50
_WEIGHS = ("special_category", "criminal_offence")
WEIGHT_WORDS: dict[str, Any] = {
    "raises": _("raises the risk"),
    "neutral": _("changes nothing"),
    "lowers": _("lowers the risk"),
}
WEIGHT_TONES = {"raises": "warn", "neutral": "quiet", "lowers": "good"}
REASON_WORDS: dict[str, Any] = {
    "password_protected": _("asks for a password"),
    "damaged": _("damaged"),
    "timed_out": _("took too long"),
    "out_of_memory": _("needed too much memory"),
    "crashed": _("could not be opened"),
    "too_large": _("too large"),
    "no_isolation": _("no isolation on this machine"),
    "unsupported": _("a format that nothing here reads"),
    "gave_up": _("given up after several tries"),
    "deleted": _("the copy was deleted before it was read"),
    "vanished": _("not there any more"),
    "unreadable": _("cannot be read"),
    "key_destroyed": _("erased"),
    "not_listed": _("the source could not be listed"),
}


@dataclass(frozen=True, slots=True)
class ScanView:
    """A scan for a page: `result` is the stored one, or empty while it runs."""

    scan: BreachScan
    place: str
    result: dict[str, Any]
    total: int
    done: int
    is_running: bool
    proposals: list[dict[str, Any]]
    not_read: int
    page: Page[Any] | None = None


def scans_of(breach: Breach) -> list[ScanView]:
    """All scans of an entry, the newest first."""
    found = list(breach.scans.select_related("ordered_by"))
    for scan in found:
        scan.breach = breach
    return [scan_view(scan) for scan in found]


def scan_page(scan: BreachScan, number: str | None) -> ScanView:
    """One scan with a page of its files, those that were not read whole first."""
    files = scan.files.order_by("-reason", "pk")
    page: Page[Any] = Paginator(files, PAGE_ROWS).get_page(number)
    page.object_list = file_rows(scan, page.object_list)
    return scan_view(scan, page)


def file_rows(scan: BreachScan, rows: Iterable[ScannedFile]) -> list[dict[str, Any]]:
    """Files with how far each was read, in words."""
    return [_file(scan, row) for row in rows]


def proposals_of(breach: Breach) -> list[Proposal]:
    """What the newest finished scan says to the factors."""
    scan = breach.scans.filter(finished_at__isnull=False).order_by("-number").first()
    if scan is None:
        return []
    scan.breach = breach
    return [Proposal(one["code"], Weight(one["weight"]), one["words"]) for one in scan.result.get("proposals", [])]


def scan_view(scan: BreachScan, page: Page[Any] | None = None) -> ScanView:
    """How far a scan is; once it is finished, what it counted."""
    total = scan.files.count()
    done = scan.files.exclude(state__in=(LeaseState.WAITING, LeaseState.WORKING)).count()
    result = dict(scan.result) if scan.finished_at else {}
    return ScanView(
        scan=scan,
        place=scan.place,
        result=result,
        total=total,
        done=done,
        is_running=scan.finished_at is None,
        proposals=[_proposal(one) for one in result.get("proposals", [])],
        not_read=scan.files.exclude(coverage="complete").count() if scan.finished_at else 0,
        page=page,
    )


def _proposal(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": factors.BY_CODE[one["code"]].title,
        "words": one["words"],
        "weight": WEIGHT_WORDS[one["weight"]],
        "tone": WEIGHT_TONES[one["weight"]],
    }


def _file(scan: BreachScan, row: ScannedFile) -> dict[str, Any]:
    row.scan = scan
    people = len(row.seen.get("groups", [])) if row.coverage else 0
    reason = row.reason or (row.failure if row.state == LeaseState.FAILED else "")
    return {
        "name": row.label,
        "size": row.size,
        "state": row.coverage or row.state,
        "reason": REASON_WORDS.get(reason, reason.replace("_", " ")),
        "groups": people,
        "special": _special(row),
        "kinds": sum(row.seen.get("kinds", {}).values()) if row.coverage else 0,
    }


def _special(row: ScannedFile) -> list[str]:
    """What of Art. 9 and 10 was seen in a file, by kind."""
    kinds = [Kind(kind) for kind in row.seen.get("kinds", {})] if row.coverage else []
    return sorted(KIND_FACTS[kind].label for kind in kinds if KIND_FACTS[kind].category in _WEIGHS)

"""Making the outgoing copies of a case's documents in the background, and knowing which are proved."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from discovery.documents import PICTURED
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.foundation import clock, storage
from dsar.foundation.keys import keys_at_hand
from dsar.foundation.leases import LeaseState
from dsar.redaction.engine import redact_file
from dsar.redaction.models import RedactedDocument
from dsar.redaction.pages import typeset
from dsar.redaction.vocabulary import Box, Options, RedactionOutcome, RedactionRefused
from dsar.review.content import blocks_of
from dsar.review.models import Passage, PassageStatus, ReviewItem, Verdict
from dsar.search.models import Exhibit

catalogue.declare(
    redaction_ordered="Outgoing copies ordered: {documents|document|documents}",
    redaction_finished="Outgoing copy of item {number} made: {pages|page|pages}, gate {gate}",
)

OUTGOING = (Verdict.DISCLOSE, Verdict.REDACT)
PDF = "application/pdf"
LONG_LEASE = dt.timedelta(minutes=35)
OPTIONS = Options(title="Copy")
_NOT_SHOWN = ("hidden", *PICTURED)


def outgoing_documents(case: Case) -> QuerySet[ReviewItem]:
    """The items of a case that leave as documents, whole or redacted."""
    found = ReviewItem.objects.filter(case=case, verdict__in=OUTGOING, exhibit__form="document")
    return found.select_related("exhibit", "case").order_by("exhibit__number")


def order_of(item: ReviewItem) -> str:
    """The digest of everything that the copy of this item depends on."""
    marked = item.passages.filter(status=PassageStatus.REDACT).order_by("pk")
    plan = [[str(passage.pk), passage.block, passage.start, passage.end, passage.box] for passage in marked]
    basis = {"content": item.exhibit.sha256, "verdict": item.verdict, "passages": plan}
    return hashlib.sha256(json.dumps(basis, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def order_copies(*, case: Case, actor: User | None) -> int:
    """Order a copy of every outgoing document that has none, or whose copy is stale or failed; gives how many."""
    if actor is not None:
        permissions.demand(actor, Act.WORK_CASE, case)
    ordered = sum(_order(item) for item in outgoing_documents(case))
    gone = RedactedDocument.objects.filter(case=case).exclude(item__in=outgoing_documents(case))
    for row in gone:
        _forget(row)
        row.delete()
    if ordered:
        kind = "user" if actor else "system"
        record("redaction.ordered", actor=actor, actor_kind=kind, case=case, facts={"documents": ordered})
        transaction.on_commit(lambda: ring(case.pk))
    return ordered


def ring(case_id: UUID) -> None:
    """Tell a worker that copies of this case wait."""
    from dsar.redaction.tasks import make_copies

    make_copies.delay(str(case_id))


def work(case_id: UUID, *, most: int = 40) -> bool:
    """Make waiting copies of a case; True where more may wait."""
    case = Case.objects.select_related("key", "controller").get(pk=case_id)
    with keys_at_hand([case.key_id]):
        for _ in range(most):
            row = _next(case)
            if row is None:
                return False
            _make(row)
    return True


def _order(item: ReviewItem) -> bool:
    wanted = order_of(item)
    row, is_new = RedactedDocument.objects.get_or_create(item=item, defaults={"case": item.case, "order": wanted})
    is_good = row.order == wanted and (row.is_open or row.state in (LeaseState.WAITING, LeaseState.WORKING))
    if is_new or is_good:
        return is_new
    _forget(row)
    RedactedDocument.objects.filter(pk=row.pk).update(
        order=wanted, state=LeaseState.WAITING, attempts=0, fence=F("fence") + 1, failure="", last_rung_at=None
    )
    return True


def _next(case: Case) -> RedactedDocument | None:
    waiting = RedactedDocument.objects.filter(case=case).order_by("item__exhibit__number")
    for row in waiting.filter(state__in=(LeaseState.WAITING, LeaseState.WORKING)).select_related("item__exhibit"):
        row.case = case
        if row.claim(lease=LONG_LEASE):
            return row
    return None


def _make(row: RedactedDocument) -> None:
    item = row.item
    item.case = item.exhibit.case = row.case
    try:
        outcome = redact(item)
    except RedactionRefused as refusal:
        _close(row, LeaseState.FAILED, {"is_open": False, "refused": refusal.code}, refusal.code, None)
        return
    report = outcome.report.as_json()
    is_open = outcome.report.is_open and order_of(item) == row.order
    stored = storage.store(outcome.pdf, key_id=row.case.key_id, name="copy.pdf", media_type=PDF) if is_open else None
    _close(row, LeaseState.DONE if is_open else LeaseState.FAILED, report, "" if is_open else "gate_closed", stored)


def redact(item: ReviewItem) -> RedactionOutcome:
    """The outgoing copy of an item, rebuilt and verified. Raises RedactionRefused where nothing came out."""
    content, media_type = content_of(item.exhibit)
    marked = list(item.passages.filter(status=PassageStatus.REDACT)) if item.verdict == Verdict.REDACT else []
    for passage in marked:
        passage.item = item
    return redact_file(
        content,
        media_type,
        [text for passage in marked if (text := _text(passage))],
        [box for passage in marked if _is_on_page(passage, item.exhibit) and (box := _box(passage.box)) is not None],
        OPTIONS,
        allow_nothing=True,
        allow_absent=True,
    )


def content_of(exhibit: Exhibit) -> tuple[bytes, str]:
    """The document as found; a file from inside another file as a re-typeset extract of its text."""
    if exhibit.original is not None:
        return storage.read(exhibit.original), exhibit.media_type
    shown = [block for block in blocks_of(exhibit) if block.get("role") not in _NOT_SHOWN and block["text"].strip()]
    return typeset([{"heading": _heading(block), "text": block["text"]} for block in shown]), PDF


def _heading(block: Mapping[str, Any]) -> str:
    return " · ".join(f"{name} {value}" for name, value in block.get("locator", {}).items())


def _text(passage: Passage) -> str:
    text = passage.text if passage.box is None or passage.block is not None else ""
    return text if any(letter.isalnum() for letter in text) else ""


def _is_on_page(passage: Passage, exhibit: Exhibit) -> bool:
    """Whether the copy shows the place at all: an extract of text has no pictures, so no faces or fingerprints."""
    return passage.kind not in PICTURED.values() or exhibit.original is not None


def _box(raw: Mapping[str, Any] | None) -> Box | None:
    if not raw or "page" not in raw:
        return None
    return Box(int(raw["page"]), *(float(raw[side]) for side in ("x0", "y0", "x1", "y1")))


@transaction.atomic
def _close(row: RedactedDocument, state: LeaseState, report: dict[str, Any], failure: str, stored: Any) -> None:
    if not row.finish(state, failure=failure):
        if stored is not None:
            storage.remove(stored)
        return
    row.output, row.report, row.is_open = stored, report, stored is not None
    row.page_count, row.finished_at = int(report.get("pages") or 0), clock.now()
    row.save(update_fields=["output", "report", "is_open", "page_count", "finished_at"])
    facts = {"number": row.item.exhibit.number, "pages": row.page_count, "gate": "open" if row.is_open else "closed"}
    record("redaction.finished", actor=None, actor_kind="system", case=row.case, about=row, facts=facts)


def _forget(row: RedactedDocument) -> None:
    output, row.output, row.is_open = row.output, None, False
    row.save(update_fields=["output", "is_open"])
    if output is not None:
        storage.remove(output)

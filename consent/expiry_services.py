"""Writing down that a consent ran out. The fold knows it by itself; the entry is for receivers and the history."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from consent.ledger_models import LedgerEntry
from consent.selectors import state_of
from consent.services import Source, record_entry
from consent.vocabulary import Act, Channel, Method
from dsar.foundation import clock


@transaction.atomic
def note_expiry(*, limit: int = 500) -> int:
    """Write an entry for every consent whose time ran out and that was the last word; gives how many."""
    now = clock.now()
    same = LedgerEntry.objects.filter(subject=OuterRef("subject"), purpose=OuterRef("purpose"))
    noted = same.filter(act=Act.EXPIRED, at=OuterRef("expires_at"))
    ended = LedgerEntry.objects.filter(act=Act.GRANTED, expires_at__lte=now, undone_by__isnull=True)
    last = ended.exclude(Exists(noted)).exclude(Exists(same.filter(at__gt=OuterRef("at"))))
    rows = [
        _row(grant) for grant in last.select_related("subject", "purpose").order_by("seq")[:limit] if _decides(grant)
    ]
    for row in rows:
        row.save(force_insert=True)
        record_entry(row, Source("system"))
    return len(rows)


def _decides(grant: LedgerEntry) -> bool:
    if grant.purpose is None:
        return False
    return state_of(grant.subject, purposes=[grant.purpose]).standings[grant.purpose.code].seq == grant.seq


def _row(grant: LedgerEntry) -> LedgerEntry:
    return LedgerEntry(
        subject=grant.subject,
        purpose=grant.purpose,
        act=Act.EXPIRED,
        method=Method.TIME,
        channel=Channel.SYSTEM,
        at=grant.expires_at or clock.now(),
        recorded_at=clock.now(),
        wording_number=grant.wording_number,
        source="system",
    )

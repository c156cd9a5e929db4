"""Acts on scans of compromised documents: order one, read a file again, stop, delete the copies.

What is read is counted and forgotten: no value of anybody is kept, only keyed tokens, kinds and numbers.
"""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from discovery.scans.bench import SQL_KINDS
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches.facts_services import plain_name
from dsar.accountability.breaches.models import Breach
from dsar.accountability.breaches.services import demand_open, locked_breach
from dsar.accountability.breaches.work_models import BreachScan, ScannedFile, ScanOf
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.foundation import clock, storage
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.leases import LeaseState
from dsar.foundation.uploads import demand_whole
from dsar.pii.steering import version_now
from dsar.processing_records.models import Source

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

catalogue.declare(
    breach_scan_ordered="Scan {number} of compromised documents ordered: {of}, {files|file|files} put in",
    breach_scan_finished="Scan {number} finished: {files|file|files}, {failed} not read; at least "
    "{people|person|people}",
    breach_scan_resumed="Scan {number}: {files|file is|files are} read once more",
    breach_copies_deleted="Copies of compromised documents of scan {number} deleted: {files|file|files}",
    breach_copies_deleted_by_hand="Copies of compromised documents of scan {number} deleted by "
    "hand: {files|file|files}",
)

# The rule that the page shows: copies are for the assessment, not for keeping.
KEPT = dt.timedelta(days=7)
MOST_FILES = 20  # as many as one request may bring (DATA_UPLOAD_MAX_NUMBER_FILES); more go into an archive
MOST_BYTES = 2 * 1024**3


@transaction.atomic
def scan_uploads(*, breach: Breach, uploads: "Sequence[UploadedFile[bytes]]", place: str, actor: User) -> BreachScan:
    """Seal copies of compromised documents into the entry and have them scanned in the background.

    Raises:
        NotPermitted: the role does not work breaches.
        RuleRefused: no file, or too much.
        Conflict: the entry is closed.
    """
    scan = _new_scan(breach, ScanOf.FILES, place, actor)
    if not uploads or len(uploads) > MOST_FILES or sum(one.size or 0 for one in uploads) > MOST_BYTES:
        words = _("Choose between 1 and %(most)d files, 2 GB at most.") % {"most": MOST_FILES}
        raise RuleRefused(words, code="no_file", fields={"uploads": words})
    for upload in uploads:
        demand_whole(upload)
        name = plain_name(upload.name)
        stored = storage.store(upload.chunks(), key_id=scan.key_id, name=name, media_type=upload.content_type or "")
        ScannedFile.objects.create(scan=scan, label=name, file=stored, size=stored.size)
    return _ordered(scan, actor, len(uploads))


@transaction.atomic
def scan_source(*, breach: Breach, source: Source, place: str, actor: User) -> BreachScan:
    """Have everything in a folder or store of the register scanned where it lies; nothing is copied.

    Raises:
        NotPermitted, Conflict: see `scan_uploads`.
        RuleRefused: it is a database ("no_files"): its tables are counted, not read as documents.
    """
    if source.kind in SQL_KINDS:
        words = _("A database is no set of documents. Export what was lost, and put the export in as a file.")
        raise RuleRefused(words, code="no_files", fields={"source": words})
    scan = _new_scan(breach, ScanOf.SOURCE, place, actor)
    scan.source = source
    scan.save(update_fields=["source"])
    return _ordered(scan, actor, 0)


@transaction.atomic
def scan_exhibits(*, breach: Breach, case: Case, actor: User) -> BreachScan:
    """Have everything scanned that was found in a linked case: what went to the wrong person stands in it.

    Raises:
        NotPermitted, Conflict: see `scan_uploads`; also where the actor may not see the case.
        RuleRefused: the case is not linked, or holds no exhibit.
    """
    permissions.demand(actor, Act.VIEW_CASE, case)
    if not breach.links.filter(case=case).exists() or not case.exhibits.exists():
        words = _("Link the case first; it must hold what was found in a search.")
        raise RuleRefused(words, code="no_exhibits", fields={"case": words})
    scan = _new_scan(breach, ScanOf.EXHIBITS, case.reference, actor)
    scan.case = case
    scan.save(update_fields=["case"])
    return _ordered(scan, actor, 0)


@transaction.atomic
def read_again(*, scan: BreachScan, actor: User) -> int:
    """Read once more what was not read whole, as long as the copies are there; gives how many files.

    Raises:
        NotPermitted, Conflict: see `scan_uploads`; Conflict too where the copies are deleted or it still runs.
    """
    locked_breach(scan.breach, actor, Act.WORK_BREACHES)
    row = BreachScan.objects.select_for_update(of=("self",)).get(pk=scan.pk)
    if row.finished_at is None or row.deleted_at is not None:
        raise Conflict(_("This scan still runs, or its copies are deleted."))
    open_again = row.files.exclude(coverage="complete")
    count = open_again.update(
        state=LeaseState.WAITING, attempts=0, lease_until=None, last_rung_at=None, failure="", coverage="", reason=""
    )
    if count:
        BreachScan.objects.filter(pk=row.pk).update(finished_at=None, kept_until=None)
        facts = {"number": row.number, "files": count}
        record("breach.scan_resumed", actor=actor, case=scan.breach, about=row, facts=facts)
        transaction.on_commit(partial(ring, row.pk))
    return count


@transaction.atomic
def delete_copies(*, scan: BreachScan, actor: User | None) -> int:
    """Delete the copies of compromised documents that were put in; what was counted stays. Gives how many.

    Args:
        scan: finished or not; a running scan then names what it could not read any more.
        actor: who deletes them by hand; None for the rule.

    Raises:
        NotPermitted: the role does not work breaches.
    """
    if actor is not None:
        locked_breach(scan.breach, actor, Act.WORK_BREACHES)
    rows = list(ScannedFile.objects.filter(scan=scan, file__isnull=False).select_related("file"))
    for row in rows:
        stored = row.file
        ScannedFile.objects.filter(pk=row.pk).update(file=None)
        if stored is not None:
            transaction.on_commit(partial(storage.path_of(stored.pk).unlink, missing_ok=True))
            stored.delete()
    BreachScan.objects.filter(pk=scan.pk).update(deleted_at=clock.now(), kept_until=None)
    if rows:
        act = "breach.copies_deleted" if actor is None else "breach.copies_deleted_by_hand"
        facts = {"number": scan.number, "files": len(rows)}
        kind = "system" if actor is None else "user"
        record(act, actor=actor, actor_kind=kind, case=scan.breach, about=scan, facts=facts)
    return len(rows)


def delete_expired_copies() -> int:
    """Delete copies whose time is over; gives how many files. Rung by a beat."""
    over = BreachScan.objects.filter(kept_until__lte=clock.now(), deleted_at__isnull=True)
    return sum(delete_copies(scan=scan, actor=None) for scan in over.select_related("breach"))


def _new_scan(breach: Breach, of: ScanOf, place: str, actor: User) -> BreachScan:
    locked = locked_breach(breach, actor, Act.WORK_BREACHES)
    demand_open(locked)
    last = locked.scans.aggregate(last=Max("number"))["last"] or 0
    return BreachScan.objects.create(
        breach=locked,
        number=last + 1,
        of=of,
        place=place.strip(),
        engine=version_now(),
        ordered_by=actor,
        ordered_at=clock.now(),
    )


def _ordered(scan: BreachScan, actor: User, files: int) -> BreachScan:
    facts = {"number": scan.number, "of": scan.of, "files": files}
    record("breach.scan_ordered", actor=actor, case=scan.breach, about=scan, facts=facts)
    transaction.on_commit(partial(ring, scan.pk))
    return scan


def ring(scan_id: UUID) -> None:
    """Ring for a worker."""
    from dsar.accountability.breaches.tasks import scan_documents

    scan_documents.delay(str(scan_id))

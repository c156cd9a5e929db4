"""The worker of a scan: lists what is to be read, reads file by file in the sandbox, counts, and puts it together.

Rows are leased, so that any number of workers may do this and none is lost; a damaged file is named and ends nothing.
"""

import bisect
import json
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from discovery.detection import detect_many
from discovery.documents import CoverageState, Detection, Item
from discovery.extraction import extract_file
from discovery.sources import SourceUnreadable, make_source
from dsar.accountability.breaches import counting, factors
from dsar.accountability.breaches.scan_services import KEPT
from dsar.accountability.breaches.work_models import BreachScan, ScannedFile, ScanOf
from dsar.audit.services import record
from dsar.foundation import cipher, clock, storage
from dsar.foundation.errors import DsarError
from dsar.foundation.keys import data_key
from dsar.foundation.leases import LeaseState
from dsar.pii.runs import Reader, reader_now
from dsar.search.models import Exhibit

WORK_SECONDS = 50.0
MOST_LISTED = 20_000
_WINDOW = 8
_LOCKED = ("password_protected", "encrypted")
_CHUNK = 20_000  # characters that are detected together, so that a heading still speaks for what follows
_OPEN = (LeaseState.WAITING, LeaseState.WORKING)


def work(scan_id: UUID, *, seconds: float = WORK_SECONDS) -> bool:
    """Work on a scan for about so many seconds; True where a doorbell should ring again."""
    found = BreachScan.objects.select_related("breach__controller", "breach__key", "source")
    scan = found.filter(pk=scan_id, finished_at__isnull=True).first()
    if scan is None:
        return False
    until = time.monotonic() + seconds
    if scan.state in _OPEN and not _list(scan):
        return False
    reader = reader_now()
    while time.monotonic() < until:
        row = _claimed(scan)
        if row is None:
            return not finish_if_done(scan) and ScannedFile.leases.filter(scan=scan).claimable(clock.now()).exists()
        _read_row(scan, row, reader)
    return True


def _claimed(scan: BreachScan) -> ScannedFile | None:
    waiting = ScannedFile.leases.filter(scan=scan).claimable(clock.now()).order_by("attempts", "pk")
    for row in waiting.select_related("file")[:_WINDOW]:
        row.scan = scan
        if row.claim():
            row.scan = scan
            return row
    return None


def _list(scan: BreachScan) -> bool:
    """Write a row for each thing to read, once; False where another worker lists just now, or listing failed."""
    row = BreachScan.leases.select_related("breach__key", "source").get(pk=scan.pk)
    if not row.claim():
        if row.state == LeaseState.WORKING:
            return False
        return finish_if_done(scan) and False
    try:
        rows = list(_rows(scan))
    except (SourceUnreadable, DsarError, OSError, ValueError):
        row.finish(LeaseState.FAILED, failure="not_listed")
        finish_if_done(scan)
        return False
    with transaction.atomic():
        ScannedFile.objects.filter(scan=scan, file__isnull=True).delete()
        for one in rows:
            one.save(force_insert=True)
        if not row.finish():
            transaction.set_rollback(True)
            return False
    return True


def _rows(scan: BreachScan) -> Iterator[ScannedFile]:
    if scan.of == ScanOf.SOURCE and scan.source is not None:
        source = make_source(scan.source.kind, scan.source.settings)
        for number, item in enumerate(source.list()):
            if number >= MOST_LISTED:
                return
            yield ScannedFile(scan=scan, label=item.ref, ref=item.ref, size=item.size)
    elif scan.of == ScanOf.EXHIBITS and scan.case_id is not None:
        # by their numbers: titles are the case's, seen by those who may see it, and gone when it is erased
        for pk, number in Exhibit.objects.filter(case_id=scan.case_id).values_list("pk", "number"):
            yield ScannedFile(scan=scan, label=f"{scan.place}: {number}", ref=str(pk))


def _read_row(scan: BreachScan, row: ScannedFile, reader: Reader) -> None:
    keyed = partial(_keyed, data_key(scan.key_id, "index"))
    coverage, reason, seen = _read(scan, row, reader, keyed)
    with transaction.atomic():
        row.coverage, row.reason, row.seen = coverage.value, reason[:60], seen.as_json()
        row.save(update_fields=["coverage", "reason", "seen"])
        if not row.finish():
            transaction.set_rollback(True)


def _keyed(key: bytes, kind: str, value: str) -> str:
    return cipher.digest(key, f"breach.{kind}", value).hex()[:16]


def _read(
    scan: BreachScan, row: ScannedFile, reader: Reader, keyed: counting.Keyed
) -> tuple[CoverageState, str, counting.Seen]:
    """How far one file was read and what was counted; whatever is wrong with it becomes a reason, never an error."""
    nothing = counting.Seen()
    try:
        if scan.of == ScanOf.EXHIBITS:
            return CoverageState.COMPLETE, "", counted(_exhibit_texts(row.ref), reader, keyed)
        content = _content(scan, row)
    except (DsarError, SourceUnreadable) as error:
        return CoverageState.FAILED, getattr(error, "reason", "") or getattr(error, "code", "unreadable"), nothing
    except (OSError, ValueError):
        return CoverageState.FAILED, "unreadable", nothing
    row.renew()
    read = extract_file(content, name=row.label)
    texts = [block.text for part in read.parts for block in part.extraction.blocks]
    return read.state, read.reason, counted(texts, reader, keyed)


def _content(scan: BreachScan, row: ScannedFile) -> bytes:
    if scan.of == ScanOf.FILES:
        if row.file is None:
            raise SourceUnreadable("deleted")
        return storage.read(row.file)
    if scan.source is None:
        raise SourceUnreadable("vanished")
    source = make_source(scan.source.kind, scan.source.settings)
    with source.open(Item(row.ref, row.size)) as stream:
        return bytes(stream.read())


def _exhibit_texts(exhibit_id: str) -> list[str]:
    """The texts of an exhibit: the blocks of a document, or a row as one line."""
    exhibit = Exhibit.objects.select_related("case", "blocks").filter(pk=exhibit_id).first()
    if exhibit is None:
        raise SourceUnreadable("vanished")
    if exhibit.form == "row":
        values = exhibit.values or {}
        return ["; ".join(f"{name}: {value}" for name, value in values.items() if isinstance(value, str | int))]
    if exhibit.blocks is None:
        return []
    blocks: list[dict[str, Any]] = json.loads(storage.read(exhibit.blocks))
    return [str(block["text"]) for block in blocks]


def counted(texts: Iterable[str], reader: Reader, keyed: counting.Keyed) -> counting.Seen:
    """What was found in the lines of these texts; they are detected in large pieces and counted line by line."""
    pieces = list(_pieces(texts))
    found = detect_many(pieces, reader.languages, reader.options)
    lines = (line for piece, ones in zip(pieces, found, strict=True) for line in _lines(piece, ones))
    return counting.read_texts(lines, keyed)


def _pieces(texts: Iterable[str]) -> Iterator[str]:
    piece: list[str] = []
    length = 0
    for text in texts:
        for line in text.splitlines():
            if length + len(line) > _CHUNK and piece:
                yield "\n".join(piece)
                piece, length = [], 0
            piece.append(line)
            length += len(line) + 1
    if piece:
        yield "\n".join(piece)


def _lines(piece: str, detections: list[Detection]) -> Iterator[tuple[str, list[Detection]]]:
    """The lines of a piece with what was found in each, offsets within the line; what spans lines is its first's."""
    starts = [0]
    lines = piece.split("\n")
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    mine: dict[int, list[Detection]] = {}
    for one in detections:
        at = bisect.bisect_right(starts, one.start) - 1
        end = min(one.end - starts[at], len(lines[at]))
        mine.setdefault(at, []).append(one._replace(start=one.start - starts[at], end=end))
    for at, line in enumerate(lines):
        if line.strip():
            yield line, mine.get(at, [])


def finish_if_done(scan: BreachScan) -> bool:
    """Put the files together and close the scan, once, where nothing of it is open any more."""
    with transaction.atomic():
        row = BreachScan.objects.select_for_update(of=("self",)).select_related("breach__controller", "breach__key")
        locked = row.get(pk=scan.pk)
        if locked.finished_at is not None:
            return True
        if locked.state in _OPEN or locked.files.filter(state__in=_OPEN).exists():
            return False
        files = list(ScannedFile.objects.filter(scan=locked))
        for one in files:
            one.scan = locked
        result = factors.assess(counting.put_together(one.seen for one in files), _how_far(files))
        now = clock.now()
        locked.result, locked.finished_at = result.as_json(), now
        locked.kept_until = now + KEPT if any(one.file_id for one in files) else None
        locked.save(update_fields=["result", "finished_at", "kept_until"])
        facts = {
            "number": locked.number,
            "files": len(files),
            "failed": result.files.not_read,
            "people": result.people.at_least,
        }
        record("breach.scan_finished", actor=None, actor_kind="system", case=locked.breach, about=locked, facts=facts)
    return True


def _how_far(files: list[ScannedFile]) -> factors.Files:
    whole = sum(one.coverage == CoverageState.COMPLETE for one in files)
    partly = sum(one.coverage == CoverageState.PARTIAL for one in files)
    locked = sum(one.reason in _LOCKED for one in files)
    return factors.Files(whole, partly, len(files) - whole - partly, locked)


def ring_forgotten() -> int:
    """Ring for scans that run and for which nobody has rung lately; gives how many."""
    from dsar.accountability.breaches.scan_services import ring

    rung = 0
    for scan in BreachScan.objects.filter(finished_at__isnull=True):
        now = clock.now()
        files = ScannedFile.leases.filter(scan=scan).forgotten(now)
        waits = list(files.values_list("pk", flat=True)[:_WINDOW])
        lists = BreachScan.leases.forgotten(now).filter(pk=scan.pk).update(last_rung_at=now)
        stuck = not scan.files.filter(state__in=_OPEN).exists()
        if waits or lists or stuck:
            ScannedFile.objects.filter(pk__in=waits).update(last_rung_at=now)
            with suppress(BreachScan.DoesNotExist):
                ring(scan.pk)
            rung += 1
    return rung

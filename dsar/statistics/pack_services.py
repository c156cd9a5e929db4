"""The pack for a supervisory authority: ordered by the DPO or an auditor, built in the background, recorded."""

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.audit.verification import verify
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.foundation import clock, storage
from dsar.foundation.errors import DsarError, NotPermitted
from dsar.foundation.keys import keys_at_hand
from dsar.foundation.leases import LeaseState
from dsar.statistics.compliance_words import compliance_table
from dsar.statistics.evidence import compliance_of
from dsar.statistics.models import RegulatorPack
from dsar.statistics.record import audit_lines, record_tables
from dsar.statistics.report_files import pdf
from dsar.statistics.sheets import Table, words_of

catalogue.declare(
    pack_ordered="Pack for the supervisory authority ordered; names of staff: {with_names}",
    pack_built="Pack for the supervisory authority built: {files|file|files}, SHA-256 {sha256}",
    pack_failed="Pack for the supervisory authority could not be built: {failure}",
    pack_opened="Pack for the supervisory authority downloaded",
)

LEASE = dt.timedelta(minutes=10)
KEPT = dt.timedelta(days=30)
NO_TIME = (2020, 1, 1, 0, 0, 0)


def may_order(user: User, case: Case) -> bool:
    """The DPO for a case that they may see; auditors for every case, without names."""
    return is_auditor(user) or permissions.may(user, Act.GIVE_OPINION, case)


def is_auditor(user: User) -> bool:
    """Whether the person reads the chain and sees skeletons only."""
    return user.may(Act.READ_AUDIT) and user.may(Act.SEE_SKELETON)


def packs_of(user: User, case: Case) -> "Iterable[RegulatorPack]":
    """The packs that this person may take: auditors those without names."""
    found = RegulatorPack.objects.filter(case=case).select_related("file", "ordered_by")
    return found if permissions.may(user, Act.GIVE_OPINION, case) else found.filter(with_names=False)


@transaction.atomic
def order_pack(*, case: Case, actor: User) -> RegulatorPack:
    """Order the pack of a case as it stands; a worker builds it.

    Raises:
        NotPermitted: neither the case's DPO nor an auditor.
    """
    if not may_order(actor, case):
        message = "Only the Data Protection Officer or an auditor takes the pack for the supervisory authority."
        raise NotPermitted(message)
    with_names = permissions.may(actor, Act.GIVE_OPINION, case)
    pack = RegulatorPack(case=case, ordered_by=actor, ordered_at=clock.now(), with_names=with_names)
    pack.save(force_insert=True)
    facts = {"with_names": "yes" if with_names else "no"}
    record("pack.ordered", actor=actor, case=case, about=pack, facts=facts)
    transaction.on_commit(lambda: _ring(pack.pk))
    return pack


def build(pack_id: UUID) -> bool:
    """Build an ordered pack; True where this call did. Safe to call twice and from several workers."""
    pack = RegulatorPack.objects.select_related("case__controller", "case__key").filter(pk=pack_id).first()
    if pack is None or not pack.claim(lease=LEASE):
        return False
    with keys_at_hand([pack.case.key_id]), translation.override(settings.LANGUAGE_CODE):
        try:
            files = compose(pack.case, with_names=pack.with_names)
        except DsarError as error:
            return _fail(pack, error.code)
        return _finish(pack, zipped(files), len(files))


@transaction.atomic
def note_download(*, pack: RegulatorPack, actor: User) -> None:
    """Record that somebody took the pack."""
    record("pack.opened", actor=actor, case=pack.case, about=pack)


def forget_old_packs() -> int:
    """Remove packs that were built long ago; each can be built anew. Gives how many."""
    old = RegulatorPack.objects.filter(ordered_at__lt=clock.now() - KEPT).select_related("file")
    return sum(_forget(pack) for pack in list(old[:200]))


def compose(case: Case, *, with_names: bool) -> dict[str, bytes]:
    """The files of the pack: the record as PDF and as data, the entries of the audit chain, a manifest."""
    compliance = compliance_of(case)
    tables = [compliance_table(compliance), *record_tables(case, with_names=with_names)]
    lines = audit_lines(case)
    verdict = verify(settings.DSAR_CHECKPOINT_DIR)
    proof = {
        "entries_in_the_chain": verdict.entries,
        "hash_of_the_last_entry": verdict.head,
        "is_whole": verdict.is_whole,
        "first_bad_entry": verdict.first_bad,
        "checkpoints_compared": verdict.checkpoints_checked,
    }
    context = {
        "case": case,
        "verdict": compliance.verdict.value,
        "tables": tables,
        "lines": lines,
        "proof": proof,
        "made_at": clock.now(),
        "with_names": with_names,
    }
    rows = sum(len(table.rows) for table in tables) + len(lines)
    files = {
        "record.pdf": pdf("statistics/paper/pack.html", context, rows=rows),
        "record.json": _json({"reference": case.reference, "verdict": compliance.verdict.value} | _data(tables)),
        "audit-entries.json": _json({"verification": proof, "entries": lines}),
    }
    listed = [{"name": name, "sha256": hashlib.sha256(content).hexdigest()} for name, content in sorted(files.items())]
    return files | {"manifest.json": _json({"format": "dsar-desk regulator pack 1", "files": listed})}


def zipped(files: dict[str, bytes]) -> bytes:
    """The files as one archive; every entry bears the same time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _data(tables: list[Table]) -> dict[str, Any]:
    return {
        table.title: [
            {table.head: row.name}
            | {column.label: words_of(cell) for column, cell in zip(table.columns, row.cells, strict=True)}
            for row in table.rows
        ]
        for table in tables
    }


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n").encode()


@transaction.atomic
def _finish(pack: RegulatorPack, archive: bytes, files: int) -> bool:
    stored = storage.store(archive, key_id=pack.case.key_id, name="regulator-pack.zip", media_type="application/zip")
    stored.expires_at = clock.now() + KEPT
    stored.save(update_fields=["expires_at"])
    RegulatorPack.objects.filter(pk=pack.pk).update(file=stored)
    if not pack.finish():  # somebody else took it over: theirs counts
        transaction.set_rollback(True)
        return False
    facts = {"files": files, "sha256": stored.sha256}
    record("pack.built", actor=None, actor_kind="system", case=pack.case, about=pack, facts=facts)
    return True


@transaction.atomic
def _fail(pack: RegulatorPack, failure: str) -> bool:
    if pack.finish(LeaseState.FAILED, failure=failure):
        record("pack.failed", actor=None, actor_kind="system", case=pack.case, about=pack, facts={"failure": failure})
    return False


@transaction.atomic
def _forget(pack: RegulatorPack) -> int:
    stored = pack.file
    pack.delete()
    if stored is not None:
        storage.remove(stored)
    return 1


def _ring(pack_id: UUID) -> None:
    from dsar.statistics.tasks import build_pack

    build_pack.delay(str(pack_id))

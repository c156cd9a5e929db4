"""The pack of evidence of a breach: everything by which an authority can verify that Art. 33 was kept (Art. 33(5))."""

import datetime as dt
import hashlib
import io
import json
import zipfile
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches import packing
from dsar.accountability.breaches.models import Breach
from dsar.accountability.breaches.work_models import BreachPack
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock, storage
from dsar.foundation.errors import DsarError, NotPermitted
from dsar.foundation.leases import LeaseState

catalogue.declare(
    breach_pack_ordered="Pack of evidence ordered",
    breach_pack_built="Pack of evidence built: {files|file|files}, SHA-256 {sha256}",
    breach_pack_failed="Pack of evidence could not be built: {failure}",
    breach_pack_opened="Pack of evidence downloaded",
)

LEASE = dt.timedelta(minutes=10)
KEPT = dt.timedelta(days=30)
NO_TIME = (2020, 1, 1, 0, 0, 0)
FORMAT = "dsar-desk breach pack 1"


@transaction.atomic
def order_pack(*, breach: Breach, actor: User) -> BreachPack:
    """Order the pack of an entry as it stands; a worker builds it. Raises NotPermitted."""
    if not actor.may(Act.SEE_BREACHES):
        raise NotPermitted(_("Your role does not open the register of breaches."))
    pack = BreachPack.objects.create(breach=breach, ordered_by=actor, ordered_at=clock.now())
    record("breach.pack_ordered", actor=actor, case=breach, about=pack)
    transaction.on_commit(partial(ring, pack.pk))
    return pack


def build(pack_id: UUID) -> bool:
    """Build an ordered pack; True where this call did. Safe to call twice and from several workers."""
    pack = BreachPack.objects.select_related("breach__controller", "breach__key").filter(pk=pack_id).first()
    if pack is None or not pack.claim(lease=LEASE):
        return False
    with translation.override(settings.LANGUAGE_CODE):
        try:
            files = packing.compose(pack.breach)
        except DsarError as error:
            return _fail(pack, error.code)
    return _finish(pack, zipped(files), len(files) + 1)


@transaction.atomic
def note_download(*, pack: BreachPack, actor: User) -> None:
    """Record that somebody took the pack."""
    record("breach.pack_opened", actor=actor, case=pack.breach, about=pack)


def forget_old_packs() -> int:
    """Remove packs that were built long ago; each can be built anew. Gives how many."""
    old = BreachPack.objects.filter(ordered_at__lt=clock.now() - KEPT).select_related("file")
    return sum(_forget(pack) for pack in list(old[:200]))


def zipped(files: dict[str, bytes]) -> bytes:
    """The files and a manifest with their SHA-256 as one archive; every entry bears the same time."""
    listed = [{"name": name, "sha256": hashlib.sha256(content).hexdigest()} for name, content in sorted(files.items())]
    manifest = json.dumps({"format": FORMAT, "files": listed}, indent=1).encode() + b"\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted((files | {"manifest.json": manifest}).items()):
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@transaction.atomic
def _finish(pack: BreachPack, archive: bytes, files: int) -> bool:
    stored = storage.store(archive, key_id=pack.key_id, name="breach-pack.zip", media_type="application/zip")
    stored.expires_at = clock.now() + KEPT
    stored.save(update_fields=["expires_at"])
    BreachPack.objects.filter(pk=pack.pk).update(file=stored)
    if not pack.finish():  # somebody else took it over: theirs counts
        transaction.set_rollback(True)
        return False
    facts: dict[str, Any] = {"files": files, "sha256": stored.sha256}
    record("breach.pack_built", actor=None, actor_kind="system", case=pack.breach, about=pack, facts=facts)
    return True


@transaction.atomic
def _fail(pack: BreachPack, failure: str) -> bool:
    if pack.finish(LeaseState.FAILED, failure=failure):
        facts = {"failure": failure}
        record("breach.pack_failed", actor=None, actor_kind="system", case=pack.breach, about=pack, facts=facts)
    return False


@transaction.atomic
def _forget(pack: BreachPack) -> int:
    stored = pack.file
    pack.delete()
    if stored is not None:
        storage.remove(stored)
    return 1


def ring_forgotten() -> int:
    """Ring for packs that wait and for which nobody has rung lately; gives how many."""
    now = clock.now()
    waiting = list(BreachPack.leases.forgotten(now).values_list("pk", flat=True))
    for pack_id in waiting:
        BreachPack.objects.filter(pk=pack_id).update(last_rung_at=now)
        ring(pack_id)
    return len(waiting)


def ring(pack_id: UUID) -> None:
    """Ring for a worker."""
    from dsar.accountability.breaches.tasks import build_pack

    build_pack.delay(str(pack_id))

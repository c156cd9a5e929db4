"""Cases that are ready to send, with an approved package, as sign-off leaves them."""

import hashlib
import io
import json
import zipfile

from dsar.cases.models import Case
from dsar.cases.vocabulary import Stage
from dsar.foundation import clock, storage
from dsar.foundation.leases import LeaseState
from dsar.foundation.models import SealedFile
from dsar.identity.services import mark_not_needed
from dsar.response.models import Package
from dsar.response.selectors import basis_of, recipient_digest
from tests.world import World, make_case

FILES = {"cover_letter.pdf": b"%PDF letter", "your_data.json": b'{"rows": []}'}


def archive_of(files: dict[str, bytes]) -> tuple[bytes, str]:
    """A ZIP with its manifest, and the digest of that."""
    named = [{"name": name, "sha256": hashlib.sha256(content).hexdigest()} for name, content in files.items()]
    manifest = json.dumps({"files": named}).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {**files, "manifest.json": manifest}.items():
            archive.writestr(name, content)
    return out.getvalue(), hashlib.sha256(manifest).hexdigest()


def stored(case: Case, content: bytes) -> SealedFile:
    """The content, sealed under the case's key."""
    return storage.store(content, key_id=case.key_id, name="package.zip", media_type="application/zip")


def approved_package(case: Case, world: World, **extra) -> Package:
    """A package of the case as it stands, approved by the approver after the DPO's opinion."""
    archive, digest = archive_of(FILES)
    now = clock.now()
    facts = {
        "number": case.packages.count() + 1,
        "state": LeaseState.DONE,
        "author": world.handler,
        "ordered_at": now,
        "basis": basis_of(case),
        "file": stored(case, archive),
        "digest": digest,
        "contents": [{"name": name, "about": f"The {name[:5]}", "size": len(FILES[name])} for name in FILES],
        "opinion": "No objection",
        "opinion_by": world.dpo,
        "opinion_at": now,
        "approver": world.approver,
        "approved_at": now,
        "decision": "As it stands",
        "recipient_digest": recipient_digest(case),
    }
    package = Package(case=case, **facts | extra)
    package.save(force_insert=True)
    return package


def ready_case(world: World, **extra) -> Case:
    """A case in the stage "ready" whose package is approved and whose person needed no proof."""
    case = make_case(world, **extra)
    mark_not_needed(case=case, kind="identity", reason="Wrote from the known address", actor=world.handler)
    Case.objects.filter(pk=case.pk).update(stage=Stage.READY)
    case = Case.objects.select_related("controller").get(pk=case.pk)
    approved_package(case, world)
    return case

"""The pack of evidence: entry, assessment, decisions, notices, timeline, verified chain, manifest with hashes."""

import hashlib
import io
import json
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from dsar.accountability.breaches import pack_services
from dsar.accountability.breaches.facts_services import add_document
from dsar.accountability.breaches.notice_services import draft_notice
from dsar.accountability.breaches.rules import Audience
from dsar.audit import chain
from dsar.audit.selectors import history
from dsar.foundation import storage
from tests.dsar.accountability.breaches.entries import REASONS, decided


def test_the_pack_holds_everything_and_its_manifest_proves_it(world):
    breach = decided(world)
    draft_notice(breach=breach, audience=Audience.AUTHORITY, language="de", actor=world.handler)
    add_document(breach=breach, upload=SimpleUploadedFile("log.txt", b"08:12 sent"), actor=world.handler)
    pack = pack_services.order_pack(breach=breach, actor=world.dpo)

    built = pack_services.build(pack.pk)

    pack.refresh_from_db()
    archive = zipfile.ZipFile(io.BytesIO(storage.read(pack.file)))
    files = {name: archive.read(name) for name in archive.namelist()}
    listed = {one["name"]: one["sha256"] for one in json.loads(files.pop("manifest.json"))["files"]}
    assert built
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert set(files) == {
        "register-entry.pdf",
        "register-entry.json",
        "assessment.json",
        "decisions.json",
        "timeline.json",
        "audit-entries.json",
        "notices/01-authority-de.json",
        "notices/01-authority-de-draft.pdf",
        "documents/01-log.txt",
    }
    assert json.loads(files["decisions.json"])[0]["reasons"] == REASONS
    assert files["register-entry.pdf"].startswith(b"%PDF")
    told = json.loads(files["audit-entries.json"])
    assert told["verification"]["is_whole"]
    for entry in told["entries"]:
        digest = chain.link(bytes.fromhex(entry["previous"]), entry["body"].encode())
        assert digest.hex() == entry["digest"]
    assert history(breach.pk)[0].action == "breach.pack_built"
    assert not pack_services.build(pack.pk)

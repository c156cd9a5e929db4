"""The pack for a supervisory authority: complete, content-minimal, without names for auditors, and recorded."""

import hashlib
import io
import json
import zipfile

import pypdf
import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases import clock_acts
from dsar.deadlines.events import PauseKind
from dsar.foundation import storage
from dsar.statistics.models import RegulatorPack
from dsar.statistics.pack_services import build, compose, order_pack
from dsar.statistics.record import record_tables
from tests.world import local_today, make_case

REASON = "Because the shop knows three people of that name"
PARTS = [
    "The request",
    "Dates",
    "How the date is worked out",
    "Acts on the clock",
    "Stages",
    "Identity and authority",
    "Searches",
    "Coverage of the search",
    "Decisions on what was found",
    "Exemptions",
    "Redactions by article",
    "Packages",
    "Files of the package that was sent",
    "Delivery",
    "Letters and mails",
    "Endings and fees",
    "Decided by one person alone",
    "Complaints",
    "Legal holds",
    "Owners asked to keep their data",
]


@pytest.fixture
def case(world):
    made = make_case(world, name="Xaverine Quillfeather", request_text="All mails about the fountain")
    today = local_today()
    clock_acts.pause(case=made, waiting_for=PauseKind.IDENTITY, on=today, reason=REASON, actor=world.handler)
    return made


def opened(pack):
    pack.refresh_from_db()
    return zipfile.ZipFile(io.BytesIO(storage.read(pack.file)))


def test_the_dpo_gets_every_part_with_staff_and_reasons_and_without_the_requester(world, case):
    pack = order_pack(case=case, actor=world.dpo)

    assert build(pack.pk)
    archive = opened(pack)
    record = json.loads(archive.read("record.json"))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(archive.read("record.pdf"))).pages)

    assert list(record)[3:] == PARTS
    assert record["verdict"] == "open"
    assert len(record["Compliance report"]) == 7
    assert record["How the date is worked out"][0]["Source"]
    everything = text + json.dumps(record) + archive.read("audit-entries.json").decode()
    assert "Hanna" in text
    assert "Hanna Dler" in everything
    assert REASON in everything
    assert "Quillfeather" not in everything
    assert "fountain" not in everything


def test_auditors_get_neither_names_nor_reasons(world, case):
    pack = order_pack(case=case, actor=world.auditor)
    build(pack.pk)
    archive = opened(pack)
    everything = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".json"))

    assert not pack.with_names
    assert "Person 1" in everything
    assert "Dler" not in everything
    assert REASON not in everything


def test_the_manifest_and_the_chain_can_be_recomputed_from_the_pack(world, case):
    files = compose(case, with_names=False)
    manifest = json.loads(files["manifest.json"])
    chain = json.loads(files["audit-entries.json"])

    assert {entry["name"]: entry["sha256"] for entry in manifest["files"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "manifest.json"
    }
    assert chain["verification"]["is_whole"]
    assert len(chain["entries"]) == AuditEntry.objects.filter(case_id=case.pk).count() >= 2
    for entry in chain["entries"]:
        hashed = b"\x01" + bytes.fromhex(entry["previous"]) + entry["body"].encode()
        assert hashlib.sha256(hashed).hexdigest() == entry["digest"]


def test_a_pack_is_built_once_however_often_it_is_rung(world, case):
    pack = order_pack(case=case, actor=world.dpo)

    assert [build(pack.pk), build(pack.pk)] == [True, False]
    actions = AuditEntry.objects.filter(case_id=case.pk, action__startswith="pack.").values_list("action", flat=True)
    assert list(actions) == ["pack.ordered", "pack.built"]


def test_the_dpo_orders_in_one_click_and_the_download_is_recorded(client, world, case):
    client.force_login(world.dpo)
    answer = client.post(reverse("dsar:case-record-pack", args=[case.reference]), follow=True)
    pack = RegulatorPack.objects.get()
    waiting = answer.content.decode()
    build(pack.pk)
    page = client.get(reverse("dsar:case-record", args=[case.reference])).content.decode()
    taken = client.get(reverse("dsar:case-record-pack-file", args=[case.reference, pack.pk]))
    content = b"".join(taken.streaming_content)

    assert "Being built" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert "Being built" not in page
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert AuditEntry.objects.filter(action="pack.opened", actor_id=world.dpo.pk).count() == 1


def test_a_handler_sees_the_checks_and_takes_no_pack(client, world, case):
    pack = order_pack(case=case, actor=world.dpo)
    build(pack.pk)
    client.force_login(world.handler)

    page = client.get(reverse("dsar:case-record", args=[case.reference]))

    assert page.status_code == 200
    assert "Make the pack" not in page.content.decode()
    assert client.post(reverse("dsar:case-record-pack", args=[case.reference])).status_code == 403
    assert client.get(reverse("dsar:case-record-pack-file", args=[case.reference, pack.pk])).status_code == 403


def test_an_auditor_finds_the_case_by_reference_and_never_takes_a_pack_with_names(client, world, case):
    named = order_pack(case=case, actor=world.dpo)
    build(named.pk)
    client.force_login(world.auditor)

    listed = client.get(reverse("dsar:audit-records") + f"?q={case.reference}").content.decode()
    page = client.get(reverse("dsar:audit-record", args=[case.pk])).content.decode()
    ordered = client.post(reverse("dsar:audit-record-pack", args=[case.pk]))
    own = RegulatorPack.objects.get(with_names=False)
    build(own.pk)

    assert case.reference in listed
    assert "Quillfeather" not in listed + page
    assert ordered.status_code == 302
    assert client.get(reverse("dsar:audit-record-pack-file", args=[case.pk, named.pk])).status_code == 404
    assert client.get(reverse("dsar:audit-record-pack-file", args=[case.pk, own.pk])).status_code == 200


def test_the_record_names_the_method_of_a_check_and_never_the_document(world, case):
    from dsar.identity.services import mark_not_needed

    other = make_case(world)
    mark_not_needed(case=other, kind="identity", reason="Writes from the address on file", actor=world.handler)
    tables = {table.title: table for table in record_tables(other, with_names=True)}

    (row,) = tables["Identity and authority"].rows
    assert row.name == "Identity"
    assert "address on file" not in json.dumps([list(row.cells)], default=str)

"""Scanning compromised documents in the background: people and categories, a damaged file named, copies deleted."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dsar.accountability.breaches import scan_services, scanning
from dsar.accountability.breaches.facts_services import link_case
from dsar.accountability.breaches.scan_services import (
    delete_copies,
    delete_expired_copies,
    read_again,
    scan_exhibits,
    scan_source,
    scan_uploads,
)
from dsar.accountability.breaches.scan_view import proposals_of
from dsar.accountability.breaches.work_models import BreachScan, ScannedFile
from dsar.audit.models import AuditEntry
from dsar.foundation import clock, storage
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.processing_records.models import Source, System
from tests.dsar.accountability.breaches.entries import open_breach
from tests.dsar.review.exhibits import add_exhibit, in_review
from tests.world import make_case

LIST = (
    b"number; name; e-mail; note\n"
    b"C-100482; Ms Ida Marlowe; ida.marlowe@example.org; was diagnosed with diabetes\n"
    b"C-100519; Mr Owen Castle; owen.castle@example.org; pays by invoice\n"
)
MAIL = b"From: shop@example.org\nTo: ida.marlowe@example.org\nSubject: Your order\n\nDear Ms Ida Marlowe\n"


def upload(name, content):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def scan(world):
    """A list, a mail about one person of the list, and a damaged file; read by a worker."""
    files = [upload("list.csv", LIST), upload("mail.eml", MAIL), upload("cut.pdf", b"%PDF-1.7 cut")]
    made = scan_uploads(breach=open_breach(world), uploads=files, place="Attachment", actor=world.handler)
    assert scanning.work(made.pk) is False
    made.refresh_from_db()
    return made


def names(scan):
    rows = list(scan.files.all())
    for row in rows:
        row.scan = scan
    return {row.label: (row.coverage, row.reason) for row in rows}


def test_people_are_counted_across_files_and_a_damaged_file_is_named(world, scan):
    result = scan.result

    assert (result["people"]["at_least"], result["people"]["about"]) == (2, 2)
    assert [one["article"] for one in result["special"]] == ["Art. 9"]
    assert result["ease"] == "direct"
    assert names(scan) == {"list.csv": ("complete", ""), "mail.eml": ("complete", ""), "cut.pdf": ("failed", "damaged")}
    assert {one.code for one in proposals_of(scan.breach)} >= {"nature", "identification", "number"}
    entry = AuditEntry.objects.filter(action="breach.scan_finished").get()
    assert (entry.actor_id, entry.case_id) == (None, scan.breach_id)


def test_no_value_is_kept_and_none_stands_in_the_chain_or_the_log(world, scan, caplog):
    kept = str([row.seen for row in scan.files.all()]) + str(scan.result)
    told = b"".join(bytes(entry.body) for entry in AuditEntry.objects.all()).decode()

    for secret in ("marlowe", "castle", "diabetes", "100482"):
        assert secret not in (kept + told + caplog.text).casefold()


def test_the_copies_are_deleted_by_the_rule_and_what_was_counted_stays(world, scan):
    paths = [storage.path_of(row.file_id) for row in scan.files.filter(file__isnull=False)]
    BreachScan.objects.filter(pk=scan.pk).update(kept_until=clock.now() - dt.timedelta(minutes=1))

    deleted = delete_expired_copies()

    scan.refresh_from_db()
    assert deleted == 3
    assert scan.files.filter(file__isnull=False).count() == 0
    assert len(paths) == 3
    assert scan.result["people"]["at_least"] == 2
    with pytest.raises(Conflict):
        read_again(scan=scan, actor=world.handler)


def test_until_when_copies_are_kept_is_said(world, scan):
    assert scan.kept_until == scan.finished_at + scan_services.KEPT


def test_a_worker_that_died_leaves_nothing_behind_and_the_bell_rings_again(world):
    files = [upload("list.csv", LIST)]
    made = scan_uploads(breach=open_breach(world), uploads=files, place="", actor=world.handler)
    dead = ScannedFile.leases.get(scan=made)
    dead.scan = made
    dead.claim(lease=dt.timedelta(seconds=-1))

    rung = scanning.ring_forgotten()
    scanning.work(made.pk)

    made.refresh_from_db()
    assert rung == 1
    assert made.finished_at is not None
    assert scanning.work(made.pk) is False
    assert AuditEntry.objects.filter(action="breach.scan_finished").count() == 1


def test_a_folder_of_the_register_is_read_where_it_lies(world, tmp_path):
    (tmp_path / "list.csv").write_bytes(LIST)
    system = System.objects.create(name="Share")
    source = Source.objects.create(system=system, name="Share", kind="files", settings={"path": str(tmp_path)})
    database = Source.objects.create(system=system, name="Shop", kind="sql", settings={"url": "sqlite:///x"})
    breach = open_breach(world)

    made = scan_source(breach=breach, source=source, place="Share", actor=world.handler)
    scanning.work(made.pk)

    made.refresh_from_db()
    assert made.result["people"]["at_least"] == 2
    assert (made.kept_until, (tmp_path / "list.csv").exists()) == (None, True)
    with pytest.raises(RuleRefused):
        scan_source(breach=breach, source=database, place="Shop", actor=world.handler)


def test_a_source_that_is_gone_ends_the_scan_and_says_so(world, tmp_path):
    system = System.objects.create(name="Share")
    source = Source.objects.create(system=system, name="Share", kind="files", settings={"path": str(tmp_path / "gone")})

    made = scan_source(breach=open_breach(world), source=source, place="Share", actor=world.handler)
    scanning.work(made.pk)

    made.refresh_from_db()
    assert made.finished_at is not None
    assert made.result["files"] == {"whole": 0, "partly": 0, "not_read": 0, "locked": 0}


def test_what_a_linked_case_holds_is_scanned_by_who_may_see_the_case(world):
    breach, case = open_breach(world), in_review(make_case(world))
    add_exhibit(case, "Ms Ida Marlowe, ida.marlowe@example.org, rang about her order.")
    add_exhibit(case, values={"customer_name": "Mr Owen Castle", "email": "owen.castle@example.org"})

    with pytest.raises(RuleRefused):
        scan_exhibits(breach=breach, case=case, actor=world.handler)
    link_case(breach=breach, reference=case.reference, actor=world.handler)
    with pytest.raises(NotPermitted):
        scan_exhibits(breach=breach, case=case, actor=world.stranger)
    made = scan_exhibits(breach=breach, case=case, actor=world.handler)
    scanning.work(made.pk)

    made.refresh_from_db()
    assert made.result["files"]["whole"] == 2
    assert made.result["people"]["at_least"] == 2
    assert set(names(made)) == {f"{case.reference}: 1", f"{case.reference}: 2"}  # no title of the case


def test_only_who_works_breaches_scans_or_deletes(world, scan):
    for person in (world.approver, world.intake, world.auditor):
        with pytest.raises(NotPermitted):
            delete_copies(scan=scan, actor=person)

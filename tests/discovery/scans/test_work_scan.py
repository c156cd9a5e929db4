from collections import Counter

import pytest

from discovery.events import Keep, item_found, scan_ended
from discovery.findings.models import Coverage, Finding
from discovery.scans.models import Scan, ScanItem, ScanState
from discovery.scans.selectors import scan_progress
from discovery.scans.services import cancel_scan, resume_scan, ring_forgotten
from discovery.scans.worker import work_scan
from dsar.foundation.keys import destroy_data_key
from dsar.foundation.leases import LeaseState

pytestmark = pytest.mark.django_db


def finished(scan):
    while work_scan(scan_id=scan.pk):
        pass
    scan.refresh_from_db()
    return scan


def places(scan):
    return {(str(f.locator.get("path") or f.locator.get("key")), f.kind, f.decision) for f in of(scan)}


def of(scan):
    return Finding.objects.filter(scan_id=scan.pk)


def test_files_are_found_with_place_kind_and_decision(order, share):
    scan = finished(order(share))

    assert scan.state == ScanState.FINISHED
    found = places(scan)
    assert {(f"hr/letter-{n}.txt", "email_address", "confirmed") for n in range(4)} <= found
    assert ("namesake.txt", "person", "review") in found
    assert not [place for place in found if place[0] == "other.txt"]


def test_every_file_is_covered_with_a_reason_where_it_was_not_read(order, share):
    scan = finished(order(share))

    covered = {c.locator["path"]: (c.state, c.reason) for c in Coverage.objects.filter(scan_id=scan.pk)}
    assert len(covered) == 8
    assert covered["broken.pdf"] == ("failed", "damaged")
    assert covered["odd.bin"] == ("skipped", "unsupported_format")
    assert covered["other.txt"] == ("complete", "")


def test_rows_of_a_database_are_found_once_with_their_way(order, shop):
    scan = finished(order(shop))

    by_row = {(f.locator["table"], f.locator["key"]["id"]): f for f in of(scan)}
    assert by_row["customer", 1].decision == "confirmed"
    assert by_row["orders", 1].decision == "confirmed"
    assert by_row["orders", 3].decision == "review"
    assert ("orders", 2) not in by_row
    assert "customer_id" in by_row["orders", 1].path


def test_a_source_that_is_gone_fails_and_the_others_go_on(order, share, tmp_path):
    scan = finished(order(tmp_path / "gone", share))

    assert scan.state == ScanState.FINISHED
    failed = Coverage.objects.get(scan_id=scan.pk, source_name="gone")
    assert (failed.state, failed.reason) == ("failed", "source_not_found")
    assert of(scan).filter(source_name="share").count() == 9


def test_listing_twice_and_working_twice_changes_nothing(order, share):
    scan = finished(order(share))
    first = places(scan)
    scan.items.update(state=LeaseState.WAITING, attempts=0)
    scan.sources.update(state=LeaseState.WAITING, attempts=0)
    Scan.objects.filter(pk=scan.pk).update(state=ScanState.RUNNING, finished_at=None)

    finished(scan)

    assert places(scan) == first
    assert scan.items.count() == 8
    assert Coverage.objects.filter(scan_id=scan.pk).count() == 8


def test_a_cancelled_scan_stops_and_goes_on_when_resumed(order, share):
    scan = order(share)
    work_scan(scan_id=scan.pk, seconds=0)
    cancel_scan(scan=scan)
    assert scan.state == ScanState.CANCELLED
    assert not of(scan).exists()

    reopened = resume_scan(scan=scan)
    finished(scan)

    assert reopened == 1  # the source, which had not been listed
    assert scan.state == ScanState.FINISHED
    assert of(scan).count() == 9


def test_what_has_failed_is_read_again_when_asked(order, share):
    scan = finished(order(share))
    (share / "broken.pdf").unlink()
    (share / "broken.pdf").write_text("Mira Holt, mira.holt@example.org")

    assert resume_scan(scan=scan) == 1
    finished(scan)

    assert of(scan).filter(decision="confirmed").count() == 10
    assert not Coverage.objects.filter(scan_id=scan.pk, state="failed").exists()


def test_a_worker_that_lost_its_lease_writes_nothing(order, share, monkeypatch):
    scan = order(share)

    def stolen(bench, item):
        ScanItem.objects.filter(pk=item.pk).update(fence=item.fence + 1)
        return real(bench, item)

    from discovery.scans import worker

    real = worker.read_unit
    monkeypatch.setattr(worker, "read_unit", stolen)

    work_scan(scan_id=scan.pk, seconds=2)

    assert not of(scan).exists()
    assert not Coverage.objects.filter(scan_id=scan.pk).exists()


def test_what_listeners_began_is_undone_where_the_record_fails(order, share):
    scan, calls = order(share), Counter()

    def refuse():
        calls["commit"] += 1
        raise RuntimeError

    def listener(event, **_kwargs):
        return Keep(commit=refuse, abandon=lambda: calls.update(abandon=1))

    item_found.connect(listener)
    try:
        with pytest.raises(RuntimeError):
            work_scan(scan_id=scan.pk)
    finally:
        item_found.disconnect(listener)

    assert calls == {"commit": 1, "abandon": 1}
    assert not of(scan).exists()


def test_the_end_is_told_once_with_counts(order, share):
    told = []

    def listener(event, **_kwargs):
        told.append(event)

    scan_ended.connect(listener)
    try:
        scan = finished(order(share))
        work_scan(scan_id=scan.pk)
    finally:
        scan_ended.disconnect(listener)

    assert [(event.state, event.counts, event.failed) for event in told] == [
        ("finished", {"confirmed": 8, "review": 1}, 1)
    ]


def test_an_item_that_no_worker_survives_is_named_in_the_coverage(order, share):
    scan = order(share)
    work_scan(scan_id=scan.pk, seconds=0.001)
    item = scan.items.first()
    ScanItem.objects.filter(pk=item.pk).update(attempts=5)

    finished(scan)

    given_up = Coverage.objects.get(scan_id=scan.pk, reason="gave_up")
    assert given_up.state == "failed"
    assert scan.state == ScanState.FINISHED


def test_a_scan_whose_key_was_destroyed_stops_without_error(order, share):
    scan = order(share)
    destroy_data_key(scan.key_id)

    assert work_scan(scan_id=scan.pk) is False

    scan.refresh_from_db(fields=["state"])
    assert scan.state == ScanState.CANCELLED


def test_progress_counts_units_and_findings_of_each_source(order, share, shop):
    scan = finished(order(share, shop))

    progress = scan_progress(scan)

    assert not progress.is_running
    assert [(one.name, one.done, one.total) for one in progress.sources] == [("share", 8, 8), ("shop.sqlite", 2, 2)]
    assert progress.sources[0].findings == {"confirmed": 8, "review": 1}
    assert progress.isolation


def test_nothing_of_the_person_stands_in_plain_columns(order, share, shop):
    from django.db import connection

    scan = finished(order(share, shop))

    with connection.cursor() as cursor:
        for table in ("discovery_scan", "discovery_scansource", "discovery_scanitem", "discovery_finding",
                      "discovery_coverage"):  # fmt: skip
            cursor.execute(f"SELECT * FROM {table}")
            everything = repr([tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor])
            for word in ("Mira", "mira.holt", "letter-1", "namesake"):
                assert word not in everything, table
    assert of(scan).exists()


def test_a_quiet_scan_is_rung_for_and_a_busy_one_is_not(order, share, monkeypatch):
    from discovery.scans import services

    rung = []
    monkeypatch.setattr(services, "_ring", rung.append)
    scan = order(share)

    ring_forgotten()
    ring_forgotten()

    assert rung == [scan.pk]

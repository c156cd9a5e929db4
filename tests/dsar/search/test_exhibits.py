import os
import uuid
from pathlib import Path

import pytest

from discovery.documents import Decision
from discovery.events import FoundThing, ItemFound
from dsar.foundation import storage
from dsar.foundation.models import SealedFile
from dsar.search.exhibits import keep_found, remove_orphaned_files
from dsar.search.models import Exhibit

pytestmark = pytest.mark.django_db
SOURCE = uuid.uuid4()


def thing(decision=Decision.REVIEW, content=b"a letter"):
    return FoundThing(
        form="document", group="Shared drive/txt", locator={"path": "letter.txt"}, title="letter.txt",
        decision=decision, reasons=[{"identifier": "person", "why": decision.value}], content=content,
    )  # fmt: skip


def found(case, *things):
    event = ItemFound(uuid.uuid4(), case.pk, case.key_id, uuid.uuid4(), SOURCE, "Shared drive", things)
    return keep_found(sender=None, event=event, signal=None)


def files_on_disk(settings):
    return {path.stem for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_two_workers_that_find_the_same_keep_one_exhibit(case, settings, django_capture_on_commit_callbacks):
    before = files_on_disk(settings)
    first, second = found(case, thing()), found(case, thing())

    with django_capture_on_commit_callbacks(execute=True):
        first.commit()
        second.commit()

    exhibit = Exhibit.objects.get(case=case)
    assert exhibit.number == 1
    named = {row.hex for row in SealedFile.objects.values_list("pk", flat=True)}
    assert files_on_disk(settings) - before <= named


def test_a_stronger_decision_wins_and_a_weaker_one_changes_nothing(case):
    for decision in (Decision.REVIEW, Decision.CONFIRMED, Decision.CONTEXT):
        found(case, thing(decision)).commit()

    exhibit = Exhibit.objects.get(case=case)
    assert exhibit.decision == "confirmed"
    assert exhibit.reasons[0]["why"] == "confirmed"


def test_what_was_abandoned_leaves_no_file(case, settings):
    before = files_on_disk(settings)

    found(case, thing()).abandon()

    assert files_on_disk(settings) == before
    assert not Exhibit.objects.filter(case=case).exists()


def test_a_scan_of_no_case_keeps_nothing(case):
    event = ItemFound(uuid.uuid4(), uuid.uuid4(), case.key_id, uuid.uuid4(), SOURCE, "Shared drive", (thing(),))

    assert keep_found(sender=None, event=event, signal=None) is None


def test_orphaned_files_are_removed_after_a_day_and_others_stay(case, settings):
    kept = storage.store(b"kept", key_id=case.key_id, name="kept", media_type="text/plain")
    orphan = storage.path_of(uuid.uuid4())
    young = storage.path_of(uuid.uuid4())
    for path in (orphan, young):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left by a killed worker")
    for path in (orphan, storage.path_of(kept.pk)):
        os.utime(path, (0, 0))

    remove_orphaned_files()

    assert not orphan.exists()
    assert young.exists()
    assert storage.read(kept) == b"kept"

"""Details, hold, checklist, files and presence: the smaller pages of a case."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dsar.access.services import add_person
from dsar.audit.models import AuditEntry
from dsar.cases import presence
from dsar.cases.checklist import checklist_of
from dsar.cases.checklist_rules import LINES, lines_for
from dsar.cases.models import Case, CaseFile
from dsar.cases.page_models import ChecklistEntry, Presence
from dsar.cases.pages_details_services import change_details
from dsar.cases.queue_models import CaseHold
from dsar.cases.services import attach_file
from dsar.foundation import clock, storage
from tests.world import make_case


@pytest.fixture
def case(world):
    return make_case(world)


@pytest.fixture
def handler(client, world):
    client.force_login(world.handler)
    return client


def url(name, case, *more):
    return reverse(f"dsar:{name}", args=[case.reference, *more])


def details(**changes):
    return {"request_text": "Send me everything.", "search_details": "", "language": "en", "version": "0"} | changes


def test_details_are_changed_with_an_entry_that_keeps_what_stood_before_sealed(handler, case):
    handler.post(url("case-details", case), details(search_details="Project Heron"))

    case.refresh_from_db()
    entry = AuditEntry.objects.get(action="case.details_changed")
    assert case.search_details == "Project Heron"
    assert b"Heron" not in bytes(entry.body)
    assert entry.commitment


def test_two_who_save_at_once_see_both_versions_and_nothing_is_lost(handler, world, case):
    values = {"request_text": "Send me all.", "search_details": "Heron", "language": "en"}
    change_details(case=case, values=values, seen=0, actor=world.dpo)

    answer = handler.post(url("case-details", case), details(search_details="Kestrel"))
    text = answer.content.decode()
    over = handler.post(url("case-details", case), details(search_details="Kestrel", version="1"))

    case.refresh_from_db()
    assert answer.status_code == 409
    assert "Dana Poe has changed this" in text
    assert "Heron" in text
    assert "Kestrel" in text
    assert over.status_code == 302
    assert case.search_details == "Kestrel"


def test_a_move_meanwhile_is_no_conflict(handler, case):
    Case.objects.filter(pk=case.pk).update(version=5)

    assert handler.post(url("case-details", case), details(search_details="Heron")).status_code == 302


def test_details_that_are_wrong_are_answered_with_what_was_typed(handler, case):
    answer = handler.post(url("case-details", case), details(request_text="", search_details="Heron"))

    assert answer.status_code == 422
    assert "Heron" in answer.content.decode()


def test_a_hold_says_that_no_date_moves_and_is_lifted_once(handler, case):
    due = case.due_on

    page = handler.get(url("case-internal-hold", case)).content.decode()
    handler.post(url("case-internal-hold", case), {"reason": "Works council"})
    banner = handler.get(url("case", case)).content.decode()
    lifted = handler.post(url("case-internal-hold-lift", case))
    again = handler.post(url("case-internal-hold-lift", case))

    case.refresh_from_db()
    assert "No date moves" in page
    assert "Works council" in banner
    assert case.due_on == due
    assert (lifted.status_code, again.status_code) == (302, 409)
    assert CaseHold.objects.get().lifted_at is not None


def test_the_checklist_follows_right_rules_and_marks():
    plain = {line.code for line in lines_for(right="access", regime="UK", flags=())}
    child = {line.code for line in lines_for(right="erasure", regime="EU", flags=("child",))}
    elsewhere = {line.code for line in lines_for(right="access", regime="CCPA", flags=())}

    assert {"article_15_points", "acknowledged"} <= plain
    assert not plain & {"child_wishes", "recipients_told", "acknowledged_ccpa"}
    assert {"child_wishes", "recipients_told"} <= child
    assert "acknowledged_ccpa" in elsewhere
    assert "acknowledged" not in elsewhere


def test_codes_of_the_checklist_stand_once():
    assert len({line.code for line in LINES}) == len(LINES)


def test_a_tick_says_who_and_when_and_can_be_taken_away(handler, world, case):
    handler.post(url("case-check", case), {"act": "tick", "key": "acknowledged"})
    page = handler.get(url("case-checklist", case)).content.decode()
    done = checklist_of(case).done
    handler.post(url("case-check", case), {"act": "untick", "key": "acknowledged"})

    assert done == 1
    assert "Hanna Dler" in page
    assert checklist_of(case).done == 0
    assert [entry.action for entry in AuditEntry.objects.filter(action__contains="check").order_by("seq")] == [
        "case.checked",
        "case.unchecked",
    ]


def test_two_ticks_are_one(handler, case):
    for _time in range(2):
        handler.post(url("case-check", case), {"act": "tick", "key": "acknowledged"})

    assert ChecklistEntry.objects.count() == 1
    assert AuditEntry.objects.filter(action="case.checked").count() == 1


def test_a_line_of_ones_own_is_sealed_and_removed_by_those_who_work_the_case(handler, client, world, case):
    handler.post(url("case-check", case), {"act": "add", "words": "Ask Mrs Vale about the archive"})
    entry = ChecklistEntry.objects.get()
    client.force_login(world.approver)
    refused = client.post(url("case-check", case), {"act": "remove", "key": str(entry.pk)})
    client.force_login(world.handler)
    client.post(url("case-check", case), {"act": "remove", "key": str(entry.pk)})

    assert b"Vale" not in b"".join(bytes(body) for body in AuditEntry.objects.values_list("body", flat=True))
    assert refused.status_code == 403
    assert not ChecklistEntry.objects.exists()


def attach(case, world, *, purpose="correspondence"):
    upload = SimpleUploadedFile("letter.txt", b"Dear all", "text/plain")
    return attach_file(case=case, upload=upload, purpose=purpose, actor=world.handler)


def test_several_files_are_attached_at_once_and_the_limit_is_said(handler, case):
    files = [SimpleUploadedFile(f"{number}.txt", b"x", "text/plain") for number in range(2)]

    page = handler.get(url("case-attach", case)).content.decode()
    handler.post(url("case-attach", case), {"file": files, "purpose": "other"})

    assert "MB each" in page
    assert CaseFile.objects.filter(purpose="other").count() == 2


def test_a_file_is_deleted_only_with_a_reason_and_its_bytes_go(
    handler, world, case, django_capture_on_commit_callbacks
):
    attached = attach(case, world)
    path = storage.path_of(attached.file.pk)

    refused = handler.post(url("case-file-delete", case, attached.pk), {"reason": ""})
    there = path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        handler.post(url("case-file-delete", case, attached.pk), {"reason": "Somebody else's letter"})

    assert refused.status_code == 422
    assert there
    assert not path.exists()
    assert not CaseFile.objects.exists()
    assert b"Somebody" not in bytes(AuditEntry.objects.get(action="case.file_deleted").body)


def test_evidence_of_another_page_is_not_deleted_here(handler, world, case):
    attached = attach(case, world, purpose="identity")

    answer = handler.post(url("case-file-delete", case, attached.pk), {"reason": "Tidy up"})

    assert answer.status_code == 422
    assert CaseFile.objects.filter(pk=attached.pk).exists()


def test_what_a_file_is_can_be_said_later(handler, world, case):
    attached = attach(case, world)

    handler.post(url("case-file-purpose", case, attached.pk), {"purpose": "other"})

    attached.refresh_from_db()
    assert attached.purpose == "other"


def test_whoever_has_the_same_page_open_is_named_until_they_leave(client, world, case):
    presence.come_in(case, world.dpo, "case-review")
    client.force_login(world.handler)

    here = client.post(url("case-presence", case), {"page": "case-review"}).content.decode()
    elsewhere = client.post(url("case-presence", case), {"page": "case"}).content.decode()
    Presence.objects.filter(user=world.dpo).update(seen_at=clock.now() - presence.ALIVE - dt.timedelta(seconds=1))
    gone = client.post(url("case-presence", case), {"page": "case"}).content.decode()

    assert "Dana Poe is also on this page" in here
    assert "Dana Poe has this case open (Review)" in elsewhere
    assert "Dana" not in gone


def test_presence_leaves_one_row_a_person_and_old_rows_go(world, case):
    other = add_person(email="x@example.org", full_name="Robin Vale", roles=["handler"], actor=None)
    presence.come_in(case, other, "case")
    Presence.objects.update(seen_at=clock.now() - presence.OLD - dt.timedelta(seconds=1))
    presence.come_in(case, world.handler, "case")
    presence.come_in(case, world.handler, "case-review")

    assert [(row.user_id, row.page) for row in Presence.objects.all()] == [(world.handler.pk, "case-review")]


def test_a_page_left_open_does_not_keep_the_session_alive(client, world, case):
    client.force_login(world.handler)
    client.get(url("case", case))
    session = client.session
    old = (clock.now() - dt.timedelta(minutes=20)).isoformat()
    session["seen_at"] = old
    session.save()

    client.post(url("case-presence", case), {"page": "case"})
    by_itself = client.session["seen_at"]
    client.get(url("case", case))

    assert by_itself == old
    assert client.session["seen_at"] > old

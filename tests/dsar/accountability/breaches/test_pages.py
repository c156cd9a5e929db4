"""The pages: who opens them, what a form keeps on an error, the way from report to notice, the list and its table file."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dsar.accountability.breaches import factors
from dsar.accountability.breaches.fields import MomentField
from dsar.accountability.breaches.models import Breach, BreachState
from dsar.foundation import clock
from tests.dsar.accountability.breaches.entries import REASONS, decided, open_breach, reported
from tests.world import make_case


def page(name, breach, **more):
    return reverse(f"dsar:{name}", kwargs={"breach_ref": breach.reference, **more})


def fresh(client):
    """As somebody who gave the password just now."""
    session = client.session
    session["reauthenticated_at"] = clock.now().isoformat()
    session.save()


def local(hours_ago):
    """A moment as the browser sends it, in London."""
    from zoneinfo import ZoneInfo

    moment = clock.now() - dt.timedelta(hours=hours_ago)
    return moment.astimezone(ZoneInfo("Europe/London")).strftime("%Y-%m-%dT%H:%M")


def test_everybody_reports_and_readers_are_led_to_the_entry(client, world):
    given = {
        "controller": world.controller.pk,
        "title": "Laptop lost",
        "what_happened": "It was left on a train.",
        "found_at": local(2),
        "types": ["availability"],
    }

    client.force_login(world.intake)
    thanked = client.post(reverse("dsar:breach-report"), given)
    client.force_login(world.dpo)
    led = client.post(reverse("dsar:breach-report"), given)

    first, second = Breach.objects.order_by("reference")
    assert thanked.status_code == 200
    assert first.reference in thanked.content.decode()
    assert led.url == page("breach", second)
    assert (first.is_availability, first.is_confidentiality) == (True, False)


def test_what_was_typed_stays_when_a_report_is_refused(client, world):
    client.force_login(world.intake)

    answer = client.post(
        reverse("dsar:breach-report"), {"controller": world.controller.pk, "what_happened": "It fell."}
    )

    assert answer.status_code == 422
    assert "It fell." in answer.content.decode()
    assert not Breach.objects.exists()


def test_a_breach_out_of_a_case_is_linked_with_it(client, world):
    case = make_case(world)
    client.force_login(world.handler)
    assert case.reference in client.get(f"{reverse('dsar:breach-report')}?case={case.reference}").content.decode()

    given = {"controller": world.controller.pk, "title": "Wrong person", "what_happened": "It went out."}
    client.post(reverse("dsar:breach-report"), {**given, "found_at": local(1), "from_case": case.reference})

    breach = Breach.objects.get()
    assert [link.case for link in breach.links.all()] == [case]
    assert breach.reference in client.get(reverse("dsar:case", args=[case.reference])).content.decode()


@pytest.mark.parametrize(("who", "words"), [("dpo", True), ("approver", True), ("auditor", False), ("admin", False)])
def test_auditors_and_administrators_see_dates_and_no_words(client, world, who, words):
    open_breach(world)
    client.force_login(getattr(world, who))

    shown = client.get(reverse("dsar:breaches")).content.decode()

    assert "67 h 00 min left" in shown or "66 h 59 min left" in shown
    assert ("List sent to the wrong partner" in shown) is words


def test_the_clock_is_told_in_words_with_the_zone(client, world):
    breach = open_breach(world)
    client.force_login(world.dpo)

    shown = client.get(page("breach", breach)).content.decode()

    assert "Europe/London)" in shown
    assert "elapsed hours" in shown


def test_awareness_is_said_on_its_page(client, world):
    breach = reported(world)
    client.force_login(world.handler)

    refused = client.post(
        page("breach-aware", breach), {"aware_at": local(-3), "aware_by": "Hanna", "aware_why": "x" * 30}
    )
    done = client.post(page("breach-aware", breach), {"aware_at": local(1), "aware_by": "Hanna", "aware_why": "x" * 30})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert Breach.objects.get().state == BreachState.OPEN


def test_the_risk_is_decided_factor_by_factor_and_a_second_person_agrees(client, world):
    breach = open_breach(world)
    weights = {f"weight_{code}": "lowers" for code in factors.CORE}
    client.force_login(world.dpo)
    lacking = client.post(page("breach-risk", breach), {"risk": "unlikely", "reasons": REASONS})
    client.post(page("breach-risk", breach), {**weights, "risk": "unlikely", "reasons": REASONS})

    own = client.post(page("breach-risk", breach), {"what": "second", "verdict": "agree", "why": REASONS})
    client.force_login(world.approver)
    done = client.post(page("breach-risk", breach), {"what": "second", "verdict": "agree", "why": REASONS})

    assert (lacking.status_code, own.status_code, done.status_code) == (422, 422, 302)
    assert breach.decisions.get().seconded_by == world.approver


def test_a_notice_is_drafted_written_and_approved_on_its_pages(client, world):
    breach = decided(world)
    client.force_login(world.dpo)
    client.post(page("breach-notices", breach), {"audience": "authority", "language": "en"})
    at = page("breach-notice", breach, number=1)

    client.post(at, {"what": "write", "seen": 1, "to": "ICO", "text_nature": "Twelve people.", "text_lead": "Hello"})
    fresh(client)
    client.post(page("breach-notice-approve", breach, number=1), {"seen": 2})
    shown = client.get(at).content.decode()
    refused = client.post(at, {"what": "sent", "at": local(1), "how": ""})

    assert "Record that it went out" in shown
    assert refused.status_code == 422
    assert breach.notices.get().approved_version == 2


def test_approving_a_notice_asks_for_the_password_again_and_for_the_version_that_was_read(client, world):
    breach = decided(world)
    client.force_login(world.dpo)
    client.post(page("breach-notices", breach), {"audience": "authority", "language": "en"})
    act = page("breach-notice-approve", breach, number=1)

    asked = client.post(act, {"seen": 1})
    stand_before = breach.notices.get().stand
    fresh(client)
    unread = [client.post(act, given, follow=True).content.decode() for given in ({}, {"seen": 7})]
    stand_unread = breach.notices.get().stand
    client.post(act, {"seen": 1})

    assert asked.url.startswith(reverse("dsar:reauthenticate"))
    assert (stand_before, stand_unread, breach.notices.get().stand) == ("draft", "draft", "approved")
    assert "Name the version that you have read." in unread[0]
    assert "It has changed since you read it." in unread[1]


def test_files_are_put_in_and_nothing_chosen_is_refused(client, world):
    breach = open_breach(world)
    client.force_login(world.handler)

    refused = client.post(page("breach-assessment", breach), {"what": "files"})
    upload = SimpleUploadedFile("list.csv", b"name\nAna\n")
    done = client.post(page("breach-assessment", breach), {"what": "files", "uploads": [upload], "place": "Mail"})

    assert (refused.status_code, done.status_code) == (422, 302)
    scan = breach.scans.get()
    assert "0 of 1 files" in client.get(page("breach-scan", breach, scan_id=scan.pk)).content.decode()


def test_notes_documents_tasks_and_closing_work_by_post(client, world):
    breach = open_breach(world)
    client.force_login(world.dpo)

    client.post(page("breach-timeline", breach), {"what": "note", "text": "The partner deleted it."})
    file = SimpleUploadedFile("log.txt", b"08:12 sent")
    client.post(page("breach-timeline", breach), {"what": "document", "file": file})
    client.post(page("breach-task", breach), {"words": "Ask the insurer."})
    client.post(page("breach-task", breach), {"task": breach.tasks.first().pk, "done": "yes"})
    owed = client.post(page("breach-close", breach), {"lessons": "x" * 30})

    document = breach.documents.get()
    taken = client.get(page("breach-document", breach, document_id=document.pk))
    assert b"".join(taken.streaming_content) == b"08:12 sent"
    assert taken["Content-Disposition"].startswith("attachment")
    assert breach.notes.count() == 1
    assert breach.tasks.filter(done_at__isnull=False).count() == 1
    assert owed.status_code == 422


def test_the_table_file_has_every_breach_and_no_formula(client, world):
    open_breach(world, title="=HYPERLINK(1)")
    client.force_login(world.dpo)

    lines = client.get(reverse("dsar:breaches-csv")).content.decode("utf-8-sig").splitlines()

    assert len(lines) == 2
    assert "'=HYPERLINK(1)" in lines[1]


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-10-25T02:30", "2026-10-25T00:30"),  # comes twice: the first, from which the hours count earlier
        ("2026-06-01T10:00", "2026-06-01T08:00"),
    ],
)
def test_a_typed_moment_is_read_in_the_zone_of_the_controller(typed, utc):
    field = MomentField()
    field.zone = "Europe/Berlin"

    assert field.clean(typed).strftime("%Y-%m-%dT%H:%M") == utc


@pytest.mark.parametrize("typed", ["2026-03-29T02:30", "0001-01-01T00:00"])
def test_an_hour_that_does_not_exist_is_refused(typed):
    from django.core.exceptions import ValidationError

    field = MomentField()
    field.zone = "Europe/Berlin"

    with pytest.raises(ValidationError):
        field.clean(typed)

"""The staff form: who may, what is refused, nothing typed is lost, the preview is the clock's."""

import datetime as dt
import html
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases.models import Case
from dsar.deadlines.calendars import work_calendar
from dsar.deadlines.clock import ClockRequest
from dsar.deadlines.compute import compute
from dsar.deadlines.policies import FIXED30
from dsar.foundation import clock, storage
from dsar.notices.models import Notice
from dsar.templatetags.desk_words import date_words
from tests.world import make_case

NEW, PREVIEW = "/requests/new/", "/requests/new/dates/"


@pytest.fixture
def clerk(world, client):
    """The browser of the intake clerk."""
    client.force_login(world.intake)
    return client


def filled(world, **more):
    """A form that is complete."""
    return {
        "controller": str(world.controller.pk),
        "channel": "letter",
        "received_on": "2026-11-05",
        "received_time": "09:30",
        "right": "access",
        "regime": "",
        "language": "en",
        "subject_name": "Ana Lindqvist",
        "subject_emails": "ana@example.com\nana.l@example.org",
        "subject_births": "23/04/1985",
        "subject_identifiers": "customer number: 4711",
        "relation": "self",
        "send_to": "same",
        "request_text": "Everything you hold about me, please.",
    } | more


def test_a_complete_form_makes_a_case_and_leads_to_its_reference(world, clerk):
    upload = SimpleUploadedFile("letter.txt", b"Dear all", content_type="text/plain")

    answer = clerk.post(NEW, filled(world, attachments=[upload], flags=["child"]))

    case = Case.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("dsar:case-logged", args=[case.reference])
    assert case.received_at == dt.datetime(2026, 11, 5, 9, 30, tzinfo=dt.UTC)
    subject = case.people.get(role="subject")
    assert subject.details["emails"] == ["ana@example.com", "ana.l@example.org"]
    assert subject.details["dates_of_birth"] == ["1985-04-23"]
    assert subject.details["identifiers"] == [{"type": "customer number", "value": "4711"}]
    assert case.context["flags"] == ["child"]
    assert storage.read(case.files.get().file) == b"Dear all"
    assert case.reference in clerk.get(answer["Location"]).content.decode()
    assert AuditEntry.objects.filter(case_id=case.pk, action="intake.logged").exists()


def test_an_agent_and_another_recipient_become_people_of_the_case(world, clerk):
    form = filled(
        world,
        relation="solicitor",
        asker_name="Sol Icitor",
        asker_emails="sol@example.org",
        send_to="other",
        recipient_name="Re Cipient",
        recipient_addresses="2 Example Road, Leeds",
    )

    clerk.post(NEW, form)

    people = {person.role: person for person in Case.objects.get().people.all()}
    assert people["requester"].relation == "solicitor"
    assert people["requester"].name == "Sol Icitor"
    assert people["recipient"].details["addresses"] == ["2 Example Road, Leeds"]


def test_wrong_input_is_told_beside_the_field_and_in_the_summary_and_nothing_is_lost(world, clerk):
    upload = SimpleUploadedFile("letter.txt", b"Dear all", content_type="text/plain")
    form = filled(world, subject_name="", subject_emails="ana@example.com\nnot an address", attachments=[upload])

    answer = clerk.post(NEW, form)

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert not Case.objects.exists()
    assert 'href="#id_subject_name"' in page
    assert page.count("Line 2: this is not an e-mail address") == 2
    assert "not an address" in page
    assert "Everything you hold about me, please." in page
    assert "customer number: 4711" in page
    assert "Choose the attachments again" in page


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"received_on": "2099-01-01"}, "received in the future"),
        ({"received_on": "2026-03-29", "received_time": "01:30"}, "this time did not exist"),
        ({"received_on": "1999-03-29"}, "do not cover"),
        ({"relation": "agent"}, "Say who asks"),
        ({"send_to": "other"}, "Say to whom"),
        ({"subject_births": "31/02/1985"}, "not a date of birth"),
        ({"subject_phones": "12"}, "not a phone number"),
        ({"request_text": ""}, "required"),
    ],
)
def test_each_kind_of_wrong_input_is_refused_with_its_words(world, clerk, wrong, words):
    answer = clerk.post(NEW, filled(world) | wrong)

    assert answer.status_code == 422
    assert words in html.unescape(answer.content.decode())
    assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["approver", "admin", "auditor"])
def test_roles_that_do_not_log_requests_are_refused(world, client, who):
    client.force_login(getattr(world, who))

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, filled(world)).status_code == 403
    assert client.post(PREVIEW, filled(world)).status_code == 403
    assert not Case.objects.exists()


def test_the_preview_is_the_pure_clocks_answer(world, clerk):
    pure = compute(
        ClockRequest(
            received_at=dt.datetime(2026, 11, 5, 9, 30, tzinfo=dt.UTC),
            tz="Europe/London",
            regime="UK",
            calendar=work_calendar("GB-EAW"),
            policy=FIXED30,
        ),
        today=clock.today("Europe/London"),
    )

    page = clerk.post(PREVIEW, filled(world), headers={"HX-Request": "true"}).content.decode()

    assert date_words(pure.statutory_due) in page
    assert date_words(pure.policy_due) in page
    assert html.escape(pure.steps[0].sentence) in page
    assert "<html" not in page
    assert not Case.objects.exists()


def test_the_preview_says_when_our_30_days_would_end_after_the_law(world, clerk):
    form = filled(world, received_on="2026-01-30", received_time="")

    page = clerk.post(PREVIEW, form, headers={"HX-Request": "true"}).content.decode()

    assert "30 days would end" not in page  # 28 February 2026 is a Saturday: the law ends on 2 March
    world.controller.calendar = "none"
    world.controller.regime = "EU"
    world.controller.save()
    page = clerk.post(PREVIEW, form | {"received_on": "2023-01-31"}, headers={"HX-Request": "true"}).content.decode()
    assert "30 days would end 2 Mar; the law ends 28 Feb — due date set to 28 Feb." in page


def test_without_scripts_the_button_shows_the_dates_in_the_page_and_keeps_what_was_typed(world, clerk):
    page = html.unescape(clerk.post(PREVIEW, filled(world, subject_name="")).content.decode())

    assert "7 December 2026" in page
    assert "customer number: 4711" in page
    assert "There is a problem" not in page


def test_a_similar_case_has_to_be_decided_on_first(world, clerk):
    earlier = make_case(world, name="Ana Lindqvist")

    answer = clerk.post(NEW, filled(world))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert earlier.reference in page
    assert "Say what shall happen" in page
    assert Case.objects.count() == 1


@pytest.mark.parametrize("decision, links", [("anyway", []), ("related", ["related"]), ("duplicate", ["duplicate"])])
def test_the_decision_on_a_similar_case_is_carried_out_and_recorded(world, clerk, decision, links):
    earlier = make_case(world, name="Ana Lindqvist")

    clerk.post(NEW, filled(world, same_person=decision, same_as=earlier.reference))

    logged = Case.objects.exclude(pk=earlier.pk).get()
    entry = AuditEntry.objects.get(case_id=logged.pk, action="intake.logged")
    assert list(logged.links.values_list("kind", flat=True)) == links
    assert json.loads(bytes(entry.body))["facts"]["decision"] == decision


def test_only_a_case_that_was_found_can_be_linked(world, clerk):
    make_case(world, name="Ana Lindqvist")
    other = make_case(world, name="Someone Else")

    answer = clerk.post(NEW, filled(world, same_person="related", same_as=other.reference))

    assert answer.status_code == 422
    assert "Choose one of the cases" in answer.content.decode()


def test_of_a_foreign_case_only_the_reference_is_shown(world, client):
    earlier = make_case(world, name="Ana Lindqvist", details={"emails": ["ana@example.com"]})
    client.force_login(world.stranger)

    page = client.post(PREVIEW, filled(world, subject_name="A. L."), headers={"HX-Request": "true"}).content.decode()

    assert earlier.reference in page
    assert "You have no access" in page
    assert "Ana Lindqvist" not in page
    assert reverse("dsar:case", args=[earlier.reference]) not in page


def test_a_first_name_alone_is_no_likeness_and_a_closed_case_neither(world, clerk):
    make_case(world, name="Ana Berg", details={"emails": ["berg@example.com"]})
    closed = make_case(world, name="Ana Lindqvist")
    Case.objects.filter(pk=closed.pk).update(stage="closed", outcome="withdrawn")

    answer = clerk.post(NEW, filled(world))

    assert answer.status_code == 302


def test_an_acknowledgement_goes_out_where_it_is_wanted_and_safe(world, clerk):
    clerk.post(NEW, filled(world, acknowledge="on"))
    clerk.post(NEW, filled(world, acknowledge="on", safe_contact="on", same_person="anyway"))
    clerk.post(NEW, filled(world, same_person="anyway"))

    notice = Notice.objects.get()
    assert Case.objects.count() == 3
    assert notice.code == "acknowledgement"
    assert notice.recipient == "ana@example.com"
    assert "7 December 2026" in notice.body

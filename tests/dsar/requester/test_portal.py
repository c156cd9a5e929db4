"""Behind the door: status, messages, files, the answer that moves the clock, withdrawal, contact details."""

import datetime as dt
import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases import clock_acts
from dsar.cases.clock import result_of, today_of
from dsar.cases.models import CaseFile, CasePerson
from dsar.cases.notify import tell_requester
from dsar.cases.page_models import IncomingMessage
from dsar.cases.registry import next_acts
from dsar.cases.vocabulary import EventKind
from dsar.deadlines.events import PauseKind
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.identity.models import IdentityCheck
from dsar.notices.models import Notice
from dsar.processing_records.models import Controller
from dsar.requester.models import PortalWish
from dsar.requester.wish_services import settle_wish, take_over_contact
from tests.dsar.requester.conftest import CODE, ask, mailed_code, page
from tests.world import ago, make_case

pytestmark = pytest.mark.django_db


def text(answer):
    return html.unescape(answer.content.decode())


def inside(case, email="ana@example.com"):
    browser = Client()
    ask(browser, case.reference, email)
    browser.post(CODE, {"code": mailed_code()})
    return browser


def paused(world, *, regime="UK", days_ago=5, asked_days_ago=3):
    """A case that waits for the answer to our question, asked some days ago."""
    controller = world.controller
    if regime == "EU":
        controller = Controller.objects.create(
            name="Nordwind GmbH", country="DE", time_zone="Europe/Berlin", calendar="DE", regime="EU"
        )
    case = make_case(world, received=ago(days=days_ago), controller=controller)
    then = clock.now() - dt.timedelta(days=asked_days_ago)
    with pytest.MonkeyPatch.context() as stopped:
        stopped.setattr(clock, "now", lambda: then)
        clock_acts.pause(
            case=case,
            waiting_for=PauseKind.CLARIFICATION,
            on=today_of(case),
            reason="Which of the many files?",
            actor=world.handler,
            large_quantity="Forty thousand mails.",
        )
    return case


def test_the_status_says_stage_dates_what_comes_next_and_what_we_need(world):
    case = paused(world)

    home = text(inside(case).get(page("home")))

    assert "We have your request" in home
    assert "We received it" in home
    assert "Next we make sure" in home
    assert "Answer our question" in home


def test_a_message_with_files_reaches_staff_unread_and_sealed(door, case, client, world):
    answer = door.post(page("messages"), {"text": "Here it is.", "uploads": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})

    assert answer.status_code == 302
    came = IncomingMessage.objects.get()
    assert (came.channel, came.text, came.read_at) == ("portal", "Here it is.", None)
    assert came.files.get().file.name == "a.pdf"
    assert "Here it is." in text(door.get(page("messages")))
    client.force_login(world.handler)
    shown = text(client.get(reverse("dsar:case-messages", args=[case.reference])))
    assert "Here it is." in shown or "status page" in shown.lower()


def test_nothing_typed_is_lost_where_a_message_is_refused(door, settings):
    settings.DSAR_MAX_UPLOAD_MB = 0

    answer = door.post(page("messages"), {"text": "My words", "uploads": SimpleUploadedFile("a.pdf", b"x" * 9)})

    assert answer.status_code == 422
    assert "My words" in text(answer)
    assert not CaseFile.objects.exists()


def test_an_empty_message_is_none(door):
    assert door.post(page("messages"), {"text": " "}).status_code == 422


def test_letters_to_the_person_are_shown_and_secrets_and_letters_to_others_are_not(door, case, world):
    tell_requester(
        case=case, code="message", variables={"subject": "News", "text": "We found it."}, actor=world.handler
    )
    other = CasePerson.objects.create(
        case=case, role="recipient", details={"name": "Lawyer", "emails": ["l@example.org"]}
    )
    tell_requester(
        case=case,
        code="message",
        variables={"subject": "To the lawyer", "text": "x"},
        actor=world.handler,
        role=other.role,
    )
    Notice.objects.update(state="sent")

    shown = text(door.get(page("messages")))

    assert "We found it." in shown
    assert "To the lawyer" not in shown
    assert mailed_code() not in shown


@pytest.mark.parametrize("regime, days_credited", [("UK", 4), ("EU", 3)])
def test_the_answer_moves_the_clock_as_the_law_of_the_case_counts_the_day(world, regime, days_credited):
    case = paused(world, regime=regime)
    before = make_case(world, received=case.received_at, controller=case.controller, name="Bo Carr")

    answer = inside(case).post(page("clarify"), {"answer": "narrow", "text": "Only the orders of 2024."})

    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.clock_state == "running"
    event = case.clock_events.get(kind=EventKind.ANSWER)
    assert (event.on, event.recorded_by) == (today_of(case), None)
    assert result_of(case).excluded_days == days_credited
    assert case.statutory_due_on > before.statutory_due_on


def test_everything_is_an_answer_too(world):
    case = paused(world)

    answer = inside(case).post(page("clarify"), {"answer": "everything", "text": ""})

    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.clock_state == "running"
    assert case.clock_events.get(kind=EventKind.ANSWER).facts.get("declined_to_narrow") is True
    assert "everything" in IncomingMessage.objects.get().text


def test_a_narrowing_without_words_is_asked_again(world):
    answer = inside(paused(world)).post(page("clarify"), {"answer": "narrow", "text": ""})

    assert answer.status_code == 422


def test_the_same_answer_twice_moves_the_clock_once(world):
    case = paused(world)
    door = inside(case)

    first = door.post(page("clarify"), {"answer": "everything"})
    second = door.post(page("clarify"), {"answer": "everything"})

    assert (first.status_code, second.status_code) == (302, 422)
    assert case.clock_events.filter(kind=EventKind.ANSWER).count() == 1
    assert IncomingMessage.objects.count() == 1


def test_evidence_is_sealed_for_seven_days_and_proves_nothing(world):
    case = make_case(world)
    clock_acts.pause(
        case=case, waiting_for=PauseKind.IDENTITY, on=today_of(case), reason="Name only.", actor=world.handler
    )
    door = inside(case)

    answer = door.post(
        page("evidence", "identity"), {"uploads": SimpleUploadedFile("id.png", b"\x89PNG"), "text": "My card"}
    )

    assert answer.status_code == 302
    kept = CaseFile.objects.get()
    assert kept.purpose == "identity"
    assert kept.file.expires_at <= clock.now() + dt.timedelta(days=7)
    case.refresh_from_db()
    assert case.waiting_for == "identity"
    assert not IdentityCheck.objects.filter(case=case, state="verified").exists()
    assert door.post(page("evidence", "authority"), {}).status_code == 404


def test_a_withdrawal_waits_for_staff_and_can_be_taken_back(door, case, world):
    assert door.post(page("withdraw"), {"text": "Settled."}).status_code == 422
    assert door.post(page("withdraw"), {"is_sure": "on"}).status_code == 302
    case.refresh_from_db()
    assert case.stage == "triage"
    assert any("withdraws" in act.label for act in next_acts(case, world.handler))
    assert door.post(page("withdraw"), {"is_sure": "on"}).status_code == 422

    door.post(page("withdraw"), {"act": "take_back"})

    assert PortalWish.objects.get().state == "taken_back"
    assert not any("withdraws" in act.label for act in next_acts(case, world.handler))


def test_other_contact_details_count_only_after_somebody_has_made_sure(door, case, world):
    assert door.post(page("contact"), {"kind": "emails", "value": "no address"}).status_code == 422
    assert door.post(page("contact"), {"kind": "emails", "value": "new@example.com"}).status_code == 302
    person = CasePerson.objects.get(case=case, role="requester")
    assert person.details["emails"] == ["ana@example.com"]
    wish = PortalWish.objects.get()

    with pytest.raises(RuleRefused):
        take_over_contact(wish=wish, how=" ", actor=world.handler)
    with pytest.raises(NotPermitted):
        take_over_contact(wish=wish, how="Called.", actor=world.stranger)
    take_over_contact(wish=wish, how="Called the number on file.", actor=world.handler)

    person.refresh_from_db()
    assert person.details["emails"] == ["new@example.com", "ana@example.com"]
    assert case.tokens.filter(kind="email").count() == 2
    with pytest.raises(Conflict):
        settle_wish(wish=wish, is_done=False, how="Twice.", actor=world.handler)


def test_staff_settle_wishes_on_a_page_of_the_case(door, case, client, world):
    door.post(page("contact"), {"kind": "phones", "value": "+44 20 7946 0000"})
    client.force_login(world.handler)
    wishes = reverse("dsar:case-wishes", args=[case.reference])
    one = reverse("dsar:case-wish", args=[case.reference, PortalWish.objects.get().pk])

    assert "+44 20 7946 0000" in text(client.get(wishes))
    assert client.post(one, {"act": "take_over"}).status_code == 422
    assert client.post(one, {"act": "take_over", "how": "Called it."}).status_code == 302
    assert "Carried out" in text(client.get(wishes))


def test_after_the_end_nothing_is_taken_and_other_ways_are_named(door, case):
    case.stage = "closed"
    case.outcome = "withdrawn"
    case.save()

    answer = door.post(page("messages"), {"text": "Hello?"})

    assert answer.status_code == 422
    assert "Write to us or call us" in text(answer)


def test_what_the_person_does_stands_in_the_history_without_their_words(door):
    door.post(page("messages"), {"text": "Canary words"})

    entry = AuditEntry.objects.get(action="requester.wrote")
    assert entry.actor_kind == "requester"
    assert b"Canary" not in bytes(entry.body)


def test_an_erased_case_opens_for_nobody(door, case):
    from dsar.foundation.keys import destroy_data_key

    destroy_data_key(case.key_id)

    assert door.get(page("home")).status_code == 302

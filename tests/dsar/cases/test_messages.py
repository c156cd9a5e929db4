"""The messages page: who writes, what is refused, and safe contact."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases.messages_services import receive_message
from dsar.cases.notify import reach_of, tell_requester
from dsar.cases.page_models import IncomingMessage, MessageDraft
from dsar.cases.services import attach_file
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.notices.models import Notice, NoticeState
from dsar.notices.sending import send_waiting_notices
from tests.world import make_case


@pytest.fixture
def case(world):
    return make_case(world, details={"addresses": ["1 Example Street, London"]})


def url(name, case, *more):
    return reverse(f"dsar:{name}", args=[case.reference, *more])


def written(**changes):
    return {"channel": "email", "subject": "A question", "text": "Which year do you mean?"} | changes


def test_a_handler_writes_to_the_requester(client, world, case):
    client.force_login(world.handler)

    answer = client.post(url("case-message-write", case), written())
    send_waiting_notices()
    page = client.get(url("case-messages", case))

    assert answer.status_code == 302
    assert mail.outbox[0].to == ["ana@example.com"]
    assert "A question" in page.content.decode()
    assert "Sent" in page.content.decode()


@pytest.mark.parametrize("changes", [{"subject": ""}, {"text": ""}, {"channel": "pigeon"}])
def test_wrong_input_is_answered_with_the_form_and_what_was_typed(client, world, case, changes):
    client.force_login(world.handler)

    answer = client.post(url("case-message-write", case), written(**changes))

    assert answer.status_code == 422
    assert not Notice.objects.exists()
    assert (changes.get("subject", "A question") or "Which year") in answer.content.decode()


def test_a_stranger_does_not_find_the_messages(client, world, case):
    client.force_login(world.stranger)

    assert client.get(url("case-messages", case)).status_code == 404
    assert client.post(url("case-message-write", case), written()).status_code == 404


def test_an_approver_reads_but_does_not_write(client, world, case):
    client.force_login(world.approver)

    assert client.get(url("case-messages", case)).status_code == 200
    assert client.post(url("case-message-write", case), written()).status_code == 403


def test_a_message_of_another_case_is_not_found(client, world, case):
    other = make_case(world, name="Bo Ek")
    notice = tell_requester(case=other, code="withdrawn", variables={}, actor=world.handler)
    client.force_login(world.handler)

    assert client.get(url("case-message", case, notice.pk)).status_code == 404


def test_a_letter_is_printed_and_marked_as_posted(client, world, case):
    client.force_login(world.handler)
    client.post(url("case-message-write", case), written(channel="letter"))
    notice = Notice.objects.get()

    page = client.get(url("case-message", case, notice.pk)).content.decode()
    client.post(url("case-message-posted", case, notice.pk))

    notice.refresh_from_db()
    assert "1 Example Street" in page
    assert notice.state == NoticeState.PRINTED


def test_safe_contact_needs_a_confirmation_and_no_letter_bears_the_address(client, world, case):
    case.people.update(is_safe_contact=True)
    client.force_login(world.handler)

    refused = client.post(url("case-message-write", case), written())
    accepted = client.post(url("case-message-write", case), written(confirmed="on"))

    assert refused.status_code == 422
    assert accepted.status_code == 302
    assert reach_of(case).postal == ""
    assert Notice.objects.count() == 1


def test_a_person_without_any_address_cannot_be_written_to(world):
    case = make_case(world, details={"emails": []})

    with pytest.raises(RuleRefused) as refused:
        tell_requester(case=case, code="withdrawn", variables={}, actor=world.handler)

    assert refused.value.code == "no_address"


def test_a_draft_is_kept_for_its_writer_alone_and_goes_with_the_message(client, world, case):
    client.force_login(world.handler)
    client.post(url("case-message-write", case), written(text="Half a thought", act="draft"))
    mine = client.get(url("case-messages", case)).content.decode()
    client.force_login(world.dpo)
    hers = client.get(url("case-messages", case)).content.decode()
    client.force_login(world.handler)
    client.post(url("case-message-write", case), written(act="send"))

    assert "Half a thought" in mine
    assert "Half a thought" not in hers
    assert not MessageDraft.objects.exists()
    assert Notice.objects.count() == 1


def test_a_draft_can_be_dropped(client, world, case):
    client.force_login(world.handler)
    client.post(url("case-message-write", case), written(act="draft"))

    client.post(url("case-draft-drop", case))

    assert not MessageDraft.objects.exists()
    assert not Notice.objects.exists()


def test_a_reminder_of_the_catalogue_is_sent_by_hand(client, world, case):
    client.force_login(world.handler)

    client.post(url("case-message-write", case), {"letter": "reminder", "channel": "email", "question": "Which year?"})

    assert Notice.objects.get().code == "reminder"
    assert "Which year?" in Notice.objects.get().body


@pytest.mark.parametrize("code", ["refusal", "extension", "access_code", "nonsense"])
def test_a_letter_of_an_act_cannot_be_sent_by_hand(client, world, case, code):
    client.force_login(world.handler)

    answer = client.post(url("case-message-write", case), written(letter=code))

    assert answer.status_code == 422
    assert not Notice.objects.exists()


def test_files_go_with_a_letter_and_never_by_mail(client, world, case):
    enclosed = attach_file(
        case=case, upload=SimpleUploadedFile("map.txt", b"x"), purpose="enclosure", actor=world.handler
    )
    client.force_login(world.handler)

    mailed = client.post(url("case-message-write", case), written(enclosures=[str(enclosed.pk)]))
    posted = client.post(url("case-message-write", case), written(channel="letter", enclosures=[str(enclosed.pk)]))
    page = client.get(url("case-message", case, Notice.objects.get().pk)).content.decode()

    assert mailed.status_code == 422
    assert posted.status_code == 302
    assert "map.txt" in page


def test_a_reply_is_unread_until_somebody_reads_it(client, world, case):
    reply = receive_message(case=case, channel="portal", text="The blue folder.", received_at=clock.now())
    client.force_login(world.handler)

    overview = client.get(url("case", case)).content.decode()
    client.post(url("case-incoming-read", case, reply.pk))
    page = client.get(url("case-messages", case)).content.decode()

    assert "1 unread reply" in overview
    assert "The blue folder." in page
    assert "read by Hanna Dler" in page
    assert AuditEntry.objects.filter(action="case.message_read").count() == 1


def test_the_same_message_by_two_ways_is_kept_once(case):
    first, second = (
        receive_message(case=case, channel="email", text="Hello", received_at=clock.now(), source_key="mail:1")
        for _time in range(2)
    )

    assert first == second
    assert IncomingMessage.objects.count() == 1


def test_a_letter_that_came_is_noted_with_its_scan_and_moves_no_clock(client, world, case):
    client.force_login(world.handler)
    noted = {
        "channel": "letter",
        "received_at": "2026-01-05T10:00",
        "sender": "Ana",
        "text": "I meant 2024.",
        "uploads": SimpleUploadedFile("scan.pdf", b"%PDF", "application/pdf"),
    }

    client.post(url("case-incoming-write", case), noted)
    page = client.get(url("case-messages", case)).content.decode()

    assert "I meant 2024." in page
    assert "scan.pdf" in page
    assert not case.clock_events.exists()


def test_a_reply_of_tomorrow_is_refused_with_its_field(client, world, case):
    client.force_login(world.handler)

    answer = client.post(
        url("case-incoming-write", case), {"channel": "phone", "received_at": "2999-01-05T10:00", "text": "Hello"}
    )

    assert answer.status_code == 422
    assert "in the future" in answer.content.decode()
    assert not IncomingMessage.objects.exists()

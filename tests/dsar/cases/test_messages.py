"""The messages page: who writes, what is refused, and safe contact."""

import pytest
from django.core import mail
from django.urls import reverse

from dsar.cases.notify import reach_of, tell_requester
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

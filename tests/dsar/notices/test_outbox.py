"""Queueing notices and sending them: nothing lost, nothing twice, nothing to the wrong place."""

import datetime as dt
import smtplib
import uuid

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from dsar.audit.models import AuditEntry
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, DsarError, RuleRefused
from dsar.foundation.keys import create_data_key, destroy_data_key
from dsar.notices import sending
from dsar.notices.addresses import tokens_in
from dsar.notices.models import Notice, NoticeState
from dsar.notices.selectors import undelivered
from dsar.notices.sending import send_waiting_notices
from dsar.notices.services import forget_notices, mark_bounced, mark_posted, queue_notice, send_again, settle
from tests.world import local_today

FRAME = {
    "name": "Ana Lindqvist",
    "reference": "DSAR-2026-0001-K",
    "organisation": "Northwind",
    "contact": "a@b.example",
}


def queued(**changes):
    given = {
        "code": "withdrawn",
        "about": uuid.uuid4(),
        "key_id": changes.pop("key_id", None) or create_data_key().pk,
        "recipient": "ana@example.com",
        "variables": FRAME,
        "language": "en",
        "actor": None,
    }
    return queue_notice(**given | changes)


@pytest.mark.django_db
def test_a_waiting_mail_is_sent_once_and_told_in_the_audit_chain():
    notice = queued()

    first = send_waiting_notices()
    second = send_waiting_notices()

    notice.refresh_from_db()
    assert (first.sent, second.sent, notice.state) == (1, 0, NoticeState.SENT)
    assert [message.to for message in mail.outbox] == [["ana@example.com"]]
    assert "Dear Ana Lindqvist" in mail.outbox[0].body
    told = list(AuditEntry.objects.filter(object_id=str(notice.pk)).values_list("action", flat=True))
    assert told == ["notice.queued", "notice.sent"]


@pytest.mark.django_db
def test_address_subject_and_text_are_sealed():
    notice = queued()

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient, subject, body FROM dsar_notice")
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"ana@example.com" not in stored
    assert b"Lindqvist" not in stored
    assert notice.subject


@pytest.mark.django_db
def test_the_same_thing_is_queued_once():
    about, key = uuid.uuid4(), create_data_key().pk

    first = queued(about=about, key_id=key, dedup="withdrawal")
    second = queued(about=about, key_id=key, dedup="withdrawal")

    assert first.pk == second.pk
    assert Notice.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "variables",
    [{**FRAME, "name": ""}, {"name": "Ana"}, {**FRAME, "password": "x"}],
    ids=["empty", "missing", "unknown"],
)
def test_wrong_variables_are_refused_at_queueing_without_telling_values(variables):
    with pytest.raises(DsarError) as refused:
        queued(variables=variables)

    assert refused.value.code == "letter_variables"
    assert "Ana" not in refused.value.message
    assert not Notice.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "recipient", ["", "nobody", "a@example.com\nBcc: b@example.com", "a@example.com, b@example.com"]
)
def test_what_is_no_single_address_is_refused(recipient):
    with pytest.raises(DsarError) as refused:
        queued(recipient=recipient)

    assert refused.value.code in {"no_address", "bad_header"}


@pytest.mark.django_db
@pytest.mark.parametrize("subject", ["Hello\nBcc: x@example.com", "Hello\n\nnew body", "a\x00b", "a\u2028b"])
def test_a_subject_cannot_break_the_header(subject):
    with pytest.raises(DsarError) as refused:
        queued(code="message", variables={**FRAME, "subject": subject, "text": "Hello"})

    assert refused.value.code == "bad_header"


@pytest.mark.django_db
def test_a_protected_address_is_written_to_only_when_confirmed():
    with pytest.raises(RuleRefused) as refused:
        queued(is_protected=True)
    notice = queued(is_protected=True, is_confirmed=True)

    assert refused.value.code == "safe_contact"
    assert notice.state == NoticeState.WAITING


@pytest.mark.django_db
def test_a_mail_whose_worker_died_before_the_text_went_is_sent_by_the_next():
    notice = queued()
    sending.claim(notice.pk)
    Notice.objects.filter(pk=notice.pk).update(lease_until=clock.now() - dt.timedelta(seconds=1))

    result = send_waiting_notices()

    notice.refresh_from_db()
    assert (result.sent, notice.state, notice.attempts) == (1, NoticeState.SENT, 2)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_mail_whose_worker_died_after_the_text_went_becomes_unknown_and_is_not_sent_again():
    notice = queued()
    assert sending._hand_over(sending.claim(notice.pk))
    Notice.objects.filter(pk=notice.pk).update(lease_until=clock.now() - dt.timedelta(seconds=1))

    first = send_waiting_notices()
    second = send_waiting_notices()

    notice.refresh_from_db()
    assert (first.unknown, second.unknown, notice.state) == (1, 0, NoticeState.UNKNOWN)
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_worker_that_comes_back_after_its_lease_does_not_overwrite_the_verdict():
    notice = queued()
    held = sending.claim(notice.pk)
    assert sending._hand_over(held)
    Notice.objects.filter(pk=notice.pk).update(lease_until=clock.now() - dt.timedelta(seconds=1))
    send_waiting_notices()

    outcome = sending._finish(held, NoticeState.SENT, "")

    notice.refresh_from_db()
    assert outcome is None
    assert notice.state == NoticeState.UNKNOWN


@pytest.mark.django_db
def test_a_worker_that_comes_back_after_its_lease_gives_the_server_no_text():
    notice = queued()
    held = sending.claim(notice.pk)
    Notice.objects.filter(pk=notice.pk).update(lease_until=clock.now() - dt.timedelta(seconds=1))
    send_waiting_notices()

    may_go_on = sending._hand_over(held)

    assert not may_go_on
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_the_message_id_is_fixed_before_the_first_try_and_stays(world):
    notice = queued()
    fixed = notice.message_id
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.UNKNOWN)

    send_again(notice=notice, actor=world.handler)
    send_waiting_notices()

    assert mail.outbox[0].extra_headers["Message-ID"] == fixed
    assert notice.token in fixed


@pytest.mark.django_db
def test_an_answer_is_led_back_by_the_reply_address(settings):
    settings.DSAR_REPLY_ADDRESS = "privacy+{token}@example.org"
    notice = queued()

    send_waiting_notices()

    assert mail.outbox[0].reply_to == [f"privacy+{notice.token}@example.org"]
    assert tokens_in([], [f"Privacy+{notice.token.upper()}@example.org"]) == [notice.token]
    assert tokens_in([f"<a@b> {notice.message_id}"], []) == [notice.token]


@pytest.mark.django_db
def test_a_mail_that_came_back_waits_for_somebody_until_it_is_sent_again_or_settled(world):
    first, second = queued(), queued()
    send_waiting_notices()

    known = [mark_bounced(notice=notice, code="5.1.1") for notice in (first, second, second)]
    send_again(notice=first, actor=world.handler)
    settle(notice=second, actor=world.handler)
    with pytest.raises(Conflict):
        settle(notice=second, actor=world.handler)

    assert known == [True, True, False]
    assert (first.state, second.state, second.failure) == (NoticeState.WAITING, NoticeState.BOUNCED, "bounced 5.1.1")
    assert not undelivered().exists()


@pytest.mark.django_db
def test_what_was_not_sent_cannot_have_come_back():
    notice = queued()

    assert not mark_bounced(notice=notice, code="5.1.1")


@pytest.mark.django_db
def test_a_letter_is_posted_on_a_day_between_writing_and_today(world):
    letter = queued(channel="letter", recipient="Ana Lindqvist\n1 Example Street")
    today = local_today()

    for day in (today + dt.timedelta(days=2), today - dt.timedelta(days=3)):
        with pytest.raises(RuleRefused) as refused:
            mark_posted(notice=letter, actor=world.handler, posted_on=day)
        assert refused.value.code == "wrong_day"
    mark_posted(notice=letter, actor=world.handler, posted_on=today)

    assert (letter.state, letter.posted_on) == (NoticeState.PRINTED, today)


@pytest.mark.django_db
def test_two_workers_do_not_claim_the_same_mail():
    notice = queued()

    first, second = sending.claim(notice.pk), sending.claim(notice.pk)

    assert first is not None
    assert second is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "state"),
    [
        (ConnectionRefusedError(), NoticeState.WAITING),
        (smtplib.SMTPRecipientsRefused({}), NoticeState.FAILED),
        (smtplib.SMTPServerDisconnected("gone"), NoticeState.UNKNOWN),
        (TimeoutError(), NoticeState.UNKNOWN),
    ],
)
def test_what_a_broken_sending_means(monkeypatch, error, state):
    def fail(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    notice = queued()

    send_waiting_notices()

    notice.refresh_from_db()
    assert notice.state == state
    assert mail.outbox == []


@pytest.mark.django_db
def test_an_unreachable_server_is_tried_later_and_not_for_ever(monkeypatch):
    def fail(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    notice = queued()

    for _ in range(sending.MAX_ATTEMPTS):
        Notice.objects.update(not_before=clock.now())
        send_waiting_notices()

    notice.refresh_from_db()
    assert (notice.state, notice.failure) == (NoticeState.FAILED, "mail_server_not_reached")


@pytest.mark.django_db
def test_a_mail_of_an_erased_case_is_not_sent():
    notice = queued()
    destroy_data_key(notice.key_id)

    result = send_waiting_notices()

    assert (result.sent, result.failed) == (0, 1)
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_person_may_send_again_what_failed_but_not_what_was_sent(world):
    stuck, done = queued(), queued()
    Notice.objects.filter(pk=stuck.pk).update(state=NoticeState.UNKNOWN)
    Notice.objects.filter(pk=done.pk).update(state=NoticeState.SENT)

    send_again(notice=stuck, actor=world.handler)
    with pytest.raises(Conflict):
        send_again(notice=done, actor=world.handler)

    assert send_waiting_notices().sent == 1


@pytest.mark.django_db
def test_a_letter_waits_for_a_person_who_posts_it(world):
    letter = queued(channel="letter", recipient="Ana Lindqvist\n1 Example Street\nLondon")

    sent = send_waiting_notices().sent
    mark_posted(notice=letter, actor=world.handler)
    with pytest.raises(Conflict):
        mark_posted(notice=letter, actor=world.handler)

    assert sent == 0
    assert letter.state == NoticeState.PRINTED
    assert mail.outbox == []


@pytest.mark.django_db
def test_notices_of_one_case_are_forgotten_and_no_other():
    gone, kept = queued(), queued()

    number = forget_notices(about=gone.about_id)

    assert number == 1
    assert list(Notice.objects.values_list("pk", flat=True)) == [kept.pk]

"""What becomes of mail: filed with its case, marked as bounced, logged, joined or let go; nothing believed."""

import datetime as dt
from pathlib import Path

import pytest
from django.core import mail as outbox
from django.urls import reverse
from django.utils import timezone

from dsar.audit.models import AuditEntry
from dsar.cases.models import Case, CaseFile
from dsar.cases.page_models import IncomingMessage
from dsar.foundation import storage
from dsar.foundation.errors import Conflict, KeyDestroyed, NotPermitted, RuleRefused
from dsar.foundation.models import SealedFile
from dsar.intake.mail_models import MailKind, MailState, UnloggedMail
from dsar.intake.mail_selectors import waiting_mail_count
from dsar.intake.mail_services import dismiss_mail, join_mail, purge_mail, reopen_mail
from dsar.notices.models import Notice, NoticeState
from dsar.notices.sending import send_waiting_notices
from dsar.notices.services import queue_notice
from tests.dsar.intake.mails import ARRIVED, arrived, bounce, mailbox, maildir, message
from tests.world import make_case


@pytest.fixture
def box(world, tmp_path):
    return mailbox(world, maildir(tmp_path / "mail"))


@pytest.fixture
def case(world):
    return make_case(world, name="Ana Lindqvist")


@pytest.fixture
def asked(case, world):
    """A mail of ours to the person of the case, sent."""
    notice = queue_notice(
        code="withdrawn",
        about=case.pk,
        key_id=case.key_id,
        recipient="ana@example.com",
        variables={"name": "Ana", "reference": case.reference, "organisation": "Northwind", "contact": "x"},
        language="en",
        actor=world.handler,
    )
    send_waiting_notices()
    return notice


@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
def test_an_answer_from_a_person_of_the_case_joins_it_as_an_unread_message(box, case, asked, header):
    mail = arrived(box, message(text="I mean everything since 2020.", **{header: asked.message_id}))

    incoming = IncomingMessage.objects.get(case=case)
    assert (mail.state, mail.case) == (MailState.JOINED, case)
    assert (incoming.text.strip(), incoming.received_at, incoming.read_at) == (
        "I mean everything since 2020.",
        ARRIVED,
        None,
    )
    assert b"everything since 2020" in storage.read(incoming.files.get().file)


def test_an_answer_to_the_reply_address_joins(box, case, asked, settings):
    settings.DSAR_REPLY_ADDRESS = "privacy+{token}@example.org"

    mail = arrived(box, message(Delivered_To=f"privacy+{asked.token}@example.org"))

    assert mail.case == case


def test_the_reference_in_the_subject_joins(box, case):
    assert arrived(box, message(subject=f"Re: {case.reference.lower()}")).case == case


def test_a_joined_mail_proves_nothing_and_moves_nothing(box, case, asked):
    before = (case.stage, case.clock_state, case.due_on)

    arrived(box, message(In_Reply_To=asked.message_id))

    case.refresh_from_db()
    assert (case.stage, case.clock_state, case.due_on) == before
    assert not case.people.filter(is_proved=True).exists()


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"sender": "mallory@example.net"}, "unknown_sender"),
        ({"sender": "Ana Lindqvist <ana@example.com>, x@example.net"}, "unknown_sender"),
        ({"Authentication_Results": "mx.example.org; spf=fail; dkim=none; dmarc=fail"}, "forged"),
    ],
)
def test_a_stranger_or_a_forged_sender_waits_in_triage_with_its_claim(box, case, asked, changes, doubt):
    mail = arrived(box, message(In_Reply_To=asked.message_id, **changes))

    assert (mail.state, mail.claimed_case, mail.claim) == (MailState.TRIAGE, case, doubt)
    assert not IncomingMessage.objects.exists()


def test_two_references_are_left_to_a_person(box, case, world):
    other = make_case(world)

    mail = arrived(box, message(subject=f"{case.reference} and {other.reference}"))

    assert (mail.state, mail.claim) == (MailState.TRIAGE, "several_cases")


def test_a_token_that_nobody_was_given_leads_nowhere(box, case):
    mail = arrived(box, message(In_Reply_To="<dsar.0123456789abcdef01234567@example.org>"))

    assert mail.claimed_case is None


def test_results_of_another_server_are_not_shown(box):
    forged = message(Authentication_Results="mx.example.net; spf=pass; dkim=pass; dmarc=pass")

    assert arrived(box, forged).authentication == {}


def test_results_of_the_own_server_are_shown_and_prove_nothing(box):
    mail = arrived(box, message(Authentication_Results="mx.example.org (x); spf=pass (sender) ; dkim=fail; dmarc=none"))

    assert mail.authentication == {"spf": "pass", "dkim": "fail", "dmarc": "none"}
    assert mail.state == MailState.TRIAGE


def test_a_failure_report_marks_the_mail_as_come_back_and_tells_the_handler(box, case, asked, world):
    outbox.outbox.clear()

    mail = arrived(box, bounce(asked.message_id))
    send_waiting_notices()

    asked.refresh_from_db()
    assert (asked.state, asked.failure) == (NoticeState.BOUNCED, "bounced 5.1.1")
    assert (mail.kind, mail.case) == (MailKind.BOUNCE, case)
    assert [sent.to for sent in outbox.outbox] == [[world.handler.email]]
    assert "ana" not in outbox.outbox[0].body.lower()
    assert AuditEntry.objects.filter(action="notice.bounced").count() == 1


def test_a_second_report_tells_nobody_again_and_a_report_on_that_mail_neither(box, case, asked):
    arrived(box, bounce(asked.message_id), "1")
    told = Notice.objects.get(code="undelivered")
    send_waiting_notices()
    arrived(box, bounce(asked.message_id, status="4.2.2"), "2")

    arrived(box, bounce(told.message_id, status="5.0.0"), "3")

    assert Notice.objects.filter(code="undelivered").count() == 1


def test_a_report_of_delay_marks_nothing(box, case, asked):
    mail = arrived(box, bounce(asked.message_id, action="delayed"))

    asked.refresh_from_db()
    assert (mail.kind, asked.state) == (MailKind.DELAY, NoticeState.SENT)


def test_a_report_that_names_none_of_our_mails_waits_in_triage(box, case, asked):
    mail = arrived(box, bounce("<guess@example.org>"))

    asked.refresh_from_db()
    assert (mail.state, asked.state) == (MailState.TRIAGE, NoticeState.SENT)


@pytest.mark.parametrize(
    "changes",
    [
        {"Auto_Submitted": "auto-replied"},
        {"X_Autoreply": "yes"},
        {"subject": "Out of office"},
        {"Precedence": "auto_reply"},
    ],
)
def test_an_automatic_reply_is_named_so_and_nothing_is_answered(box, changes):
    before = Notice.objects.count()

    mail = arrived(box, message(**changes))

    assert (mail.kind, mail.state) == (MailKind.AUTO_REPLY, MailState.TRIAGE)
    assert Notice.objects.count() == before


def test_a_mail_of_our_own_that_comes_in_again_makes_no_circle(box, case, asked):
    mail = arrived(box, message(sender="privacy@example.org", Message_ID=asked.message_id))

    assert mail.kind == MailKind.OWN
    assert Notice.objects.count() == 1


def test_triage_shows_likely_requests_first_and_explains_why(client, world, box):
    arrived(box, message(text="Buy cheap pens", subject="Offer", sender="shop@example.net"), "1")
    arrived(
        box, message(text="Bitte senden Sie mir eine Kopie meiner Daten nach Art. 15 DSGVO.", subject="Auskunft"), "2"
    )
    client.force_login(world.intake)

    page = client.get(reverse("dsar:mail-list")).content.decode()

    assert page.index("Auskunft") < page.index("Offer")
    assert "Looks like a request" in page
    assert waiting_mail_count(world.intake) == 2
    assert waiting_mail_count(world.auditor) == 0


def test_a_mail_is_logged_with_its_arrival_as_receipt_and_itself_attached(client, world, box):
    mail = arrived(box, message())
    client.force_login(world.intake)
    form = client.get(reverse("dsar:mail-log", args=[mail.pk])).context["form"]
    typed = {name: value if value is not None else "" for name, value in form.initial.items()}
    typed |= {"controller": world.controller.pk, "right": "access", "relation": "self", "send_to": "same"}

    answer = client.post(reverse("dsar:mail-log", args=[mail.pk]), typed)

    case = Case.objects.get()
    mail = UnloggedMail.objects.get()
    assert answer.status_code == 302
    assert case.received_at == ARRIVED
    assert "copy of my personal data" in case.request_text
    assert CaseFile.objects.get(case=case).purpose == "request"
    assert (mail.state, mail.case, mail.raw) == (MailState.LOGGED, case, None)
    with pytest.raises(KeyDestroyed):
        assert mail.subject


def test_a_receipt_after_the_arrival_is_refused_and_nothing_typed_is_lost(client, world, box):
    mail = arrived(box, message())
    client.force_login(world.intake)
    typed = {
        "controller": world.controller.pk,
        "channel": "email",
        "received_on": "2026-11-05",
        "right": "access",
        "relation": "self",
        "send_to": "same",
        "language": "en",
        "subject_name": "Ana Lindqvist",
        "request_text": "Words that stay",
    }

    answer = client.post(reverse("dsar:mail-log", args=[mail.pk]), typed)

    assert answer.status_code == 422
    assert "Words that stay" in answer.content.decode()
    assert not Case.objects.exists()
    assert UnloggedMail.objects.get().state == MailState.TRIAGE


def test_two_people_log_one_mail_once(client, world, box):
    mail = arrived(box, message())
    join_mail(mail=mail, case=make_case(world), actor=world.dpo)

    with pytest.raises(Conflict):
        dismiss_mail(mail=mail, reason="Advertising", actor=world.intake)


def test_a_mail_is_joined_only_to_a_case_that_one_may_see(client, world, box, case):
    mail = arrived(box, message())
    client.force_login(world.stranger)

    answer = client.post(reverse("dsar:mail-join", args=[mail.pk]), {"reference": case.reference})
    with pytest.raises(RuleRefused):
        join_mail(mail=mail, case=case, actor=world.stranger)
    with pytest.raises(NotPermitted):
        join_mail(mail=mail, case=case, actor=world.auditor)

    assert answer.status_code == 422
    assert UnloggedMail.objects.get().state == MailState.TRIAGE


def test_what_is_no_request_is_kept_for_a_while_can_come_back_and_goes(world, box, settings):
    mail = arrived(box, message())
    dismissed = dismiss_mail(mail=mail, reason="Advertising", actor=world.intake)
    reopen_mail(mail=dismissed, actor=world.dpo)
    dismissed = dismiss_mail(mail=mail, reason="Advertising", actor=world.intake)
    assert purge_mail() == 0
    path = storage.path_of(mail.raw_id)
    UnloggedMail.objects.update(remove_after=timezone.now() - dt.timedelta(seconds=1))

    gone = purge_mail()

    mail = UnloggedMail.objects.get()
    assert (gone, mail.state, mail.raw) == (1, MailState.REMOVED, None)
    assert not SealedFile.objects.exists()
    assert path.name  # the file itself goes with the commit, which a test never makes
    with pytest.raises(KeyDestroyed):
        assert mail.text


def test_no_reason_is_no_decision(client, world, box):
    mail = arrived(box, message())
    client.force_login(world.intake)

    answer = client.post(reverse("dsar:mail-dismiss", args=[mail.pk]), {"reason": "  "})

    assert answer.status_code == 422
    assert UnloggedMail.objects.get().state == MailState.TRIAGE


def test_hostile_words_stay_words(client, world, box):
    evil = "<script>alert(1)</script>\u202egnirts"
    mail = arrived(box, message(text=evil, subject="<img src=x onerror=1>", sender='"<b>x" <x@example.net>'))
    client.force_login(world.intake)

    pages = [client.get(reverse(name, args=[mail.pk])).content.decode() for name in ("dsar:mail", "dsar:mail-log")]
    pages.append(client.get(reverse("dsar:mail-list")).content.decode())

    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "⟨U+202E⟩" in pages[0]


def test_the_original_is_handed_out_as_a_download_only(client, world, box):
    mail = arrived(box, message())
    client.force_login(world.intake)

    answer = client.get(reverse("dsar:mail-original", args=[mail.pk]))

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Path(box.folder, "new", "1.host").read_bytes() == b"".join(answer.streaming_content)

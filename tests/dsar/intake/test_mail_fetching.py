"""Reading mailboxes: every message becomes one row, whatever it is and whatever happens on the way."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from dsar.foundation import storage
from dsar.foundation.leases import MAX_ATTEMPTS, LeaseState
from dsar.foundation.models import DataKey, SealedFile
from dsar.intake import mail_fetching, mail_services
from dsar.intake.mail_fetching import fetch_mail, fetch_mailbox
from dsar.intake.mail_models import MailArrival, Mailbox, MailboxKind, MailKind, MailState, UnloggedMail
from tests.dsar.intake.mails import ARRIVED, arrived, deliver, mailbox, maildir, message
from tests.imap_server import PASSWORD, TOKEN, ImapServer


@pytest.fixture
def folder(tmp_path):
    return maildir(tmp_path / "mail")


@pytest.fixture
def box(world, folder):
    return mailbox(world, folder)


@pytest.fixture
def server(tmp_path, settings, monkeypatch):
    with ImapServer(tmp_path) as running:
        settings.DSAR_MAIL_LOCAL_HOSTS = ["localhost"]
        settings.DSAR_MAIL_CA_FILE = str(running.ca_file)
        monkeypatch.setenv("DSAR_SECRET_PRIVACY_MAIL", PASSWORD)
        yield running


def imap(world, server, **changes):
    given = {
        "name": "Server",
        "controller": world.controller,
        "kind": MailboxKind.IMAP,
        "host": "localhost",
        "port": server.port,
        "user_name": "privacy@example.org",
        "secret_name": "privacy_mail",
        "folder": "INBOX",
    }
    return Mailbox.objects.create(**given | changes)


def test_a_message_waits_in_triage_with_the_instant_at_which_it_arrived(box):
    mail = arrived(box, message())

    assert (mail.state, mail.kind, mail.reading) == (MailState.TRIAGE, MailKind.MESSAGE, "")
    assert mail.received_at == ARRIVED  # its Date header says a week earlier
    assert (mail.sender, mail.sender_name, mail.subject) == ("ana@example.com", "Ana Lindqvist", "Access request")
    assert "copy of my personal data" in mail.text
    assert storage.read(mail.raw) == bytes(message())


def test_nothing_of_a_message_stands_in_the_database_or_on_the_disk_in_the_clear(box, settings):
    mail = arrived(box, message())

    with connection.cursor() as cursor:
        cursor.execute("SELECT sender, sender_name, subject, text, more FROM dsar_unloggedmail")
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    on_disk = storage.path_of(mail.raw_id).read_bytes()
    assert b"Lindqvist" not in stored + on_disk
    assert b"personal data" not in stored + on_disk


def test_the_mailbox_itself_is_not_changed(box, folder):
    file = deliver(folder, message())

    fetch_mailbox(box)
    fetch_mailbox(box)

    assert file.is_file()
    assert UnloggedMail.objects.count() == 1


def test_a_message_that_a_mail_program_moved_is_not_read_again(box, folder):
    file = deliver(folder, message())
    fetch_mailbox(box)
    file.rename(folder / "cur" / f"{file.name}:2,S")

    again = fetch_mailbox(box)

    assert again.seen == 0
    assert UnloggedMail.objects.count() == 1


def test_the_same_message_by_two_ways_is_stored_once_and_counted(world, box, tmp_path):
    second = mailbox(world, maildir(tmp_path / "two"), name="Second")
    mail = arrived(box, message())
    forwarded = b"Received: from another.example\r\n" + bytes(message())

    deliver(Path(second.folder), forwarded)
    fetch_mailbox(second)

    mail.refresh_from_db()
    assert UnloggedMail.objects.count() == 1
    assert mail.copies == 2
    assert SealedFile.objects.count() == 1


def test_a_borrowed_message_id_does_not_hide_a_message(box):
    first = arrived(box, message(Message_ID="<same@example.com>"), "1")
    second = arrived(box, message(text="Something else", Message_ID="<same@example.com>"), "2")

    assert first.digest != second.digest
    assert bytes(first.id_digest) == bytes(second.id_digest)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe garbage",
        b"From: \xff\xfe\r\nSubject: =?utf-8?b?!!!?=\r\n\r\nbody",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nnever closed",
        b"Content-Type: text/plain; charset=nonsense\r\n\r\n\xe4\xf6",
        b"From: a@b.example, c@d.example\r\n\r\ntwo senders",
        b"Subject: " + b"x" * 100_000 + b"\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
        + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 50,
    ],
    ids=["empty", "garbage", "headers", "boundary", "charset", "senders", "long", "deep"],
)
def test_a_damaged_message_is_kept_and_waits_for_a_person(box, content):
    mail = arrived(box, content)

    assert mail.state == MailState.TRIAGE
    assert storage.read(mail.raw) == content


def test_two_senders_are_nobody(box):
    mail = arrived(box, b"From: ana@example.com, mallory@example.net\r\n\r\nHello")

    assert mail.sender == ""
    assert mail.more["senders"] == 2


def test_a_huge_message_is_kept_whole_and_read_in_part(box, settings):
    settings.DSAR_MAIL_READ_MB = 1
    content = bytes(message()) + b"x" * (3 * 1024 * 1024)

    mail = arrived(box, content)

    assert mail.reading == "too_large"
    assert "copy of my personal data" in mail.text
    assert mail.raw.size == len(content)


def test_attachments_are_named_and_not_opened(box):
    made = message()
    made.add_attachment(b"%PDF-1.7 not really", maintype="application", subtype="pdf", filename="passport.pdf")

    mail = arrived(box, made)

    assert mail.more["attachments"] == [{"name": "passport.pdf", "type": "application/pdf", "size": 19}]


def test_a_message_without_isolation_is_kept_unread(box, monkeypatch):
    from dsar.foundation.sandbox import SandboxResult, Verdict

    monkeypatch.setattr(mail_fetching, "run_sandboxed", lambda *a, **k: SandboxResult(Verdict.REFUSED))

    mail = arrived(box, message())

    assert (mail.reading, mail.subject) == ("no_isolation", "")
    assert b"Access request" in storage.read(mail.raw)


class Stopped(Exception):
    """The worker stops here."""


@pytest.mark.parametrize("place", ["read_message", "keep_mail"])
def test_a_worker_that_stops_between_fetching_and_storing_loses_and_doubles_nothing(box, folder, monkeypatch, place):
    deliver(folder, message())
    with monkeypatch.context() as broken:
        broken.setattr(mail_fetching, place, lambda *a, **k: (_ for _ in ()).throw(Stopped))
        with pytest.raises(Stopped):
            fetch_mailbox(box)
    assert not UnloggedMail.objects.exists()
    MailArrival.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))

    fetch_mailbox(box)
    fetch_mailbox(box)

    assert UnloggedMail.objects.count() == 1
    assert MailArrival.objects.get().state == LeaseState.DONE


def test_a_fault_while_storing_leaves_no_row_and_no_key(box, folder, monkeypatch):
    deliver(folder, message())
    keys = DataKey.objects.count()
    with monkeypatch.context() as broken:
        broken.setattr(mail_services, "claimed", lambda *a: (_ for _ in ()).throw(Stopped))
        with pytest.raises(Stopped):
            fetch_mailbox(box)

    assert (UnloggedMail.objects.count(), DataKey.objects.count()) == (0, keys)


def test_a_worker_whose_lease_was_lost_stores_nothing(box, folder, monkeypatch):
    deliver(folder, message())
    real = mail_fetching.read_message

    def slow(upload):
        MailArrival.objects.update(fence=99)
        return real(upload)

    monkeypatch.setattr(mail_fetching, "read_message", slow)
    fetch_mailbox(box)

    assert not UnloggedMail.objects.exists()


def test_a_message_that_fails_again_and_again_is_given_up_where_it_is_seen(box, folder, monkeypatch):
    deliver(folder, message())
    monkeypatch.setattr(mail_fetching, "read_message", lambda *a: (_ for _ in ()).throw(Stopped))
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(Stopped):
            fetch_mailbox(box)
        MailArrival.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))

    fetch_mailbox(box)

    assert (MailArrival.objects.get().state, MailArrival.objects.get().failure) == (LeaseState.FAILED, "gave_up")


def test_a_mailbox_that_somebody_reads_just_now_is_left_alone(box, folder):
    deliver(folder, message())
    Mailbox.objects.update(checking_until=timezone.now() + dt.timedelta(minutes=1))

    assert fetch_mailbox(box).seen == 0


def test_mail_from_before_the_first_day_is_left_alone(world, folder):
    box = mailbox(world, folder, read_from=dt.date(2026, 11, 3))
    deliver(folder, message())

    assert fetch_mailbox(box).seen == 0


def test_a_folder_outside_the_roots_is_not_read(box, settings):
    settings.DSAR_SOURCE_ROOTS = ["/nowhere"]

    fetch_mail()

    box.refresh_from_db()
    assert (box.failure, box.failing_since is not None) == ("outside_roots", True)


def test_mail_is_read_from_a_server_over_tls_without_marking_it(world, server):
    box = imap(world, server)
    server.add(bytes(message()))

    fetch_mailbox(box)
    box.refresh_from_db()
    server.add(bytes(message(text="Second")))
    fetch_mailbox(box)

    assert sorted(mail.received_at for mail in UnloggedMail.objects.all()) == [ARRIVED, ARRIVED]
    assert MailArrival.objects.count() == 2
    assert any(command.startswith("EXAMINE") for command in server.commands)
    assert not any("SELECT" in command or "STORE" in command for command in server.commands)


def test_a_large_message_comes_piece_by_piece(world, server):
    content = bytes(message()) + b"y" * (2 * 1024 * 1024 + 17)
    server.add(content)

    fetch_mailbox(imap(world, server))

    assert storage.read(UnloggedMail.objects.get().raw) == content
    assert sum("BODY.PEEK" in command for command in server.commands) == 3


def test_renumbered_messages_are_listed_again_and_stored_once(world, server):
    box = imap(world, server)
    server.add(bytes(message()))
    fetch_mailbox(box)
    server.validity = 8

    box.refresh_from_db()
    fetch_mailbox(box)

    assert UnloggedMail.objects.get().copies == 2


def test_an_access_token_signs_in(world, server, monkeypatch):
    monkeypatch.setenv("DSAR_SECRET_PRIVACY_MAIL", TOKEN)
    server.add(bytes(message()))

    fetch_mailbox(imap(world, server, sign_in="xoauth2"))

    assert UnloggedMail.objects.count() == 1


def test_starttls_is_used_and_checked(world, tmp_path, server, settings):
    (tmp_path / "other").mkdir()
    with ImapServer(tmp_path / "other", starttls=True) as plain:
        settings.DSAR_MAIL_CA_FILE = str(plain.ca_file)
        plain.add(bytes(message()))

        fetch_mailbox(imap(world, plain, security="starttls"))

        assert UnloggedMail.objects.count() == 1
        assert plain.commands.index("STARTTLS ") < plain.commands.index("LOGIN")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"secret_name": "unknown"}, "secret_missing"),
        ({"user_name": "privacy@example.org", "secret_name": "wrong"}, "sign_in_refused"),
        ({"sign_in": "xoauth2"}, "sign_in_refused"),
        ({"folder": "Elsewhere"}, "no_such_folder"),
        ({"folder": "INBOX\r\nA1 DELETE INBOX"}, "no_such_folder"),
        ({"host": "nowhere.invalid"}, "unknown_host"),
        ({"host": "127.0.0.1"}, "address_refused"),
        ({"host": "169.254.169.254"}, "address_refused"),
        ({"host": "[::1]"}, "unknown_host"),
        ({"host": "::1"}, "address_refused"),
        ({"security": "starttls"}, "connection_lost"),
    ],
)
def test_what_keeps_a_mailbox_from_being_read_is_told_by_its_code(world, server, monkeypatch, changes, reason):
    monkeypatch.setenv("DSAR_SECRET_WRONG", "nonsense")
    monkeypatch.setattr("dsar.intake.mail_imap.TIMEOUT_SECONDS", 2)
    box = imap(world, server, **changes)

    fetch_mailbox(box)

    box.refresh_from_db()
    assert box.failure == reason
    assert not UnloggedMail.objects.exists()


def test_an_unknown_certificate_is_refused(world, server, settings):
    settings.DSAR_MAIL_CA_FILE = ""
    box = imap(world, server)

    fetch_mailbox(box)

    box.refresh_from_db()
    assert box.failure == "certificate_refused"
    assert "LOGIN" not in server.commands


def test_a_connection_that_breaks_while_a_message_comes_loses_nothing(world, server):
    box = imap(world, server)
    server.add(bytes(message()))
    server.hang_up_at = "BODY"

    fetch_mailbox(box)
    server.hang_up_at = ""
    MailArrival.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    box.refresh_from_db()
    fetch_mailbox(box)

    box.refresh_from_db()
    assert UnloggedMail.objects.count() == 1
    assert box.failure == ""

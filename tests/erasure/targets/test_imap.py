"""A mailbox on a mail server, against a real Dovecot over TLS."""

import imaplib
import ssl
import uuid

import pytest

from erasure.errors import TargetFailed
from erasure.plan import Terms
from erasure.runs.returning import reapply
from erasure.runs.services import TargetOrder
from erasure.suppression.services import suppress
from erasure.targets import make_target
from tests.dovecot import SECRET, Dovecot
from tests.erasure.shop import PERSON

MAILS = {
    "INBOX": [
        ("From: Mira Holt <mira.holt@example.org>\nTo: shop@example.org\nSubject: Broken cup\n\nPlease send another.\n", ""),
        ("From: Jon Beck <jon.beck@example.org>\nTo: shop@example.org\nSubject: Lamp\n\nIt is dark.\n", ""),
        ("From: Ana Lund <ana.lund@example.org>\nTo: shop@example.org\nSubject: Old\n\nNot needed.\n", r"(\Deleted)"),
    ],
    "Sent": [("From: shop@example.org\nTo: mira.holt@example.org\nSubject: Re: Broken cup\n\nOn its way.\n", "")],
    '"Archive.2026 t&APw-r"': [
        ("From: Jon Beck <jon.beck@example.org>\nTo: shop@example.org\nSubject: Parcel\n\nmira.holt@example.org has it.\n", ""),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def server():
    """One Dovecot for the tests of this file."""
    with Dovecot() as started:
        yield started


@pytest.fixture
def account(server, request):
    """An account of the test's own with mail in three folders; gives its settings."""
    user = f"user{abs(hash(request.node.name)) % 10**8}"
    with _signed_in(server, user) as client:
        for folder, mails in MAILS.items():
            if folder != "INBOX":
                client.create(folder)
            for text, flags in mails:
                client.append(folder, flags, None, text.replace("\n", "\r\n").encode())
    return {"host": server.host, "port": server.port, "user": user, "ca_file": str(server.ca_file)}


def test_what_the_person_wrote_or_was_sent_goes_and_nothing_else(account, server):
    target, terms = make_target("imap", account, SECRET), Terms()

    planned = target.preview(PERSON, terms)
    outcome = target.erase(planned.changes, PERSON, lambda: True)

    assert sorted(change.set for change in planned.changes) == ["mail/from", "mail/to"]
    assert [question.set for question in planned.questions] == ["mail/about"]
    assert (outcome.done, outcome.already) == (2, 0)
    assert target.verify(PERSON, terms).changes == ()
    assert _subjects(server, account["user"]) == {
        "INBOX": ["Lamp", "Old"],
        "Sent": [],
        '"Archive.2026 t&APw-r"': ["Parcel"],
    }


def test_a_rehearsal_reads_without_a_trace_and_says_the_same_twice(account, server):
    target = make_target("imap", account, SECRET)

    first, second = (target.preview(PERSON, Terms()) for _ in range(2))

    assert first.fingerprint == second.fingerprint
    with _signed_in(server, account["user"]) as client:
        client.select("INBOX", readonly=True)
        assert client.uid("SEARCH", "SEEN")[1] == [b""]


def test_carrying_out_again_counts_what_is_gone_as_done(account):
    target = make_target("imap", account, SECRET)
    planned = target.preview(PERSON, Terms())
    target.erase(planned.changes, PERSON, lambda: True)

    again = target.erase(planned.changes, PERSON, lambda: True)

    assert (again.done, again.already) == (0, 2)


def test_the_answer_that_mail_about_the_person_is_theirs_erases_it_in_its_folder(account, server):
    target = make_target("imap", account, SECRET)
    asked = target.preview(PERSON, Terms()).questions[0]
    terms = Terms(choices={asked.key: "erase"})

    planned = target.preview(PERSON, terms)
    target.erase(planned.changes, PERSON, lambda: True)

    assert _subjects(server, account["user"])['"Archive.2026 t&APw-r"'] == []


def test_mail_that_others_got_too_is_asked(account, server):
    mail = "From: shop@example.org\r\nTo: jon.beck@example.org\r\nCc: mira.holt@example.org\r\nSubject: Shared\r\n\r\nHello.\r\n"
    with _signed_in(server, account["user"]) as client:
        client.append("Sent", "", None, mail.encode())
    target = make_target("imap", account, SECRET)

    planned = target.preview(PERSON, Terms())
    target.erase(planned.changes, PERSON, lambda: True)

    assert sorted((one.set, one.reason) for one in planned.questions) == [
        ("mail/about", "shared"),
        ("mail/to", "shared"),
    ]
    assert _subjects(server, account["user"])["Sent"] == ["Shared"]


def test_who_comes_back_in_a_mailbox_is_erased_again_and_mail_of_others_is_left_to_a_person(
    db, account, server, settings, tmp_path, monkeypatch
):
    settings.DSAR_CHECKPOINT_DIR = tmp_path / "checkpoints"
    suppress(person=PERSON, run_id=uuid.uuid4())
    monkeypatch.setenv("DSAR_SECRET_MAIL", SECRET)

    found, _by_hand = reapply([TargetOrder(uuid.uuid4(), "Mail", "imap", account, "mail")], "seed")

    assert [(row.people, row.changed, row.left, row.failure) for row in found] == [(1, 2, {"to_check": 1}, "")]
    assert _subjects(server, account["user"]) == {
        "INBOX": ["Lamp", "Old"], "Sent": [], '"Archive.2026 t&APw-r"': ["Parcel"]
    }  # fmt: skip


def test_the_trial_says_what_is_wrong_and_changes_nothing(account, server):
    good = make_target("imap", account, SECRET).test()
    wrong = make_target("imap", account, "another").test()
    untrusted = make_target("imap", {**account, "ca_file": ""}, SECRET).test()

    assert good.ok
    assert "3 folders" in good.message
    assert "refused" in wrong.message
    assert "certificate" in untrusted.message
    assert len(_subjects(server, account["user"])["INBOX"]) == 3


def test_an_account_that_refuses_the_password_fails_by_its_name(account):
    with pytest.raises(TargetFailed) as refused:
        make_target("imap", account, "another").preview(PERSON, Terms())

    assert refused.value.code == "login_refused"


def _signed_in(server, user):
    client = imaplib.IMAP4_SSL(
        server.host, server.port, ssl_context=ssl.create_default_context(cafile=str(server.ca_file)), timeout=20
    )
    client.login(user, SECRET)
    return client


def _subjects(server, user):
    """What lies in each folder, by a client of our own."""
    found = {}
    with _signed_in(server, user) as client:
        for folder in MAILS:
            client.select(folder, readonly=True)
            uids = client.uid("SEARCH", "ALL")[1][0].split()
            parts = [client.uid("FETCH", uid, "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1][0][1] for uid in uids]
            found[folder] = [part.decode().partition(":")[2].strip() for part in parts]
    return found

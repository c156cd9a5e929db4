"""Set-up of mailboxes: added, tried, changed; what was given up, fetched again; who may."""

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.foundation.leases import LeaseState
from dsar.intake.mail_fetching import fetch_mailbox
from dsar.intake.mail_models import MailArrival, Mailbox, UnloggedMail
from tests.dsar.intake.mails import deliver, mailbox, maildir, message


@pytest.fixture
def admin(client, world):
    client.force_login(world.admin)
    return client


def server_values(world, **changes):
    return {
        "name": "Privacy",
        "controller": world.controller.pk,
        "host": "mail.example.org",
        "port": "993",
        "security": "tls",
        "user_name": "privacy@example.org",
        "sign_in": "password",
        "secret_name": "privacy_mail",
        "folder": "INBOX",
        "read_from": "2026-11-01",
        "is_active": "on",
    } | changes


def test_a_mail_server_is_added_without_its_password(admin, world):
    answer = admin.post(reverse("dsar:mailbox-new", args=["imap"]), server_values(world))

    box = Mailbox.objects.get()
    assert answer.url == reverse("dsar:mailbox", args=[box.pk])
    assert (box.host, box.secret_name, box.is_active) == ("mail.example.org", "privacy_mail", True)
    assert AuditEntry.objects.filter(action="intake.mailbox_added").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"host": "http://evil/"}, "host"),
        ({"port": "0"}, "port"),
        ({"secret_name": "my password!"}, "secret_name"),
        ({"security": "none"}, "security"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(admin, world, changes, field):
    answer = admin.post(reverse("dsar:mailbox-new", args=["imap"]), server_values(world, **changes))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Mailbox.objects.exists()


def test_a_maildir_outside_the_roots_is_refused(admin, world, settings, tmp_path):
    settings.DSAR_SOURCE_ROOTS = [str(tmp_path)]
    values = {"name": "Files", "controller": world.controller.pk, "folder": "/etc", "is_active": "on"}

    answer = admin.post(reverse("dsar:mailbox-new", args=["maildir"]), values)

    assert answer.status_code == 422
    assert "DSAR_SOURCE_ROOTS" in answer.content.decode()


def test_a_trial_counts_and_fetches_nothing(admin, world, tmp_path):
    box = mailbox(world, maildir(tmp_path / "mail"))
    deliver(tmp_path / "mail", message())

    admin.post(reverse("dsar:mailbox-test", args=[box.pk]))

    box.refresh_from_db()
    assert (box.test_passed, "nobody has seen yet: 1" in box.test_words) == (True, True)
    assert not UnloggedMail.objects.exists()
    assert not MailArrival.objects.exists()


def test_a_trial_that_fails_says_why(admin, world):
    box = mailbox(world, "/nowhere")

    page = admin.post(reverse("dsar:mailbox-test", args=[box.pk]), follow=True).content.decode()

    assert "There is no Maildir here" in page
    assert "cannot be read yet" in page


def test_a_changed_place_is_read_from_its_beginning_and_stores_nothing_twice(admin, world, tmp_path):
    box = mailbox(world, maildir(tmp_path / "one"))
    deliver(tmp_path / "one", message())
    fetch_mailbox(box)
    deliver(maildir(tmp_path / "two"), message(), "9")
    values = {"name": "Files", "controller": world.controller.pk, "folder": str(tmp_path / "two"), "is_active": "on"}

    admin.post(reverse("dsar:mailbox", args=[box.pk]), values)
    box.refresh_from_db()
    fetch_mailbox(box)

    assert box.name == "Files"
    assert UnloggedMail.objects.get().copies == 2


def test_what_was_given_up_is_fetched_again(admin, world, tmp_path):
    box = mailbox(world, maildir(tmp_path / "mail"))
    deliver(tmp_path / "mail", message())
    MailArrival.objects.create(
        mailbox=box, place="1.host", seen_at="2026-11-02T09:30:00Z", state=LeaseState.FAILED, failure="gave_up"
    )

    page = admin.get(reverse("dsar:mailbox", args=[box.pk])).content.decode()
    admin.post(reverse("dsar:mailbox-again", args=[box.pk]))
    fetch_mailbox(box)

    assert "Try them again" in page
    assert UnloggedMail.objects.count() == 1


def test_the_list_says_which_mailbox_cannot_be_read(admin, world):
    fetch_mailbox(mailbox(world, "/nowhere"))

    page = admin.get(reverse("dsar:mailboxes")).content.decode()

    assert "Cannot be read" in page


def test_an_administrator_sets_up_mailboxes_and_reads_no_mail(admin, client, world, tmp_path):
    box = mailbox(world, maildir(tmp_path / "mail"))
    deliver(tmp_path / "mail", message())
    fetch_mailbox(box)
    mail = UnloggedMail.objects.get()

    assert admin.get(reverse("dsar:mail-list")).status_code == 403
    assert admin.get(reverse("dsar:mail", args=[mail.pk])).status_code == 403
    assert admin.get(reverse("dsar:mail-original", args=[mail.pk])).status_code == 403
    client.force_login(world.handler)
    assert client.get(reverse("dsar:mailboxes")).status_code == 403

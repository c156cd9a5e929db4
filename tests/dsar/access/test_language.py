"""Each person's pages are in the language that they chose, or in that of their browser."""

import pytest
from django.urls import reverse

from dsar.access import mails
from dsar.access.services import set_language
from dsar.audit.models import AuditEntry
from dsar.foundation.errors import RuleRefused
from tests.world import make_case


@pytest.fixture
def french(client, world):
    client.force_login(world.handler)
    client.post(reverse("dsar:account-language"), {"language": "fr"})
    world.handler.refresh_from_db()
    return client


def test_a_person_chooses_a_language_and_reads_the_answer_in_it(client, world):
    client.force_login(world.handler)

    page = client.post(reverse("dsar:account-language"), {"language": "fr"}, follow=True).content.decode()

    assert '<html lang="fr">' in page
    assert '<option value="fr" selected>Français</option>' in page
    assert "Votre langue est modifiée." in page
    assert AuditEntry.objects.filter(action="access.language_changed").count() == 1


def test_the_choice_goes_before_the_browser(french):
    page = french.get(reverse("dsar:home"), headers={"accept-language": "de"})

    assert page.headers["Content-Language"] == "fr"
    assert '<html lang="fr">' in page.content.decode()


def test_who_chose_nothing_reads_what_the_browser_asks_for(client, world):
    client.force_login(world.handler)

    page = client.get(reverse("dsar:home"), headers={"accept-language": "fr-CA,en;q=0.5"}).content.decode()

    assert world.handler.language == ""
    assert '<html lang="fr">' in page


def test_the_next_visitor_of_the_same_process_is_not_answered_in_that_language(client, french, world):
    french.get(reverse("dsar:home"))
    client.force_login(world.dpo)

    assert '<html lang="en">' in client.get(reverse("dsar:home")).content.decode()


def test_a_language_without_screens_is_refused(client, world):
    client.force_login(world.handler)

    answer = client.post(reverse("dsar:account-language"), {"language": "tlh"})

    assert answer.status_code == 422
    with pytest.raises(RuleRefused):
        set_language(person=world.handler, language="en-gb")


def test_mail_to_a_person_is_in_their_language_and_otherwise_in_english(
    world, french, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        mails.account_changed(world.handler, mails.PASSWORD_CHANGED)
        mails.account_changed(world.dpo, mails.PASSWORD_CHANGED)

    assert "Le mot de passe" in mailoutbox[0].body
    assert "The password of your account was changed." in mailoutbox[1].body


def test_programs_are_answered_in_the_language_of_the_request(world, french):
    case = make_case(world)

    answer = french.get(reverse("dsar:api-case", args=[case.reference]))

    assert answer.headers["Content-Language"] == "en"

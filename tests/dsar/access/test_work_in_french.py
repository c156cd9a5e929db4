"""A Data Protection Officer whose browser speaks French works in French: in at the door, home, a case, a form."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases.page_models import IncomingMessage
from tests.dsar.statistics.hand import hand
from tests.world import PASSWORD, make_case

NOON = dt.datetime(2026, 7, 2, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def officer(world):
    """Signed in by the form, with a browser from Quebec."""
    client = Client(headers={"accept-language": "fr-CA,fr;q=0.9,en;q=0.5"})
    with hand(NOON):
        page = client.get(reverse("dsar:sign-in")).content.decode()
        assert '<html lang="fr">' in page
        assert "Mot de passe" in page
        client.post(reverse("dsar:sign-in"), {"email": world.dpo.email, "password": PASSWORD})
        yield client


def test_home_and_a_case_are_in_french_with_the_words_of_the_vocabulary(world, officer):
    case = make_case(world, received=NOON - dt.timedelta(days=3))

    home = officer.get(reverse("dsar:home")).content.decode()
    page = officer.get(reverse("dsar:case-clock", args=[case.reference])).content.decode()
    history = officer.get(reverse("dsar:case-history", args=[case.reference])).content.decode()

    assert "Délégué à la protection des données" in home
    assert "La demande a été reçue le lundi 29 juin 2026" in page
    assert "Demande enregistrée\u00a0: Accès (art. 15)" in history


def test_a_wrong_day_is_told_in_french_and_what_was_typed_comes_back_as_browsers_read_it(world, officer):
    case = make_case(world, received=NOON - dt.timedelta(days=3))
    url = reverse("dsar:case-incoming-write", args=[case.reference])

    wrong = officer.post(url, {"channel": "letter", "received_at": "2027-01-31T10:00", "text": "Le dossier bleu."})
    right = officer.post(url, {"channel": "letter", "received_at": "2026-07-01T10:00", "text": "Le dossier bleu."})

    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "Un message ne peut pas avoir été reçu dans l’avenir." in page
    assert 'value="2027-01-31T10:00"' in page
    assert "Le dossier bleu." in page
    assert right.status_code == 302
    assert IncomingMessage.objects.get().received_at == dt.datetime(2026, 7, 1, 9, 0, tzinfo=dt.UTC)


def test_what_is_recorded_says_the_same_as_that_of_a_colleague_who_works_in_english(world, officer):
    case = make_case(world, received=NOON - dt.timedelta(days=3))
    url = reverse("dsar:case-incoming-write", args=[case.reference])
    english = Client()
    english.force_login(world.handler)

    for client in (officer, english):
        client.post(url, {"channel": "letter", "received_at": "2026-07-01T10:00", "text": "The blue folder."})

    kept = [json.loads(bytes(one.body)) for one in AuditEntry.objects.filter(action="case.message_received")]
    assert len(kept) == 2
    assert kept[0]["facts"] == kept[1]["facts"]

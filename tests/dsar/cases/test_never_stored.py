"""Card numbers and their codes are masked before a note or a request is stored."""

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases.models import Case, Note
from dsar.cases.notes_services import add_note, correct_note
from tests.world import make_case

pytestmark = pytest.mark.django_db
CARD = "Paid with 4111 1111 1111 1111, CVV 123"
MASKED = "Paid with •••• •••• •••• 1111, CVV •••"


def test_a_note_is_masked_and_its_author_is_told(client, world):
    case = make_case(world)
    client.force_login(world.handler)

    response = client.post(reverse("dsar:case-note", args=[case.reference]), {"text": CARD}, follow=True)

    assert Note.objects.get(case=case).text == MASKED
    assert "are never kept" in response.content.decode()
    assert AuditEntry.objects.filter(action="case.noted").count() == 1


def test_a_correction_is_masked_too(world):
    note = add_note(case=make_case(world), text="Nothing yet", actor=world.handler)

    corrected = correct_note(note=note, text=CARD, seen=1, actor=world.handler)

    assert corrected.text == MASKED


def test_the_words_of_a_request_are_masked_at_every_door(world):
    case = make_case(world, request_text=f"{CARD}. What do you hold about me?")

    stored = Case.objects.get(pk=case.pk).request_text

    assert stored == f"{MASKED}. What do you hold about me?"


def test_ordinary_words_stay_as_they_are(client, world):
    case = make_case(world)
    client.force_login(world.handler)

    response = client.post(
        reverse("dsar:case-note", args=[case.reference]), {"text": "Order 20260042, call 020 7946 0018"}, follow=True
    )

    assert Note.objects.get(case=case).text == "Order 20260042, call 020 7946 0018"
    assert "are never kept" not in response.content.decode()

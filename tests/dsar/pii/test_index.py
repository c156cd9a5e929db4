"""The index of the PII tools: tiles by role, what needs a look, and which engine is at work."""

import pytest
from django.urls import reverse

from dsar.foundation import clock
from dsar.pii.models import DetectionRun
from dsar.pii.steering import version_now

pytestmark = pytest.mark.django_db


def page_for(client, person):
    client.force_login(person)
    return client.get(reverse("dsar:pii-tools")).content.decode()


def test_the_index_leads_to_the_tools_and_names_the_engine(client, world):
    page = page_for(client, world.dpo)

    for name in ("own-kinds", "pii-feedback", "pii-thresholds", "pii-metrics"):
        assert reverse(f"dsar:{name}") in page
    assert version_now() in page


def test_what_needs_a_look_stands_on_top(client, world):
    DetectionRun.objects.create(what="review", engine="e", started_at=clock.now(), items=1, characters=9, failed=3)

    assert "3 items could not be read" in page_for(client, world.dpo)


def test_an_intake_clerk_sees_neither_figures_nor_their_pages(client, world):
    page = page_for(client, world.intake)

    assert reverse("dsar:own-kinds") not in page
    assert "engine " not in page

"""A face waits for a person, is kept or made black, and never counts as certain."""

import json

import pypdfium2
import pytest
from django.urls import reverse

from discovery.documents import Box
from dsar.foundation import storage
from dsar.redaction import services
from dsar.redaction.log import log_of
from dsar.redaction.vocabulary import Ocr, Options
from dsar.review.models import Passage, PassageStatus, ReviewItem, Verdict
from dsar.review.people import Role, Surroundings, in_blocks
from dsar.review.preparation_services import prepare
from dsar.review.services import mark_passages
from dsar.search.models import Exhibit
from tests.dsar.review.exhibits import add_exhibit, in_review
from tests.faces import as_bytes, scanned_page
from tests.world import make_case

PLACE = Box(0, 150.0, 225.0, 280.0, 355.0)
FACE = {
    "text": "Face", "role": "face", "locator": {"page": 0}, "ocr_confidence": 0.9,
    "words": [[0, 4, 0, PLACE.x0, PLACE.y0, PLACE.x1, PLACE.y1]],
}  # fmt: skip


def test_each_face_is_a_suggestion_of_its_own_with_a_low_score():
    first, second = in_blocks([FACE, FACE], Surroundings(profile={"name": "Ana Lindqvist"}), find=lambda _text: [])

    assert (first.kind, first.role, first.score) == ("face", Role.OTHER, 0.45)
    assert (first.text, second.text) == ("Face 1 on page 1", "Face 2 on page 1")
    assert "you have to say" in first.why
    assert first.box == {"page": 0, "x0": 150.0, "y0": 225.0, "x1": 280.0, "y1": 355.0}


@pytest.mark.django_db
def test_a_face_that_a_person_redacts_is_black_in_the_copy(world, monkeypatch):
    monkeypatch.setattr(services, "OPTIONS", Options(dpi=72, ocr=Ocr.NEVER))
    case = in_review(make_case(world))
    content = as_bytes(scanned_page(), dpi=(100, 100))
    keep = {"key_id": case.key_id, "media_type": "image/png"}
    blocks = storage.store(json.dumps([FACE]).encode(), name="blocks", **keep)
    original = storage.store(content, name="scan.png", **keep)
    add_exhibit(case, "", blocks=blocks, original=original, media_type="image/png", page_count=1)
    prepare(case.pk)
    [passage] = Passage.objects.filter(item__case=case)
    item = ReviewItem.objects.select_related("exhibit", "case__controller").get(pk=passage.item_id)

    waiting = passage.status
    mark_passages(item=item, passage_ids=[passage.pk], status=PassageStatus.REDACT, actor=world.handler)
    ReviewItem.objects.filter(pk=item.pk).update(verdict=Verdict.REDACT)
    item.refresh_from_db()
    outcome = services.redact(item)

    shown = pypdfium2.PdfDocument(outcome.pdf)[0].render(scale=1).to_pil().convert("L")
    assert waiting == PassageStatus.SUGGESTED
    assert outcome.report.is_open
    assert shown.crop((155, 230, 275, 350)).getextrema()[1] < 12
    assert shown.getpixel((20, 20)) > 240
    assert [line.ground.article for line in log_of(case).lines][0].endswith("15(4)")


@pytest.fixture
def face(world):
    case = in_review(make_case(world))
    content = as_bytes(scanned_page(), dpi=(100, 100))
    keep = {"key_id": case.key_id, "media_type": "image/png"}
    blocks = storage.store(json.dumps([FACE]).encode(), name="blocks", **keep)
    original = storage.store(content, name="scan.png", **keep)
    add_exhibit(case, "", blocks=blocks, original=original, media_type="image/png", page_count=1)
    prepare(case.pk)
    return Passage.objects.get(item__case=case)


def address_of(passage, **other):
    arguments = {"ref": passage.case.reference, "number": 1, "passage_id": passage.pk} | other
    return reverse("dsar:case-review-picture", kwargs=arguments)


@pytest.mark.django_db
def test_beside_its_suggestion_stands_the_place_as_a_picture(world, client, face):
    client.force_login(world.handler)
    page = client.get(reverse("dsar:case-review-item", args=[face.case.reference, 1])).content.decode()

    picture = client.get(address_of(face))

    assert f'src="{address_of(face)}"' in page
    assert 'alt="Face 1 on page 1: this place of the document as a picture"' in page
    assert "look at the original" not in page
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    assert picture["Cache-Control"] == "no-store"
    assert 500 < len(picture.content) < 60_000


@pytest.mark.django_db
def test_nobody_sees_it_without_a_grant_and_nothing_else_is_shown(world, client, face):
    other = Passage.objects.create(case=face.case, item=face.item, kind="person", box=dict(face.box), text="x")
    client.force_login(world.stranger)
    unseen = client.get(address_of(face)).status_code

    client.force_login(world.handler)
    no_face = client.get(address_of(other)).status_code
    other_item = client.get(address_of(face, number=2)).status_code
    Exhibit.objects.filter(case=face.case).update(original=None)
    without_file = client.get(address_of(face)).status_code
    page = client.get(reverse("dsar:case-review-item", args=[face.case.reference, 1])).content.decode()

    assert (unseen, no_face, other_item, without_file) == (404, 404, 404, 404)
    assert "finding-picture" not in page

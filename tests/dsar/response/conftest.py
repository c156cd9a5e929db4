"""A case with a document, a letter about somebody else, and rows, decided and ready for its answer."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from dsar.cases.models import Case
from dsar.foundation import cipher, storage
from dsar.foundation.keys import data_key
from dsar.identity.services import mark_not_needed
from dsar.processing_records.models import ProcessingActivity, Recipient, System
from dsar.review.models import Passage, PassageStatus, ReviewItem, Verdict
from dsar.search.models import Exhibit, PlannedSystem, PlanState
from tests.world import ago, make_case

LETTER = "Dear Ana Lindqvist, your colleague Bert Harrow complained about the parcel."


def add_exhibit(case, planned, number, *, text="", values=None, media_type="text/plain"):
    form = "row" if values is not None else "document"
    exhibit = Exhibit(
        case=case,
        planned=planned,
        number=number,
        source_name=planned.system.name,
        form=form,
        group="Web shop/orders" if values is not None else "Web shop/txt",
        media_type=media_type,
        title=f"item {number}",
        locator={"path": f"{number}.txt"},
        values=values or {},
        decision="confirmed",
        sha256="0" * 64,
        item_digest=cipher.digest(data_key(case.key_id, "index"), "t", str(number)),
        found_at=timezone.now(),
        expires_at=timezone.now() + dt.timedelta(days=90),
    )
    if values is None:
        exhibit.original = storage.store(text.encode(), key_id=case.key_id, name="a.txt", media_type=media_type)
        blocks = json.dumps([{"text": text, "locator": {}, "role": "body", "words": []}]).encode()
        exhibit.blocks = storage.store(blocks, key_id=case.key_id, name="b", media_type="application/json")
    exhibit.save(force_insert=True)
    return exhibit


@pytest.fixture
def system(world):
    system = System.objects.create(name="Web shop")
    activity = ProcessingActivity.objects.create(
        controller=world.controller,
        name="Orders",
        purpose="Selling goods.",
        legal_basis="Contract (Art. 6(1)(b))",
        categories=["orders"],
        retention="Six years.",
        source_of_data="The customer.",
        has_automated_decisions=False,
    )
    activity.systems.add(system)
    Recipient.objects.create(activity=activity, name="Swift Parcel Ltd", role="carrier", country="GB")
    return system


@pytest.fixture
def case(world, system):
    """In review, everything decided: a letter with one passage to redact, two rows of which one column goes."""
    case = make_case(world, received=ago(days=5))
    mark_not_needed(case=case, kind="identity", reason="Writes from the address on file", actor=world.handler)
    Case.objects.filter(pk=case.pk).update(stage="review")
    case.refresh_from_db(fields=["stage"])
    planned = PlannedSystem.objects.create(case=case, system=system, state=PlanState.DONE)
    letter = ReviewItem.objects.create(
        case=case, exhibit=add_exhibit(case, planned, 1, text=LETTER), verdict=Verdict.REDACT
    )
    start = LETTER.index("Bert Harrow")
    Passage.objects.create(
        case=case,
        item=letter,
        block=0,
        start=start,
        end=start + 11,
        text="Bert Harrow",
        kind="person",
        status=PassageStatus.REDACT,
    )
    ReviewItem.objects.create(
        case=case,
        exhibit=add_exhibit(case, planned, 2, values={"order_id": 7, "note": "=1+1"}),
        verdict=Verdict.DISCLOSE,
    )
    row = ReviewItem.objects.create(
        case=case,
        verdict=Verdict.REDACT,
        exhibit=add_exhibit(case, planned, 3, values={"order_id": 8, "note": "left with Bert Harrow"}),
    )
    Passage.objects.create(
        case=case, item=row, box={"column": "note"}, text="left with Bert Harrow", status=PassageStatus.REDACT
    )
    return case

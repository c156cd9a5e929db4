"""Exhibits for the tests of review, as the search leaves them."""

import datetime as dt
import hashlib
import json

from dsar.cases.models import Case
from dsar.cases.vocabulary import Stage
from dsar.foundation import clock, storage
from dsar.review.models import Passage, PassageStatus, ReviewItem
from dsar.review.preparation_services import make_items
from dsar.search.models import Exhibit


def in_review(case: Case) -> Case:
    """The case, put into the stage of review past the gates that other rooms know."""
    Case.objects.filter(pk=case.pk).update(stage=Stage.REVIEW)
    case.refresh_from_db()
    return case


def add_exhibit(case: Case, *texts: str, values: dict | None = None, **extra) -> Exhibit:
    """A document of these text blocks, or with `values` a row."""
    number = case.exhibits.count() + 1
    blocks = None
    if values is None:
        content = [
            {"text": text, "locator": {"page": place + 1}, "role": "body", "words": []}
            for place, text in enumerate(texts)
        ]
        blocks = storage.store(
            json.dumps(content).encode(), key_id=case.key_id, name="blocks", media_type="application/json"
        )
    now = clock.now()
    facts = {
        "number": number,
        "source_name": "Shop database" if values else "Shared drive",
        "form": "row" if values else "document",
        "group": "shop.orders" if values else "files",
        "media_type": "" if values else "application/pdf",
        "title": f"Item {number}",
        "locator": {"path": f"letters/{number}.pdf"},
        "blocks": blocks,
        "values": values or {},
        "decision": "confirmed",
        "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        "item_digest": hashlib.sha256(str(number).encode()).digest(),
        "found_at": now,
        "expires_at": now + dt.timedelta(days=90),
    }
    return Exhibit.objects.create(case=case, **facts | extra)


def add_item(case: Case, *texts: str, values: dict | None = None, is_read: bool = True, **extra) -> ReviewItem:
    """An exhibit with its undecided item; read for suggestions, none of which there are."""
    exhibit = add_exhibit(case, *texts, values=values, **extra)
    make_items(case)
    if is_read:
        ReviewItem.objects.filter(exhibit=exhibit).update(prepared_at=clock.now())
    return ReviewItem.objects.select_related("exhibit", "case__controller").get(exhibit=exhibit)


def suggest_passage(
    item: ReviewItem, start: int = 0, end: int = 4, *, status: str = PassageStatus.SUGGESTED
) -> Passage:
    """A passage in the first block."""
    return Passage.objects.create(
        case=item.case,
        item=item,
        block=0,
        start=start,
        end=end,
        text="Erik",
        kind="person",
        person_role="other",
        status=status,
    )


ANSWERS = {"uk.mgmt": "A plan for the next year", "uk.lpp": "Advice of a solicitor", "uk.third_party": "A neighbour"}


def answers_to(exemption) -> dict[str, str]:
    """An answer to every question of an exemption's test."""
    return dict.fromkeys(exemption.test, "Because it does.")

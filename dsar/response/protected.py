"""Items that would carry a protected address to somebody else: they keep the answer from being complete."""

import json
from collections.abc import Iterator

from dsar.cases.models import Case
from dsar.cases.safe_contact import protected_addresses, stands_in
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.foundation import storage
from dsar.response.selectors import REDACTED_VALUE, recipient_person
from dsar.review.content import values_of
from dsar.review.models import PassageStatus, ReviewItem, Verdict


def goes_to_somebody_else(case: Case) -> bool:
    """Whether the answer goes to another person than the data subject."""
    people = {person.role: person for person in case.people.all()}
    requester, recipient = people.get(PersonRole.REQUESTER), people.get(PersonRole.RECIPIENT)
    if recipient is not None and recipient.relation != Relation.SELF:
        return True
    return requester is not None and requester.relation != Relation.SELF


def items_that_give_it_away(case: Case) -> list[int]:
    """The numbers of outgoing items in which a protected address stands unredacted, when somebody else gets them."""
    parts = protected_addresses(case, besides=recipient_person(case)) if goes_to_somebody_else(case) else set()
    if not parts:
        return []
    items = ReviewItem.objects.filter(case=case, verdict__in=(Verdict.DISCLOSE, Verdict.REDACT))
    found = []
    for item in items.select_related("exhibit__blocks").prefetch_related("passages").order_by("exhibit__number"):
        item.case = item.exhibit.case = case
        if stands_in(parts, _texts(item)):
            found.append(item.exhibit.number)
    return found


def _texts(item: ReviewItem) -> Iterator[str]:
    hidden = [passage for passage in item.passages.all() if passage.status == PassageStatus.REDACT]
    columns = {passage.box["column"] for passage in hidden if passage.box and "column" in passage.box}
    shown = [REDACTED_VALUE if name in columns else str(value) for name, value in values_of(item.exhibit).items()]
    yield from shown
    yield ", ".join(shown)
    if item.exhibit.blocks is None:
        return
    for number, block in enumerate(json.loads(storage.read(item.exhibit.blocks))):
        text = str(block.get("text", ""))
        for passage in hidden:
            if passage.block == number and passage.start is not None and passage.end is not None:
                blank = "\n" * (passage.end - passage.start)
                text = text[: passage.start] + blank + text[passage.end :]
        yield text

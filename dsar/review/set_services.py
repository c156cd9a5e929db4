"""Deciding many items as one: preview with a count and a sample, one entry in the chain, and the way back."""

import random
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.review.models import ExemptionProposal, Passage, PassageStatus, ProposalStatus, ReviewItem, ReviewSet, Verdict
from dsar.review.selectors import ItemQuery, items_of
from dsar.review.services import demand_review

catalogue.declare(
    review_set_decided="{size|item|items} decided as a set: {verdict}",
    review_set_undone="The decision on a set of {size|item|items} taken back",
)

SET_VERDICTS: Final = (Verdict.DISCLOSE, Verdict.NOT_SUBJECT, Verdict.UNDECIDED)
SAMPLE: Final = 8


@dataclass(frozen=True, slots=True)
class SetPreview:
    """What a set act would do: items that change, items left out and why, a sample to look at."""

    items: list[ReviewItem]
    left_out_people: int
    left_out_pending: int
    left_out_unsure: int
    unchanged: int
    sample: list[ReviewItem]

    @property
    def size(self) -> int:
        """How many items change."""
        return len(self.items)


def preview_set(*, case: Case, query: ItemQuery, verdict: str) -> SetPreview:
    """Which items a set act would change. Items with other people's data or a waiting exemption are decided singly.

    Items that are not surely about the data subject are disclosed in a set only where they were asked for: ticked, or
    by the filter for how sure the match is.

    Raises:
        RuleRefused: the verdict cannot be given to a set.
    """
    if verdict not in SET_VERDICTS:
        message = _("This decision is made item by item.")
        raise RuleRefused(message, code="not_for_sets")
    chosen = list(_annotated(items_of(case, query)))
    pending = [item for item in chosen if item.is_waiting]
    people = [item for item in chosen if not item.is_waiting and _carries_people(item, verdict)]
    left_out = {item.pk for item in (*pending, *people)}
    unsure = [item for item in chosen if item.pk not in left_out and _is_unsure(item, query, verdict)]
    left_out |= {item.pk for item in unsure}
    rest = [item for item in chosen if item.pk not in left_out]
    changing = [item for item in rest if item.verdict != verdict]
    picked = random.Random(len(changing)).sample(changing, min(SAMPLE, len(changing)))  # noqa: S311 - a sample to look at
    sample = sorted(picked, key=lambda item: item.exhibit.number)
    return SetPreview(changing, len(people), len(pending), len(unsure), len(rest) - len(changing), sample)


@transaction.atomic
def decide_set(*, case: Case, query: ItemQuery, verdict: str, actor: User, expected: int | None = None) -> ReviewSet:
    """Decide all items of a query; `expected` is the count that the person confirmed.

    Raises:
        Conflict: the items have changed since the confirmation page, or while this ran.
        RuleRefused: nothing to decide, the verdict is not for sets, or the case is not in review.
        NotPermitted: the actor may not work on the case.
    """
    demand_review(case, actor)
    preview = preview_set(case=case, query=query, verdict=verdict)
    if not preview.size:
        message = _("None of these items would change.")
        raise RuleRefused(message, code="empty_set")
    if expected is not None and expected != preview.size:
        message = _("The items have changed meanwhile. Look at the numbers again.")
        raise Conflict(message)
    made = ReviewSet(
        case=case, verdict=verdict, query=query.as_json(), size=preview.size, made_by=actor, made_at=clock.now(),
        sample=[item.exhibit.number for item in preview.sample],
    )  # fmt: skip
    made.before = {str(item.pk): _state(item) for item in preview.items}
    made.save(force_insert=True)
    _write(preview.items, verdict, actor, made)
    facts = {"size": made.size, "verdict": verdict, "set": made.pk, "sample": made.sample, "query": made.query}
    record("review.set_decided", actor=actor, case=case, about=made, facts=facts)
    return made


@transaction.atomic
def undo_set(*, made: ReviewSet, actor: User) -> int:
    """Take a set decision back: items that nobody touched since get their former decision; how many.

    Raises:
        Conflict: it was taken back already.
        NotPermitted, RuleRefused: as for deciding.
    """
    demand_review(made.case, actor)
    taken = ReviewSet.objects.filter(pk=made.pk, undone_at__isnull=True).update(undone_at=clock.now(), undone_by=actor)
    if not taken:
        message = _("This decision has been taken back already.")
        raise Conflict(message)
    undone = 0
    for item_id, (verdict, decided_by, decided_at, version) in made.before.items():
        untouched = ReviewItem.objects.filter(pk=item_id, set_id=made.pk, version=version)
        undone += untouched.update(
            verdict=verdict, decided_by=decided_by, decided_at=decided_at, set_id=None, version=F("version") + 1
        )
    made.refresh_from_db()
    record("review.set_undone", actor=actor, case=made.case, about=made, facts={"size": undone, "set": made.pk})
    return undone


def _write(items: list[ReviewItem], verdict: str, actor: User, made: ReviewSet) -> None:
    is_open = verdict == Verdict.UNDECIDED
    for item in items:
        changed = ReviewItem.objects.filter(pk=item.pk, version=item.version).update(
            verdict=verdict,
            decided_by=None if is_open else actor,
            decided_at=None if is_open else made.made_at,
            set_id=made.pk,
            version=F("version") + 1,
        )
        if not changed:
            message = _("Somebody else has just changed one of these items. Look at the numbers again.")
            raise Conflict(message)


def _state(item: ReviewItem) -> list[Any]:
    by: UUID | None = item.decided_by_id
    at = item.decided_at.isoformat() if item.decided_at else None
    return [item.verdict, str(by) if by else None, at, item.version + 1]


def _annotated(items: Any) -> Any:
    waiting = ExemptionProposal.objects.filter(item=OuterRef("pk"), status=ProposalStatus.PENDING)
    open_people = Passage.objects.filter(
        item=OuterRef("pk"), status__in=(PassageStatus.SUGGESTED, PassageStatus.REDACT)
    )
    return items.annotate(is_waiting=Exists(waiting), has_people=Exists(open_people))


def _carries_people(item: Any, verdict: str) -> bool:
    return verdict == Verdict.DISCLOSE and bool(item.has_people or item.prepared_at is None)


def _is_unsure(item: ReviewItem, query: ItemQuery, verdict: str) -> bool:
    was_asked_for = bool(query.decision or query.numbers)
    return verdict == Verdict.DISCLOSE and item.exhibit.decision != "confirmed" and not was_asked_for

"""Review on the simple track: rows default to disclose; whatever needs judgement takes the case off the track."""

from django.db.models import Count, Q

from dsar.access.models import User
from dsar.cases.models import Case
from dsar.cases.simple_rules import Item, first_obstacle, has_free_text
from dsar.cases.simple_services import is_simple, leave_track
from dsar.cases.vocabulary import Stage
from dsar.review.content import values_of
from dsar.review.models import PassageStatus, ReviewItem, Verdict
from dsar.review.people import Role
from dsar.review.selectors import ItemQuery
from dsar.review.set_services import decide_set

OWN_UNCONFIRMED = Q(passages__person_role=Role.SUBJECT, passages__decided_by__isnull=True)
# What is surely the person's: their own rows, and what hangs on these (an order of the customer).
SURE = ("confirmed", "context")


def settle_simple(*, case: Case, actor: User | None) -> bool:
    """Disclose every row of a case on the simple track, or take it off the track; True where all is disclosed.

    Called when the items were read and again before the package is built. The decision is one set, recorded with its
    sample and its way back like every other; without somebody who ordered the work nothing is decided.
    """
    if not is_simple(case):
        return False
    if found := first_obstacle(items_of(case)):
        leave_track(case=case, because=found[0], number=found[1])
        return False
    undecided = ReviewItem.objects.filter(case=case, verdict=Verdict.UNDECIDED)
    if undecided.filter(prepared_at__isnull=True).exists():
        return False
    if undecided.exists():
        if actor is None or case.stage not in (Stage.SEARCH, Stage.REVIEW):
            return False
        for decision in SURE:
            query = ItemQuery(verdict=Verdict.UNDECIDED, decision=decision)
            if undecided.filter(exhibit__decision=decision).exists():
                decide_set(case=case, query=query, verdict=Verdict.DISCLOSE, actor=actor)
        if undecided.exists():  # the set left something out that has to be looked at
            leave_track(case=case, because="unsure")
            return False
    return True


def items_of(case: Case) -> list[Item]:
    """What the rules of the track ask of the items of a case, by number."""
    others = Q(passages__status__in=(PassageStatus.SUGGESTED, PassageStatus.REDACT))
    found = ReviewItem.objects.filter(case=case).select_related("exhibit").order_by("exhibit__number")
    counted = found.annotate(
        others=Count("passages", filter=others, distinct=True),
        own=Count("passages", filter=OWN_UNCONFIRMED, distinct=True),
        proposed=Count("proposals", distinct=True),
    )
    items = []
    for row in counted:
        row.case = row.exhibit.case = case
        items.append(
            Item(
                number=row.exhibit.number,
                form=row.exhibit.form,
                is_confirmed=row.exhibit.decision in SURE,
                has_free_text=has_free_text(values_of(row.exhibit)),
                passages=row.others,
                own_special=row.own,
                signals=row.signal_count,
                proposals=row.proposed,
            )
        )
    return items

"""Confirming the data subject's own special categories: each is looked at by a person, and none is taken out."""

from typing import Any, Final

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.vocabulary import Stage
from dsar.pii.models import VerdictKind
from dsar.review.feedback import hear_outright
from dsar.review.models import ReviewItem
from dsar.review.people import Role
from dsar.review.services import demand_review

# A confirmation changes nothing of what goes out, so it may still be given while the package waits for its approval.
STAGES: Final = (Stage.SEARCH, Stage.REVIEW, Stage.SIGN_OFF)

catalogue.declare(
    review_special_confirmed="Item {number}: special category of the data subject confirmed, {count|passage|passages}"
)


@transaction.atomic
def confirm_special(*, item: ReviewItem, passage_ids: list[Any], actor: User) -> int:
    """Note that a person has looked at passages of special categories of the data subject and found them right.

    What goes out stays the same, so the decision on the item stands. How many were new.

    Raises:
        RuleRefused: the case is neither in review nor at sign-off.
        NotPermitted: the actor may not work on the case.
    """
    if item.case.stage in STAGES:
        permissions.demand(actor, Act.WORK_CASE, item.case)
    else:
        demand_review(item.case, actor)
    own = item.passages.filter(pk__in=passage_ids, person_role=Role.SUBJECT, decided_by__isnull=True)
    confirmed = list(own)
    item.passages.filter(pk__in=[one.pk for one in confirmed]).update(decided_by=actor)
    if confirmed:
        hear_outright(item, confirmed, VerdictKind.RIGHT, "", actor)
        facts = {"number": item.exhibit.number, "count": len(confirmed)}
        record("review.special_confirmed", actor=actor, case=item.case, about=item, facts=facts)
    return len(confirmed)

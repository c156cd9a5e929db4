"""Saying on what a mark rests: whose data it is, or that it is nobody's whom the request is about."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation.errors import RuleRefused
from dsar.review.models import ReviewItem
from dsar.review.people import OUT_OF_SCOPE, Role
from dsar.review.services import demand_review

catalogue.declare(review_ground_stated="Item {number}: ground of {count|passage|passages} stated as “{role}”")


@transaction.atomic
def state_ground(*, item: ReviewItem, passage_ids: list[Any], person_role: str, actor: User) -> int:
    """Say whose data passages are; how many changed. What goes black stays the same, so the decision stands.

    Args:
        item: the item.
        passage_ids: of passages of the item.
        person_role: a Role but that of the data subject, or OUT_OF_SCOPE.
        actor: who says so.

    Raises:
        RuleRefused: no such ground.
        NotPermitted: the actor may not work on the case.
    """
    demand_review(item.case, actor)
    if person_role not in ({*Role, OUT_OF_SCOPE} - {Role.SUBJECT}):
        message = _("Choose whose data it is.")
        raise RuleRefused(message, code="no_such_ground", fields={"person_role": message})
    wanted = item.passages.filter(pk__in=passage_ids).exclude(person_role=person_role)
    changed = wanted.update(person_role=person_role)
    if changed:
        facts = {"number": item.exhibit.number, "count": changed, "role": person_role}
        record("review.ground_stated", actor=actor, case=item.case, about=item, facts=facts)
    return changed

"""Saying outright that a suggestion was wrong: no personal data, another kind, the wrong stretch."""

from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from discovery.documents import Kind
from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation.errors import RuleRefused
from dsar.pii.models import VerdictKind
from dsar.review.feedback import hear_outright, is_suggestion
from dsar.review.models import ExemptionProposal, PassageStatus, ProposalStatus, ReviewItem
from dsar.review.services import demand_review, reopen

catalogue.declare(review_suggestion_judged="Item {number}: {count|suggestion|suggestions} judged “{verdict}”")

SAYABLE: Final = (VerdictKind.WRONG, VerdictKind.OTHER_KIND, VerdictKind.WRONG_SPAN)
_KINDS: Final = frozenset(kind.value for kind in Kind)


@transaction.atomic
def judge_passages(*, item: ReviewItem, passage_ids: list[Any], verdict: str, actor: User, meant: str = "") -> int:
    """Say what was wrong with suggested passages; how many.

    What is no personal data is kept visible with it. With another kind or another stretch only the verdict is noted:
    whether it goes black is decided as before, the right stretch is marked by hand.

    Raises:
        RuleRefused: no such verdict or kind, or none of them was suggested by the engine.
        NotPermitted: the actor may not work on the case.
    """
    demand_review(item.case, actor)
    if verdict not in SAYABLE:
        message = _("There is no such verdict.")
        raise RuleRefused(message, code="no_such_verdict")
    if verdict == VerdictKind.OTHER_KIND and meant not in _KINDS:
        message = _("Say which kind it is.")
        raise RuleRefused(message, code="kind_missing", fields={"meant": message})
    told = [one for one in item.passages.filter(pk__in=passage_ids) if is_suggestion(one)]
    if not told:
        message = _("Only what the engine suggested can be judged.")
        raise RuleRefused(message, code="not_suggested")
    hear_outright(item, told, VerdictKind(verdict), meant if verdict == VerdictKind.OTHER_KIND else "", actor)
    if verdict == VerdictKind.WRONG:
        ids = [one.pk for one in told]
        if ExemptionProposal.objects.filter(passage__in=ids, status=ProposalStatus.PENDING).exists():
            message = _("An exemption on this passage waits for its decision.")
            raise RuleRefused(message, code="proposal_pending")
        changed = item.passages.filter(pk__in=ids).exclude(status=PassageStatus.KEEP)
        if changed.update(status=PassageStatus.KEEP, decided_by=actor):
            reopen(item)
    facts = {"number": item.exhibit.number, "count": len(told), "verdict": verdict, "meant": meant}
    record("review.suggestion_judged", actor=actor, case=item.case, about=item, facts=facts)
    return len(told)

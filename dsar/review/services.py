"""Deciding on items and passages. One transaction each, guarded by the item's version, with its audit entry."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.vocabulary import Stage
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.review.content import blocks_of, values_of
from dsar.review.feedback import hear
from dsar.review.marks import places_of
from dsar.review.models import ExemptionProposal, Passage, PassageStatus, ProposalStatus, ReviewItem, Verdict

catalogue.declare(
    review_decided="Item {number}: {verdict}",
    review_passages_marked="Item {number}: {count|passage|passages} marked “{status}”",
    review_passage_added="Item {number}: a passage marked to be redacted",
    review_passage_removed="Item {number}: a mark taken away",
)

_STAGES: Final = (Stage.SEARCH, Stage.REVIEW)
LONGEST_PASSAGE: Final = 5000
MOST_PLACES: Final = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: a stretch of a block, a column of a row, or a box on a page."""

    block: int | None = None
    start: int | None = None
    end: int | None = None
    column: str = ""
    box: dict[str, float] | None = None


@transaction.atomic
def decide(
    *,
    item: ReviewItem,
    verdict: str,
    actor: User,
    version: int,
    note: str = "",
    accept_suggestions: bool = False,
) -> ReviewItem:
    """Decide on an item. Undecided takes a decision back; disclosing is an act of its own.

    Args:
        item: the item.
        verdict: one of Verdict. "withhold" needs an approved exemption: propose one.
        actor: who decides.
        version: the item's version as the person saw it.
        note: why, for whoever signs off.
        accept_suggestions: with "redact", suggested passages go black too.

    Raises:
        Conflict: the item has changed since it was read.
        RuleRefused: a proposal waits, a suggestion is undecided, nothing is marked, no exemption is approved.
        NotPermitted: the actor may not work on the case.
    """
    demand_review(item.case, actor)
    if accept_suggestions and verdict == Verdict.REDACT:
        accepted = list(item.passages.filter(status=PassageStatus.SUGGESTED))
        item.passages.filter(status=PassageStatus.SUGGESTED).update(status=PassageStatus.REDACT, decided_by=actor)
        hear(item, accepted, PassageStatus.REDACT, actor)
    check_verdict(item, verdict)
    settle(item, verdict, actor, version)
    item.note = note
    item.save(update_fields=["note"])
    record(
        "review.decided",
        actor=actor,
        case=item.case,
        about=item,
        facts={"number": item.exhibit.number, "verdict": verdict},
        payload={"note": note} if note else None,
    )
    return item


@transaction.atomic
def mark_passages(*, item: ReviewItem, passage_ids: list[Any], status: str, actor: User) -> int:
    """Redact or keep passages of an item, suggested or marked before; how many changed. A decided item opens again.

    Raises:
        RuleRefused: an exemption on one of them waits for its decision.
        NotPermitted: the actor may not work on the case.
    """
    demand_review(item.case, actor)
    if status not in PassageStatus.values:
        message = _("A passage is redacted or kept.")
        raise RuleRefused(message, code="no_such_status")
    wanted = item.passages.filter(pk__in=passage_ids)
    if ExemptionProposal.objects.filter(passage__in=wanted, status=ProposalStatus.PENDING).exists():
        message = _("An exemption on this passage waits for its decision.")
        raise RuleRefused(message, code="proposal_pending")
    told = list(wanted.exclude(status=status))
    changed = wanted.exclude(status=status).update(
        status=status, decided_by=None if status == PassageStatus.SUGGESTED else actor
    )
    if changed:
        hear(item, told, status, actor)
        reopen(item)
        facts = {"number": item.exhibit.number, "count": changed, "status": status}
        record("review.passages_marked", actor=actor, case=item.case, about=item, facts=facts)
    return changed


@transaction.atomic
def add_passage(
    *, item: ReviewItem, place: Place, actor: User, kind: str = "", person_role: str = "", why: str = ""
) -> Passage:
    """Mark a passage by hand; it is to be redacted.

    Raises:
        RuleRefused: the place is not in the item, or the passage is marked already.
        NotPermitted: the actor may not work on the case.
    """
    demand_review(item.case, actor)
    text = _text_at(item, place)
    box = {"column": place.column} if place.column else place.box
    same = item.passages.filter(block=place.block, start=place.start, end=place.end)
    if (place.block is not None and same.exists()) or (box and item.passages.filter(box=box).exists()):
        message = _("This passage is marked already.")
        raise RuleRefused(message, code="passage_marked_twice")
    passage = Passage.objects.create(
        case=item.case, item=item, block=place.block, start=place.start, end=place.end, box=box,
        text=text, kind=kind, person_role=person_role, why=why or _("Marked by hand"), status=PassageStatus.REDACT,
        decided_by=actor,
    )  # fmt: skip
    reopen(item)
    facts = {"number": item.exhibit.number}
    record("review.passage_added", actor=actor, case=item.case, about=passage, facts=facts)
    return passage


@transaction.atomic
def add_words(*, item: ReviewItem, words: str, actor: User, person_role: str = "") -> int:
    """Mark words wherever they stand in the item; how many places were new.

    Raises:
        RuleRefused: the words stand nowhere, or only where they are marked already.
        NotPermitted: the actor may not work on the case.
    """
    demand_review(item.case, actor)
    taken = {(one.block, one.start, one.end) for one in item.passages.all()}
    columns = {(one.box or {}).get("column") for one in item.passages.all()}
    places = [
        Place(block=number, start=start, end=end)
        for number, block in enumerate(blocks_of(item.exhibit))
        for start, end in places_of(str(block["text"]), words)
        if (number, start, end) not in taken
    ]
    places += [
        Place(column=name)
        for name, value in values_of(item.exhibit).items()
        if name not in columns and places_of(str(value), words)
    ]
    if not places:
        message = _("These words stand nowhere in the item, or they are marked already.")
        raise RuleRefused(message, code="words_not_found", fields={"words": message})
    for place in places[:MOST_PLACES]:
        add_passage(item=item, place=place, actor=actor, person_role=person_role)
    return len(places[:MOST_PLACES])


@transaction.atomic
def remove_passage(*, passage: Passage, actor: User) -> None:
    """Take away a mark that was set by hand; suggestions are kept visible instead, so that they stay on record."""
    item = passage.item
    demand_review(item.case, actor)
    if passage.proposals.exists():
        message = _("An exemption was proposed on this passage; it stays on record.")
        raise RuleRefused(message, code="passage_has_proposal")
    record("review.passage_removed", actor=actor, case=item.case, about=passage, facts={"number": item.exhibit.number})
    passage.delete()
    reopen(item)


def demand_review(case: Case, actor: User, act: Act = Act.WORK_CASE) -> None:
    """Refuse people without a grant, and cases that are not under review.

    Raises:
        NotPermitted, RuleRefused
    """
    permissions.demand(actor, act, case)
    if case.stage not in _STAGES:
        message = _("The case is not in review. Send it back to review first.")
        raise RuleRefused(message, code="not_in_review")


def check_verdict(item: ReviewItem, verdict: str) -> None:
    """Refuse a verdict that what is known of the item does not allow.

    Raises:
        RuleRefused: `code` says which rule.
    """
    if verdict not in Verdict.values:
        message = _("There is no such decision.")
        raise RuleRefused(message, code="no_such_verdict")
    if verdict == Verdict.UNDECIDED:
        return
    proposals = list(item.proposals.all())
    if any(proposal.status == ProposalStatus.PENDING for proposal in proposals):
        message = _("An exemption on this item waits for its decision. Decide when it is approved or rejected.")
        raise RuleRefused(message, code="proposal_pending")
    states = [passage.status for passage in item.passages.all()]
    if verdict in (Verdict.DISCLOSE, Verdict.REDACT) and PassageStatus.SUGGESTED in states:
        message = _("Some suggestions are not decided: redact or keep each of them first.")
        raise RuleRefused(message, code="suggestions_open")
    if verdict == Verdict.REDACT and PassageStatus.REDACT not in states:
        message = _("Nothing is marked to be redacted. Mark a passage, or disclose the item.")
        raise RuleRefused(message, code="nothing_to_redact")
    if verdict == Verdict.DISCLOSE and PassageStatus.REDACT in states:
        message = _("Passages are marked to be redacted. Keep them visible first, or disclose with redactions.")
        raise RuleRefused(message, code="passages_to_redact")
    if verdict == Verdict.WITHHOLD and not any(
        proposal.status == ProposalStatus.APPROVED and proposal.action == "withhold" for proposal in proposals
    ):
        message = _("Withholding needs an exemption. Propose one; the DPO decides.")
        raise RuleRefused(message, code="exemption_needed")


def settle(item: ReviewItem, verdict: str, actor: User | None, version: int, set_id: Any = None) -> None:
    """Write a verdict if nobody has changed the item since `version`; part of a service's transaction.

    Raises:
        Conflict: somebody has.
    """
    is_open = verdict == Verdict.UNDECIDED
    changed = ReviewItem.objects.filter(pk=item.pk, version=version).update(
        verdict=verdict,
        decided_by=None if is_open else actor,
        decided_at=None if is_open else clock.now(),
        set_id=set_id,
        version=F("version") + 1,
    )
    if not changed:
        message = _("Somebody else has just changed this item. Look at it again.")
        raise Conflict(message)
    item.refresh_from_db(fields=["verdict", "decided_by", "decided_at", "set_id", "version"])


def reopen(item: ReviewItem) -> None:
    """Make an item undecided because what it was decided on has changed; part of a service's transaction."""
    ReviewItem.objects.filter(pk=item.pk).update(
        verdict=Verdict.UNDECIDED, decided_by=None, decided_at=None, set_id=None, version=F("version") + 1
    )
    item.refresh_from_db(fields=["verdict", "decided_by", "decided_at", "set_id", "version"])


def _text_at(item: ReviewItem, place: Place) -> str:
    if place.column:
        values = values_of(item.exhibit)
        if place.column in values:
            return str(values[place.column])
    elif place.block is not None:
        blocks = blocks_of(item.exhibit)
        start, end = place.start or 0, place.end or 0
        text = str(blocks[place.block]["text"]) if 0 <= place.block < len(blocks) else ""
        if 0 <= start < end <= len(text) and end - start <= LONGEST_PASSAGE:
            return text[start:end]
    elif place.box and _is_a_box(place.box, item.exhibit.page_count):
        return ""
    message = _("That place is not in this item.")
    raise RuleRefused(message, code="no_such_place")


def _is_a_box(box: dict[str, float], pages: int | None) -> bool:
    if set(box) != {"page", "x0", "y0", "x1", "y1"}:
        return False
    return box["x0"] < box["x1"] and box["y0"] < box["y1"] and 0 <= box["page"] < (pages or 1)

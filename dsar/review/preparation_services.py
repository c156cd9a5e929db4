"""Reading a case's exhibits in the background: items, other people's data, exemptions that a rule suggests."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.vocabulary import Stage
from dsar.foundation import clock
from dsar.foundation.errors import IntegrityBroken
from dsar.foundation.keys import keys_at_hand
from dsar.foundation.leases import LeaseState
from dsar.pii.runs import Reader, reader_now, record_run
from dsar.review import people, signals
from dsar.review.content import ROW, blocks_of, surroundings_of, text_blocks, values_of
from dsar.review.exemption_kinds import Exemption
from dsar.review.models import Passage, PassageStatus, ReviewItem, ReviewPreparation
from dsar.review.people import Suggestion, Surroundings
from dsar.review.proposal_services import exemptions_of
from dsar.review.simple_services import settle_simple
from dsar.search.models import Exhibit

catalogue.declare(
    review_opened="Review opened: {exhibits|item|items}",
    review_prepared="Items read for review: {items}; {suggested|passage|passages} and "
    "{signals|exemption|exemptions} suggested",
)

_MOST_SUGGESTIONS = 400  # in one item; a list of a thousand people is decided by set or withheld, not mark by mark


@transaction.atomic
def open_review(*, case: Case, actor: User | None) -> ReviewPreparation:
    """Make an item of every exhibit and order the reading of those not read yet. Calling it again does no harm.

    Raises:
        NotPermitted: the actor may not work on the case (None stands for the system).
    """
    if actor is not None:
        permissions.demand(actor, Act.WORK_CASE, case)
    made = make_items(case)
    row = _order(case, actor, again=unread(case).exists())
    if made:
        facts = {"exhibits": case.exhibits.count()}
        record("review.opened", actor=actor, actor_kind="user" if actor else "system", case=case, facts=facts)
    transaction.on_commit(lambda: ring(case.pk))
    return row


def make_items(case: Case) -> int:
    """An undecided item for each exhibit that has none; how many were made."""
    missing = Exhibit.objects.filter(case=case, review__isnull=True)
    items = [ReviewItem(case=case, exhibit=exhibit) for exhibit in missing]
    ReviewItem.objects.bulk_create(items, ignore_conflicts=True, batch_size=200)
    return len(items)


def unread(case: Case) -> QuerySet[ReviewItem]:
    """Items of a case whose text has not been read for suggestions."""
    return ReviewItem.objects.filter(case=case, prepared_at__isnull=True)


def ring(case_id: UUID) -> None:
    """Tell a worker that a case's exhibits wait to be read."""
    from dsar.review.tasks import prepare_review

    prepare_review.delay(str(case_id))


def ring_unread() -> int:
    """Ring for cases in review whose exhibits nobody has read: new ones, and those of a worker that was lost."""
    now = clock.now()
    forgotten = ReviewPreparation.objects.filter(case__stage=Stage.REVIEW)
    waiting = forgotten.filter(Q(state=LeaseState.WAITING) | Q(state=LeaseState.WORKING, lease_until__lt=now))
    fresh = Exhibit.objects.filter(case__stage=Stage.REVIEW, review__isnull=True)
    cases = {*waiting.values_list("case_id", flat=True), *fresh.values_list("case_id", flat=True)}
    for case_id in cases:
        ring(case_id)
    return len(cases)


def prepare(case_id: UUID) -> int:
    """Read the unread items of a case; how many. Returns 0 where another worker has them or nothing is left."""
    case = Case.objects.select_related("controller", "key").get(pk=case_id)
    row = _order(case, None, again=bool(make_items(case)))
    if not row.claim():
        return 0
    totals = {"items": 0, "suggested": 0, "signals": 0}
    reader = reader_now()
    with keys_at_hand([case.key_id]):
        around, laws = surroundings_of(case), exemptions_of(case)
        for item in unread(case).select_related("exhibit__blocks", "case").order_by("exhibit__number").iterator(100):
            if not row.renew():
                record_run(reader, what="review", case_id=case.pk)
                return totals["items"]
            suggested, seen = _prepare_item(item, around, laws, reader)
            totals = {
                "items": totals["items"] + 1,
                "suggested": totals["suggested"] + suggested,
                "signals": totals["signals"] + seen,
            }
    with transaction.atomic():
        record_run(reader, what="review", case_id=case.pk)
        if row.finish() and totals["items"]:
            record("review.prepared", actor=row.ordered_by, actor_kind="system", case=case, facts=totals)
        settle_simple(case=case, actor=row.ordered_by)
    return totals["items"]


def _prepare_item(
    item: ReviewItem, around: Surroundings, laws: tuple[Exemption, ...], reader: Reader
) -> tuple[int, int]:
    """Write the suggestions for one item, once; how many passages and exemptions."""
    exhibit = item.exhibit
    try:
        found, seen = _suggestions(exhibit, around, reader), signals.suggest(text_blocks(exhibit), laws)
    except IntegrityBroken:
        reader.failed += 1
        return 0, 0  # its file is gone: the item stays unread, and unread items are decided one by one
    with transaction.atomic():
        if not ReviewItem.objects.filter(pk=item.pk, prepared_at__isnull=True).update(prepared_at=clock.now()):
            return 0, 0
        Passage.objects.bulk_create([_passage(item, one) for one in found], ignore_conflicts=True, batch_size=200)
        item.signals, item.signal_count = [one.as_json() for one in seen], len(seen)
        item.engine = reader.version
        item.save(update_fields=["signals", "signal_count", "engine"])
    reader.items += 1
    others = sum(one.role is not people.Role.SUBJECT for one in found)
    reader.suggested += others
    return others, len(seen)


def _order(case: Case, actor: User | None, *, again: bool) -> ReviewPreparation:
    """The row of the reading; a finished one waits again where there is something new to read."""
    row, _is_new = ReviewPreparation.objects.get_or_create(case=case, defaults={"ordered_by": actor})
    if again:
        ended = (LeaseState.DONE, LeaseState.FAILED, LeaseState.CANCELLED)
        changed = ReviewPreparation.objects.filter(pk=row.pk, state__in=ended)
        if changed.update(state=LeaseState.WAITING, attempts=0, last_rung_at=clock.now()):
            row.refresh_from_db()
    return row


def _suggestions(exhibit: Exhibit, around: Surroundings, reader: Reader) -> list[Suggestion]:
    if exhibit.form == ROW:
        return people.in_row(values_of(exhibit), around, find=reader.find)
    found = people.in_blocks(blocks_of(exhibit), around, find=reader.find)
    # The subject's own special categories come last, and each of them is to be confirmed.
    return [one for at, one in enumerate(found) if at < _MOST_SUGGESTIONS or one.role is people.Role.SUBJECT]


def _passage(item: ReviewItem, one: Suggestion) -> Passage:
    in_block = one.block is not None
    return Passage(
        case=item.case,
        item=item,
        block=one.block,
        start=one.start if in_block else None,
        end=one.end if in_block else None,
        box={"column": one.column} if one.column else dict(one.box) if one.box else None,
        text=one.text,
        kind=one.kind,
        person_role=one.role,
        why=one.why[:300],
        score=one.score,
        recogniser=one.recogniser[:60],
        status=PassageStatus.KEEP if one.is_normally_kept else PassageStatus.SUGGESTED,
    )

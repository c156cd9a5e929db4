"""Reading the review of a case: items by filter, progress, proposals that wait."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases.models import Case, CaseTeamPermission, CaseUserPermission
from dsar.review.models import ExemptionProposal, Passage, PassageStatus, ProposalStatus, ReviewItem, Verdict
from dsar.review.people import Role

# Passages of special categories of the data subject that no person has looked at; what goes black is another matter.
UNCONFIRMED: Final = Q(person_role=Role.SUBJECT, decided_by__isnull=True)


@dataclass(frozen=True, slots=True)
class ItemQuery:
    """Which items of a case: every part narrows. `numbers` picks single ones."""

    verdict: str = ""
    group: str = ""
    source: str = ""
    decision: str = ""
    has: str = ""
    numbers: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The parts that are in use; nothing in it is personal."""
        parts = {name: getattr(self, name) for name in self.__slots__}
        return {name: list(part) if name == "numbers" else part for name, part in parts.items() if part}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a case is."""

    total: int
    decided: int
    by_verdict: dict[str, int]
    pending: int
    unread: int

    @property
    def is_done(self) -> bool:
        """Whether every item is classified."""
        return self.total == self.decided


def items_of(case: Case, query: ItemQuery | None = None) -> QuerySet[ReviewItem]:
    """The items of a case that a query picks, by number, each with its exhibit."""
    wanted = query or ItemQuery()
    items = ReviewItem.objects.filter(case=case).select_related("exhibit", "case", "decided_by")
    exact = {
        "verdict": wanted.verdict, "exhibit__group": wanted.group, "exhibit__source_name": wanted.source,
        "exhibit__decision": wanted.decision,
    }  # fmt: skip
    items = items.filter(**{name: value for name, value in exact.items() if value})
    if wanted.numbers:
        items = items.filter(exhibit__number__in=wanted.numbers)
    return _having(items, wanted.has).order_by("exhibit__number")


def with_counts(items: QuerySet[ReviewItem]) -> QuerySet[ReviewItem]:
    """Items with `open_suggestions`, `to_redact` and `is_waiting`, for lists."""
    waiting = ExemptionProposal.objects.filter(item=OuterRef("pk"), status=ProposalStatus.PENDING)
    return items.annotate(
        open_suggestions=Count("passages", filter=Q(passages__status=PassageStatus.SUGGESTED)),
        to_redact=Count("passages", filter=Q(passages__status=PassageStatus.REDACT)),
        is_waiting=Exists(waiting),
    )


def progress_of(case: Case) -> Progress:
    """Counts of the review; exhibits that have no item yet count as undecided."""
    by_verdict = list(case.review_items.values_list("verdict").annotate(n=Count("pk"), read=Count("prepared_at")))
    counts = {verdict: number for verdict, number, _read in by_verdict}
    total = case.exhibits.count()
    decided = sum(number for verdict, number in counts.items() if verdict != Verdict.UNDECIDED)
    counts[Verdict.UNDECIDED] = total - decided
    read = sum(number for _verdict, _number, number in by_verdict)
    return Progress(total, decided, counts, pending_in(case), total - read)


def pending_in(case: Case) -> int:
    """How many proposed exemptions of the case wait for their decision."""
    return case.exemption_proposals.filter(status=ProposalStatus.PENDING).count()


def special_to_confirm(case: Case) -> list[int]:
    """Numbers of the items with passages of special categories of the data subject that nobody has confirmed.

    What is withheld or not about this person does not go out, so nothing is asked about it.
    """
    found = items_of(case, ItemQuery(has="special"))
    return list(found.values_list("exhibit__number", flat=True))


def choices_of(case: Case) -> dict[str, list[str]]:
    """Groups and sources that a case's exhibits have, for the filters."""
    return {
        "group": list(case.exhibits.order_by("group").values_list("group", flat=True).distinct()),
        "source": list(case.exhibits.order_by("source_name").values_list("source_name", flat=True).distinct()),
    }


def neighbours(item: ReviewItem) -> tuple[int | None, int | None]:
    """Numbers of the items before and after this one."""
    numbers = ReviewItem.objects.filter(case=item.case)
    here = item.exhibit.number
    before = numbers.filter(exhibit__number__lt=here).order_by("-exhibit__number")
    after = numbers.filter(exhibit__number__gt=here).order_by("exhibit__number")
    return (
        before.values_list("exhibit__number", flat=True).first(),
        after.values_list("exhibit__number", flat=True).first(),
    )


def next_undecided(item: ReviewItem) -> int | None:
    """The number of the next item to decide, from here on and then from the start; None where all are decided."""
    here = item.exhibit.number
    return _undecided(item.case).filter(exhibit__number__gt=here).first() or first_undecided(item.case)


def first_undecided(case: Case) -> int | None:
    """The number of the first item that somebody can decide; None where all are decided or wait for an exemption."""
    return _undecided(case).first()


def proposals_to_decide(user: User) -> QuerySet[ExemptionProposal]:
    """Pending proposals on the cases on which the user may decide, oldest first. Nothing where the role may not."""
    if not user.may(Act.DECIDE_EXEMPTION):
        return ExemptionProposal.objects.none()
    return (
        ExemptionProposal.objects.filter(status=ProposalStatus.PENDING, case_id__in=decidable_cases(user))
        .select_related("case__controller", "case__key", "item__exhibit__blocks", "passage", "proposer")
        .order_by("proposed_at")
    )


def decidable_cases(user: User) -> set[UUID]:
    """Cases on which the user, or a team of theirs, has the grant to decide."""
    wanted = {"permission__codename": "decide_case"}
    visible = set(Case.objects.visible_to(user).values_list("pk", flat=True))
    personal = CaseUserPermission.objects.filter(user=user, **wanted).values_list("content_object_id", flat=True)
    shared = CaseTeamPermission.objects.filter(group__user=user, **wanted).values_list("content_object_id", flat=True)
    return visible & {*personal, *shared}


def _undecided(case: Case) -> QuerySet[ReviewItem, int]:
    todo = ReviewItem.objects.filter(case=case, verdict=Verdict.UNDECIDED)
    waiting = ExemptionProposal.objects.filter(item=OuterRef("pk"), status=ProposalStatus.PENDING)
    return todo.filter(~Exists(waiting)).order_by("exhibit__number").values_list("exhibit__number", flat=True)


def _having(items: QuerySet[ReviewItem], has: str) -> QuerySet[ReviewItem]:
    passages = Passage.objects.filter(item=OuterRef("pk"))
    people = passages.exclude(person_role=Role.SUBJECT)
    if has == "special":
        staying = items.exclude(verdict__in=(Verdict.WITHHOLD, Verdict.NOT_SUBJECT))
        return staying.filter(Exists(passages.filter(UNCONFIRMED)))
    if has == "people":
        return items.filter(Exists(people))
    if has == "no_people":
        return items.filter(~Exists(people.exclude(status=PassageStatus.KEEP)), prepared_at__isnull=False)
    if has == "suggestions":
        return items.filter(Exists(people.filter(status=PassageStatus.SUGGESTED)))
    if has == "pending":
        return items.filter(proposals__status=ProposalStatus.PENDING).distinct()
    if has == "signals":
        return items.filter(signal_count__gt=0)
    return items

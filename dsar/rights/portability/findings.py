"""Reading what was found and reviewed, in this case or in a linked one, as far as it may leave. Stores nothing."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from dsar.access.models import User
from dsar.cases.models import Case
from dsar.cases.vocabulary import RightAsked
from dsar.foundation.keys import keys_at_hand
from dsar.redaction.gates import copies_of
from dsar.redaction.models import RedactedDocument
from dsar.review.content import blocks_of
from dsar.review.exemptions import find
from dsar.review.models import ExemptionProposal, Passage, PassageStatus, ReviewItem, Verdict
from dsar.review.people import Role
from dsar.rights.erasure.findings import same_person
from dsar.search.models import Exhibit, PlannedSystem
from dsar.search.services import subject_profile

OUTGOING = (Verdict.DISCLOSE, Verdict.REDACT)
ROW = "row"
A_TIME = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """An item as reviewed: columns (of a row) that go black, those whose people may stay, and what is undecided.

    Of a document all three hold "" where a passage of it is meant.
    """

    item: ReviewItem
    hidden: frozenset[str]
    kept: frozenset[str]
    open: frozenset[str]

    @property
    def exhibit(self) -> Exhibit:
        """The sealed copy."""
        return self.item.exhibit

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a row; empty for a document."""
        return dict(self.exhibit.values or {}) if self.exhibit.form == ROW else {}

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The text of a document; empty for a row."""
        return [] if self.exhibit.form == ROW else blocks_of(self.exhibit)

    @property
    def is_outgoing(self) -> bool:
        """Whether the review lets it go, whole or redacted."""
        return self.item.verdict in OUTGOING


def key_of(exhibit: Exhibit) -> str:
    """The set to which an item belongs: system and group, nothing personal."""
    return f"{exhibit.source_name}|{exhibit.group}"[:400]


def candidates(case: Case, user: User) -> list[Case]:
    """Linked cases of the same person whose findings could be used: seen by the user, with reviewed items.

    A link alone may join the cases of two people: but for what was asked in one letter, an address, number or reference
    of the person has to be the same.
    """
    links = case.links.filter(other__controller=case.controller, kind__in=("same_request", "related", "earlier"))
    visible = Case.objects.visible_to(user).filter(pk__in=links.values("other"), right=RightAsked.ACCESS)
    readable = visible.filter(review_items__isnull=False, key__destroyed_at__isnull=True)
    found = list(readable.select_related("controller", "key").distinct())
    if not found:
        return []
    of_one_letter = set(links.filter(kind="same_request").values_list("other", flat=True))
    with keys_at_hand([case.key_id, *(one.key_id for one in found)]):
        person = subject_profile(case)
        return [one for one in found if one.pk in of_one_letter or same_person(person, subject_profile(one))]


def shown_items(source: Case) -> QuerySet[ReviewItem]:
    """The items of the case in which the findings stand, by number; not those of which nothing may be told.

    An item withheld under an exemption that is neither confirmed nor denied leaves no trace, not in a count either.
    """
    approved = ExemptionProposal.objects.filter(
        case=source, status="approved", action="withhold", passage__isnull=True
    ).values_list("item_id", "exemption_id")
    silent = [item for item, exemption in approved if not find(exemption).told]
    items = ReviewItem.objects.filter(case=source).exclude(pk__in=silent, verdict=Verdict.WITHHOLD)
    chosen = items.select_related("exhibit", "exhibit__original", "exhibit__blocks", "exhibit__planned__system")
    return chosen.order_by("exhibit__number")


def findings(source: Case, items: QuerySet[ReviewItem] | None = None) -> Iterator[Finding]:
    """Each shown item with its marks, in pieces: the whole is never in memory at once."""
    wanted = shown_items(source) if items is None else items
    for item in wanted.prefetch_related("passages").iterator(A_TIME):
        item.case = item.exhibit.case = source
        yield _finding(item)


def undecided(source: Case) -> int:
    """How many items nobody has classified yet, those without a review among them."""
    reviewed = ReviewItem.objects.filter(case=source).exclude(verdict=Verdict.UNDECIDED).count()
    return Exhibit.objects.filter(case=source).count() - reviewed


def proved_copies(source: Case) -> dict[Any, RedactedDocument]:
    """The verified outgoing copies by item."""
    return {state.item.pk: state.row for state in copies_of(source) if state.is_proved and state.row is not None}


def findings_digest(source: Case) -> str:
    """The digest of everything about the findings that a package depends on."""
    items = ReviewItem.objects.filter(case=source).order_by("pk").values_list("pk", "verdict", "version")
    marks = Passage.objects.filter(item__case=source).order_by("pk").values_list("pk", "status")
    copies = RedactedDocument.objects.filter(case=source).order_by("pk").values_list("pk", "order", "is_open")
    basis = {
        "items": [[str(pk), verdict, version] for pk, verdict, version in items],
        "marks": [[str(pk), status] for pk, status in marks],
        "copies": [[str(pk), order, is_open] for pk, order, is_open in copies],
        "exhibits": Exhibit.objects.filter(case=source).count(),
    }
    return hashlib.sha256(json.dumps(basis).encode()).hexdigest()


def found_on(source: Case) -> Any:
    """When the oldest finding was sealed; None where there is none."""
    return Exhibit.objects.filter(case=source).order_by("found_at").values_list("found_at", flat=True).first()


def paper_systems(source: Case) -> set[Any]:
    """The systems of the search that are paper."""
    return set(PlannedSystem.objects.filter(case=source, system__is_paper=True).values_list("system_id", flat=True))


def _finding(item: ReviewItem) -> Finding:
    places: dict[str, set[str]] = {status: set() for status in PassageStatus.values}
    for passage in item.passages.all():
        column = str((passage.box or {}).get("column", ""))
        if passage.person_role != Role.SUBJECT:  # of the person's own special categories nothing is to be asked
            places[passage.status].add(column)
    return Finding(
        item,
        frozenset(places[PassageStatus.REDACT]),
        frozenset(places[PassageStatus.KEEP]),
        frozenset(places[PassageStatus.SUGGESTED]),
    )

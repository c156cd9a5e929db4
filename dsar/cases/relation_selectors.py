"""Requests that belong together, and earlier ones of the same person with what was given: the top of the case page."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from dsar.access.models import User
from dsar.cases import clock as case_clock
from dsar.cases.models import Case, CaseToken
from dsar.cases.relation_rules import label_of
from dsar.cases.triage import TELLING_KINDS
from dsar.cases.vocabulary import Stage

Given = Callable[[Iterable[UUID]], Mapping[UUID, str]]
MOST = 8

_given: list[Given] = []


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """Another request as this person may see it: how it belongs to the case, its dates, its end, what was given."""

    reference: str
    url: str
    how: str
    right: str
    received_on: dt.date
    responded_on: dt.date | None
    state: str
    given: str
    is_linked: bool


def register_given(provider: Given) -> None:
    """Have a room tell what was given in cases: called with their ids; tells by id, in words without names."""
    if provider not in _given:
        _given.append(provider)


def related_requests(case: Case, user: User) -> list[RelatedRow]:
    """Linked requests, then other ones of the same person found by the blind index, newest first.

    A case that the person may not see is not named.
    """
    linked = {link.other_id: link.kind for link in case.links.all()}
    found = _same_person(case) | set(linked)
    visible = Case.objects.visible_to(user).filter(pk__in=found).exclude(pk=case.pk).order_by("-received_at")
    others = list(visible.select_related("controller")[:MOST])
    given = {pk: words for provider in _given for pk, words in provider([other.pk for other in others]).items()}
    rows = [_row(other, linked.get(other.pk, ""), given.get(other.pk, "")) for other in others]
    return sorted(rows, key=lambda row: not row.is_linked)


def _same_person(case: Case) -> set[UUID]:
    wanted = Q(pk__in=[])
    for kind, digest in case.tokens.filter(kind__in=TELLING_KINDS).values_list("kind", "digest"):
        wanted |= Q(kind=kind, digest=bytes(digest))
    return set(CaseToken.objects.filter(wanted).exclude(case=case).values_list("case_id", flat=True)[:200])


def _row(other: Case, kind: str, given: str) -> RelatedRow:
    is_over = other.stage in (Stage.SENT, Stage.CLOSED)
    return RelatedRow(
        reference=other.reference,
        url=reverse("dsar:case", args=[other.reference]),
        how=label_of(kind) if kind else "",
        right=other.get_right_display().partition(" (")[0],
        received_on=case_clock.received_on(other),
        responded_on=other.responded_on,
        state=other.get_outcome_display() if is_over and other.outcome else other.get_stage_display(),
        given=given,
        is_linked=bool(kind),
    )

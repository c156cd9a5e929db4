"""Taking a request in: open requests that look alike are told apart, and what is held is kept from then on.

A member of staff who logs a request takes it in by that; a request that came through the portal or by mail waits for
somebody to do so. It stands in the sealed context of the case, so that it is erased with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dsar.access.models import User
from dsar.cases.frame import name_of
from dsar.cases.models import Case, CaseToken
from dsar.cases.rules import index_tokens, normal_name
from dsar.cases.vocabulary import PersonRole
from dsar.foundation import clock
from dsar.foundation.keys import keys_at_hand

TRIAGE_KEY = "taken_in"
# A shared name alone does not make a request look alike: too many people bear it.
TELLING_KINDS = ("email", "phone", "reference")
SHARED_WORDS = {
    "email": _("an e-mail address"),
    "phone": _("a phone number"),
    "reference": _("a number or reference"),
}
MOST = 50


@dataclass(frozen=True, slots=True)
class Alike:
    """An open request that shares an address, a number or a reference; unnamed where the person may not see it."""

    case: Case
    name: str
    shares: list[str]


def is_preserved(case: Case) -> bool:
    """Whether somebody took the request in, or the owner of a system was asked to keep what they have."""
    return bool(case.context.get(TRIAGE_KEY)) or case.preservation_notices.exists()


def mark_taken_in(case: Case, *, by: User, others: Iterable[UUID] = ()) -> None:
    """Write into the context (not saved) who took the request in, and which look-alikes are other requests."""
    before = case.context.get(TRIAGE_KEY, {})
    told = sorted({*before.get("told_apart", []), *map(str, others)})
    first = {"on": clock.now().isoformat(), "by": str(by.pk)}
    case.context = {**case.context, TRIAGE_KEY: {**first, **before, "told_apart": told}}


def untold_alike(case: Case) -> dict[UUID, set[str]]:
    """Open requests for the same right to the same controller neither linked nor told apart: what they share."""
    told = {UUID(one) for one in case.context.get(TRIAGE_KEY, {}).get("told_apart", [])}
    linked = set(case.links.values_list("other_id", flat=True))
    wanted = Q(pk__in=[])
    for kind, digest in case.tokens.filter(kind__in=TELLING_KINDS).values_list("kind", "digest"):
        wanted |= Q(kind=kind, digest=bytes(digest))
    same = Case.objects.open().filter(right=case.right, controller_id=case.controller_id).exclude(pk=case.pk)
    found: dict[UUID, set[str]] = {}
    for other, kind in CaseToken.objects.filter(wanted, case__in=same).values_list("case_id", "kind"):
        if other not in told and other not in linked:
            found.setdefault(other, set()).add(kind)
    return _about_the_same(case, found)


def _about_the_same(case: Case, found: dict[UUID, set[str]]) -> dict[UUID, set[str]]:
    """Those about the same person: a solicitor's address alone makes two clients no look-alikes."""
    own = _subject_forms(case)
    others = Case.objects.filter(pk__in=found).prefetch_related("people")[:MOST] if found else []
    with keys_at_hand([other.key_id for other in others]):
        return {other.pk: found[other.pk] for other in others if own & _subject_forms(other)}


def _subject_forms(case: Case) -> set[tuple[str, str]]:
    """What tells the data subject: address, number, reference, and the whole name as one."""
    subject = next((person for person in case.people.all() if person.role == PersonRole.SUBJECT), None)
    if subject is None:
        return set()
    forms = index_tokens(subject.details)
    whole = " ".join(sorted(normal_name(word) for word in subject.name.split()))
    return {form for form in forms if form[0] in TELLING_KINDS} | {("whole", whole)}


def alike_of(case: Case, user: User) -> list[Alike]:
    """The open requests that look alike, as this person may see them, newest first."""
    shared = untold_alike(case)
    others = list(Case.objects.filter(pk__in=shared).order_by("-received_at"))
    visible = set(Case.objects.visible_to(user).filter(pk__in=shared).values_list("pk", flat=True))
    with keys_at_hand([other.key_id for other in others if other.pk in visible]):
        return [
            Alike(
                other,
                name_of(other.people.filter(role=PersonRole.SUBJECT).first()) if other.pk in visible else "",
                [str(SHARED_WORDS[kind]) for kind in sorted(shared[other.pk])],
            )
            for other in others
        ]

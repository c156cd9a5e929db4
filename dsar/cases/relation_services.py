"""Cases that belong together: one request that names several rights, a parent's own beside the child's, and links."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.conflict_services import carry_conflicts
from dsar.cases.models import Case, CaseLink, CasePerson
from dsar.cases.relation_rules import LINKS, inverse_of
from dsar.cases.services import NewRequest, PersonEntry, link_cases, register_case
from dsar.cases.vocabulary import PersonRole, Relation, RightAsked
from dsar.foundation.errors import RuleRefused

catalogue.declare(
    case_split="Split by right: {others} logged beside it, from the same receipt",
    case_unlinked="Link as {kind} with {other} taken away",
)


@transaction.atomic
def split_case(*, case: Case, rights: Iterable[str], actor: User) -> list[Case]:
    """A case for each further right that the same request names, linked, each with its clock from the same receipt.

    Raises:
        RuleRefused: no further right is named, or one that has its case already.
        NotPermitted: the actor may not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    wanted = list(dict.fromkeys(rights))
    taken = {case.right} | set(
        CaseLink.objects.filter(case=case, kind="same_request").values_list("other__right", flat=True)
    )
    if not wanted or any(right not in RightAsked.values for right in wanted):
        message = _("Choose the rights that the request names besides.")
        raise RuleRefused(message, code="no_right", fields={"rights": message})
    if set(wanted) & taken:
        message = _("There is a case for one of these rights already.")
        raise RuleRefused(message, code="right_taken", fields={"rights": message})
    made = [
        register_case(
            request=copy_of_request(case, right=right), actor=actor, handler=case.handler, teams=teams_of(case)
        )
        for right in wanted
    ]
    for other in made:
        carry_conflicts(case, other, actor=actor)
    link_all([case, *_siblings(case), *made], kind="same_request", actor=actor)
    record("case.split", actor=actor, case=case, facts={"others": ", ".join(other.reference for other in made)})
    return made


def link_all(cases: list[Case], *, kind: str, actor: User | None) -> None:
    """Link every two of these cases, in the caller's transaction; a link that stands is left."""
    for place, case in enumerate(cases):
        for other in cases[place + 1 :]:
            if not CaseLink.objects.filter(case=case, other=other, kind=kind).exists():
                link_cases(case=case, other=other, kind=kind, actor=actor)


def link_by_hand(*, case: Case, other: Case | None, kind: str, actor: User) -> None:
    """Link two cases that belong together.

    Raises:
        RuleRefused: there is no such other case for this person, it is the same one, or the kind is none.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    if other is None or other.pk == case.pk:
        message = _("Give the reference of another case that you may see.")
        raise RuleRefused(message, code="other_case_missing", fields={"other": message})
    if kind not in LINKS:
        message = _("Say how they belong together.")
        raise RuleRefused(message, code="kind_unknown", fields={"kind": message})
    link_cases(case=case, other=other, kind=kind, actor=actor)


@transaction.atomic
def unlink(*, case: Case, link: CaseLink, actor: User) -> None:
    """Take a link away, on both sides."""
    permissions.demand(actor, Act.WORK_CASE, case)
    other, kind = link.other, link.kind
    CaseLink.objects.filter(case=case, other=other, kind=kind).delete()
    CaseLink.objects.filter(case=other, other=case, kind=inverse_of(kind)).delete()
    record("case.unlinked", actor=actor, case=case, facts={"kind": kind, "other": other.reference})


def copy_of_request(
    case: Case, *, right: str, received_at: dt.datetime | None = None, channel: str = "", text: str = ""
) -> NewRequest:
    """The request of a case as a new one about this right: the same people, words, rules, flags and language."""
    kept = ("flags", "must_not_know_who", "safe_contact")
    return NewRequest(
        controller=case.controller,
        channel=channel or case.channel,
        received_at=received_at or case.received_at,
        people=tuple(_entry(person) for person in case.people.all()),
        request_text=text or case.request_text,
        right=right,
        regime_id=case.regime_id,
        search_details=case.search_details,
        language=case.language,
        context={name: case.context[name] for name in kept if name in case.context},
    )


def teams_of(case: Case) -> list[Group]:
    """The teams to which a case was granted."""
    return list(Group.objects.filter(pk__in=case.caseteampermission_set.values("group")))


def _entry(person: CasePerson) -> PersonEntry:
    return PersonEntry(
        PersonRole(person.role),
        dict(person.details),
        Relation(person.relation),
        is_safe_contact=person.is_safe_contact,
    )


def _siblings(case: Case) -> list[Case]:
    return [link.other for link in case.links.filter(kind="same_request").select_related("other")]

"""One letter, several requests: a case for each right that is named, and one for the asker's own data beside another's.

Each has its own clock from the same receipt (GDPR Art. 12(3) counts for each right), and all are linked.
"""

from collections.abc import Sequence
from dataclasses import replace

from dsar.access.models import User
from dsar.cases.models import Case
from dsar.cases.relation_services import link_all
from dsar.cases.services import NewRequest, PersonEntry, link_cases, register_case
from dsar.cases.vocabulary import PersonRole, Relation


def for_rights(request: NewRequest, also: Sequence[str]) -> list[NewRequest]:
    """The request as it is, and one for each further right, without doubles."""
    rights = dict.fromkeys([request.right, *also])
    return [replace(request, right=right) for right in rights]


def own_request(request: NewRequest) -> NewRequest | None:
    """The asker's own request, where they ask for somebody else; None where they ask for themselves anyway."""
    asker = next((entry for entry in request.people if entry.role == PersonRole.REQUESTER), None)
    if asker is None or asker.relation == Relation.SELF or not asker.details.get("name"):
        return None
    people = tuple(
        PersonEntry(role, asker.details, is_safe_contact=asker.is_safe_contact)
        for role in (PersonRole.SUBJECT, PersonRole.REQUESTER)
    )
    flags = [flag for flag in request.context.get("flags", []) if flag != "child"]
    return replace(request, people=people, context={**request.context, "flags": flags})


def register_several(
    request: NewRequest, *, also: Sequence[str], with_own: bool, actor: User | None, actor_kind: str = "user"
) -> list[Case]:
    """Register every case of one letter and link them, in the caller's transaction; the first named comes first."""
    cases = _register(request, also, actor, actor_kind)
    own = own_request(request) if with_own else None
    if own is None:
        return cases
    others = _register(own, also, actor, actor_kind)
    for case in cases:
        for other in others:
            if case.right == other.right:
                link_cases(case=case, other=other, kind="own_request", actor=actor)
    return [*cases, *others]


def _register(request: NewRequest, also: Sequence[str], actor: User | None, actor_kind: str) -> list[Case]:
    made = [register_case(request=one, actor=actor, actor_kind=actor_kind) for one in for_rights(request, also)]
    link_all(made, kind="same_request", actor=actor)
    return made

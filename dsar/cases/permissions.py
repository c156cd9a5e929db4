"""May this person do this to this case? The one question that code asks; nothing asks `has_perm` on a case."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import Group, Permission

from dsar.access.models import User
from dsar.access.rules import CASE_ACTS, Act
from dsar.cases.break_glass_mark import glass_of
from dsar.cases.conflict_selectors import conflicted_case_ids, is_conflicted
from dsar.cases.cover_selectors import covers
from dsar.cases.models import Case, CaseTeamPermission, CaseUserPermission
from dsar.foundation.errors import NotPermitted

_GRANT_FOR: dict[Act, str] = {
    Act.VIEW_CASE: "view_case",
    Act.WORK_CASE: "work_case",
    Act.EXTEND_DEADLINE: "work_case",
    Act.ASSIGN_CASE: "view_case",
    Act.DECIDE_EXEMPTION: "decide_case",
    Act.GIVE_OPINION: "decide_case",
    Act.APPROVE_RELEASE: "decide_case",
    Act.ASK_ADVICE: "view_case",
    Act.READ_ADVICE: "view_case",
    Act.GIVE_ADVICE: "view_case",
}


def may(user: User, act: Act, case: Case) -> bool:
    """Whether a role of the user opens the act and the user or a team of theirs has the grant on this case."""
    if act not in CASE_ACTS or not user.may(act):
        return False
    if glass_of(case):
        return act is Act.VIEW_CASE  # emergency access reads, whatever the role could do with a grant
    if act is Act.EXTEND_DEADLINE and not (case.controller.handlers_may_extend or user.may(Act.APPROVE_RELEASE)):
        return False
    return _GRANT_FOR[act] in _held(case, user)


def acts_on(case: Case, user: User) -> frozenset[Act]:
    """Every act on the case that `may` would allow, in one query: for pages that offer many."""
    if glass_of(case):
        return frozenset({Act.VIEW_CASE})
    held = _held(case, user)
    allowed = {act for act in CASE_ACTS if user.may(act) and _GRANT_FOR[act] in held}
    if not (case.controller.handlers_may_extend or user.may(Act.APPROVE_RELEASE)):
        allowed.discard(Act.EXTEND_DEADLINE)
    return frozenset(allowed)


def _held(case: Case, user: User) -> set[str]:
    """The grants on the case that the user has in person or through a team; asked once for a case as it was loaded."""
    known: dict[object, set[str]] = case.__dict__.setdefault("_grants_held", {})
    if user.pk not in known and is_conflicted(case, user):
        known[user.pk] = set()  # whoever must not know has no grant, by no team and no cover
    if user.pk not in known:
        personal = CaseUserPermission.objects.filter(content_object=case, user=user)
        shared = CaseTeamPermission.objects.filter(content_object=case, group__user=user)
        names = personal.values_list("permission__codename").union(shared.values_list("permission__codename"))
        known[user.pk] = {codename for (codename,) in names}
        if case.handler_id is not None and case.handler_id != user.pk and covers(user, case.handler_id):
            known[user.pk] |= {_GRANT_FOR[act] for act in WORKERS}
    return known[user.pk]


def read_grants(cases: Sequence[Case], user: User) -> None:
    """Read the user's grants on many cases together, for `may` to answer from."""
    held: dict[object, set[str]] = {case.pk: set() for case in cases}
    for rows in (
        CaseUserPermission.objects.filter(content_object__in=cases, user=user),
        CaseTeamPermission.objects.filter(content_object__in=cases, group__user=user),
    ):
        for pk, codename in rows.values_list("content_object", "permission__codename"):
            held[pk].add(codename)
    handlers = {case.handler_id for case in cases if case.handler_id is not None and case.handler_id != user.pk}
    covered = {handler for handler in handlers if covers(user, handler)}
    barred = conflicted_case_ids(cases, user)
    for case in cases:
        if case.handler_id in covered:
            held[case.pk] |= {_GRANT_FOR[act] for act in WORKERS}
        if case.pk in barred:
            held[case.pk] = set()
        case.__dict__.setdefault("_grants_held", {})[user.pk] = held[case.pk]


def demand(user: User, act: Act, case: Case) -> None:
    """Refuse where `may` says no.

    Raises:
        NotPermitted: with a message that says who can.
    """
    if not may(user, act, case):
        message = "Your role or your grant on this case does not allow this. Ask the case's handler or the DPO."
        raise NotPermitted(message)


def grant(case: Case, *, to: User | Group, acts: Iterable[Act]) -> None:
    """Let a person or a team do these acts on the case, as far as their roles open them."""
    case.__dict__.pop("_grants_held", None)
    wanted = {_GRANT_FOR[act] for act in acts} | {"view_case"}
    permissions = Permission.objects.filter(
        content_type__app_label="dsar", content_type__model="case", codename__in=wanted
    )
    for permission in permissions:
        if isinstance(to, User):
            CaseUserPermission.objects.get_or_create(content_object=case, user=to, permission=permission)
        else:
            CaseTeamPermission.objects.get_or_create(content_object=case, group=to, permission=permission)


WORKERS = (Act.VIEW_CASE, Act.WORK_CASE)
DECIDERS = (Act.VIEW_CASE, Act.WORK_CASE, Act.DECIDE_EXEMPTION)

# The team that gets every new case; who belongs to it is set under Set-up, People.
PRIVACY_TEAM = "Privacy team"


def default_teams() -> list[Group]:
    """The teams that every new case is granted to."""
    return list(Group.objects.filter(name=PRIVACY_TEAM))

"""Who must not know of a case: reads that everything which names people or owners asks."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from dsar.access.models import User
from dsar.cases.conflict_models import ConflictOfInterest
from dsar.cases.models import Case
from dsar.processing_records.models import System


def conflicts_of(case: Case) -> list[ConflictOfInterest]:
    """The conflicts that stand on a case."""
    found = ConflictOfInterest.objects.filter(case=case, lifted_at__isnull=True)
    return list(found.select_related("user", "system", "set_by", "case"))


def is_conflicted(case: Case, user: User) -> bool:
    """Whether this colleague must not know of the case."""
    return ConflictOfInterest.objects.filter(case=case, user=user, lifted_at__isnull=True).exists()


def conflicted_case_ids(cases: Iterable[Case], user: User) -> set[UUID]:
    """Those of these cases that this colleague must not know of."""
    found = ConflictOfInterest.objects.filter(case__in=list(cases), user=user, lifted_at__isnull=True)
    return set(found.values_list("case_id", flat=True))


def conflicted_user_ids(case: Case) -> set[UUID]:
    """The colleagues who must not know of the case: nobody of them is offered as handler, told, or mentioned."""
    found = ConflictOfInterest.objects.filter(case=case, user__isnull=False, lifted_at__isnull=True)
    return {pk for pk in found.values_list("user_id", flat=True) if pk is not None}


def conflicted_system_ids(case: Case) -> set[UUID]:
    """The systems whose owner must not know: named by the DPO, or owned by a colleague who must not know.

    No preservation notice and no search task of the case goes to their owner.
    """
    standing = ConflictOfInterest.objects.filter(case=case, lifted_at__isnull=True)
    addresses = [address for address in standing.values_list("user__email", flat=True) if address]
    named = {pk for pk in standing.values_list("system_id", flat=True) if pk is not None}
    wanted = Q(pk__in=[])
    for address in addresses:
        wanted |= Q(owner_contact__icontains=address)
    return named | set(System.objects.filter(wanted).values_list("pk", flat=True))


def owner_may_know(case: Case, system: System) -> bool:
    """Whether the owner of a system may be told of the case."""
    return system.pk not in conflicted_system_ids(case)

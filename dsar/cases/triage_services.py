"""Acts of triage: taking a request in, telling it from open requests that look alike."""

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.triage import mark_taken_in, untold_alike
from dsar.foundation.errors import RuleRefused

catalogue.declare(
    case_taken_in="Taken in: what is held is kept as it is from now on; told apart from {others} open requests",
)


@transaction.atomic
def take_in(*, case: Case, actor: User, are_others: bool = False) -> None:
    """Take a request in: what is held is kept from now on (G3), and look-alikes are other requests (G2).

    Args:
        case: stays in its stage.
        actor: works on the case.
        are_others: whether every open request that looks alike was looked at and is another one.

    Raises:
        RuleRefused: there are look-alikes and nobody says that they are others ("G2").
        NotPermitted: the actor may not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    alike = untold_alike(locked)
    if alike and not are_others:
        message = "Link the requests that look alike, or say that they are other requests."
        raise RuleRefused(message, code="G2", fields={"are_others": message})
    mark_taken_in(locked, by=actor, others=alike)
    locked.save(update_fields=["context"])
    case.context = locked.context
    record("case.taken_in", actor=actor, case=case, facts={"others": len(alike)})

"""Reading restrictions: that of a case, those in force, which systems are marked by hand, what the targets say."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar.access.models import User
from dsar.cases.models import Case
from dsar.foundation.leases import LeaseState
from dsar.processing_records.models import System
from dsar.rights.decisions import selectors
from dsar.rights.erasure.models import ErasureTarget
from dsar.rights.restriction.models import FlagMeaning, FlagPhase, FlagRule, FlagStep, Restriction, RestrictionState


def restriction_of(case: Case) -> Restriction | None:
    """The restriction of a case."""
    return Restriction.objects.filter(case=case).select_related("case__controller").first()


def in_force(user: User) -> list[Restriction]:
    """Restrictions in force of the cases that a person may see, oldest first."""
    rows = Restriction.objects.filter(state=RestrictionState.IN_FORCE, case__in=Case.objects.visible_to(user))
    return list(rows.select_related("case__controller").prefetch_related("activities").order_by("from_on"))


def steps_of(case: Case) -> QuerySet[FlagStep]:
    """The flags of the case on its targets, whichever right it is about."""
    return FlagStep.objects.filter(Q(restriction__case=case) | Q(objection__case=case))


def flag_rules(case: Case, meaning: str = FlagMeaning.RESTRICTION) -> list[FlagRule]:
    """The rules of this meaning of active targets whose system belongs to the scope."""
    systems = [system.pk for system in selectors.scope_of(case).systems]
    rows = FlagRule.objects.filter(target__is_active=True, target__system__in=systems, meaning=meaning)
    return list(rows.select_related("target").order_by("target__name", "set"))


@dataclass(frozen=True, slots=True)
class HandMark:
    """Where a person marks: a whole system, or the one target in it that carries no flag beside others that do."""

    system: System
    target: ErasureTarget | None = None

    @property
    def name(self) -> str:
        """The place as pages and tasks call it."""
        return f"{self.system.name}: {self.target.name}" if self.target else self.system.name

    def ref(self, act: str) -> str:
        """The stable name of the task for an act there ("stop", "lift")."""
        return f"{act}:{self.target.pk if self.target else self.system.pk}"

    def words(self, what: str) -> str:
        """What is to be done, with the target where it is one of several."""
        return f"{self.target.name}: {what}" if self.target else what


def by_hand(case: Case, meaning: str = FlagMeaning.RESTRICTION) -> list[HandMark]:
    """Where nothing of ours can set a flag, so that a person marks and signs.

    That is each system of the scope without any flag, and in a system that has one, each active target without.
    """
    rules = flag_rules(case, meaning)
    targets, systems = {rule.target_id for rule in rules}, {rule.target.system_id for rule in rules}
    found = []
    for system in selectors.scope_of(case).systems:
        if system.pk not in systems:
            found.append(HandMark(system))
            continue
        rest = system.erasure_targets.filter(is_active=True).exclude(pk__in=targets).order_by("name")
        found += [HandMark(system, target) for target in rest]
    return found


def unflagged(case: Case) -> str:
    """What the targets still owe, in words; "" where every flag stands and was read again."""
    steps = steps_of(case)
    failed = steps.filter(state=LeaseState.FAILED).count()
    if failed:
        words = ngettext("%(n)d target could not be flagged.", "%(n)d targets could not be flagged.", failed)
        return words % {"n": failed}
    if steps.filter(state__in=(LeaseState.WAITING, LeaseState.WORKING)).exists():
        return _("The flags are being set; a worker is at it.")
    unread = steps.filter(phase=FlagPhase.SET, verified_at__isnull=True).count()
    return _("Some flags do not stand: see the targets below.") if unread else ""


def flags_shown(steps: QuerySet[FlagStep]) -> dict[str, Any]:
    """The flags as a page shows them: each step, whether a worker is at one, whether one failed."""
    rows = list(steps)
    at_work = (LeaseState.WAITING, LeaseState.WORKING)
    return {
        "steps": rows,
        "is_working": any(row.state in at_work for row in rows),
        "has_failed": any(row.state == LeaseState.FAILED for row in rows),
    }

"""What keeps a case from being deleted: legal holds, open complaints, a running retention (legal gate G23)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dsar.cases import clock as case_clock
from dsar.cases.complaint_models import Complaint, ComplaintState
from dsar.cases.hold_models import LegalHold, PreservationNotice, PreservationState
from dsar.cases.models import Case
from dsar.cases.registry import GateFact
from dsar.cases.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class Keeping:
    """What stands on a case now, as counts: shown in the head of every page of the case."""

    holds: int
    complaints: int

    @property
    def is_held(self) -> bool:
        """Whether anything forbids to delete."""
        return bool(self.holds or self.complaints)


def keeping_of(case: Case) -> Keeping:
    """Holds and complaints that stand."""
    return Keeping(
        holds=LegalHold.objects.filter(case=case, lifted_at__isnull=True).count(),
        complaints=Complaint.objects.filter(case=case, state=ComplaintState.OPEN).count(),
    )


def standing_holds(case: Case) -> list[LegalHold]:
    """The holds that stand, newest first."""
    return list(LegalHold.objects.filter(case=case, lifted_at__isnull=True).select_related("set_by", "case"))


def may_be_deleted(case: Case) -> GateFact:
    """G23: the case is closed, its retention has passed, and neither a hold nor a complaint stands."""
    keeping = keeping_of(case)
    if keeping.holds:
        return GateFact("G23", is_met=False, reason=_("A legal hold stands: nothing of this case is deleted."))
    if keeping.complaints:
        reason = _("A complaint is open: the case is kept until it has ended.")
        return GateFact("G23", is_met=False, reason=reason)
    if case.stage != Stage.CLOSED or case.retain_until is None:
        return GateFact("G23", is_met=False, reason=_("The case is not closed, so no retention period runs yet."))
    if case.retain_until >= case_clock.today_of(case):
        reason = _("The retention period runs until %(day)s.") % {"day": case.retain_until.isoformat()}
        return GateFact("G23", is_met=False, reason=reason)
    return GateFact("G23", is_met=True)


def unanswered_preservation(case: Case) -> int:
    """Owners who have not said yet that they keep what they have."""
    waiting = (PreservationState.SENT, PreservationState.BY_HAND)
    return PreservationNotice.objects.filter(case=case, state__in=waiting).count()

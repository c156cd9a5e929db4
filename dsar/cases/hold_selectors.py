"""What keeps a case from being deleted: legal holds, open complaints, a running retention (legal gate G23)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dsar.cases import clock as case_clock
from dsar.cases.complaint_models import Complaint, ComplaintState
from dsar.cases.hold_models import LegalHold, PersonHold, PersonHoldToken, PreservationNotice, PreservationState
from dsar.cases.models import Case, CaseToken
from dsar.cases.registry import GateFact
from dsar.cases.vocabulary import Stage
from dsar.templatetags.desk_words import date_words


@dataclass(frozen=True, slots=True)
class Keeping:
    """What stands on a case now, as counts: shown in the head of every page of the case."""

    holds: int
    complaints: int
    person_holds: int = 0

    @property
    def is_held(self) -> bool:
        """Whether anything forbids to delete."""
        return bool(self.holds or self.complaints or self.person_holds)


def keeping_of(case: Case) -> Keeping:
    """Holds and complaints that stand."""
    return Keeping(
        holds=LegalHold.objects.filter(case=case, lifted_at__isnull=True).count(),
        complaints=Complaint.objects.filter(case=case, state=ComplaintState.OPEN).count(),
        person_holds=len(person_holds_on([case])),
    )


def person_holds_on(cases: Iterable[Case]) -> list[PersonHold]:
    """The standing holds on people that reach any of the cases, by e-mail address, phone number or reference."""
    standing = PersonHoldToken.objects.filter(hold__lifted_at__isnull=True)
    digests = list(standing.values_list("digest", flat=True).distinct())
    if not digests:  # the usual case: one query and nothing more
        return []
    found = CaseToken.objects.filter(case__in=[case.pk for case in cases], digest__in=digests)
    own = [bytes(digest) for digest in found.values_list("digest", flat=True)]
    holds = standing.filter(digest__in=own).values("hold")
    return list(PersonHold.objects.filter(pk__in=holds).select_related("set_by")) if own else []


def held_case_ids(*, holds: Iterable[PersonHold] | None = None) -> set[UUID]:
    """The cases that standing holds on people reach; of all holds, or of these."""
    tokens = PersonHoldToken.objects.filter(hold__lifted_at__isnull=True)
    if holds is not None:
        tokens = tokens.filter(hold__in=[hold.pk for hold in holds])
    digests = [bytes(digest) for digest in tokens.values_list("digest", flat=True)]
    return set(CaseToken.objects.filter(digest__in=digests).values_list("case_id", flat=True)) if digests else set()


def holds_over(cases: Iterable[Case]) -> int:
    """How many holds stand on the cases or on the people they are about: what erasure asks."""
    listed = list(cases)
    own = LegalHold.objects.filter(case__in=listed, lifted_at__isnull=True).count()
    return own + len(person_holds_on(listed))


def standing_holds(case: Case) -> list[LegalHold]:
    """The holds that stand, newest first."""
    return list(LegalHold.objects.filter(case=case, lifted_at__isnull=True).select_related("set_by", "case"))


def may_be_deleted(case: Case) -> GateFact:
    """G23: the case is closed, its retention has passed, and neither a hold nor a complaint stands."""
    keeping = keeping_of(case)
    if keeping.holds:
        return GateFact("G23", is_met=False, reason=_("A legal hold stands: nothing of this case is deleted."))
    if keeping.person_holds:
        reason = _("A legal hold stands on this person: nothing of their cases is deleted.")
        return GateFact("G23", is_met=False, reason=reason)
    if keeping.complaints:
        reason = _("A complaint is open: the case is kept until it has ended.")
        return GateFact("G23", is_met=False, reason=reason)
    if case.stage != Stage.CLOSED or case.retain_until is None:
        return GateFact("G23", is_met=False, reason=_("The case is not closed, so no retention period runs yet."))
    if case.retain_until >= case_clock.today_of(case):
        reason = _("The retention period runs until %(day)s.") % {"day": date_words(case.retain_until)}
        return GateFact("G23", is_met=False, reason=reason)
    return GateFact("G23", is_met=True)


def unanswered_preservation(case: Case) -> int:
    """Owners who have not said yet that they keep what they have."""
    waiting = (PreservationState.SENT, PreservationState.BY_HAND)
    return PreservationNotice.objects.filter(case=case, state__in=waiting).count()

"""What the home page, the bell and the notifications tell of impact assessments."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.dpia import decision_services, reminding, review_services, screening_services, services
from dsar.accountability.dpia.models import DpiaReminder
from dsar.accountability.dpia.selectors import due_for_review, to_advise, to_approve, today_for
from dsar.cases.duties import Duty, HomeNumber, register_duties, register_home_numbers

__all__ = ["decision_services", "duties", "numbers", "review_services", "screening_services", "services"]


def numbers(user: User) -> list[HomeNumber]:
    """Reviews that come due, and what waits for this person; only where there is something."""
    if not user.may(Act.SEE_DPIA):
        return []
    today = today_for(user)
    late, soon = due_for_review(today, is_late=True).count(), due_for_review(today).count()
    found = []
    if soon:
        note = _("%(late)d late") % {"late": late} if late else _("within 30 days")
        address = f"{reverse('dsar:dpias')}?due=soon"
        tone = "bad" if late else "warn"
        found.append(HomeNumber(_("DPIAs to review"), soon, address, note, tone, "clipboard-check"))
    if user.may(Act.ADVISE_DPIA) and (waiting := to_advise().count()):
        address = reverse("dsar:dpias-to-advise")
        found.append(HomeNumber(_("DPIAs wait for advice"), waiting, address, _("Art. 35(2)"), "", "chat-left-text"))
    if user.may(Act.APPROVE_DPIA) and (waiting := to_approve().count()):
        address = reverse("dsar:dpias-to-approve")
        found.append(HomeNumber(_("DPIAs to approve"), waiting, address, "", "warn", "clipboard-check"))
    return found


def duties(user: User) -> list[Duty]:
    """What this person was told of and has not opened since."""
    unseen = DpiaReminder.objects.filter(user=user, seen_at__isnull=True).select_related("dpia")
    return [
        Duty(
            row.dpia.reference,
            reminding.STEP_WORDS[row.kind],
            reverse("dsar:dpia", args=[row.dpia.reference]),
            row.on,
            "bad" if row.kind.endswith("_late") else "warn",
        )
        for row in unseen.defer("dpia__content", "dpia__record")
    ]


register_home_numbers(numbers)
register_duties(duties)

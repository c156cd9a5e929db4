"""What the identity room tells the hallway: gate G6, the card of the case page, what to do next."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions, registry
from dsar.cases.models import Case
from dsar.cases.vocabulary import Stage
from dsar.identity.models import CheckState
from dsar.identity.selectors import evidence_of, wanted_checks


def identity_gate(case: Case) -> registry.GateFact:
    """G6: every check is proved, with its method and day, or found unnecessary, with its reason."""
    wanted = wanted_checks(case)
    open_checks = [check for check in wanted if check.check is None or not check.check.is_settled]
    if not wanted:
        return registry.GateFact("G6", is_met=False, reason=_("The case names no data subject."))
    if open_checks:
        words = ", ".join(check.label for check in open_checks)
        reason = _("Decide on ID and authority first: %(checks)s.") % {"checks": words}
        return registry.GateFact("G6", is_met=False, reason=reason)
    return registry.GateFact("G6", is_met=True)


def identity_panel(case: Case, user: User) -> registry.CasePanel | None:
    """How the checks stand."""
    context = {"checks": wanted_checks(case), "evidence": len(evidence_of(case))}
    page = reverse("dsar:case-identity", args=[case.reference])
    return registry.CasePanel(_("ID and authority"), "identity/_panel.html", context, order=20, page=page)


def identity_acts(case: Case, user: User) -> list[registry.NextAct]:
    """Deciding on ID and authority, while it is open."""
    if case.stage not in (Stage.TRIAGE, Stage.IDENTITY, Stage.SEARCH) or identity_gate(case).is_met:
        return []
    if not permissions.may(user, Act.WORK_CASE, case):
        return []
    is_waiting = any(check.state in (CheckState.ASKED, CheckState.INSUFFICIENT) for check in wanted_checks(case))
    label = _("Record the proof") if is_waiting else _("Decide on ID and authority")
    page = reverse("dsar:case-identity", args=[case.reference])
    return [registry.NextAct(label, page, is_primary=True, order=1, in_header=True)]


registry.register_gate("G6", identity_gate)
registry.register_panel(identity_panel)
registry.register_next_acts(identity_acts)

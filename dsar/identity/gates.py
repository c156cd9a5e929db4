"""What the identity room tells the hallway: gates G4, G6 and G25, the card of the case page, what to do next."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions, registry
from dsar.cases.models import Case, CasePerson
from dsar.cases.vocabulary import PersonRole, Relation, Stage
from dsar.identity.models import CheckKind, CheckState, IdentityCheck
from dsar.identity.selectors import WantedCheck, evidence_of, wanted_checks

PAGE = "dsar:case-identity"
SHORT = 60
WAITING = (CheckState.ASKED, CheckState.INSUFFICIENT)


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


def ask_gate(case: Case) -> registry.GateFact:
    """G4: a doubt, a proportionate method and the day of the ask are recorded (GDPR Art. 12(6))."""
    asked = IdentityCheck.objects.filter(case=case, state__in=WAITING, asked_on__isnull=False).exclude(method="")
    if any(check.doubt.strip() for check in asked.select_related("case")):
        return registry.GateFact("G4", is_met=True)
    reason = _(
        "Ask for proof on the page of ID and authority: with the doubt, and the lightest method that settles it."
    )
    return registry.GateFact("G4", is_met=False, reason=reason)


def verified_gate(case: Case) -> registry.GateFact:
    """G25: whoever counts as proved was checked by a person, with a method and a note: never by an attachment."""
    proved = IdentityCheck.objects.filter(case=case, state=CheckState.VERIFIED).select_related("case")
    unfounded = [check for check in proved if check.decided_by_id is None or not check.note.strip()]
    if unfounded:
        reason = _("Something counts as proved without a person who checked it, or without what was compared.")
        return registry.GateFact("G25", is_met=False, reason=reason)
    if evidence_of(case) and not identity_gate(case).is_met:
        reason = _("A file was sent as proof, which proves nothing by itself: look at it and record what it shows.")
        return registry.GateFact("G25", is_met=False, reason=reason)
    return registry.GateFact("G25", is_met=True)


def proofs_of(case: Case) -> dict[UUID, registry.Proof]:
    """How each person of the case is proved. Where none was needed the reason is said, and nothing looks proved."""
    found = {}
    for wanted in wanted_checks(case):
        if wanted.kind not in (CheckKind.IDENTITY, CheckKind.AUTHORITY):
            continue
        if wanted.state == CheckState.NOT_NEEDED and wanted.check is not None:
            words = _("No proof needed: %(reason)s") % {"reason": _short(wanted.check.note)}
            proof = registry.Proof(words, None, "quiet", "dash-circle")
        elif wanted.state == CheckState.VERIFIED:
            words = _("Identity proved") if wanted.kind == CheckKind.IDENTITY else _("Authority proved")
            proof = registry.Proof(words, is_proved=True, tone="good", icon="person-check")
        else:
            proof = registry.Proof(_("Not proved yet"), is_proved=False, tone="warn", icon="person-exclamation")
        for person in [wanted.person, *_same_person(case, wanted)]:
            found[person.pk] = proof
    return found


def _same_person(case: Case, wanted: WantedCheck) -> list[CasePerson]:
    """A data subject who asks for themselves stands in the case in two roles."""
    if wanted.person.role != PersonRole.SUBJECT:
        return []
    return [one for one in case.people.all() if one.role == PersonRole.REQUESTER and one.relation == Relation.SELF]


def _short(words: str) -> str:
    first = words.strip().splitlines()[0] if words.strip() else ""
    return first if len(first) <= SHORT else f"{first[: SHORT - 1]}…"


def identity_panel(case: Case, user: User) -> registry.CasePanel | None:
    """How the checks stand."""
    context = {"checks": wanted_checks(case), "evidence": len(evidence_of(case))}
    page = reverse(PAGE, args=[case.reference])
    return registry.CasePanel(_("ID and authority"), "identity/_panel.html", context, order=20, page=page)


def identity_acts(case: Case, user: User) -> list[registry.NextAct]:
    """Deciding on ID and authority, while it is open."""
    if case.stage not in (Stage.TRIAGE, Stage.IDENTITY, Stage.SEARCH) or identity_gate(case).is_met:
        return []
    if not permissions.may(user, Act.WORK_CASE, case):
        return []
    is_waiting = any(check.state in WAITING for check in wanted_checks(case))
    label = _("Record the proof") if is_waiting else _("Decide on ID and authority")
    page = reverse(PAGE, args=[case.reference])
    return [registry.NextAct(label, page, is_primary=True, order=1, in_header=True)]


registry.register_gate("G4", ask_gate, page=PAGE)
registry.register_gate("G6", identity_gate, page=PAGE)
registry.register_gate("G25", verified_gate, page=PAGE)
registry.register_proof(proofs_of)
registry.register_panel(identity_panel)
registry.register_next_acts(identity_acts)

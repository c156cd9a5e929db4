"""What the identity room tells the hallway: gates G4, G6 and G25, the card of the case page, what to do next."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions, registry
from dsar.cases.models import Case, CasePerson
from dsar.cases.vocabulary import PersonRole, Relation, Stage
from dsar.identity.models import WAITING, CheckKind, CheckState, IdentityCheck
from dsar.identity.selectors import WantedCheck, evidence_of, wanted_checks

PAGE = "dsar:case-identity"
SHORT = 60


def identity_gate(case: Case) -> registry.GateFact:
    """G6: every check is proved, with its method and day, or unnecessary, with its reason; no evidence is left over."""
    wanted = wanted_checks(case)
    open_checks = [check for check in wanted if check.check is None or not check.check.is_settled]
    if not wanted:
        return registry.GateFact("G6", is_met=False, reason=_("The case names no data subject."))
    if open_checks:
        words = ", ".join(check.label for check in open_checks)
        reason = _("Decide on ID and authority first: %(checks)s.") % {"checks": words}
        return registry.GateFact("G6", is_met=False, reason=reason)
    if _kept_without_reason(case, wanted):
        reason = _("A file sent as proof is still kept without a reason: decide again, or delete it.")
        return registry.GateFact("G6", is_met=False, reason=reason)
    return registry.GateFact("G6", is_met=True)


def _kept_without_reason(case: Case, wanted: list[WantedCheck]) -> bool:
    kept = {attached.purpose for attached in evidence_of(case)}
    return any(one.kind in kept and one.check is not None and not one.check.evidence_kept_for for one in wanted)


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
    found: dict[UUID, registry.Proof] = {}
    wanted = wanted_checks(case)
    for person in {one.person.pk: one.person for one in wanted}.values():
        own = [one for one in wanted if one.person.pk == person.pk]
        for same in [person, *_same_person(case, own[0])]:
            found[same.pk] = _proof(own)
    return found


def _proof(own: list[WantedCheck]) -> registry.Proof:
    if any(one.state not in (CheckState.VERIFIED, CheckState.NOT_NEEDED) for one in own):
        return registry.Proof(_("Not proved yet"), is_proved=False, tone="warn", icon="person-exclamation")
    proved = [one.kind for one in own if one.state == CheckState.VERIFIED]
    if not proved:
        reason = next((one.check.note for one in own if one.check), "")
        return registry.Proof(
            _("No proof needed: %(reason)s") % {"reason": _short(reason)}, None, "quiet", "dash-circle"
        )
    words = _("Identity proved") if set(proved) & {CheckKind.IDENTITY, CheckKind.ASKER} else _("Checked")
    if CheckKind.AUTHORITY in proved:
        words = _("Identity and authority proved") if CheckKind.ASKER in proved else _("Authority proved")
    return registry.Proof(words, is_proved=True, tone="good", icon="person-check")


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

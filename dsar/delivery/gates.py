"""What the delivery room tells the hallway: gates G15 and G21, the card of the case page, the next acts."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions, registry
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.registry import CasePanel, GateFact, NextAct
from dsar.cases.services import unmet_gates
from dsar.cases.vocabulary import RightAsked, Stage
from dsar.delivery.selectors import delivery_of, destination_of, needs_proof
from dsar.foundation import clock
from dsar.response.selectors import basis_of, latest_package, recipient_digest, recipient_person


def release_gate(case: Case) -> GateFact:
    """G15: the recipient is proved, and package and recipient are those of the approval (GDPR Art. 12(6), 32)."""
    reason = _obstacle(case)
    return GateFact("G15", is_met=not reason, reason=reason)


def _obstacle(case: Case) -> str:
    package, person = latest_package(case), recipient_person(case)
    if package is None or package.approved_at is None or package.is_rehearsal:
        return _("There is no approved package.")
    if package.file_id is None or not package.digest:
        return _("The package has no file. Build it again.")
    if package.released_at is not None:
        return _("This package was released before.")
    if bytes(package.recipient_digest or b"") != recipient_digest(case):
        return _("The recipient or the address has changed since the approval. Have the package approved again.")
    if package.basis != basis_of(case):
        return _("Something has changed since the package was built. Build it again and have it approved.")
    if person is None or not registry.gate_fact("G6", case).is_met:
        return _("ID and authority are not decided.")
    if needs_proof(person):
        return _("The package goes to somebody who is not proved yet. Say below how the address was checked.")
    return ""


def arrival_gate(case: Case) -> GateFact:
    """G21: a download, or somebody's confirmation, shows that the package arrived; closing sets the retention date."""
    delivery = delivery_of(case)
    if delivery is None:
        return GateFact("G21", is_met=False, reason=_("Nothing has been delivered."))
    if not delivery.is_proved:
        reason = _("Nobody has collected the package yet, and nobody has confirmed that it arrived.")
        return GateFact("G21", is_met=False, reason=reason)
    return GateFact("G21", is_met=True)


def delivery_panel(case: Case, user: User) -> CasePanel | None:
    """To whom, by which way, how it stands; from the approval on."""
    delivery = delivery_of(case)
    if delivery is None and case.stage != Stage.READY:
        return None
    is_over = delivery is not None and delivery.is_expired(clock.now())
    context = {"delivery": delivery, "destination": destination_of(case), "is_expired": is_over}
    return CasePanel(_("Delivery"), "delivery/_panel.html", context, order=60, page=_page(case))


def delivery_acts(case: Case, user: User) -> list[NextAct]:
    """Sending what is approved, confirming what arrived, closing."""
    if case.stage not in (Stage.READY, Stage.SENT) or not permissions.may(user, Act.WORK_CASE, case):
        return []
    if case.right != RightAsked.ACCESS and latest_package(case) is None:
        return []  # a portable package that goes to another controller only
    if case.stage == Stage.READY:
        label = _("Send the response")
        if unmet := unmet_gates(case, Move.SEND):
            return [NextAct(label, reason=" ".join(dict.fromkeys(fact.reason for fact in unmet)), order=1)]
        url = reverse("dsar:case-delivery-release", args=[case.reference])
        return [NextAct(label, url, is_primary=True, order=1, in_header=True)]
    if unmet := unmet_gates(case, Move.CLOSE):
        waiting = NextAct(_("Close the case"), reason=" ".join(fact.reason for fact in unmet), order=10)
        return [NextAct(_("Follow the delivery"), _page(case), order=5, in_header=True), waiting]
    return [NextAct(_("Close the case"), f"{_page(case)}#close", is_primary=True, order=1, in_header=True)]


def _page(case: Case) -> str:
    return reverse("dsar:case-delivery", args=[case.reference])


registry.register_gate("G15", release_gate)
registry.register_gate("G21", arrival_gate)
registry.register_panel(delivery_panel)
registry.register_next_acts(delivery_acts)

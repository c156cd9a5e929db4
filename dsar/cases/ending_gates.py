"""What the endings tell the table of moves: gates G7, G16, G19, G20, G22, G23 and G30."""

import datetime as dt

from django.utils.translation import gettext as _

from dsar.cases import clock as case_clock
from dsar.cases import registry
from dsar.cases.ending_models import Ending, EndingKind, EndingState
from dsar.cases.ending_rules import GROUNDS, Silence, missing_elements, missing_words, why_not_lapsed
from dsar.cases.hold_selectors import may_be_deleted
from dsar.cases.lifecycle import path_of
from dsar.cases.models import Case
from dsar.cases.registry import GateFact
from dsar.foundation.errors import DsarError
from dsar.notices.remedies import UK, UK_THREE_ROUTES_FROM
from dsar.notices.texts import current_text

REOPENINGS_KEY = "reopenings"
_REMEDIES = "remedies"


def pending(case: Case, kind: str) -> Ending | None:
    """The ending of this kind that waits for its decision, or for its days."""
    return Ending.objects.filter(case=case, kind=kind, state=EndingState.PROPOSED).select_related("case").first()


def not_identifiable(case: Case) -> GateFact:
    """G7: it is written how we looked and why we cannot tell who the person is (GDPR Art. 11(2), 12(2))."""
    row = pending(case, EndingKind.UNIDENTIFIED)
    if row is None or not str(row.findings.get("reasons", "")).strip():
        reason = _("Write first how we tried to identify the person and why it did not work.")
        return GateFact("G7", is_met=False, reason=reason)
    if any(person.is_proved for person in case.people.all()):
        reason = _("Somebody of this case is proved already, so the person can be identified.")
        return GateFact("G7", is_met=False, reason=reason)
    return GateFact("G7", is_met=True)


def refusal_grounded(case: Case) -> GateFact:
    """G16: ground, reasons, both elements of abuse with the proof, the DPO's opinion (GDPR Art. 12(4), 12(5))."""
    row = pending(case, EndingKind.REFUSAL)
    if row is None:
        return GateFact("G16", is_met=False, reason=_("No refusal has been drafted."))
    ground = GROUNDS.get(row.ground)
    if ground is None:
        return GateFact("G16", is_met=False, reason=_("The refusal needs a ground that the law knows."))
    if missing := missing_elements(ground, row.findings):
        return GateFact("G16", is_met=False, reason=missing_words(missing))
    if not case.controller.supervisory_authority:
        reason = _("The controller has no supervisory authority in Set-up, so the letter cannot name it.")
        return GateFact("G16", is_met=False, reason=reason)
    if row.ground in ("exempt", "not_due") and (
        unmet := [fact.reason for fact in _considered(case) if not fact.is_met]
    ):
        return GateFact("G16", is_met=False, reason=_("Each item has to be considered first.") + " " + unmet[0])
    if row.opinion_at is None:
        reason = _("The opinion of the Data Protection Officer is not recorded yet.")
        return GateFact("G16", is_met=False, reason=reason)
    return GateFact("G16", is_met=True)


def _considered(case: Case) -> list[GateFact]:
    """What shows that everything was looked at: searched, classified, and no exemption waiting."""
    return [registry.gate_fact(gate, case) for gate in path_of(case.right).considered]


def withdrawn_in_writing(case: Case) -> GateFact:
    """G19: the withdrawal came in writing, and it is known that it came from the requester; silence is none."""
    row = pending(case, EndingKind.WITHDRAWN)
    if row is None or not str(row.findings.get("evidence", "")).strip():
        return GateFact("G19", is_met=False, reason=_("Record the withdrawal as the person wrote it."))
    if not str(row.findings.get("verified_how", "")).strip():
        return GateFact("G19", is_met=False, reason=_("Say how it is known that the requester wrote it."))
    return GateFact("G19", is_met=True)


def silence_over(case: Case) -> GateFact:
    """G20: a reminder told the consequence, its days are over, and nothing has come since."""
    row = pending(case, EndingKind.NO_REPLY)
    if row is None:
        reason = _("Send a reminder first that says what happens without a reply.")
        return GateFact("G20", is_met=False, reason=reason)
    why = why_not_lapsed(silence_of(row), today=case_clock.today_of(case), wait_days=int(case.controller.no_reply_days))
    if why:
        return GateFact("G20", is_met=False, reason=why)
    answers = case.clock_events.filter(
        kind="answer", on__gte=silence_of(row).asked_on, is_sufficient=True, superseded_by__isnull=True
    )
    if answers.exists():
        return GateFact("G20", is_met=False, reason=_("The person has answered since."))
    return GateFact("G20", is_met=True)


def silence_of(row: Ending) -> Silence:
    """What a no-reply ending has stored, as the rules want it."""
    days = {name: row.findings.get(name) for name in ("asked_on", "reminded_on", "closing_on")}
    read = {name: dt.date.fromisoformat(value) if value else None for name, value in days.items()}
    asked = read["asked_on"] or case_clock.today_of(row.case)
    return Silence(asked, read["reminded_on"], read["closing_on"])


def has_occasion(case: Case) -> GateFact:
    """G22: the reopening of this closing names its occasion: new data, a complaint, an order, a reply, a mistake."""
    entries = case.context.get(REOPENINGS_KEY, [])
    if not entries or entries[-1].get("closed_at") != closing_mark(case):
        return GateFact("G22", is_met=False, reason=_("Say why the case is reopened: the law wants an occasion."))
    return GateFact("G22", is_met=True)


def closing_mark(case: Case) -> str:
    """What tells one closing of a case from another."""
    return case.closed_at.isoformat() if case.closed_at else f"sent-{case.responded_on or ''}"


def names_three_routes(case: Case) -> GateFact:
    """G30: in the United Kingdom the letter names controller, Commissioner and court, since 19 June 2026."""
    if case.regime_id != UK or case_clock.today_of(case) < UK_THREE_ROUTES_FROM:
        return GateFact("G30", is_met=True)
    controller = case.controller
    if not controller.supervisory_authority or not (controller.contact_email or controller.dpo_contact):
        reason = _("Enter in Set-up where complaints reach the controller, and its supervisory authority.")
        return GateFact("G30", is_met=False, reason=reason)
    try:
        tells = _REMEDIES in current_text("refusal", case.language).whole
    except DsarError:
        tells = False
    reason = "" if tells else _("The text of the refusal does not tell the ways to complain.")
    return GateFact("G30", is_met=tells, reason=reason)


registry.register_gate("G7", not_identifiable)
registry.register_gate("G16", refusal_grounded)
registry.register_gate("G19", withdrawn_in_writing)
registry.register_gate("G20", silence_over)
registry.register_gate("G22", has_occasion)
registry.register_gate("G23", may_be_deleted)
registry.register_gate("G30", names_three_routes)

"""Deciding the risk of a breach: by a person, with the factors; a second person where nobody outside is to be told."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches import factors, rules
from dsar.accountability.breaches.models import Breach, BreachState, RiskDecision
from dsar.accountability.breaches.rules import Exception34, Risk
from dsar.accountability.breaches.services import demand_open, locked_breach
from dsar.accountability.breaches.standing import duty_of
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused

catalogue.declare(
    breach_risk_decided="Risk decided: {risk}; waits for a second look: {waits}",
    breach_risk_seconded="Second look: agreed that the risk is {risk}",
    breach_risk_refused="Second look: not agreed that the risk is {risk}",
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a person says to a factor; the note may be empty."""

    code: str
    weight: factors.Weight
    note: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision as it is made: the risk, what was weighed, the reasons, and an exception of Art. 34(3)."""

    risk: Risk
    weighed: tuple[Weighed, ...]
    reasons: str
    exception: Exception34 | None = None
    exception_why: str = ""


@transaction.atomic
def decide_risk(*, breach: Breach, judgement: Judgement, actor: User) -> RiskDecision:
    """Decide the risk. It holds at once, but where no authority would be told: then after a second look.

    Raises:
        NotPermitted: the role does not decide about breaches.
        RuleRefused: nobody is aware yet, a factor is not weighed, or reasons are missing.
        Conflict: the entry is closed.
    """
    locked = locked_breach(breach, actor, Act.DECIDE_BREACH)
    demand_open(locked)
    _demand_grounded(locked, judgement)
    needs_second = rules.needs_second_look(judgement.risk, duty_of(locked)) and not locked.controller.small_team
    locked.decisions.filter(holds=False, needs_second=True, seconded_at__isnull=True).update(is_refused=True)
    if not needs_second:
        locked.decisions.filter(holds=True).update(holds=False)
    decision = RiskDecision.objects.create(
        breach=locked,
        risk=judgement.risk.value,
        factors=[{"code": one.code, "weight": one.weight.value, "note": one.note.strip()} for one in judgement.weighed],
        reasons=judgement.reasons.strip(),
        exception=judgement.exception.value if judgement.exception else "",
        exception_why=judgement.exception_why.strip(),
        decided_by=actor,
        decided_at=clock.now(),
        needs_second=needs_second,
        holds=not needs_second,
    )
    facts = {"risk": judgement.risk.value, "waits": "yes" if needs_second else "no"}
    payload = {"reasons": decision.reasons, "exception": decision.exception}
    record("breach.risk_decided", actor=actor, case=locked, about=decision, facts=facts, payload=payload)
    return decision


def _demand_grounded(breach: Breach, judgement: Judgement) -> None:
    fields: dict[str, str] = {}
    if breach.state != BreachState.OPEN:
        raise RuleRefused(_("First say when we became aware of it."), code="not_aware")
    weighed = {one.code for one in judgement.weighed}
    for code in factors.CORE:
        if code not in weighed:
            fields[f"weight_{code}"] = _("Weigh this factor.")
    if not rules.has_reasons(judgement.reasons):
        fields["reasons"] = _("Give the reasons in a sentence or more; they stand in the register (Art. 33(5)).")
    if judgement.exception and not rules.has_reasons(judgement.exception_why):
        fields["exception_why"] = _("Say why this exception of Art. 34(3) holds.")
    if judgement.exception and not rules.tells_persons(duty_of(breach), judgement.risk):
        fields["exception"] = _("An exception is only needed where people would have to be told.")
    if fields:
        raise RuleRefused(next(iter(fields.values())), code="invalid", fields=fields)


@transaction.atomic
def second_look(*, decision: RiskDecision, agrees: bool, why: str, actor: User) -> RiskDecision:
    """Agree, as another person, that nobody outside is told; or do not agree, and the risk is decided anew.

    Raises:
        NotPermitted: the role does not decide about breaches, or it is one's own decision.
        RuleRefused: without reasons.
        Conflict: it does not wait for a second look.
    """
    locked = locked_breach(decision.breach, actor, Act.DECIDE_BREACH)
    demand_open(locked)
    row = RiskDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    row.breach = locked
    if row.decided_by_id == actor.pk:
        raise NotPermitted(_("The second look is another person's."))
    if not row.needs_second or row.seconded_at is not None or row.is_refused:
        raise Conflict(_("This decision does not wait for a second look."))
    if not rules.has_reasons(why):
        words = _("Say in a sentence what you looked at.")
        raise RuleRefused(words, code="reasons_missing", fields={"why": words})
    if agrees:
        locked.decisions.filter(holds=True).update(holds=False)
    row.seconded_by, row.seconded_at, row.second_why = actor, clock.now(), why.strip()
    row.holds, row.is_refused = agrees, not agrees
    row.save(update_fields=["seconded_by", "seconded_at", "second_why", "holds", "is_refused"])
    act = "breach.risk_seconded" if agrees else "breach.risk_refused"
    record(act, actor=actor, case=locked, about=row, facts={"risk": row.risk}, payload={"why": why.strip()})
    return row

"""What the hallway itself knows of the gates: receipt, look-alikes, preservation, the clock, how a person is reached.

Each function is the provider of one gate of dsar.cases.lifecycle; the rooms provide the others.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar.cases import clock as case_clock
from dsar.cases import registry
from dsar.cases.lifecycle import Move, gates_of
from dsar.cases.models import Case
from dsar.cases.notify import reach_of
from dsar.cases.registry import GateFact
from dsar.cases.triage import is_preserved, untold_alike
from dsar.cases.vocabulary import Channel, PersonRole, RightAsked, Stage
from dsar.deadlines.events import PauseKind
from dsar.deadlines.preview import check_ask, check_extend

# The gates that say that a response is compliant besides its date (G26).
EVIDENCED = ("G1", "G6", "G9", "G10", "G11", "G12", "G13", "G14")


def received(case: Case) -> GateFact:
    """G1: receipt, channel, right, rules and the request in words are there (GDPR Art. 12(2): any channel counts)."""
    missing = []
    if case.channel not in Channel.values:
        missing.append(_("the channel"))
    if case.right not in RightAsked.values:
        missing.append(_("the right"))
    if not (case.regime_id and case.ruleset_version):
        missing.append(_("the rules"))
    if not (case.request_text.strip() or case.search_details.strip()):
        missing.append(_("the request in its own words, or a summary"))
    if missing:
        return GateFact("G1", is_met=False, reason=_("Still missing: %s.") % ", ".join(missing))
    return GateFact("G1", is_met=True)


def told_apart(case: Case) -> GateFact:
    """G2: every open request that shares an address, a number or a reference is linked, or known to be another one."""
    count = len(untold_alike(case))
    if not count:
        return GateFact("G2", is_met=True)
    words = ngettext(
        "%(n)d open request looks like this one: link it, or say that it is another one.",
        "%(n)d open requests look like this one: link them, or say that they are others.",
        count,
    )
    return GateFact("G2", is_met=False, reason=words % {"n": count})


def preserved(case: Case) -> GateFact:
    """G3: somebody has taken the request in, so that what is held is kept (UK DPA 2018 s. 173)."""
    if is_preserved(case):
        return GateFact("G3", is_met=True)
    reason = _("Nobody has taken the request in yet: from then on, what is held is kept as it is.")
    return GateFact("G3", is_met=False, reason=reason)


def may_clarify(case: Case) -> GateFact:
    """G5: asking for clarification would be lawful today and was not done before (GDPR Rec. 63; UK GDPR Art. 12A)."""
    return _may_ask("G5", case, PauseKind.CLARIFICATION)


def may_charge(case: Case) -> GateFact:
    """G17: asking for a fee would be lawful today (GDPR Art. 12(5)(a), 15(3)); the ending holds ground and amount."""
    return _may_ask("G17", case, PauseKind.FEE)


def may_extend(case: Case) -> GateFact:
    """G18: an extension with criterion and reasons would be accepted today (GDPR Art. 12(3))."""
    today = case_clock.today_of(case)
    rule = case_clock.rules_of(case).extension_for(case_clock.request_of(case).right)
    criteria = tuple(one.code for one in rule.criteria[:1]) if rule is not None else ()
    verdict = check_extend(case_clock.request_of(case), on=today, today=today, criteria=criteria)
    return GateFact("G18", is_met=verdict.accepted, reason=verdict.reason)


def compliant(case: Case) -> GateFact:
    """G26: answered by the due date, with every gate of the answer evidenced; nothing else may be called compliant."""
    result = case_clock.result_of(case)
    if case.responded_on is None:
        return GateFact("G26", is_met=False, reason=_("The response has not been provided yet."))
    if not result.in_time:
        return GateFact("G26", is_met=False, reason=_("The response was provided after the due date."))
    is_access = case.right == RightAsked.ACCESS
    wanted = EVIDENCED if is_access else ("G1", "G6", *gates_of(Move.SEND, Stage.REVIEW, case.right))
    open_gates = [gate for gate in wanted if not registry.gate_fact(gate, case).is_met]
    if open_gates:
        reason = _("In time, but not every condition is evidenced: %s.") % ", ".join(open_gates)
        return GateFact("G26", is_met=False, reason=reason)
    return GateFact("G26", is_met=True)


def answerable(case: Case) -> GateFact:
    """G29: there is a way to the person beside the portal, and no account is asked for (GDPR Art. 12(2))."""
    if reach_of(case, PersonRole.RECIPIENT).channels():
        return GateFact("G29", is_met=True)
    reason = _(
        "There is neither an e-mail nor a postal address to answer to: ask for one; nobody has to use the portal."
    )
    return GateFact("G29", is_met=False, reason=reason)


def _may_ask(gate: str, case: Case, kind: PauseKind) -> GateFact:
    today = case_clock.today_of(case)
    verdict = check_ask(case_clock.request_of(case), kind=kind, on=today, today=today)
    return GateFact(gate, is_met=verdict.accepted, reason=verdict.reason)


registry.register_gate("G1", received)
registry.register_gate("G2", told_apart, page="dsar:case-take-in")
registry.register_gate("G3", preserved, page="dsar:case-take-in")
registry.register_gate("G5", may_clarify, page="dsar:case-pause")
registry.register_gate("G17", may_charge)
registry.register_gate("G18", may_extend, page="dsar:case-extend")
registry.register_gate("G26", compliant)
registry.register_gate("G29", answerable, page="dsar:case-identity")

"""What erasure tells the hallway: its card on the case page and what to do next."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.duties import HomeNumber, register_home_numbers
from dsar.cases.lifecycle import Move, register_path
from dsar.cases.models import Case
from dsar.cases.registry import (
    CasePanel,
    GateFact,
    NextAct,
    register_follower,
    register_gate,
    register_next_acts,
    register_panel,
    register_tab,
)
from dsar.cases.vocabulary import RightAsked, Stage
from dsar.rights.erasure import lifecycle
from dsar.rights.erasure.answers import answer_notice
from dsar.rights.erasure.flow_services import void_offer
from dsar.rights.erasure.models import CategoryDecision
from dsar.rights.erasure.restore_task_services import open_tasks
from dsar.rights.erasure.situation import last_run, obstacles_of, open_hands, situation_of, untold_recipients
from erasure.runs.models import ErasureCertificate, ErasureRun, RunState

PAGE = "dsar:case-erasure"
_OFFERED = (RunState.PROPOSED, RunState.APPROVED)
_BEGUN = (RunState.EXECUTING, RunState.PARTIAL, RunState.DONE)
_NEXT = {
    RunState.REHEARSED: gettext_lazy("Read the rehearsal of the erasure"),
    RunState.PROPOSED: gettext_lazy("Decide on the erasure"),
    RunState.APPROVED: gettext_lazy("Carry the erasure out"),
    RunState.PARTIAL: gettext_lazy("See what the erasure left"),
    RunState.DIFFERS: gettext_lazy("Rehearse the erasure again"),
}


def panel(case: Case, user: Any) -> CasePanel | None:
    """The card of an erasure case."""
    if case.right != RightAsked.ERASURE:
        return None
    run = last_run(case)
    words = str(RunState(run.state).label) if run else ""
    url = reverse(PAGE, args=[case.reference])
    context = {"run": run, "state": words, "url": url}
    return CasePanel(_("Erasure"), "erasure/_panel.html", context, order=12, page=url)


def next_acts(case: Case, user: User) -> list[NextAct]:
    """The way to the page, as the strong act once the identity is settled."""
    if case.right != RightAsked.ERASURE or case.stage == Stage.CLOSED:
        return []
    if not permissions.may(user, Act.VIEW_CASE, case):
        return []
    run = last_run(case)
    label = _label(case, run)
    is_strong = case.stage not in (Stage.TRIAGE, Stage.IDENTITY)
    url = reverse(PAGE, args=[case.reference])
    return [NextAct(label or _("Decide and rehearse the erasure"), url, is_primary=is_strong, order=1, in_header=True)]


def _label(case: Case, run: ErasureRun | None) -> str:
    if run is None:
        return ""
    if run.state == RunState.DONE:
        return _("Tell the recipients, then close") if case.stage == Stage.SENT else _("Tell the person")
    if run.state == RunState.EXECUTING and open_hands(run):
        return _("Sign what was done by hand")
    return str(_NEXT.get(RunState(run.state), ""))


def decided(case: Case) -> GateFact:
    """E1: a ground, and every activity of the register decided (GDPR Art. 17(1), 17(3))."""
    now = situation_of(case, None)
    if not now.has_ground:
        return GateFact(lifecycle.DECIDED, is_met=False, reason=_("No ground for the erasure is recorded."))
    if now.undecided_categories:
        reason = _("Processing activities that nobody has decided: %(n)s.") % {"n": now.undecided_categories}
        return GateFact(lifecycle.DECIDED, is_met=False, reason=reason)
    return GateFact(lifecycle.DECIDED, is_met=True)


def rehearsed(case: Case) -> GateFact:
    """E2: the rehearsal is put before a second person, with nothing open in it."""
    run = last_run(case)
    if run is None or run.state not in (*_OFFERED, *_BEGUN):
        return GateFact(lifecycle.REHEARSED, is_met=False, reason=_("No rehearsal is put before a second person."))
    if found := obstacles_of(case, run, list(run.steps.all())).approval:
        return GateFact(lifecycle.REHEARSED, is_met=False, reason=found[0].words)
    return GateFact(lifecycle.REHEARSED, is_met=True)


def approved(case: Case) -> GateFact:
    """E3: a second person approved what was rehearsed; the database holds that it is the same."""
    run = last_run(case)
    is_met = run is not None and run.approved_at is not None and run.state in (RunState.APPROVED, *_BEGUN)
    reason = "" if is_met else _("Nobody has approved the rehearsal yet.")
    return GateFact(lifecycle.APPROVED, is_met=is_met, reason=reason)


def certified(case: Case) -> GateFact:
    """E4: carried out and verified everywhere: the certificate says so."""
    run = last_run(case)
    is_met = run is not None and ErasureCertificate.objects.filter(run=run).exists()
    reason = "" if is_met else _("The erasure is not carried out and verified yet.")
    return GateFact(lifecycle.CERTIFIED, is_met=is_met, reason=reason)


def told(case: Case) -> GateFact:
    """E5: a letter to the person says what became of the request (GDPR Art. 12(3), 12(4))."""
    is_met = answer_notice(case) is not None
    reason = "" if is_met else _("The person has not been told yet.")
    return GateFact(lifecycle.TOLD, is_met=is_met, reason=reason)


def recipients_told(case: Case) -> GateFact:
    """E6: recipients were told, or it is written why not (GDPR Art. 19)."""
    left = untold_recipients(case)
    if left:
        reason = _("Recipients that were not told yet: %(names)s.") % {"names": ", ".join(left)}
        return GateFact(lifecycle.RECIPIENTS, is_met=False, reason=reason)
    return GateFact(lifecycle.RECIPIENTS, is_met=True)


def refusable(case: Case) -> GateFact:
    """E7: nothing was decided to be erased: no ground is recorded, or all of it is kept or restricted."""
    now = situation_of(case, None)
    decided_to_erase = CategoryDecision.objects.filter(case=case, decision="erase").exists()
    if now.has_ground and (decided_to_erase or now.undecided_categories):
        reason = _("A ground is recorded: decide each processing activity first, and none of them to be erased.")
        return GateFact(lifecycle.REFUSABLE, is_met=False, reason=reason)
    return GateFact(lifecycle.REFUSABLE, is_met=True)


def home_numbers(user: User) -> list[HomeNumber]:
    """Tasks by hand after a restored backup, for those who keep the suppression list."""
    count = open_tasks().count() if user.may(Act.EDIT_REGISTER) else 0
    url = reverse("dsar:suppression")
    return [HomeNumber(_("By hand after a restore"), count, url, tone="bad", icon="eraser")] if count else []


def _follow_back(case: Case, actor: User | None) -> None:
    void_offer(case, actor)


register_home_numbers(home_numbers)
register_path(lifecycle.PATH)
for _gate, _provider in (
    (lifecycle.DECIDED, decided), (lifecycle.REHEARSED, rehearsed), (lifecycle.APPROVED, approved),
    (lifecycle.CERTIFIED, certified), (lifecycle.TOLD, told), (lifecycle.RECIPIENTS, recipients_told),
    (lifecycle.REFUSABLE, refusable),
):  # fmt: skip
    register_gate(_gate, _provider, page=PAGE)
for _stage in (Stage.SIGN_OFF, Stage.READY):
    register_follower(Move.BACK, _stage, _follow_back)
register_tab(RightAsked.ERASURE, gettext_lazy("Erasure"), PAGE)
register_panel(panel)
register_next_acts(next_acts)

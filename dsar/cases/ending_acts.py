"""What the endings add to the rail of a case: closing, refusing, charging, reminding, taking up again."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import clock as case_clock
from dsar.cases import permissions, registry
from dsar.cases.ending_models import Ending, EndingKind, EndingState
from dsar.cases.models import Case
from dsar.cases.registry import NextAct
from dsar.cases.reopening_services import occasions_for


def ending_acts(case: Case, user: User) -> list[NextAct]:
    """Ways out of the case, and back into it."""
    can = permissions.acts_on(case, user)
    if case.is_open:
        return list(_of_open(case, can))
    acts = []
    if occasions_for(case, user):
        acts.append(NextAct(_("Reopen"), _to("reopen", case), order=20, in_header=True))
    if Act.WORK_CASE in can:
        acts.append(NextAct(_("Log a new request of this person"), _to("anew", case), order=25))
    return acts


def _of_open(case: Case, can: frozenset[Act]) -> Iterator[NextAct]:
    if not can & {Act.WORK_CASE, Act.APPROVE_RELEASE}:
        return
    waiting = set(Ending.objects.filter(case=case, state=EndingState.PROPOSED).values_list("kind", flat=True))
    may_decide = Act.APPROVE_RELEASE in can
    if Act.WORK_CASE in can and case_clock.result_of(case).open_kinds:
        yield NextAct(_("Send a reminder"), _to("remind", case), order=42)
    is_draft = EndingKind.REFUSAL in waiting
    label = _("Decide on the refusal") if is_draft and may_decide else _("Refuse the request")
    yield NextAct(label, _to("refuse", case), order=4 if is_draft and may_decide else 85, in_header=is_draft)
    is_draft = EndingKind.FEE in waiting
    label = _("Decide on the fee") if is_draft and may_decide else _("Ask for a fee")
    yield NextAct(label, _to("fee", case), order=4 if is_draft and may_decide else 86, in_header=is_draft)
    yield NextAct(_("Close without an answer"), _to("close", case), order=80)


def _to(name: str, case: Case) -> str:
    return reverse(f"dsar:case-{name}", args=[case.reference])


registry.register_next_acts(ending_acts)

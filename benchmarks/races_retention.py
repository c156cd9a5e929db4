"""Retention at the same moment: a hold and a sweep, two orders and two workers of one sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.races import Told, at_once

if TYPE_CHECKING:
    from tests.world import World

APART = 400  # days since the case was closed


def both(rounds: int) -> Told:
    """The two below in one installation."""
    from tests.world import make_world

    world = make_world()
    return Told(rounds, [*hold_sweep(rounds, world).wrong, *two_workers(rounds, world).wrong])


def hold_sweep(rounds: int, world: World | None = None) -> Told:
    """A hold is set while the sweep takes the case: what went, went before the hold; else it is all there."""
    from functools import partial

    from dsar.cases.hold_services import set_hold
    from dsar.cases.models import Case
    from dsar.retention.letting_go_services import let_go
    from dsar.retention.models import CaseLetGo
    from dsar.retention.rule_services import rule_of
    from tests.dsar.retention.closed import closed_case, switched_on
    from tests.world import make_world

    world, wrong = world or make_world(), []
    switched_on(world, "packages", 300)
    rule = rule_of("packages")
    for number in range(rounds):
        case = closed_case(world, days_ago=APART, name=f"Ana{number} Berg{number}")
        hold = partial(set_hold, case=case, kind="court", reason="Claim", actor=world.dpo)
        told = at_once(hold, partial(let_go, rule=rule, case_id=case.pk))
        gone = CaseLetGo.objects.filter(case=case).first()
        set_at = Case.objects.get(pk=case.pk).legal_holds.get().set_at
        if told != ["done", "done"] or (gone is not None and gone.at > set_at):
            wrong.append(f"round {number}: {told} {gone and gone.at} {set_at}")
    return Told(rounds, wrong)


def two_workers(rounds: int, world: World | None = None) -> Told:
    """A sweep is ordered twice and worked by two at the same moment: one sweep, and one entry of the chain a case."""
    from functools import partial

    from dsar.audit.models import AuditEntry
    from dsar.retention import sweep_services
    from dsar.retention.models import Sweep, SweepState
    from dsar.retention.rule_services import rule_of
    from tests.dsar.retention.closed import closed_case, switched_on
    from tests.world import make_world

    world, wrong = world or make_world(), []
    if not rule_of("packages").acts:
        switched_on(world, "packages", 300)
    for number in range(rounds):
        case = closed_case(world, days_ago=APART, name=f"Ana{number} Berg{number}")
        order = partial(sweep_services.order_sweep, actor=None)
        ordered = at_once(order, order)
        running = list(Sweep.objects.filter(state=SweepState.RUNNING))
        work = partial(sweep_services.work_sweep, running[0].pk)
        told = at_once(work, work)
        sweep_services.work_sweep(running[0].pk)
        entries = AuditEntry.objects.filter(action="retention.let_go", case_id=case.pk).count()
        is_over = not Sweep.objects.filter(state=SweepState.RUNNING).exists()
        if sorted(ordered) != ["done", "refused"] or len(running) != 1 or entries != 1 or not is_over:
            wrong.append(f"round {number}: {ordered} {told} {entries} {is_over}")
    return Told(rounds, wrong)

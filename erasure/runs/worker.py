"""Working on erasures: claim a step, do its phase, move the run on when a phase has ended on every target."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from dsar.foundation import clock
from dsar.foundation.errors import KeyDestroyed
from dsar.foundation.leases import LeaseState
from erasure.errors import TargetFailed
from erasure.events import ErasureChanged, erasure_changed
from erasure.runs.by_hand import lay_tasks
from erasure.runs.finishing import finish_run
from erasure.runs.models import ErasureRun, ErasureStep, Phase, RunState
from erasure.runs.phases import LEASE, PhaseResult, run_phase
from erasure.targets import TakenAway
from erasure.targets.manual import KIND as MANUAL

WORK_SECONDS = 50.0
TRIES = 3
_RENEW_SECONDS = 60.0
ACTIVE = (RunState.REHEARSING, RunState.EXECUTING)
_OPEN = (LeaseState.WAITING, LeaseState.WORKING)


def work_run(*, run_id: UUID, seconds: float = WORK_SECONDS) -> bool:
    """Work on an erasure for about so many seconds; True where a doorbell should ring again."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        run = ErasureRun.objects.filter(pk=run_id, state__in=ACTIVE).first()
        if run is None:
            return False
        ErasureRun.objects.filter(pk=run_id).update(last_rung_at=clock.now())
        step = _claim(run)
        if step is None:
            if not advance(run_id):
                return False
            continue
        try:
            _work(step)
        except KeyDestroyed:
            _let_go(run_id)
            return False
    return True


def _let_go(run_id: UUID) -> None:
    """The case was erased while its erasure ran: nothing of the plan can be read any more."""
    ErasureStep.objects.filter(run_id=run_id, state__in=_OPEN).update(state=LeaseState.CANCELLED, lease_until=None)
    ErasureRun.objects.filter(pk=run_id, state=RunState.REHEARSING).update(state=RunState.CANCELLED)


def _claim(run: ErasureRun) -> ErasureStep | None:
    rows = ErasureStep.objects.filter(run=run).claimable(clock.now())
    if run.phase == Phase.ERASE:
        rows = rows.exclude(kind=MANUAL)  # a person does these
    # sealed columns are read when the work needs them, so that a destroyed key shows there
    for step in rows.defer("settings", "policies", "preview", "confirmation").order_by("attempts", "name")[:5]:
        if step.claim(lease=LEASE):
            step.run = run
            return step
    return None


def _work(step: ErasureStep) -> None:
    try:
        with _held(step):
            result = run_phase(step)
    except TakenAway:
        return
    except TargetFailed as error:
        if error.can_wait and step.attempts < TRIES:
            step.put_back()
        else:
            step.finish(LeaseState.FAILED, failure=error.code)
        return
    _keep(step, result)


@contextmanager
def _held(step: ErasureStep) -> Iterator[None]:
    """Keep the lease while one long piece of work runs: searching a large database can take longer than a lease."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(_RENEW_SECONDS):
            held = step.renew(lease=LEASE)
            connection.close()
            if not held:
                return

    keeper = threading.Thread(target=renew, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


@transaction.atomic
def _keep(step: ErasureStep, result: PhaseResult) -> None:
    run, columns = step.run, dict(result.columns)
    now = clock.now()
    if run.phase == Phase.ERASE:
        columns["erased_at"] = now
    if run.phase == Phase.VERIFY:
        columns["verified_at"] = now
    if not step.finish():
        return  # another worker has it: its result counts
    step.run = run
    for name, value in columns.items():
        setattr(step, name, value)
    if columns:
        step.save(update_fields=list(columns))


@transaction.atomic
def advance(run_id: UUID) -> bool:
    """Move a run to its next phase where every step has ended; True where there is work to ring for."""
    run = ErasureRun.objects.select_for_update().filter(pk=run_id, state__in=ACTIVE).first()
    if run is None:
        return False
    steps = list(run.steps.all())
    if any(step.state in _OPEN for step in steps):
        return any(step.kind != MANUAL or run.phase != Phase.ERASE for step in steps if step.state in _OPEN)
    for step in steps:
        step.run = run
    return _END_OF[Phase(run.phase)](run, steps)


def _rehearsed(run: ErasureRun, steps: list[ErasureStep]) -> bool:
    failed = [step for step in steps if step.state == LeaseState.FAILED]
    if not failed:
        steps = lay_tasks(run, steps)
    joined = "".join(f"{step.ref}{step.fingerprint}" for step in sorted(steps, key=lambda step: str(step.ref)))
    run.fingerprint = hashlib.sha256(joined.encode()).hexdigest()
    run.state = RunState.REHEARSAL_FAILED if failed else RunState.REHEARSED
    run.failure = failed[0].failure if failed else ""
    run.rehearsed_at = clock.now()
    run.save(update_fields=["fingerprint", "state", "failure", "rehearsed_at"])
    _tell(run, "rehearsal_failed" if failed else "rehearsed", targets=len(steps), failed=len(failed))
    return False


def _checked(run: ErasureRun, steps: list[ErasureStep]) -> bool:
    if any(step.state == LeaseState.FAILED for step in steps):
        return _partial(run, "not_compared")
    if any(step.differences for step in steps):
        run.state, run.ended_at, run.failure = RunState.DIFFERS, clock.now(), "differs"
        run.save(update_fields=["state", "ended_at", "failure"])
        _tell(run, "differs", targets=sum(bool(step.differences) for step in steps))
        return False
    next_phase(run, Phase.ERASE)
    return True


def _erased(run: ErasureRun, steps: list[ErasureStep]) -> bool:
    failed = [step for step in steps if step.state == LeaseState.FAILED]
    if failed:
        return _partial(run, failed[0].failure)
    next_phase(run, Phase.VERIFY)
    return True


def _verified(run: ErasureRun, steps: list[ErasureStep]) -> bool:
    if any(step.state == LeaseState.FAILED for step in steps):
        return _partial(run, "not_verified")
    if any(step.leftovers for step in steps):
        return _partial(run, "leftovers")
    finish_run(run, steps)
    _tell(run, "finished", targets=len(steps), changed=sum(step.done + step.already for step in steps))
    return False


_END_OF = {Phase.REHEARSE: _rehearsed, Phase.CHECK: _checked, Phase.ERASE: _erased, Phase.VERIFY: _verified}


def next_phase(run: ErasureRun, phase: Phase) -> None:
    """Open all steps for a phase; in the caller's transaction."""
    run.phase = phase
    run.save(update_fields=["phase"])
    run.steps.update(
        state=LeaseState.WAITING, attempts=0, lease_until=None, failure="", last_rung_at=None
    )  # the fence stays: a worker of an earlier phase that comes back holds an outdated one
    transaction.on_commit(partial(ring, run.pk), robust=True)


def ring(run_id: UUID) -> None:
    """Ring for a worker."""
    from erasure.runs import tasks

    tasks.work_erasure.delay(str(run_id))


def _partial(run: ErasureRun, failure: str) -> bool:
    run.state, run.failure, run.ended_at = RunState.PARTIAL, failure[:60], clock.now()
    run.save(update_fields=["state", "failure", "ended_at"])
    _tell(run, "partial", phase=str(run.phase), failure=run.failure)
    return False


def _tell(run: ErasureRun, what: str, **facts: object) -> None:
    event = ErasureChanged(run.pk, run.order_id, None, what, facts)
    erasure_changed.send(sender=ErasureRun, event=event)

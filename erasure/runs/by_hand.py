"""Tasks beside a target: what of it was answered "by hand" is done there by a person, who signs."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from uuid import UUID

from dsar.foundation.leases import LeaseState
from erasure.plan import BY_HAND, Preview, Stay, Terms
from erasure.runs.models import ErasureRun, ErasureStep
from erasure.runs.phases import person_of
from erasure.targets.manual import KIND as MANUAL
from erasure.targets.manual import ManualTarget

_SHOWN = 50
_ENDING = " (by hand)"
_ASKED = "Take the person out of it, or take it out as a whole, and leave what is somebody else's:"


def lay_tasks(run: ErasureRun, steps: Sequence[ErasureStep]) -> list[ErasureStep]:
    """Give each target with things to do by hand its task, and drop those that no answer asks for any more.

    In the caller's transaction, when every target was rehearsed. A task is a step of its own: it is approved with the
    rest, and the erasure does not end before somebody has signed it.

    Returns:
        The steps of the run as they are now.
    """
    tasks = {step.beside: step for step in steps if step.beside}
    targets = [step for step in steps if not step.beside]
    found = []
    for step in targets:
        stays = [stay for stay in Preview.from_json(step.preview).stays if stay.reason == BY_HAND]
        known = tasks.get(step.ref)
        if stays:
            found.append(_laid(run, step, stays, known))
        elif known:
            known.delete()
    return [*targets, *found]


def let_go(step: ErasureStep) -> None:
    """Forget what the plan of a step said of places, once it is done; what stays for a reason is kept with it."""
    kept = Preview.from_json(step.preview).as_json()["stays"]
    step.preview = {"stays": [stay for stay in kept if stay["reason"] != BY_HAND]}
    if step.beside:
        step.settings = {**step.settings, "instructions": ""}
    step.save(update_fields=["preview", "settings"])


def _laid(run: ErasureRun, target: ErasureStep, stays: Sequence[Stay], known: ErasureStep | None) -> ErasureStep:
    task = known or ErasureStep(run=run, ref=task_ref(target.ref), beside=target.ref, kind=MANUAL)
    task.run = run
    task.name = f"{target.name[: 150 - len(_ENDING)]}{_ENDING}"
    task.owner, task.state = target.owner, LeaseState.DONE
    task.settings = {"instructions": _words(stays), "owner": target.owner}
    preview = ManualTarget(task.settings["instructions"], target.owner).preview(person_of(run), Terms())
    task.preview, task.counts, task.fingerprint = preview.as_json(), preview.counts(), preview.fingerprint
    task.save()
    return task


def task_ref(target: UUID) -> UUID:
    """The ref of the task beside a target: always the same, so that answers and signatures keep their place."""
    return uuid.uuid5(target, BY_HAND)


def _words(stays: Sequence[Stay]) -> str:
    lines = [f"{stay.set}: {_place(stay)}" for stay in stays]
    more = [f"… and {len(lines) - _SHOWN} more of them"] if len(lines) > _SHOWN else []
    return "\n".join([_ASKED, *lines[:_SHOWN], *more])


def _place(stay: Stay) -> str:
    where = ", ".join(f"{name} {value}" for name, value in sorted(stay.locator.items()))
    number = f" ({stay.count})" if stay.count > 1 else ""
    return f"{where}{number} – {stay.why}" if stay.why else f"{where}{number}"

"""The workers' door of restrictions."""

from uuid import UUID

from celery import shared_task

from dsar.rights.restriction import flag_services


@shared_task(name="dsar.rights.push_flags", ignore_result=True, time_limit=3600, soft_time_limit=3500)
def push_flags(step_id: str) -> None:
    """Set or take away the flags of one target."""
    flag_services.work_step(UUID(step_id))


@shared_task(name="dsar.rights.ring_forgotten_flags", ignore_result=True)
def ring_forgotten_flags() -> int:
    """Ring for flags that nobody works on; gives how many."""
    waiting = flag_services.forgotten()
    for step_id in waiting:
        push_flags.delay(str(step_id))
    return len(waiting)

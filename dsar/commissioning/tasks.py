"""The workers' door of commissioning."""

from celery import shared_task

from dsar.commissioning.chasing_services import send_chases


@shared_task(name="dsar.commissioning.chase")
def chase_owners() -> None:
    """Remind owners whose day comes; rung every half hour, safe to ring at any time."""
    send_chases()

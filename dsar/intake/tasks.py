"""The workers' door of intake."""

from celery import shared_task

from dsar.intake.services import purge_drafts


@shared_task(name="dsar.intake.purge_drafts")
def purge_request_drafts() -> None:
    """Let go of unfinished public forms whose day is over; rung every half hour, safe to ring at any time."""
    purge_drafts()

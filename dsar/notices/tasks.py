"""The workers' door of the outbox."""

from celery import shared_task

from dsar.notices.sending import send_waiting_notices


@shared_task(name="dsar.notices.send")
def send() -> None:
    """Send what waits; rung every ten seconds, safe to ring at any time."""
    send_waiting_notices()

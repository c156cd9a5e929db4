"""The workers' door of statistics: the sweep of reminders with the daily mails, packs for the regulator."""

from celery import shared_task

from dsar.statistics.digest_services import forget_old_digests, send_digests
from dsar.statistics.reminder_services import sweep


@shared_task(name="dsar.statistics.sweep_reminders")
def sweep_reminders() -> None:
    """Tell the steps that deadlines have reached, and queue the mails whose hour has come; rung every five minutes."""
    sweep()
    send_digests()


@shared_task(name="dsar.statistics.forget_digests")
def forget_digests() -> None:
    """Let go of digests that were mailed long ago."""
    forget_old_digests()

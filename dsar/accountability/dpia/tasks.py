"""The workers' door: the daily sweep of reviews and measures."""

from celery import shared_task

from dsar.accountability.dpia.reminding import remind


@shared_task(name="dsar.accountability.remind_dpias")
def remind_dpias() -> int:
    """Tell people of what comes due."""
    return remind()

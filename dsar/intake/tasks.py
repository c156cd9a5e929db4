"""The workers' door of intake."""

from celery import shared_task

from dsar.intake.mail_fetching import fetch_mail as _fetch
from dsar.intake.mail_services import purge_mail as _purge
from dsar.intake.services import purge_drafts


@shared_task(name="dsar.intake.purge_drafts")
def purge_request_drafts() -> None:
    """Let go of unfinished public forms whose day is over; rung every half hour, safe to ring at any time."""
    purge_drafts()


@shared_task(name="dsar.intake.fetch_mail")
def fetch_mail() -> None:
    """Read the mailboxes; rung every minute, safe to ring at any time."""
    _fetch()


@shared_task(name="dsar.intake.purge_mail")
def purge_mail() -> None:
    """Remove mail that was no request and whose time is over."""
    _purge()

"""The workers' door of the ledger. Rows are the truth; these are doorbells and safe to ring at any time."""

from celery import shared_task


@shared_task(name="consent.deliver")
def deliver() -> int:
    """Tell receivers what waits to be told."""
    from consent.webhook_sending import deliver_waiting

    return deliver_waiting()


@shared_task(name="consent.note_expiry")
def expire() -> int:
    """Write down which consents have run out, and let go of files that nobody imported."""
    from consent.expiry_services import note_expiry
    from consent.import_services import let_go_rehearsals

    let_go_rehearsals()
    return note_expiry()

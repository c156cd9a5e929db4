"""The workers' door of review."""

from uuid import UUID

from celery import shared_task

from dsar.review import preparation_services


@shared_task(name="dsar.review.prepare")
def prepare_review(case_id: str) -> None:
    """Read the exhibits of a case; the row of its preparation says whether there is anything to do."""
    preparation_services.prepare(UUID(case_id))


@shared_task(name="dsar.review.ring_unread")
def ring_unread() -> None:
    """Ring for exhibits that nobody has read: new ones, and those of a worker that was lost."""
    preparation_services.ring_unread()

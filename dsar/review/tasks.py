"""The workers' door of review."""

from uuid import UUID

from celery import shared_task

from dsar.review import preparation_services


@shared_task(name="dsar.review.prepare")
def prepare_review(case_id: str) -> None:
    """Read the exhibits of a case; the row of its preparation says whether there is anything to do."""
    preparation_services.prepare(UUID(case_id))

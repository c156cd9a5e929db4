"""The workers' door of the identity room."""

from celery import shared_task

from dsar.identity.evidence_services import delete_expired_evidence


@shared_task(name="dsar.identity.delete_evidence")
def delete_evidence() -> None:
    """Delete evidence of identity whose day has come; rung every hour, safe to ring at any time."""
    delete_expired_evidence()

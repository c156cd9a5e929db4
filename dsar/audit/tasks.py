"""The workers' door of the audit chain."""

from celery import shared_task

from dsar.audit.checkpoints import export_checkpoint


@shared_task(name="dsar.audit.checkpoint")
def checkpoint() -> None:
    """Sign the head of the chain and write it outside the database, once a day."""
    export_checkpoint()

"""The workers' door of the search."""

from celery import shared_task

from dsar.search.exhibits import remove_orphaned_files as _remove
from dsar.search.upload_services import read_waiting_files as _read


@shared_task(name="dsar.remove_orphaned_files")
def remove_orphaned_files() -> None:
    """Remove sealed files that a killed worker wrote and no row names."""
    _remove()


@shared_task(name="dsar.search.read_files")
def read_files() -> None:
    """Have files read that were put into cases; rung by a beat, safe to ring at any time."""
    _read()

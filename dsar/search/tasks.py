"""The workers' door of the search."""

from celery import shared_task

from dsar.search.exhibits import remove_orphaned_files as _remove


@shared_task(name="dsar.remove_orphaned_files")
def remove_orphaned_files() -> None:
    """Remove sealed files that a killed worker wrote and no row names."""
    _remove()

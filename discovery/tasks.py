"""Index for Celery: every task of the tool, imported and nothing else."""

from discovery.scans.tasks import ring_forgotten_rows, work_scan

__all__ = ["ring_forgotten_rows", "work_scan"]

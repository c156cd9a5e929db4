"""Index for Celery: every task of the tool, imported and nothing else."""

from erasure.runs.tasks import ring_forgotten_erasures, work_erasure

__all__ = ["ring_forgotten_erasures", "work_erasure"]

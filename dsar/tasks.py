"""Index for Celery: every task of the house, imported and nothing else."""

from dsar.identity.tasks import delete_evidence
from dsar.intake.tasks import purge_request_drafts
from dsar.notices.tasks import send as send_notices
from dsar.review.tasks import prepare_review
from dsar.search.tasks import remove_orphaned_files

__all__ = ["delete_evidence", "prepare_review", "purge_request_drafts", "remove_orphaned_files", "send_notices"]

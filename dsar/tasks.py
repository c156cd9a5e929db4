"""Index for Celery: every task of the house, imported and nothing else."""

from dsar.access.tasks import forget_ended_sessions
from dsar.audit.tasks import checkpoint
from dsar.cases.tasks import recompute_clocks
from dsar.identity.tasks import delete_evidence
from dsar.intake.tasks import purge_request_drafts
from dsar.notices.tasks import send as send_notices
from dsar.redaction.tasks import make_copies
from dsar.redaction.tasks import ring_forgotten as ring_forgotten_copies
from dsar.response.tasks import build_package
from dsar.response.tasks import ring_forgotten as ring_forgotten_packages
from dsar.review.tasks import prepare_review, ring_unread
from dsar.search.tasks import read_files, remove_orphaned_files
from dsar.statistics.tasks import forget_digests, sweep_reminders

__all__ = [
    "build_package",
    "checkpoint",
    "delete_evidence",
    "forget_digests",
    "forget_ended_sessions",
    "make_copies",
    "prepare_review",
    "purge_request_drafts",
    "read_files",
    "recompute_clocks",
    "remove_orphaned_files",
    "ring_forgotten_copies",
    "ring_forgotten_packages",
    "ring_unread",
    "send_notices",
    "sweep_reminders",
]

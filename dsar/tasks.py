"""Index for Celery: every task of the house, imported and nothing else."""

from dsar.access.tasks import forget_ended_sessions
from dsar.accountability.breaches.tasks import build_pack as build_breach_pack
from dsar.accountability.breaches.tasks import let_go as let_go_of_breach_copies
from dsar.accountability.breaches.tasks import ring_forgotten as ring_forgotten_breaches
from dsar.accountability.breaches.tasks import scan_documents, tell_hours
from dsar.accountability.dpia.tasks import remind_dpias
from dsar.audit.tasks import checkpoint
from dsar.cases.tasks import recompute_clocks, remind_owners
from dsar.commissioning.tasks import chase_owners
from dsar.identity.tasks import delete_evidence
from dsar.intake.tasks import fetch_mail, purge_mail, purge_request_drafts
from dsar.notices.tasks import send as send_notices
from dsar.pii.tasks import erase_expired_vaults
from dsar.redaction.tasks import make_copies
from dsar.redaction.tasks import ring_forgotten as ring_forgotten_copies
from dsar.requester.tasks import let_go as let_go_of_codes
from dsar.requester.tasks import send_code, send_codes
from dsar.response.tasks import build_package
from dsar.response.tasks import ring_forgotten as ring_forgotten_packages
from dsar.retention.tasks import count_rows as count_rows_past_a_period
from dsar.retention.tasks import daily_sweep as daily_retention_sweep
from dsar.retention.tasks import ring_forgotten as ring_forgotten_retention
from dsar.retention.tasks import work_sweep as work_retention_sweep
from dsar.review.tasks import prepare_review, ring_unread
from dsar.rights.portability.tasks import make_package, read_findings
from dsar.rights.portability.tasks import ring_forgotten as ring_forgotten_portability
from dsar.rights.portability.tasks import upload as upload_to_controller
from dsar.rights.restriction.tasks import push_flags, ring_forgotten_flags
from dsar.search.tasks import read_files, remove_orphaned_files
from dsar.statistics.tasks import build_pack, forget_old, sweep_reminders
from dsar.statistics.tasks import ring_forgotten as ring_forgotten_packs

__all__ = [
    "build_breach_pack",
    "build_pack",
    "build_package",
    "chase_owners",
    "checkpoint",
    "count_rows_past_a_period",
    "daily_retention_sweep",
    "delete_evidence",
    "erase_expired_vaults",
    "fetch_mail",
    "forget_ended_sessions",
    "forget_old",
    "let_go_of_breach_copies",
    "let_go_of_codes",
    "make_copies",
    "make_package",
    "prepare_review",
    "purge_mail",
    "purge_request_drafts",
    "push_flags",
    "read_files",
    "read_findings",
    "recompute_clocks",
    "remind_dpias",
    "remind_owners",
    "remove_orphaned_files",
    "ring_forgotten_breaches",
    "ring_forgotten_copies",
    "ring_forgotten_flags",
    "ring_forgotten_packages",
    "ring_forgotten_packs",
    "ring_forgotten_portability",
    "ring_forgotten_retention",
    "ring_unread",
    "scan_documents",
    "send_code",
    "send_codes",
    "send_notices",
    "sweep_reminders",
    "tell_hours",
    "upload_to_controller",
    "work_retention_sweep",
]

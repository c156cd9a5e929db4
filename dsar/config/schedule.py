"""What recurs: name of the entry, task, when. A house test holds that every task named here is registered.

A message that waits longer than `expires` seconds is dropped: a worker that was away must not find a day of doorbells.
"""

from typing import Any

from celery.schedules import crontab


def every(seconds: float, task: str) -> dict[str, Any]:
    """Ring `task` every so many seconds."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def daily(hour: int, minute: int, task: str) -> dict[str, Any]:
    """Ring `task` once a day at this time (UTC)."""
    return {"task": task, "schedule": crontab(hour=hour, minute=minute), "options": {"expires": 6 * 60 * 60}}


SCHEDULE: dict[str, dict[str, Any]] = {
    "send notices": every(10, "dsar.notices.send"),
    "ring for forgotten scans": every(10, "discovery.ring_forgotten_rows"),
    "ring for forgotten erasures": every(15, "erasure.ring_forgotten"),
    "tell receivers of consents": every(10, "consent.deliver"),
    "note consents that ran out": every(900, "consent.note_expiry"),
    "read files put into cases": every(10, "dsar.search.read_files"),
    "send codes of the status page": every(15, "dsar.requester.send_codes"),
    "let go of codes of the status page": every(3600, "dsar.requester.let_go"),
    "ring for forgotten scans of breaches": every(15, "dsar.breaches.ring_forgotten"),
    "tell the hours of breaches": every(300, "dsar.breaches.tell_hours"),
    "delete copies of compromised documents": every(3600, "dsar.breaches.let_go"),
    "remind owners of systems": every(1800, "dsar.commissioning.chase"),
    "read exhibits for review": every(15, "dsar.review.ring_unread"),
    "ring for forgotten copies": every(15, "dsar.redaction.ring_forgotten"),
    "ring for forgotten portability work": every(15, "dsar.portability.ring_forgotten"),
    "ring for forgotten packages": every(15, "dsar.response.ring_forgotten"),
    "ring for forgotten packs": every(15, "dsar.statistics.ring_forgotten"),
    "ring for forgotten flags of restrictions": every(30, "dsar.rights.ring_forgotten_flags"),
    "sweep of reminders": every(300, "dsar.statistics.sweep_reminders"),
    "read mailboxes": every(60, "dsar.intake.fetch_mail"),
    "purge drafts of the public form": every(1800, "dsar.intake.purge_drafts"),
    "delete evidence of identity": every(3600, "dsar.identity.delete_evidence"),
    "remove mail that was no request": daily(3, 30, "dsar.intake.purge_mail"),
    "remove orphaned files": daily(3, 20, "dsar.remove_orphaned_files"),
    "checkpoint of the audit chain": daily(1, 10, "dsar.audit.checkpoint"),
    "remind owners to keep data": daily(7, 20, "dsar.cases.remind_owners"),
    "remind of impact assessments": daily(6, 10, "dsar.accountability.remind_dpias"),
    "recompute dates": daily(0, 40, "dsar.cases.recompute_clocks"),
    "forget old digests and packs": daily(2, 50, "dsar.statistics.forget_old"),
    "erase expired vaults of tokens": daily(0, 10, "dsar.pii.erase_expired_vaults"),
    "sweep of retention": daily(4, 15, "dsar.retention.sweep"),
    "ring for a forgotten sweep": every(60, "dsar.retention.ring_forgotten"),
    "forget ended sessions": daily(2, 30, "dsar.access.forget_ended_sessions"),
}

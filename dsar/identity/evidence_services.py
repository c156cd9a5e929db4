"""Acts on what was sent as proof: sealing it, looking at it, letting it go."""

import datetime as dt
from collections.abc import Iterator

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.models import Case, CaseFile
from dsar.cases.services import attach_file
from dsar.foundation import clock, storage
from dsar.foundation.errors import RuleRefused
from dsar.identity import rules
from dsar.identity.models import CheckKind, IdentityCheck
from dsar.identity.selectors import evidence_of, wanted_check

catalogue.declare(
    identity_evidence_added="Evidence received; it is deleted by {delete_by} at the latest",
    identity_evidence_viewed="Evidence looked at ({kind})",
    identity_evidence_deleted="Evidence deleted: {files|file|files} ({why})",
)


@transaction.atomic
def add_evidence(*, case: Case, kind: str, upload: "UploadedFile[bytes]", actor: User) -> CaseFile:
    """Seal a file that was sent as proof; it is deleted after the check, and after seven days in any case."""
    permissions.demand(actor, Act.WORK_CASE, case)
    if wanted_check(case, kind) is None:
        message = "This case wants no such check."
        raise RuleRefused(message, code="no_such_check")
    attached = attach_file(case=case, upload=upload, purpose=kind, actor=actor)
    attached.file.expires_at = clock.now() + rules.LONGEST_KEEPING
    attached.file.save(update_fields=["expires_at"])
    delete_by = attached.file.expires_at.date()
    record("identity.evidence_added", actor=actor, case=case, about=attached, facts={"delete_by": delete_by})
    return attached


@transaction.atomic
def view_evidence(*, case: Case, attached: CaseFile, actor: User) -> Iterator[bytes]:
    """The content of a file that was sent as proof; who looked at it, and when, is kept with the check."""
    permissions.demand(actor, Act.WORK_CASE, case)
    wanted = wanted_check(case, attached.purpose)
    if wanted is None:
        message = "This file proves nothing that the case wants."
        raise RuleRefused(message, code="no_such_check")
    check = wanted.check or IdentityCheck(case=case, person=wanted.person, kind=wanted.kind)
    check.evidence_viewed_at, check.evidence_viewed_by = clock.now(), actor
    check.save()
    record("identity.evidence_viewed", actor=actor, case=case, about=attached, facts={"kind": attached.purpose})
    return storage.chunks(attached.file)


@transaction.atomic
def delete_expired_evidence() -> int:
    """Delete evidence whose day has come; returns the number of files."""
    expired = CaseFile.objects.filter(purpose__in=CheckKind.values, file__expires_at__lte=clock.now())
    by_case: dict[Case, list[CaseFile]] = {}
    for attached in expired.select_related("case", "file"):
        by_case.setdefault(attached.case, []).append(attached)
    return sum(delete_evidence(files, case=case, actor=None, why="its day has come") for case, files in by_case.items())


def settle_evidence(check: IdentityCheck, *, keep_reason: str, keep_until: dt.date | None, actor: User) -> str:
    """Delete the evidence of a decided check now, or keep it with its reason for seven days at most; in a word."""
    case = check.case
    files = evidence_of(case, check.kind)
    check.evidence_kept_for = keep_reason if files else ""
    if not files:
        return "none"
    if not keep_reason.strip():
        delete_evidence(files, case=case, actor=actor, why="checked")
        return "deleted"
    today = case_clock.today_of(case)
    if keep_until is None or not today <= keep_until <= today + rules.LONGEST_KEEPING:
        message = "Say until when it is kept: seven days at most."
        raise RuleRefused(message, code="kept_too_long", fields={"keep_until": message})
    for attached in files:
        attached.file.expires_at = dt.datetime.combine(keep_until, dt.time(23, 59), tzinfo=dt.UTC)
        attached.file.save(update_fields=["expires_at"])
    return f"kept until {keep_until.isoformat()}"


def delete_evidence(files: list[CaseFile], *, case: Case, actor: User | None, why: str) -> int:
    """Delete these files with their sealed content; the number of them."""
    for attached in files:
        stored = attached.file
        attached.delete()
        storage.remove(stored)
    if files:
        kind = "user" if actor is not None else "system"
        facts = {"files": len(files), "why": why}
        record("identity.evidence_deleted", actor=actor, actor_kind=kind, case=case, facts=facts)
    return len(files)

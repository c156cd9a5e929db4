"""Opening, naming and deleting what is attached to a case, and opening the case itself: all leave a trace."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.models import AuditEntry
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.hold_selectors import standing_holds
from dsar.cases.models import Case, CaseFile
from dsar.foundation import clock, storage
from dsar.foundation.errors import RuleRefused

catalogue.declare(
    case_file_opened="File downloaded ({purpose})",
    case_file_renamed="File is now called {purpose} instead of {before}",
    case_file_deleted="File deleted ({purpose}). {reason}",
)

SEEN_AGAIN_AFTER = dt.timedelta(hours=12)
# What a file may be called here. Proofs and evidence of other pages have kinds of their own, and are deleted there.
PURPOSES: dict[str, Any] = {
    "request": _("The request"),
    "correspondence": _("Correspondence"),
    "enclosure": _("Enclosure of a letter"),
    "other": _("Something else"),
}
OTHER_PURPOSES: dict[str, Any] = {
    "authority": _("Proof of authority"),
    "identity": _("Proof of identity"),
    "clock": _("Evidence for the clock"),
    "evidence": _("Evidence for the clock"),
    "reply": _("Reply"),
    "mail": _("The message as it came"),
}


def purpose_words(purpose: str) -> str:
    """What a file is, in words."""
    return str(PURPOSES.get(purpose) or OTHER_PURPOSES.get(purpose) or purpose.replace("_", " ").capitalize())


@transaction.atomic
def open_file(*, attached: CaseFile, actor: User) -> Iterator[bytes]:
    """The content of an attached file in pieces, and an entry that says who took it.

    Raises:
        NotPermitted: the actor may not see the case.
    """
    permissions.demand(actor, Act.VIEW_CASE, attached.case)
    record("case.file_opened", actor=actor, case=attached.case, about=attached, facts={"purpose": attached.purpose})
    return storage.chunks(attached.file)


@transaction.atomic
def call_file(*, attached: CaseFile, purpose: str, actor: User) -> None:
    """Say what a file is.

    Raises:
        NotPermitted: the actor may not work the case.
        RuleRefused: no such kind, or the file belongs to another page ("kept_elsewhere").
    """
    permissions.demand(actor, Act.WORK_CASE, attached.case)
    _demand_ours(attached)
    if purpose not in PURPOSES:
        message = "Choose what the file is."
        raise RuleRefused(message, code="no_such_purpose", fields={"purpose": message})
    before, attached.purpose = attached.purpose, purpose
    attached.save(update_fields=["purpose"])
    facts = {"purpose": purpose, "before": before}
    record("case.file_renamed", actor=actor, case=attached.case, about=attached, facts=facts)


@transaction.atomic
def delete_file(*, attached: CaseFile, reason: str, actor: User) -> None:
    """Delete a file for a reason; size and checksum stay in the history, so that it can be shown what it was.

    Raises:
        NotPermitted: the actor may not work the case.
        RuleRefused: no reason; a legal hold stands on the case; the file belongs to another page ("kept_elsewhere").
    """
    case = attached.case
    permissions.demand(actor, Act.WORK_CASE, case)
    _demand_ours(attached)
    if not reason.strip():
        message = "Say why the file is deleted."
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})
    if standing_holds(case):
        message = "A legal hold stands on this case: nothing of it is deleted."
        raise RuleRefused(message, code="legal_hold", fields={"reason": message})
    stored = attached.file
    facts = {"purpose": attached.purpose, "bytes": stored.size, "sha256": stored.sha256}
    record("case.file_deleted", actor=actor, case=case, about=attached, facts=facts, payload={"reason": reason.strip()})
    attached.delete()
    stored_path = storage.path_of(stored.pk)
    stored.delete()
    # The row is gone with the transaction; only then the sealed bytes, so that a failure leaves both.
    transaction.on_commit(partial(stored_path.unlink, missing_ok=True))


def _demand_ours(attached: CaseFile) -> None:
    if attached.purpose not in PURPOSES:
        message = "This file belongs to another page of the case: it is deleted there, or kept as evidence."
        raise RuleRefused(message, code="kept_elsewhere")


@transaction.atomic
def note_view(*, case: Case, actor: User) -> None:
    """Record that the person opened the case: once in half a day, so that the history stays readable."""
    since = clock.now() - SEEN_AGAIN_AFTER
    seen = AuditEntry.objects.filter(case_id=case.pk, action="case.viewed", actor_id=actor.pk, at__gte=since)
    if not seen.exists():
        record("case.viewed", actor=actor, case=case)

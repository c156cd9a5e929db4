"""Opening what is attached to a case, and the case itself: both leave a trace."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.models import AuditEntry
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case, CaseFile
from dsar.foundation import clock, storage

catalogue.declare(case_file_opened="File downloaded ({purpose})")

SEEN_AGAIN_AFTER = dt.timedelta(hours=12)


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
def note_view(*, case: Case, actor: User) -> None:
    """Record that the person opened the case: once in half a day, so that the history stays readable."""
    since = clock.now() - SEEN_AGAIN_AFTER
    seen = AuditEntry.objects.filter(case_id=case.pk, action="case.viewed", actor_id=actor.pk, at__gte=since)
    if not seen.exists():
        record("case.viewed", actor=actor, case=case)

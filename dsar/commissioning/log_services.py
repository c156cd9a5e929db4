"""Acts on the log of searches: lines that people write about what they searched by hand, and why no further."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit.catalogue import declare
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.search.upload_models import LogKind, SearchLogEntry

declare(
    commissioning_logged="Search by hand of {searched_on} entered into the log",
    commissioning_scope="Said why the search is reasonable and proportionate",
)


@transaction.atomic
def log_search(
    *, case: Case, where: str, searched_on: dt.date, terms: str, result: str, note: str, actor: User
) -> SearchLogEntry:
    """Enter a search by hand: who looked where, for what, with which result. Lines are only added.

    Raises:
        RuleRefused: the day lies in the future, or a word is missing.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    if searched_on > case_clock.today_of(case):
        message = _("This lies in the future.")
        raise RuleRefused(message, code="in_the_future", fields={"searched_on": message})
    if not (where.strip() and result.strip()):
        message = _("Say where you searched and what came of it.")
        raise RuleRefused(message, code="words_missing", fields={"where": message})
    entry = SearchLogEntry.objects.create(
        case=case, kind=LogKind.SEARCH, where=where.strip(), terms=terms.strip(), result=result.strip(),
        note=note.strip(), searched_on=searched_on, written_by=actor, written_at=clock.now(),
    )  # fmt: skip
    record("commissioning.logged", actor=actor, case=case, about=entry, facts={"searched_on": searched_on})
    return entry


@transaction.atomic
def explain_scope(*, case: Case, note: str, actor: User) -> SearchLogEntry:
    """Say why the search is reasonable and proportionate (UK GDPR Art. 15(1A), gate G8).

    Raises:
        RuleRefused: nothing was said.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    if not note.strip():
        message = _("Say why the search is as wide as it is.")
        raise RuleRefused(message, code="words_missing", fields={"note": message})
    today = case_clock.today_of(case)
    entry = SearchLogEntry.objects.create(
        case=case, kind=LogKind.SCOPE, note=note.strip(), searched_on=today, written_by=actor, written_at=clock.now()
    )
    record("commissioning.scope", actor=actor, case=case, about=entry)
    return entry

"""Acts on the checklist of a case: ticking a line, taking the tick away, adding and removing lines of one's own."""

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.checklist_rules import BY_CODE
from dsar.cases.models import Case
from dsar.cases.page_models import ChecklistEntry
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused

catalogue.declare(
    case_checked="Ticked on the checklist: {line}",
    case_unchecked="Tick taken away on the checklist: {line}",
    case_check_added="Line added to the checklist: {line}",
    case_check_removed="Line removed from the checklist: {line}",
)


@transaction.atomic
def tick(*, case: Case, key: str, is_done: bool, actor: User) -> ChecklistEntry:
    """Tick a line, or take its tick away. `key` is the code of a standard line or the id of a line of the case.

    Raises:
        NotPermitted: the actor may not work the case.
        RuleRefused: there is no such line.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    entry = _entry(case, key, actor)
    if (entry.ticked_at is not None) == is_done:
        return entry  # two clicks, or two people: one effect
    entry.ticked_at, entry.ticked_by = (clock.now(), actor) if is_done else (None, None)
    entry.save(update_fields=["ticked_at", "ticked_by"])
    action = "case.checked" if is_done else "case.unchecked"
    _record(action, entry, actor)
    return entry


@transaction.atomic
def add_line(*, case: Case, words: str, actor: User) -> ChecklistEntry:
    """Add a line of one's own. Raises NotPermitted, or RuleRefused where it says nothing."""
    permissions.demand(actor, Act.WORK_CASE, case)
    if not words.strip():
        message = "Say what there is to make sure of."
        raise RuleRefused(message, code="words_missing", fields={"words": message})
    entry = ChecklistEntry.objects.create(case=case, words=words.strip(), added_by=actor, added_at=clock.now())
    _record("case.check_added", entry, actor)
    return entry


@transaction.atomic
def remove_line(*, case: Case, key: str, actor: User) -> None:
    """Remove a line that was added to this case; a standard line stays. Raises NotPermitted or RuleRefused."""
    permissions.demand(actor, Act.WORK_CASE, case)
    entry = _own(case, key)
    _record("case.check_removed", entry, actor)
    entry.delete()


def _entry(case: Case, key: str, actor: User) -> ChecklistEntry:
    if key not in BY_CODE:
        return _own(case, key)
    made = {"added_at": clock.now(), "added_by": actor}
    entry, _is_new = ChecklistEntry.objects.select_for_update().get_or_create(case=case, code=key, defaults=made)
    return entry


def _own(case: Case, key: str) -> ChecklistEntry:
    known = {str(entry.pk): entry for entry in ChecklistEntry.objects.filter(case=case, code="").select_for_update()}
    if key not in known:
        message = "This line is not on the checklist any more."
        raise RuleRefused(message, code="no_such_line")
    return known[key]


def _record(action: str, entry: ChecklistEntry, actor: User) -> None:
    line = BY_CODE.get(entry.code)
    if line is not None:
        record(action, actor=actor, case=entry.case, about=entry, facts={"line": line.words})
    else:
        record(action, actor=actor, case=entry.case, about=entry, payload={"line": entry.words})

"""After a restored backup: destroyed keys are destroyed again, and erased people are erased again."""

import secrets
from dataclasses import dataclass, field

from django.db import transaction

from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.hold_selectors import may_be_deleted
from dsar.cases.models import Case
from dsar.foundation import storage
from dsar.foundation.errors import RuleRefused
from dsar.foundation.keys import destroy_data_key
from dsar.foundation.models import DataKey, SealedFile
from dsar.rights.erasure.models import ErasureTarget
from dsar.rights.erasure.restore_task_services import make_tasks, open_tasks
from dsar.rights.erasure.situation import policies_of
from erasure.runs.returning import Reapplied, reapply
from erasure.runs.services import TargetOrder
from erasure.suppression.journal import note_key_destroyed, read_journal
from erasure.suppression.services import missing_entries, restore_entries

catalogue.declare(
    erasure_case_key_destroyed="Content of the case erased: its key is destroyed",
    erasure_reapplied="Erasures applied again after a restore: {people|person|people} on "
    "{targets|target|targets}, {changed|thing|things}; "
    "{keys} keys destroyed again",
)


@transaction.atomic
def erase_case(*, case: Case, actor: User | None) -> None:
    """Erase a case of our own by destroying its key; the lines of its audit stay, their personal payload is gone.

    Raises:
        RuleRefused: it is not closed, its retention period runs, or a hold or complaint stands ("G23").
    """
    fact = may_be_deleted(case)
    if not fact.is_met:
        raise RuleRefused(fact.reason, code=fact.gate)
    record("erasure.case_key_destroyed", actor=actor, actor_kind="user" if actor else "system", case=case)
    case.tokens.all().delete()
    destroy_data_key(case.key_id)
    for pk in SealedFile.objects.filter(key_id=case.key_id).values_list("pk", flat=True):
        storage.path_of(pk).unlink(missing_ok=True)
    note_key_destroyed(case.key_id)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done after a restore."""

    keys: int
    entries: int
    not_believed: int
    targets: list[Reapplied] = field(default_factory=list)
    tasks: int = 0


@dataclass(frozen=True, slots=True)
class RestoreState:
    """What a restored backup brought back, as far as the journal tells: nothing is mended by looking."""

    keys: int
    entries: int
    not_believed: int
    tasks: int = 0

    @property
    def is_needed(self) -> bool:
        """Whether `dsar after-restore` has to be run."""
        return bool(self.keys or self.entries)


def restore_state() -> RestoreState:
    """Compare the journal with the database."""
    lines, _bad = read_journal()
    destroyed = [line.key_id for line in lines if line.key_id]
    keys = DataKey.objects.filter(pk__in=destroyed, wrapped__isnull=False).count()
    return RestoreState(keys, *missing_entries(), open_tasks().count())


def after_restore() -> Restored:
    """Apply everything that was erased again: keys, suppression entries, people on the targets. Safe to run twice."""
    lines, _bad = read_journal()
    keys = 0
    for line in lines:
        standing = line.key_id and DataKey.objects.filter(pk=line.key_id, wrapped__isnull=False).exists()
        if line.key_id and standing:
            destroy_data_key(line.key_id)
            keys += 1
    entries, bad = restore_entries()
    targets, by_hand = reapply(_orders(), secrets.token_hex(16))
    tasks = make_tasks(by_hand=by_hand, brought_back=bool(keys or entries))
    facts = {
        "people": sum(row.people for row in targets), "targets": len(targets), "keys": keys,
        "changed": sum(row.changed for row in targets),
    }  # fmt: skip
    with transaction.atomic():
        record("erasure.reapplied", actor=None, actor_kind="system", facts=facts)
    return Restored(keys, entries, bad, targets, tasks)


def _orders() -> list[TargetOrder]:
    rows = ErasureTarget.objects.filter(is_active=True).prefetch_related("policies")
    return [
        TargetOrder(row.pk, row.name, row.kind, row.settings, row.secret_name, policies_of(row, {})) for row in rows
    ]

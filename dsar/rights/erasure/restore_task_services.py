"""Tasks by hand after a restored backup: made by `dsar after-restore`, signed by whoever looked."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from discovery.documents import SubjectProfile
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.keys import create_data_key, destroy_data_key
from dsar.rights.erasure.models import ErasureTarget
from dsar.rights.erasure.restore_models import RestoreTask
from erasure.certificates import canonical, sign
from erasure.runs.models import ErasureStep
from erasure.runs.returning import ByHand
from erasure.targets.manual import KIND as MANUAL

catalogue.declare(
    erasure_restore_task_made="Task by hand after a restore: {target}",
    erasure_restore_task_signed="Task by hand after a restore signed: {target}",
)


def open_tasks() -> QuerySet[RestoreTask]:
    """The tasks that nobody has signed, oldest first."""
    return RestoreTask.objects.filter(signed_at__isnull=True).select_related("target").order_by("made_at")


@transaction.atomic
def make_tasks(*, by_hand: Iterable[ByHand], brought_back: bool) -> int:
    """A task for each person and target without a connector; gives how many are new.

    Of whom nothing but what lawfully stays was found is looked for once, and not anew each time this is run.
    Where a backup brought something back and nobody can be told from the other targets, each target without a
    connector gets one task that names the erasures it was part of: the system may have been restored too.
    """
    made, named = 0, False
    for one in by_hand:
        named = True
        about = sha256("|".join(f"{kind}:{value.hex()}" for kind, value in one.tokens).encode()).hexdigest()
        target = ErasureTarget.objects.get(pk=one.order.ref)
        if one.has_come_back or not RestoreTask.objects.filter(target=target, about=about).exists():
            made += _make(target, about, one.person)
    if brought_back and not named:
        for target in ErasureTarget.objects.filter(kind=MANUAL, is_active=True):
            made += bool(_cases_of(target)) and _make(target, sha256(b"system").hexdigest(), None)
    return made


def _make(target: ErasureTarget, about: str, person: SubjectProfile | None) -> bool:
    if open_tasks().filter(target=target, about=about).exists():
        return False
    task = RestoreTask(key_id=create_data_key().pk, target=target, about=about, made_at=clock.now())
    task.who, task.cases = person.as_json() if person else {}, _cases_of(target)
    task.save(force_insert=True)
    record("erasure.restore_task_made", actor=None, actor_kind="system", about=task, facts={"target": target.name})
    return True


def _cases_of(target: ErasureTarget) -> list[str]:
    orders = ErasureStep.objects.filter(ref=target.pk, confirmed_at__isnull=False).values("run__order_id")
    return sorted(Case.objects.filter(pk__in=orders).values_list("reference", flat=True))


@transaction.atomic
def sign_task(*, task: RestoreTask, words: str, actor: User) -> RestoreTask:
    """Sign that it was looked and what was found is gone; whom it was about is forgotten with the task's key.

    Raises:
        NotPermitted: the actor does not keep the register.
        RuleRefused: nobody said what was done ("reason_missing").
        Conflict: it was signed before.
    """
    if not actor.may(Act.EDIT_REGISTER):
        message = "Your role does not sign these tasks."
        raise NotPermitted(message)
    if not words.strip():
        message = _("Say what was done, by whom and when. Name nobody else.")
        raise RuleRefused(message, code="reason_missing", fields={"words": message})
    row = RestoreTask.objects.select_for_update(of=("self",)).select_related("target").get(pk=task.pk)
    if row.signed_at is not None:
        raise Conflict(_("This task was signed before."))
    now = clock.now()
    row.signed_by, row.signed_at, row.words = actor, now, words.strip()[:300]
    body = {"task": str(row.pk), "target": str(row.target_id), "by": str(actor.pk), "at": now.isoformat(),
            "words": row.words}  # fmt: skip
    row.signature = sign(canonical(body))
    row.save(update_fields=["signed_by", "signed_at", "words", "signature"])
    destroy_data_key(row.key_id)
    record("erasure.restore_task_signed", actor=actor, about=row, facts={"target": row.target.name})
    return row

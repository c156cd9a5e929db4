"""Deciding what retention asks: it goes now, or it is kept until a day and for a reason."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.keys import create_data_key
from dsar.retention import our_records
from dsar.retention.letting_go_services import let_go
from dsar.retention.models import RetentionTask, StepOutcome, TaskState
from dsar.retention.rule_services import rule_of
from dsar.retention.rules import BY_CODE, Action
from dsar.retention.term_services import ACTIVITY, note_looked
from dsar.retention.words import keeps_words

catalogue.declare(retention_task_decided="Decided on {category}: {decision}; until {keep_until}: {why}")
LONGEST_KEEPING = dt.timedelta(days=366 * 5)


@transaction.atomic
def let_it_go(*, task: RetentionTask, why: str, actor: User) -> RetentionTask:
    """Decide that it goes. A case loses now what the rule is about; for the register somebody says what was done.

    Raises:
        NotPermitted: the actor's role does not decide on retention, or the case may not be known to them.
        RuleRefused: something keeps the case after all, or nothing says what was done.
        Conflict: it was decided before.
    """
    locked = _open_one(task, actor)
    category = BY_CODE.get(locked.category)
    if category is not None and category.is_of_case:
        found = let_go(rule=rule_of(locked.category), case_id=locked.thing, actor=actor)
        if found.outcome == StepOutcome.KEPT:
            raise RuleRefused(keeps_words(found.because), code="G23")
    elif category is not None and category.action is Action.DELETE:
        our_records.delete_records(rule_of(locked.category), clock.today("UTC"))
    elif not why.strip():
        message = _("Say what was done: where, by whom, how it was made sure.")
        raise RuleRefused(message, code="reason_missing", fields={"why": message})
    if locked.category == ACTIVITY and locked.activity is not None:
        note_looked(locked.activity)
    return _decided(locked, TaskState.DONE, why, None, actor)


@transaction.atomic
def keep_it(*, task: RetentionTask, why: str, keep_until: dt.date | None, actor: User) -> RetentionTask:
    """Decide that it stays, until a day and for a reason (GDPR Art. 5(1)(e), 17(3)).

    Raises:
        NotPermitted, Conflict: as for letting it go.
        RuleRefused: no reason, or no day ahead within five years.
    """
    locked = _open_one(task, actor)
    if not why.strip():
        message = _("Say why it is still needed.")
        raise RuleRefused(message, code="reason_missing", fields={"why": message})
    today = clock.today("UTC")
    if keep_until is None or not today < keep_until <= today + LONGEST_KEEPING:
        message = _("Say until when: a day ahead, five years at most.")
        raise RuleRefused(message, code="day_missing", fields={"keep_until": message})
    return _decided(locked, TaskState.KEPT, why, keep_until, actor)


def may_decide(task: RetentionTask, actor: User) -> bool:
    """Whether the person may: by role, and for a case by being allowed to know of it."""
    if not actor.may(Act.DECIDE_RETENTION):
        return False
    return not task.reference or Case.objects.visible_to(actor).filter(reference=task.reference).exists()


def _open_one(task: RetentionTask, actor: User) -> RetentionTask:
    if not may_decide(task, actor):
        raise NotPermitted(_("The Data Protection Officer or an approver of the case decides on this."))
    locked = RetentionTask.objects.select_for_update().filter(pk=task.pk, state=TaskState.OPEN).first()
    if locked is None:
        raise Conflict(_("Somebody else has just decided this."))
    return locked


def _decided(task: RetentionTask, state: TaskState, why: str, keep_until: dt.date | None, actor: User) -> RetentionTask:
    task.key = create_data_key()
    task.state, task.words, task.keep_until = state, why.strip()[:500], keep_until
    task.decided_by, task.decided_at = actor, clock.now()
    task.save(update_fields=["key", "state", "words", "keep_until", "decided_by", "decided_at"])
    # the words may name people, and facts stay for ever: they are sealed in the question alone
    why = "as the question says" if task.words else "–"
    facts = {"category": task.category, "decision": state, "keep_until": keep_until, "why": why}
    record("retention.task_decided", actor=actor, about=task, facts=facts)
    return task

"""What a decision sets going: tasks in the systems, signed when done, and the recipients told (GDPR Art. 19)."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.notify import frame_of_letter, reach_of, tell_requester
from dsar.cases.safe_contact import refuse_protected
from dsar.cases.vocabulary import PersonRole
from dsar.foundation import cipher, clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import installation_key
from dsar.notices.services import queue_notice
from dsar.processing_records.models import System
from dsar.rights.decisions.models import RecipientNotice, RightTask, TaskState, ToldState
from dsar.rights.decisions.selectors import decision_of, recipients_of, scope_of

catalogue.declare(
    right_task_opened="Task for {system} opened: {right}",
    right_task_dropped="Task for {system} no longer needed: another decision counts ({right})",
    right_task_signed="Task for {system} signed: {state}, on {on}",
    right_recipient_told="Recipient {recipient}: {told}; letter: {letter}",
    right_recipients_named="{count|recipient|recipients} named to the person on request",
)


def in_house_language(case: Case) -> translation.override:
    """Tasks are written in the language of the controller, whoever acts: their words are compared and mailed."""
    return translation.override(case.controller.language)


@transaction.atomic
def open_task(*, case: Case, ref: str, system: System | None, what: str, actor: User | None) -> RightTask:
    """Open a task for the owner of a system; a known `ref` gives the task that stands, with its words renewed.

    A task that was signed for other words stays as it is, and a new one is opened beside it.
    """
    with in_house_language(case):
        name = system.name if system else str(_("By hand"))
    row, decision = RightTask.objects.filter(case=case, ref=ref).first(), decision_of(case)
    if row is not None and (row.state == TaskState.OPEN or row.what == what):
        row.case, row.decision, row.what = case, decision, what
        row.save(update_fields=["decision", "what"])
        return row
    if row is not None:
        _put_aside(row)
    row = RightTask(case=case, ref=ref, system=system, system_name=name, opened_at=clock.now(), decision=decision)
    row.what, row.words = what, ""
    row.save(force_insert=True)
    facts = {"system": name, "right": case.right}
    kind = "user" if actor else "system"
    record("right.task_opened", actor=actor, actor_kind=kind, case=case, about=row, facts=facts, payload={"what": what})
    return row


@transaction.atomic
def drop_tasks(*, case: Case, actor: User | None) -> int:
    """Close the open tasks of decisions that count no more: no longer needed, with the day; gives how many.

    Those that the decision in force wants too were taken over by it; those opened without a decision stay.
    """
    stands = decision_of(case)
    rows = RightTask.objects.filter(case=case, state=TaskState.OPEN, decision__isnull=False)
    left = list(rows.exclude(decision=stands) if stands is not None else rows)
    for row in left:
        row.case, row.state, row.done_on = case, TaskState.NOT_NEEDED, case_clock.today_of(case)
        row.signed_by, row.signed_at = actor, clock.now()
        with in_house_language(case):
            row.words = _("The decision that wanted it counts no more.")
        row.save()
        _put_aside(row)
        facts, kind = {"system": row.system_name, "right": case.right}, "user" if actor else "system"
        record("right.task_dropped", actor=actor, actor_kind=kind, case=case, about=row, facts=facts)
    return len(left)


@transaction.atomic
def sign_task(*, task: RightTask, state: str, done_on: dt.date | None, words: str, actor: User) -> RightTask:
    """Sign that a task was done, by whom and when, or why it is not possible.

    Raises:
        RuleRefused: words or day are missing, or the day lies in the future.
        Conflict: it is signed already.
        NotPermitted: the actor does not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, task.case)
    today = case_clock.today_of(task.case)
    if state not in (TaskState.DONE, TaskState.IMPOSSIBLE):
        raise _refused("state", _("Say whether it is done."))
    if not words.strip():
        raise _refused("words", _("Say who did it and how, or why it is not possible."))
    if done_on is None or done_on > today:
        raise _refused("done_on", _("Give the day on which it was done; it cannot lie in the future."))
    row = RightTask.objects.select_for_update(of=("self",)).select_related("case").get(pk=task.pk)
    if row.state != TaskState.OPEN:
        raise Conflict(_("This task is signed already."))
    row.state, row.done_on, row.signed_by, row.signed_at = state, done_on, actor, clock.now()
    row.words = words.strip()
    row.save()
    facts = {"system": row.system_name, "state": row.state, "on": done_on}
    record("right.task_signed", actor=actor, case=row.case, about=row, facts=facts, payload={"words": row.words})
    return row


@transaction.atomic
def tell_recipient(
    *, case: Case, recipient: str, state: str, words: str, actor: User, address: str = ""
) -> RecipientNotice:
    """Record that a recipient was told, or why not; with an address the notice is written from here (Art. 19).

    Args:
        case: a decided right.
        recipient: a name of the register.
        state: a value of ToldState.
        words: how they were told, or why not; with an address: what became of the data.
        actor: works the case.
        address: an e-mail address; "" where they were told in another way.

    Raises:
        RuleRefused: the register has no such recipient, nothing is written, or the address is none.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    if recipient not in recipients_of(case):
        raise _refused("recipient", _("The register does not name this recipient."))
    if state not in ToldState.values:
        raise _refused("state", _("Say whether they were told."))
    if not words.strip():
        raise _refused("words", _("Say what they were told, or why that is impossible or disproportionate."))
    row = RecipientNotice.objects.filter(case=case, recipient=recipient).first()
    row = row or RecipientNotice(case=case, recipient=recipient)
    row.case, row.state, row.words = case, state, words.strip()
    row.recorded_by, row.recorded_at = actor, clock.now()
    letter = "none"
    if address.strip() and state == ToldState.TOLD:
        row.notice_id, letter = _write(case, recipient, address, words, actor), "recipient_of_right"
    row.save()
    facts = {"recipient": recipient, "told": state, "letter": letter}
    record("right.recipient_told", actor=actor, case=case, about=row, facts=facts, payload={"words": row.words})
    return row


@transaction.atomic
def name_recipients(*, case: Case, actor: User, is_confirmed: bool = False) -> int:
    """Tell the person, who asked, which recipients there are and who was told; gives how many (Art. 19 s. 2).

    Raises:
        RuleRefused: there is none, or no way to write.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    told = {row.recipient: row for row in RecipientNotice.objects.filter(case=case)}
    names = [name for name in recipients_of(case) if name in told]
    if not names:
        raise RuleRefused(_("No recipient is recorded yet."), code="no_recipients")
    days = [f"{name}, {case_clock.day_of(case, told[name].recorded_at).isoformat()}" for name in names]
    tell_requester(
        case=case, code="recipients_named", variables={"recipients": "\n".join(f"- {day}" for day in days)},
        actor=actor, dedup=f"recipients-{len(names)}", is_confirmed=is_confirmed,
    )  # fmt: skip
    record("right.recipients_named", actor=actor, case=case, facts={"count": len(names)})
    return len(names)


def open_tasks_for_systems(*, case: Case, prefix: str, what: str, actor: User | None) -> int:
    """A task for each system of the scope of the case; gives how many there are."""
    systems = scope_of(case).systems
    for system in systems:
        open_task(case=case, ref=f"{prefix}:{system.pk}", system=system, what=what, actor=actor)
    return len(systems)


def _put_aside(row: RightTask) -> None:
    """Keep a task as history; its handle is free for a new one."""
    earlier = RightTask.objects.filter(case=row.case_id, ref__startswith=f"{row.ref}@").count()
    row.ref = f"{row.ref}@{earlier + 1}"
    row.save(update_fields=["ref"])


def _write(case: Case, recipient: str, address: str, words: str, actor: User) -> UUID:
    refuse_protected(case, [words])
    frame = frame_of_letter(case, reach_of(case, PersonRole.SUBJECT))
    variables = {name: frame[name] for name in ("reference", "organisation", "contact")}
    variables |= {"recipient": recipient, "subject_name": frame["name"], "what": words.strip()}
    notice = queue_notice(
        code="recipient_of_right", about=case.pk, key_id=case.key_id, recipient=address, variables=variables,
        language=case.controller.language, actor=actor, dedup=_same_letter(case, recipient, address, words),
    )  # fmt: skip
    return notice.pk


def _same_letter(case: Case, recipient: str, address: str, words: str) -> str:
    """What must not go out twice of a decision: the same words to the same address. Keyed, as it is stored in clear."""
    decision = decision_of(case)
    told = "\n".join((str(decision.pk if decision else ""), recipient, address.strip().casefold(), words.strip()))
    return cipher.digest(installation_key("links"), "letter-to-recipient", told).hex()[:32]


def _refused(name: str, message: str) -> RuleRefused:
    return RuleRefused(message, code=f"{name}_wrong", fields={name: message})

"""Acts that fill an entry: its facts, tasks, notes, documents and the cases that it belongs to."""

import datetime as dt
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches import rules
from dsar.accountability.breaches.models import Breach, BreachCase, BreachDocument, BreachNote, BreachTask
from dsar.accountability.breaches.services import demand_open, locked_breach
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.foundation import clock, storage
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.uploads import demand_whole

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

catalogue.declare(
    breach_facts_changed="Facts of the breach changed: {fields}",
    breach_task_done="Task done: {task}",
    breach_task_undone="Task open again: {task}",
    breach_task_added="Task added",
    breach_noted="Note written",
    breach_document_added="Document added, SHA-256 {sha256}",
    breach_file_opened="Document of the breach downloaded, SHA-256 {sha256}",
    breach_case_linked="Linked with the case {case}",
    breach_case_unlinked="No longer linked with the case {case}",
)

FIELDS = (
    "title", "what_happened", "happened_at", "happened_until", "found_at", "is_confidentiality", "is_integrity",
    "is_availability", "is_processor", "processor", "processor_told_at", "persons_about", "records_about",
    "persons_kinds", "data_kinds", "consequences", "measures_taken", "measures_proposed",
)  # fmt: skip
SETS = ("systems", "activities")


@transaction.atomic
def change_facts(*, breach: Breach, values: Mapping[str, Any], seen: int, actor: User) -> list[str]:
    """Write the facts of the register (GDPR Art. 33(5)); gives the names of what changed.

    Args:
        breach: the entry.
        values: by the names of FIELDS and SETS; what is not named stays.
        seen: the version that the person had before them.
        actor: who works breaches.

    Raises:
        NotPermitted: the role does not open it.
        RuleRefused: moments out of order.
        Conflict: closed, or somebody else saved in between.
    """
    locked = locked_breach(breach, actor, Act.WORK_BREACHES)
    demand_open(locked)
    if locked.version != seen:
        raise Conflict(_("Somebody else has changed this entry. Load it again; what you typed is still in the form."))
    changed = [name for name in FIELDS if name in values and getattr(locked, name) != values[name]]
    for name in changed:
        setattr(locked, name, values[name])
    _demand_order(locked)
    for name in SETS:
        if name in values and {one.pk for one in values[name]} != set(
            getattr(locked, name).values_list("pk", flat=True)
        ):
            getattr(locked, name).set(values[name])
            changed.append(name)
    if changed:
        locked.version += 1
        locked.save()
        record("breach.facts_changed", actor=actor, case=locked, about=locked, facts={"fields": ", ".join(changed)})
    return changed


def _demand_order(breach: Breach) -> None:
    wrong = rules.instants_in_order(
        now=clock.now(), happened=breach.happened_at, found=breach.found_at, aware=breach.aware_at
    )
    if breach.happened_until and breach.happened_at and breach.happened_until < breach.happened_at:
        wrong["happened_until"] = "It cannot end before it began."
    if wrong:
        fields = {("happened_at" if name == "aware_at" else name): _(words) for name, words in wrong.items()}
        raise RuleRefused(next(iter(fields.values())), code="invalid", fields=fields)


@transaction.atomic
def set_task(*, task: BreachTask, is_done: bool, outcome: str, actor: User) -> BreachTask:
    """Tick a task, or open it again, with what came of it.

    Raises:
        NotPermitted, Conflict: see `change_facts`.
    """
    locked = locked_breach(task.breach, actor, Act.WORK_BREACHES)
    demand_open(locked)
    task.breach = locked
    task.done_at, task.done_by = (clock.now(), actor) if is_done else (None, None)
    task.outcome = outcome.strip()
    task.save(update_fields=["done_at", "done_by", "outcome"])
    act = "breach.task_done" if is_done else "breach.task_undone"
    record(act, actor=actor, case=locked, about=task, facts={"task": task.code.replace("_", " ") or "one of our own"})
    return task


@transaction.atomic
def add_task(*, breach: Breach, words: str, actor: User) -> BreachTask:
    """Add a task of one's own. Raises as `change_facts`; RuleRefused where nothing is said."""
    locked = locked_breach(breach, actor, Act.WORK_BREACHES)
    demand_open(locked)
    if not words.strip():
        message = _("Say what is to be done.")
        raise RuleRefused(message, code="invalid", fields={"words": message})
    task = BreachTask.objects.create(breach=locked, words=words.strip(), order=200)
    record("breach.task_added", actor=actor, case=locked, about=task)
    return task


@transaction.atomic
def add_note(*, breach: Breach, text: str, at: dt.datetime | None, actor: User) -> BreachNote:
    """Write down what happened or was said, also on a closed entry; `at` is when, now where none is given.

    Raises:
        NotPermitted: the role does not open it.
        RuleRefused: nothing is said, or the moment lies ahead.
    """
    locked = locked_breach(breach, actor, Act.WORK_BREACHES)
    now = clock.now()
    fields = {}
    if not text.strip():
        fields["text"] = _("Write the note.")
    if at is not None and at > now:
        fields["at"] = _("This moment lies ahead.")
    if fields:
        raise RuleRefused(next(iter(fields.values())), code="invalid", fields=fields)
    note = BreachNote.objects.create(breach=locked, text=text.strip(), at=at or now, written_by=actor, written_at=now)
    record("breach.noted", actor=actor, case=locked, about=note, payload={"text": text.strip()})
    return note


@transaction.atomic
def add_document(*, breach: Breach, upload: "UploadedFile[bytes]", actor: User) -> BreachDocument:
    """Seal a file that proves something into the entry.

    Raises:
        NotPermitted: the role does not open it.
        RuleRefused: it is too large.
    """
    locked = locked_breach(breach, actor, Act.WORK_BREACHES)
    demand_whole(upload)
    name = plain_name(upload.name)
    stored = storage.store(upload.chunks(), key_id=locked.key_id, name=name, media_type=upload.content_type or "")
    document = BreachDocument.objects.create(
        breach=locked, file=stored, label=name, added_by=actor, added_at=clock.now()
    )
    record("breach.document_added", actor=actor, case=locked, about=document, facts={"sha256": stored.sha256})
    return document


@transaction.atomic
def note_opened(*, document: BreachDocument, actor: User) -> None:
    """Record that somebody downloads a document."""
    facts = {"sha256": document.file.sha256}
    record("breach.file_opened", actor=actor, case=document.breach, about=document, facts=facts)


@transaction.atomic
def link_case(*, breach: Breach, reference: str, actor: User) -> BreachCase:
    """Link a case of somebody who asks because of the breach. The actor must be allowed to see the case.

    Raises:
        NotPermitted: the role does not open it.
        RuleRefused: there is no such case, as far as this person may know.
        Conflict: it is linked already.
    """
    locked = locked_breach(breach, actor, Act.WORK_BREACHES)
    case = Case.objects.visible_to(actor).filter(reference=reference.strip().upper()).first()
    if case is None:
        message = _("There is no case of this reference that you may see.")
        raise RuleRefused(message, code="no_such_case", fields={"case": message})
    try:
        with transaction.atomic():
            link = BreachCase.objects.create(breach=locked, case=case, linked_at=clock.now())
    except IntegrityError as error:
        raise Conflict(_("This case is linked already.")) from error
    record("breach.case_linked", actor=actor, case=locked, about=link, facts={"case": case.reference})
    return link


@transaction.atomic
def unlink_case(*, link: BreachCase, actor: User) -> None:
    """Take back a link. Raises NotPermitted."""
    locked = locked_breach(link.breach, actor, Act.WORK_BREACHES)
    facts = {"case": link.case.reference}
    link.delete()
    record("breach.case_unlinked", actor=actor, case=locked, about=locked, facts=facts)


def plain_name(name: str | None) -> str:
    """The name of a file without folders."""
    return PurePosixPath((name or "file").replace("\\", "/")).name[:150] or "file"

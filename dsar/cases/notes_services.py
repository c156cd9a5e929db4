"""Acts on notes: writing one with mentions, and correcting one without losing how it read before."""

from django.db import transaction

from discovery.detection.never_stored import mask_never_stored
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case, Note
from dsar.cases.notes_rules import mentioned_in
from dsar.cases.notes_selectors import colleagues_of
from dsar.cases.page_models import NoteMention, NoteVersion
from dsar.cases.pages_conflict import Stale
from dsar.cases.services import write_note
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused

catalogue.declare(
    case_note_corrected="Note corrected (version {version})",
    case_note_mentioned="Named in a note: {people}",
)


@transaction.atomic
def add_note(*, case: Case, text: str, actor: User) -> Note:
    """Write a note; whoever is named in it with @ and may see the case finds it among their mentions."""
    note = write_note(case=case, text=text, actor=actor)
    _mention(note, actor)
    return note


@transaction.atomic
def correct_note(*, note: Note, text: str, seen: int, actor: User) -> Note:
    """Correct a note of one's own: the text of before is kept as a version that everybody on the case can read.

    Args:
        note: with its case.
        text: as it reads from now on.
        seen: the version that the person had before them (1 for a note that was never corrected).
        actor: its author.

    Raises:
        NotPermitted: somebody else wrote it.
        RuleRefused: nothing is left of it, or nothing changed.
        Stale: somebody else corrected it meanwhile.
    """
    permissions.demand(actor, Act.VIEW_CASE, note.case)
    if note.author_id != actor.pk:
        message = "Only who wrote a note corrects it. Write one of your own instead."
        raise NotPermitted(message)
    locked = Note.objects.select_for_update().get(pk=note.pk)
    number = NoteVersion.objects.filter(note=locked).count() + 1
    if number != seen:
        raise Stale(locked.text, text)
    kept = mask_never_stored(text.strip())
    if not kept.text or kept.text == locked.text:
        message = "Write how the note should read from now on."
        raise RuleRefused(message, code="nothing_changed", fields={"text": message})
    NoteVersion.objects.create(
        case=note.case, note=locked, number=number, text=locked.text, replaced_at=clock.now(), replaced_by=actor
    )
    locked.text = kept.text
    locked.save(update_fields=["text"])
    record(
        "case.note_corrected",
        actor=actor,
        case=note.case,
        about=locked,
        facts={"version": number + 1} | ({"masked": dict(kept.counts)} if kept else {}),
    )
    _mention(locked, actor)
    return locked


def _mention(note: Note, actor: User) -> None:
    """One row a person named; nothing of the note is copied into it."""
    people = {user.full_name: user for user in colleagues_of(note.case) if user.pk != actor.pk}
    known = set(NoteMention.objects.filter(note=note).values_list("user", flat=True))
    named = [people[name] for name in mentioned_in(note.text, people)]
    new = [user for user in named if user.pk not in known and Case.objects.visible_to(user).filter(pk=note.case_id)]
    if not new:
        return
    NoteMention.objects.bulk_create(NoteMention(note=note, user=user, mentioned_at=clock.now()) for user in new)
    facts = {"user_ids": [str(user.pk) for user in new]}
    people_named = ", ".join(user.full_name for user in new)
    record(
        "case.note_mentioned", actor=actor, case=note.case, about=note, facts=facts, payload={"people": people_named}
    )

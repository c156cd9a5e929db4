"""Writing an assessment: beginning it, its parts, risks and measures, drafts, comments.

Nobody's words are lost: a part that somebody else changed meanwhile is refused and told, and what was typed stays with
the person.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import IntegrityError, transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.dpia import content as written
from dsar.accountability.dpia.content import Checked, Content, Measure, Risk, Views
from dsar.accountability.dpia.models import Dpia, DpiaComment, DpiaDraft, Screening
from dsar.accountability.dpia.register import filled_in, snapshot
from dsar.accountability.dpia.storing import (
    PREFIX,
    content_of,
    demand,
    facts_of,
    locked,
    next_reference,
    put,
    today_of,
)
from dsar.accountability.dpia.vocabulary import DESCRIPTION, NECESSITY, PART_WORDS, Part, State
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import create_data_key
from dsar.processing_records.models import Controller, ProcessingActivity

catalogue.declare(
    dpia_begun="Impact assessment {reference} begun: “{title}”",
    dpia_changed="Impact assessment {reference}, version {number}: {part} changed",
    dpia_register_taken="Impact assessment {reference}: {entries|entry|entries} of the register taken over",
    dpia_commented="Impact assessment {reference}, version {number}: remark on {part}",
    dpia_comment_settled="Impact assessment {reference}, version {number}: remark settled",
)


@dataclass(frozen=True, slots=True)
class NewDpia:
    """An assessment to begin; `content` comes from a template."""

    controller: Controller
    title: str
    content: Content = field(default_factory=Content)
    template_name: str = ""
    screening: Screening | None = None
    activities: tuple[ProcessingActivity, ...] = ()


def begin(*, new: NewDpia, actor: User) -> Dpia:
    """Begin an assessment, with what the register knows filled in.

    Raises:
        NotPermitted: the actor does not write assessments.
        RuleRefused: there is no title ("title").
        Conflict: two were begun at the same moment.
    """
    demand(actor, Act.WRITE_DPIA)
    if not new.title.strip():
        message = "Give the assessment a title."
        raise RuleRefused(message, code="title", fields={"title": message})
    try:
        with transaction.atomic():
            return _begin(new, actor)
    except IntegrityError as error:
        message = "Somebody began an assessment at the same moment. Try again."
        raise Conflict(message) from error


def _begin(new: NewDpia, actor: User) -> Dpia:
    now = clock.now()
    dpia = Dpia(
        reference=next_reference(new.controller, Dpia, PREFIX),
        controller=new.controller,
        screening=new.screening,
        key=create_data_key(),
        title=new.title.strip(),
        template_name=new.template_name,
        created_by=actor,
        created_at=now,
    )
    put(dpia, _with_register(new.content, new.activities, new.controller), actor)
    dpia.save(force_insert=True)
    dpia.activities.set(new.activities)
    dpia.writers.add(actor)
    record("dpia.begun", actor=actor, about=dpia, facts={"reference": dpia.reference, "title": dpia.title})
    return dpia


def _with_register(content: Content, activities: Iterable[ProcessingActivity], controller: Controller) -> Content:
    taken = snapshot(activities, today_of(controller))
    return replace(content, register=taken, description=filled_in(content.description, taken))


@transaction.atomic
def take_register(*, dpia: Dpia, activities: Iterable[ProcessingActivity], actor: User) -> Dpia:
    """Take the entries of the register over as they are now; texts that were written stay as they are."""
    demand(actor, Act.WRITE_DPIA)
    row, chosen = locked(dpia, State.DRAFT), list(activities)
    content = _with_register(content_of(row), chosen, row.controller)
    _store(row, content.changed(Part.DESCRIPTION), actor)
    row.activities.set(chosen)
    record("dpia.register_taken", actor=actor, about=row, facts=facts_of(row, entries=len(chosen)))
    return row


@transaction.atomic
def save_description(*, dpia: Dpia, title: str, texts: Mapping[str, str], revision: int, actor: User) -> Dpia:
    """Store title and systematic description (Art. 35(7)(a)). Texts may be empty: what is missing is told."""
    if not title.strip():
        message = "Give the assessment a title."
        raise RuleRefused(message, code="title", fields={"title": message})
    kept = {name: texts.get(name, "").strip() for name in DESCRIPTION}

    def change(content: Content) -> Content:
        return content.changed(Part.DESCRIPTION, description=kept)

    return _change(dpia, Part.DESCRIPTION, change, revision, actor, title=title.strip())


@transaction.atomic
def save_necessity(*, dpia: Dpia, checks: Mapping[str, Checked], revision: int, actor: User) -> Dpia:
    """Store the checklist of necessity and proportionality (Art. 35(7)(b))."""
    kept = {name: checks.get(name, Checked()) for name in NECESSITY}
    return _change(dpia, Part.NECESSITY, lambda one: one.changed(Part.NECESSITY, necessity=kept), revision, actor)


@transaction.atomic
def save_views(*, dpia: Dpia, views: Views, revision: int, actor: User) -> Dpia:
    """Store the views of data subjects, or why they were not sought (Art. 35(9))."""
    return _change(dpia, Part.VIEWS, lambda one: one.changed(Part.VIEWS, views=views), revision, actor)


@transaction.atomic
def save_risk(*, dpia: Dpia, risk: Risk, revision: int, actor: User) -> Dpia:
    """Store a risk (Art. 35(7)(c)); one without id is new."""

    def change(content: Content) -> Content:
        name = risk.id or written.next_id("R", [one.id for one in content.risks])
        return written.with_risk(content, replace(risk, id=name))

    return _change(dpia, Part.RISKS, change, revision, actor, item=risk.id or "new")


@transaction.atomic
def remove_risk(*, dpia: Dpia, risk_id: str, revision: int, actor: User) -> Dpia:
    """Take a risk out; measures no longer name it."""
    return _change(dpia, Part.RISKS, lambda one: written.without_risk(one, risk_id), revision, actor, item=risk_id)


@transaction.atomic
def save_measure(*, dpia: Dpia, measure: Measure, revision: int, actor: User) -> Dpia:
    """Store a measure (Art. 35(7)(d)); one without id is new."""

    def change(content: Content) -> Content:
        name = measure.id or written.next_id("M", [one.id for one in content.measures])
        return written.with_measure(content, replace(measure, id=name))

    return _change(dpia, Part.MEASURES, change, revision, actor, item=measure.id or "new")


@transaction.atomic
def remove_measure(*, dpia: Dpia, measure_id: str, revision: int, actor: User) -> Dpia:
    """Take a measure out."""

    def change(content: Content) -> Content:
        return written.without_measure(content, measure_id)

    return _change(dpia, Part.MEASURES, change, revision, actor, item=measure_id)


def _change(
    dpia: Dpia,
    part: Part,
    change: Callable[[Content], Content],
    revision: int,
    actor: User,
    *,
    title: str = "",
    item: str = "",
) -> Dpia:
    demand(actor, Act.WRITE_DPIA)
    row = locked(dpia, State.DRAFT)
    content = content_of(row)
    if content.revision(part) != revision:
        message = (
            f"{row.changed_by.full_name} changed this part since you opened it. What you typed is still here;"
            " what is stored now stands beside it. Save again to put yours in its place."
        )
        raise Conflict(message, code="part_changed")
    row.title = title or row.title
    _store(row, change(content), actor)
    drop_draft(dpia=row, part=f"{part}-{item}" if item else part, actor=actor)
    record("dpia.changed", actor=actor, about=row, facts=facts_of(row, part=PART_WORDS[part][0]))
    return row


def _store(row: Dpia, content: Content, actor: User) -> None:
    put(row, content, actor)
    row.save()
    row.writers.add(actor)


def keep_draft(*, dpia: Dpia, part: str, fields: Mapping[str, Any], actor: User) -> DpiaDraft | None:
    """Keep what was typed and not saved, for this person alone; None where nothing may be written.

    Advice and consultation go on until the version is frozen, everything else while it is in work.
    """
    goes_on = part.startswith(Part.ADVICE) or part == Part.CONSULTATION
    is_open = not dpia.is_frozen if goes_on else dpia.is_draft
    if not (actor.may(Act.ADVISE_DPIA if part == Part.ADVICE else Act.WRITE_DPIA) and is_open):
        return None
    draft = DpiaDraft.objects.filter(dpia=dpia, author=actor, part=part).first()
    draft = draft or DpiaDraft(dpia=dpia, author=actor, part=part)
    draft.fields, draft.kept_at = dict(fields), clock.now()
    draft.save()
    return draft


def drop_draft(*, dpia: Dpia, part: str, actor: User) -> None:
    """Forget what was typed and not saved."""
    DpiaDraft.objects.filter(dpia=dpia, author=actor, part=part).delete()


@transaction.atomic
def comment(*, dpia: Dpia, part: str, text: str, actor: User) -> DpiaComment:
    """Leave a remark on a part of a version that is in work.

    Raises:
        RuleRefused: there is no text, or no such part.
        Conflict: the version is frozen.
    """
    demand(actor, Act.SEE_DPIA)
    row = locked(dpia, State.DRAFT, State.IN_APPROVAL)
    if not text.strip() or part not in PART_WORDS:
        message = "Write what you want to say, and choose the part that it is about."
        raise RuleRefused(message, code="comment", fields={"text": message})
    made = DpiaComment(dpia=row, part=part, text=text.strip(), author=actor, written_at=clock.now())
    made.save(force_insert=True)
    record("dpia.commented", actor=actor, about=row, facts=facts_of(row, part=PART_WORDS[part][0]))
    return made


@transaction.atomic
def settle_comment(*, comment: DpiaComment, actor: User) -> DpiaComment:
    """A remark was taken up or answered: by who wrote it or by who writes the assessment."""
    if comment.author_id != actor.pk:
        demand(actor, Act.WRITE_DPIA)
    open_ones = DpiaComment.objects.filter(pk=comment.pk, settled_at__isnull=True)
    if not open_ones.update(settled_by=actor, settled_at=clock.now()):
        message = "This remark is settled already."
        raise Conflict(message)
    comment.refresh_from_db(fields=["settled_by", "settled_at"])
    record("dpia.comment_settled", actor=actor, about=comment.dpia, facts=facts_of(comment.dpia))
    return comment

"""After approval: progress of measures, reviews (Art. 35(11)), new versions, templates of the organisation's own."""

import datetime as dt
from dataclasses import replace

from django.db import IntegrityError, transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.dpia.content import Content, as_json, from_json
from dsar.accountability.dpia.models import Dpia, DpiaReview, DpiaTemplate, ReviewKind
from dsar.accountability.dpia.rules import review_hurdle
from dsar.accountability.dpia.storing import content_of, demand, facts_of, locked, project, put, today_of
from dsar.accountability.dpia.vocabulary import MEASURE_WORDS, MeasureState, State
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import create_data_key

catalogue.declare(
    dpia_measure_moved="Impact assessment {reference}: measure {measure} is {state}",
    dpia_reviewed="Impact assessment {reference}: reviewed, {kind}; next review on {next_on}",
    dpia_version_begun="Impact assessment {reference}: version {number} begun from the approved one",
    dpia_template_saved="Template of impact assessments “{name}” saved from {made_from}",
    dpia_template_retired="Template of impact assessments “{name}” taken out of use",
)


@transaction.atomic
def move_measure(*, dpia: Dpia, measure_id: str, state: str, actor: User) -> Dpia:
    """Note how far a measure of an approved version is; what was approved stays as it is."""
    demand(actor, Act.WRITE_DPIA)
    row = locked(dpia, State.APPROVED)
    if content_of(row).measure(measure_id) is None or state not in tuple(MeasureState):
        message = "There is no such measure."
        raise RuleRefused(message, code="measure")
    progress = row.record.get("progress", {})
    moved = {"state": state, "by": actor.full_name, "at": clock.now().isoformat()}
    row.record = {**row.record, "progress": {**progress, measure_id: moved}}
    project(row, content_of(row))
    row.save()
    facts = facts_of(row, measure=measure_id, state=MEASURE_WORDS[state].lower())
    record("dpia.measure_moved", actor=actor, about=row, facts=facts)
    return row


@transaction.atomic
def review(*, dpia: Dpia, kind: str, words: str, next_on: dt.date | None, actor: User) -> DpiaReview:
    """Store a look at an approved version. Where the risk has changed its review is due at once (Art. 35(11)).

    Raises:
        RuleRefused: no words ("words"), or the next day cannot be ("review_on").
    """
    demand(actor, Act.WRITE_DPIA)
    row = locked(dpia, State.APPROVED)
    today = today_of(row.controller)
    if kind not in ReviewKind.values or not words.strip():
        message = "Say what you looked at and what you found."
        raise RuleRefused(message, code="words", fields={"words": message})
    if kind == ReviewKind.RISK_CHANGED:
        day = today
    else:
        wrong = review_hurdle(next_on, today)
        if wrong or next_on is None:
            told = wrong.words if wrong else ""
            raise RuleRefused(told, code="review_on", fields={"next_on": told})
        day = next_on
    made = DpiaReview(dpia=row, kind=kind, words=words.strip(), next_on=day, reviewed_by=actor, reviewed_at=clock.now())
    made.save(force_insert=True)
    row.review_on = day
    row.save(update_fields=["review_on"])
    facts = facts_of(row, kind=ReviewKind(kind).label.lower(), next_on=day)
    record("dpia.reviewed", actor=actor, about=row, facts=facts)
    return made


@transaction.atomic
def begin_version(*, dpia: Dpia, actor: User) -> Dpia:
    """Begin a new version from an approved one, with the progress of its measures; advice and approval start anew.

    Raises:
        Conflict: a version is in work already, or this one is not approved.
    """
    demand(actor, Act.WRITE_DPIA)
    row = locked(dpia, State.APPROVED)
    if Dpia.objects.filter(reference=row.reference, state__in=(State.DRAFT, State.IN_APPROVAL)).exists():
        message = "A new version is in work already."
        raise Conflict(message)
    newest = Dpia.objects.filter(reference=row.reference).order_by("-number").values_list("number", flat=True)[0]
    made = Dpia(
        reference=row.reference,
        number=newest + 1,
        controller=row.controller,
        screening=row.screening,
        key=create_data_key(),
        title=row.title,
        template_name=row.template_name,
        created_by=actor,
        created_at=clock.now(),
    )
    put(made, content_of(row), actor)
    made.save(force_insert=True)
    made.activities.set(row.activities.all())
    made.writers.add(actor)
    record("dpia.version_begun", actor=actor, about=made, facts=facts_of(made))
    return made


def save_template(*, dpia: Dpia, name: str, words: str, actor: User) -> DpiaTemplate:
    """Keep an assessment as a template: its texts, risks and measures, without ratings, owners, days and register.

    Raises:
        RuleRefused: there is no name ("name").
        Conflict: the name is taken.
    """
    demand(actor, Act.WRITE_DPIA)
    if not name.strip():
        message = "Give the template a name."
        raise RuleRefused(message, code="name", fields={"name": message})
    try:
        with transaction.atomic():
            made = DpiaTemplate(name=name.strip(), words=words.strip(), key=create_data_key(), made_by=actor)
            made.content = as_json(_bare(content_of(dpia)))
            made.made_from, made.made_at = dpia.reference, clock.now()
            made.save(force_insert=True)
            facts = {"name": made.name, "made_from": made.made_from}
            record("dpia.template_saved", actor=actor, about=made, facts=facts)
    except IntegrityError as error:
        message = "There is a template of this name already."
        raise Conflict(message) from error
    return made


def _bare(content: Content) -> Content:
    """What is worth starting from: nothing that has to be judged anew, so that no template rates a risk."""
    return Content(
        description=content.description,
        necessity={name: replace(one, state="") for name, one in content.necessity.items()},
        risks=tuple(replace(one, likelihood=None, severity=None) for one in content.risks),
        measures=tuple(replace(one, owner="", due_on=None, state=MeasureState.PLANNED) for one in content.measures),
    )


@transaction.atomic
def retire_template(*, template: DpiaTemplate, actor: User) -> DpiaTemplate:
    """Take a template out of use."""
    demand(actor, Act.WRITE_DPIA)
    if not DpiaTemplate.objects.filter(pk=template.pk, is_retired=False).update(is_retired=True):
        message = "This template is out of use already."
        raise Conflict(message)
    record("dpia.template_retired", actor=actor, about=template, facts={"name": template.name})
    return template


def template_content(template: DpiaTemplate) -> Content:
    """The content of a template of the organisation's own."""
    return from_json(template.content)

"""Screening: answering the questions, the DPO's view, and the decision of a person, which is kept as proof."""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.dpia.models import Screening
from dsar.accountability.dpia.questions import ALL, OUTCOME_WORDS, Outcome, Reply
from dsar.accountability.dpia.rules import Hurdle, read, screening_hurdles
from dsar.accountability.dpia.storing import SCREENING_PREFIX, demand, next_reference, refuse
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import create_data_key
from dsar.processing_records.models import Controller, ProcessingActivity

catalogue.declare(
    dpia_screening_begun="Screening {reference} begun: “{title}”",
    dpia_screening_answered="Screening {reference}: {answered} of {questions|question|questions} answered",
    dpia_screening_viewed="Screening {reference}: the DPO gave a view",
    dpia_screened="Screening {reference}: {outcome} (criteria met: {criteria})",
)


def begin_screening(
    *, controller: Controller, title: str, activities: Iterable[ProcessingActivity], actor: User
) -> Screening:
    """Begin a screening of a processing.

    Raises:
        NotPermitted: the actor does not write assessments.
        RuleRefused: there is no title ("title").
        Conflict: two were begun at the same moment.
    """
    demand(actor, Act.WRITE_DPIA)
    if not title.strip():
        message = "Say which processing this is about."
        raise RuleRefused(message, code="title", fields={"title": message})
    try:
        with transaction.atomic():
            made = Screening(
                reference=next_reference(controller, Screening, SCREENING_PREFIX),
                controller=controller,
                key=create_data_key(),
                title=title.strip(),
                created_by=actor,
                created_at=clock.now(),
            )
            made.save(force_insert=True)
            made.activities.set(activities)
            facts = {"reference": made.reference, "title": made.title}
            record("dpia.screening_begun", actor=actor, about=made, facts=facts)
    except IntegrityError as error:
        message = "Somebody began a screening at the same moment. Try again."
        raise Conflict(message) from error
    return made


@transaction.atomic
def answer_screening(
    *, screening: Screening, answers: Mapping[str, str], entry: str, revision: int, actor: User
) -> Screening:
    """Store answers; questions may stay open until the decision.

    Raises:
        NotPermitted: the actor does not write assessments.
        Conflict: it is decided, or somebody else changed it meanwhile.
    """
    demand(actor, Act.WRITE_DPIA)
    row = _open(screening)
    if row.revision != revision:
        message = "Somebody else answered since you opened this page. Your answers are still here; save again."
        raise Conflict(message, code="part_changed")
    row.answers = {name: answers[name] for name in ALL if answers.get(name) in tuple(Reply)}
    row.words = {**row.words, "entry": entry.strip()}
    row.revision += 1
    row.save()
    facts = {"reference": row.reference, "answered": len(row.answers), "questions": len(ALL)}
    record("dpia.screening_answered", actor=actor, about=row, facts=facts)
    return row


@transaction.atomic
def give_view(*, screening: Screening, text: str, actor: User) -> Screening:
    """Store what the DPO thinks (WP 248 rev.01, III.B)."""
    demand(actor, Act.ADVISE_DPIA)
    row = _open(screening)
    if not text.strip():
        message = "Write what you think."
        raise RuleRefused(message, code="dpo_view", fields={"text": message})
    row.words = {**row.words, "dpo_view": text.strip(), "dpo_view_at": clock.now().isoformat()}
    row.dpo = actor
    row.save()
    record("dpia.screening_viewed", actor=actor, about=row, facts={"reference": row.reference})
    return row


@transaction.atomic
def decide_screening(*, screening: Screening, outcome: str, reasons: str, actor: User) -> Screening:
    """Decide whether an assessment is needed; from here on the screening never changes.

    Raises:
        NotPermitted: the actor does not write assessments.
        RuleRefused: a rule stands against it; `code` names the first (dsar.accountability.dpia.rules).
        Conflict: it is decided.
    """
    demand(actor, Act.WRITE_DPIA)
    row = _open(screening)
    if outcome not in tuple(Outcome):
        message = "Say whether an assessment is needed."
        raise RuleRefused(message, code="outcome", fields={"outcome": message})
    refuse(hurdles_of(row, outcome=outcome, reasons=reasons), "reasons")
    row.words = {**row.words, "reasons": reasons.strip()}
    row.outcome, row.decided_by, row.decided_at = outcome, actor, clock.now()
    row.save()
    facts = {
        "reference": row.reference,
        "outcome": OUTCOME_WORDS[outcome],
        "criteria": len(read(row.answers).criteria),
    }
    record("dpia.screened", actor=actor, about=row, facts=facts)
    return row


def hurdles_of(screening: Screening, *, outcome: str, reasons: str) -> list[Hurdle]:
    """What stands against this decision."""
    return screening_hurdles(
        screening.answers,
        outcome=outcome,
        reasons=reasons,
        entry=screening.words.get("entry", ""),
        dpo_view=screening.words.get("dpo_view", ""),
        has_dpo=bool(screening.controller.dpo_name),
    )


def _open(screening: Screening) -> Screening:
    row = Screening.objects.select_for_update(of=("self",)).select_related("controller").get(pk=screening.pk)
    if row.is_decided:
        message = "This screening is decided and does not change any more. Begin a new one."
        raise Conflict(message)
    return row

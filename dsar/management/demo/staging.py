"""Puts a demo case where it should stand without the work that leads there; no other code may do so."""

import datetime as dt

from django.db import transaction

from dsar.audit.catalogue import declare
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.cases.vocabulary import Outcome, Stage
from dsar.foundation import clock

declare(demo_staged="Set to “{stage}” by the demo's loader; the work before it was not done")

RETENTION_YEARS = 3


@transaction.atomic
def stage_case(*, case: Case, stage: Stage, outcome: Outcome = Outcome.NONE, closed_on: dt.date | None = None) -> None:
    """Write the stage, and for a closed case its end, with an entry that says how it came about."""
    case.stage = stage
    if stage == Stage.CLOSED:
        last = closed_on or clock.today(case.controller.time_zone)
        case.outcome = outcome
        case.closed_at = dt.datetime.combine(last, dt.time(15), dt.UTC)
        case.retain_until = last.replace(year=last.year + RETENTION_YEARS, day=min(last.day, 28))
    case.save(update_fields=["stage", "outcome", "closed_at", "retain_until"])
    record("demo.staged", actor=None, actor_kind="system", case=case, facts={"stage": stage, "outcome": outcome})

"""An entry of the clock is added and never changed: not by the model, and not by the database."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from dsar.cases import clock_acts
from dsar.cases.models import ClockEvent
from dsar.deadlines.events import PauseKind
from dsar.foundation import clock
from dsar.foundation.errors import Conflict
from tests.world import make_case

WHAT_IT_SAYS = ["kind", "waiting_for", "on", "is_sufficient", "until", "old_due_on", "new_due_on", "recorded_at"]


@pytest.fixture
def event(world):
    case = make_case(world)
    today = clock.today(case.controller.time_zone)
    clock_acts.pause(case=case, waiting_for=PauseKind.CLARIFICATION, on=today, reason="Which years?", actor=world.dpo)
    return ClockEvent.objects.get(case=case)


def test_the_model_refuses_to_store_it_again(event):
    event.on += dt.timedelta(days=1)

    with pytest.raises(Conflict):
        event.save()


@pytest.mark.parametrize("column", WHAT_IT_SAYS)
def test_the_database_refuses_too(event, column):
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE dsar_clockevent SET "{column}" = "{column}"')


def test_who_recorded_it_may_leave_the_house(event, world):
    world.dpo.delete()

    event.refresh_from_db()
    assert event.recorded_by_id is None


def test_it_goes_with_its_case(event):
    event.case.delete()

    assert not ClockEvent.objects.exists()

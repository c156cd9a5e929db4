"""Half past midnight in Berlin, where the controller is: every day is the day there, though UTC has the one before."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from dsar.cases import clock_acts, hold_services, selectors
from dsar.cases.duties import duties_of
from dsar.cases.person_hold_services import hold_person
from dsar.cases.relation_selectors import related_requests
from dsar.deadlines.events import PauseKind
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.notices.models import Notice
from dsar.retention.standing import states_of
from dsar.statistics.evidence import evidence_of
from dsar.statistics.words import step_words
from tests.dsar.accountability.breaches.entries import open_breach
from tests.dsar.cases.clock_proofs import proof
from tests.dsar.statistics.hand import hand
from tests.world import make_case

HALF_PAST_MIDNIGHT = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)
WEDNESDAY = dt.date(2026, 11, 25)
DAY = dt.timedelta(days=1)


@pytest.fixture
def berlin(world):
    world.controller.time_zone, world.controller.calendar, world.controller.regime = "Europe/Berlin", "DE-HH", "EU"
    world.controller.save()
    type(world.handler).objects.update(time_zone="Europe/Berlin")
    for person in (world.handler, world.dpo):
        person.refresh_from_db()
    with hand(HALF_PAST_MIDNIGHT) as held:
        yield held


def test_what_comes_in_is_received_on_the_day_there(client, world, berlin):
    case, other = make_case(world), make_case(world)
    client.force_login(world.dpo)

    row, _ = selectors.page_of(selectors.queue(world.dpo, {}), world.dpo)
    export = client.get(reverse("dsar:case-export"))
    told = b"".join(export.streaming_content).decode()

    assert (row.received_on, row.days_since_receipt) == (WEDNESDAY, 0)
    assert [line[4] for line in csv.reader(io.StringIO(told))][1:] == [WEDNESDAY.isoformat()] * 2
    assert [one.received_on for one in related_requests(case, world.dpo)] == [WEDNESDAY]
    assert "0 days since receipt" in step_words("waiting", other, WEDNESDAY)


def test_a_file_put_in_after_midnight_proves_an_act_of_that_day(world, berlin):
    case = make_case(world, received=HALF_PAST_MIDNIGHT - 3 * DAY)
    file = proof(case, world)
    berlin.on(days=1)

    event = clock_acts.pause(
        case=case, waiting_for=PauseKind.IDENTITY, on=WEDNESDAY, reason="Unknown address", actor=world.dpo
    )

    assert (event.on, event.evidence) == (WEDNESDAY, file)


def test_a_hold_is_looked_at_again_after_today_there(world, berlin):
    case = make_case(world)
    terms = {"kind": "court", "reason": "Claim", "actor": world.dpo}

    with pytest.raises(RuleRefused, match="a day ahead"):
        hold_services.set_hold(case=case, review_on=WEDNESDAY, **terms)
    with pytest.raises(RuleRefused, match="a day ahead"):
        hold_person(details={}, case=case, review_on=WEDNESDAY, **terms)
    with pytest.raises(RuleRefused, match="a day ahead"):
        hold_person(details={"emails": ["ana@example.com"]}, review_on=WEDNESDAY, **terms)
    hold = hold_services.set_hold(case=case, review_on=WEDNESDAY + DAY, **terms)

    assert hold.review_on == WEDNESDAY + DAY


def test_the_end_of_a_hold_counts_from_the_day_there(world, berlin):
    case = make_case(world)
    hold = hold_services.set_hold(case=case, kind="court", reason="Claim", actor=world.dpo)
    type(case).objects.filter(pk=case.pk).update(
        stage="closed", outcome="full", closed_at=HALF_PAST_MIDNIGHT - 5 * DAY, responded_on=WEDNESDAY - 5 * DAY
    )
    hold_services.lift_hold(hold=hold, reason="Settled", actor=world.dpo)
    case.refresh_from_db()

    assert states_of([case])[case.pk].ended_on == WEDNESDAY


def test_the_acknowledgement_and_a_letter_without_a_day_went_today_there(client, world, berlin):
    case = make_case(world)
    made = {"key_id": case.key_id, "code": "acknowledgement", "about_id": case.pk, "channel": "letter"}
    letter = Notice(
        **made,
        recipient="Ana",
        subject="We have it",
        body="Yours",
        language="en",
        queued_at=clock.now(),
        not_before=clock.now(),
        dedup_key="a",
    )
    letter.save(force_insert=True)
    client.force_login(world.handler)

    client.post(reverse("dsar:case-message-posted", args=[case.reference, letter.pk]))

    letter.refresh_from_db(fields=["state", "posted_on"])
    assert (letter.state, letter.posted_on) == ("printed", WEDNESDAY)
    assert evidence_of(case).acknowledged_on == WEDNESDAY


def test_the_bell_names_the_day_on_which_the_hours_of_a_breach_end_there(world, berlin):
    breach = open_breach(world, hours_ago=0)

    duty = next(one for one in duties_of(world.dpo) if one.reference == breach.reference)

    assert duty.on == WEDNESDAY + 3 * DAY

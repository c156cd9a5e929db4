"""What must be kept: legal holds, notices to owners of systems, complaints with their clocks."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from dsar.cases import complaint_services, hold_services, preservation_services
from dsar.cases.complaint_models import Complaint
from dsar.cases.complaint_rules import acknowledge_by
from dsar.cases.complaint_services import NewComplaint
from dsar.cases.hold_models import LegalHold, PreservationNotice
from dsar.cases.models import Case
from dsar.cases.registry import gate_fact
from dsar.deadlines.calendars import work_calendar
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.notices.models import Notice
from dsar.processing_records.models import System
from tests.world import ago, local_today, make_case


@pytest.fixture
def case(world):
    return make_case(world, received=ago(days=20))


@pytest.fixture
def shop(db):
    return System.objects.create(name="Web shop", owner="Sam Hop", owner_contact="Sam Hop <sam@example.org>")


def url(name, case, *more):
    return reverse(f"dsar:case-{name}", args=[case.reference, *more])


def let_retention_pass(case):
    Case.objects.filter(pk=case.pk).update(
        stage="closed", outcome="withdrawn", retain_until=local_today() - dt.timedelta(days=1)
    )
    return Case.objects.get(pk=case.pk)


def test_a_hold_blocks_deletion_is_shown_in_the_head_and_is_lifted_with_a_reason(client, world, case):
    client.force_login(world.dpo)
    closed = let_retention_pass(case)
    before = gate_fact("G23", closed).is_met
    client.post(url("holds", case), {"kind": "court", "reason": "Claim of 3 May."})
    head = client.get(url("history", case)).content.decode()
    listed = client.get(reverse("dsar:case-list"), {"clock": "all"}).content.decode()
    during = gate_fact("G23", closed)
    client.post(url("hold-lift", case, LegalHold.objects.get().pk), {"reason": "Claim withdrawn."})

    assert before
    assert "Legal hold" in head
    assert "Legal hold" in listed
    assert not during.is_met
    assert "hold" in during.reason
    assert gate_fact("G23", closed).is_met
    assert LegalHold.objects.get().lift_reason == "Claim withdrawn."


def test_a_handler_sets_a_hold_but_does_not_lift_it(world, case):
    row = hold_services.set_hold(case=case, kind="other", reason="Dispute likely.", actor=world.handler)

    with pytest.raises(NotPermitted):
        hold_services.lift_hold(hold=row, reason="x", actor=world.handler)
    with pytest.raises(Conflict):
        hold_services.set_hold(case=case, kind="other", reason="Again.", actor=world.handler)


def link_in(notice):
    return re.search(r"/preserve/[^\s/]+/", notice.body)[0]


def test_an_owner_is_asked_in_writing_and_answers_through_the_private_link(client, world, case, shop):
    client.force_login(world.handler)
    client.post(url("preserve", case), {"systems": [shop.pk]})
    client.logout()
    letter = Notice.objects.get(code="preservation")
    path = link_in(letter)

    page = client.get(path).content.decode()
    empty = client.post(path, {"words": "Sam Hop"})
    done = client.post(path, {"words": "Sam Hop", "is_kept": "on"})

    row = PreservationNotice.objects.get()
    assert letter.recipient == "sam@example.org"
    assert "Ana Lindqvist" not in letter.body + page
    assert empty.status_code == 422
    assert "recorded" in done.content.decode()
    assert (row.state, row.acknowledgement, row.acknowledged_by) == ("acknowledged", "Sam Hop", None)


def test_an_unknown_link_is_no_page(client, db):
    assert client.get(reverse("dsar:preserve", args=["a-link-that-has-ended"])).status_code == 404


def test_an_owner_without_address_is_told_by_hand_and_staff_record_the_answer(client, world, case):
    cabinet = System.objects.create(name="Cabinet", owner="Post room")
    client.force_login(world.handler)
    client.post(url("preserve", case), {"systems": [cabinet.pk]})
    row = PreservationNotice.objects.get()
    client.post(url("preservation", case, row.pk, "acknowledged"), {"words": "Told on the phone by Uma."})

    state = row.state
    row.refresh_from_db()
    assert state == "by_hand"
    assert not Notice.objects.exists()
    assert (row.state, row.acknowledged_by) == ("acknowledged", world.handler)


def test_a_silent_owner_is_chased_three_times_and_never_after_an_answer(world, case, shop):
    [row] = preservation_services.ask_owners(case=case, systems=[shop], actor=world.handler)
    early = preservation_services.chase_due()
    long_ago = ago(days=4)

    chased = []
    for _round in range(5):
        PreservationNotice.objects.update(sent_at=long_ago)
        PreservationNotice.objects.filter(chases__gt=0).update(chased_at=long_ago)
        chased.append(preservation_services.chase_due())
    row.refresh_from_db()
    preservation_services.acknowledge(notice=row, words="Sam", actor=world.handler)

    assert early == 0
    assert chased == [1, 1, 1, 0, 0]
    assert Notice.objects.filter(code="preservation").count() == 4
    assert preservation_services.chase_due() == 0


@pytest.mark.parametrize(
    "received, regime, expected",
    [
        (dt.date(2026, 6, 19), "UK", dt.date(2026, 7, 20)),
        (dt.date(2026, 6, 18), "UK", None),
        (dt.date(2026, 6, 22), "UK", dt.date(2026, 7, 22)),
        (dt.date(2026, 6, 19), "EU", None),
    ],
    ids=["30 days end on a Sunday", "before the law", "plain", "not British"],
)
def test_a_british_complaint_is_acknowledged_within_thirty_days(received, regime, expected):
    assert acknowledge_by(received, regime_id=regime, calendar=work_calendar("GB-EAW")) == expected


def complained(case, actor, in_days=0, **changes):
    day = local_today() + dt.timedelta(days=in_days)
    values = {"kind": "controller", "received_on": day, "about": "The answer came late."} | changes
    return complaint_services.record_complaint(case=case, complaint=NewComplaint(**values), actor=actor)


def test_an_open_complaint_keeps_the_case_and_its_end_lets_it_go(world, case):
    row = complained(case, world.handler)
    closed = let_retention_pass(case)
    during = gate_fact("G23", closed).is_met

    complaint_services.end_complaint(
        complaint=row, state="upheld", on=local_today(), outcome="We apologised.", actor=world.handler
    )

    assert not during
    assert gate_fact("G23", closed).is_met


def test_a_complaint_is_recorded_acknowledged_with_its_letter_and_ended_by_the_pages(client, world, case):
    client.force_login(world.handler)
    client.post(
        url("complaints", case),
        {"kind": "controller", "received_on": local_today().isoformat(), "about": "Late.", "foreign_reference": "C-1"},
    )
    row = Complaint.objects.get()
    head = client.get(url("history", case)).content.decode()
    page = url("complaint", case, row.pk)
    client.post(page, {"act": "acknowledge", "on": local_today().isoformat(), "is_written": "on"})
    unsaid = client.post(page, {"act": "end", "state": "settled", "on": local_today().isoformat(), "outcome": " "})
    client.post(page, {"act": "end", "state": "settled", "on": local_today().isoformat(), "outcome": "Withdrawn."})

    row.refresh_from_db()
    assert "Complaint open" in head
    assert row.acknowledge_by is not None
    assert Notice.objects.get().code == "complaint_received"
    assert unsaid.status_code == 422
    assert (row.state, row.ended_on, row.acknowledged_on) == ("settled", local_today(), local_today())


@pytest.mark.parametrize("changes", [{"about": " "}, {"kind": "neighbour"}, {"in_days": 2}])
def test_a_complaint_without_sense_is_refused_in_words(world, case, changes):
    with pytest.raises(RuleRefused):
        complained(case, world.handler, **changes)

    assert not Complaint.objects.exists()


def test_a_stranger_finds_none_of_these_pages(client, world, case):
    client.force_login(world.stranger)

    assert {client.get(url(name, case)).status_code for name in ("holds", "complaints", "related")} == {404}

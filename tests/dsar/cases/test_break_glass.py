"""Emergency access: one case, four hours, everybody responsible told, every page recorded, nothing but reading."""

import datetime as dt

import pytest
from django.urls import reverse

from dsar.access.rules import Role
from dsar.access.services import add_person
from dsar.audit.models import AuditEntry
from dsar.cases.break_glass import LASTS, open_glass
from dsar.cases.conflict_services import set_conflict
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.notices.models import Notice
from tests.world import PASSWORD, make_case

REASON = "The regulator is on the phone and asks about this case."


@pytest.fixture
def case(world):
    return make_case(world)


@pytest.fixture
def officer(world):
    """A Data Protection Officer of another office, without a grant on any case."""
    return add_person(
        email="other.dpo@example.org", full_name="Otis Field", roles=[Role.DPO], actor=None, password=PASSWORD
    )


@pytest.fixture
def desk(client, officer):
    client.post(reverse("dsar:sign-in"), {"email": officer.email, "password": PASSWORD})
    return client


def _open(desk, case, reason=REASON):
    return desk.post(reverse("dsar:break-glass"), {"reference": case.reference, "reason": reason})


def test_an_officer_reads_a_foreign_case_under_a_banner(desk, case):
    page = reverse("dsar:case", args=[case.reference])

    before = desk.get(page)
    _open(desk, case)
    after = desk.get(page)

    assert before.status_code == 404
    assert after.status_code == 200
    assert "You read this case without a grant" in after.content.decode()
    assert reverse("dsar:case-presence", args=[case.reference]) not in after.content.decode()


def test_every_page_seen_is_recorded(desk, case, officer):
    _open(desk, case)

    desk.get(reverse("dsar:case", args=[case.reference]))
    desk.get(reverse("dsar:case-history", args=[case.reference]))

    seen = AuditEntry.objects.filter(action="access.glass_viewed", actor_id=officer.pk, case_id=case.pk)
    assert seen.count() == 2


def test_all_officers_are_told_and_nobody_is_named(desk, case, world, officer):
    _open(desk, case)

    mails = list(Notice.objects.filter(code="break_glass"))

    assert {mail.recipient for mail in mails} == {world.dpo.email, officer.email}
    assert all(case.reference in mail.body for mail in mails)
    assert not any(name in mail.body for mail in mails for name in ("Otis", "Lindqvist", REASON))


def test_nothing_can_be_done_on_the_case(desk, case):
    _open(desk, case)

    answers = {
        desk.post(reverse("dsar:case-note", args=[case.reference]), {"text": "I was here"}).status_code,
        desk.get(reverse("dsar:case-assign", args=[case.reference])).status_code,
        desk.get(reverse("dsar:case-pause", args=[case.reference])).status_code,
        desk.post(reverse("dsar:case-advice-ask", args=[case.reference])).status_code,
    }

    assert answers == {403, 404}
    assert case.notes.count() == 0


def test_the_case_turns_up_in_no_list(desk, case, officer):
    _open(desk, case)

    page = desk.get(reverse("dsar:case-list"), {"q": case.reference, "show": "all"}).content.decode()

    assert not Case.objects.visible_to(officer).exists()
    assert reverse("dsar:case", args=[case.reference]) not in page


def test_access_ends_by_itself_after_four_hours(desk, case, officer, monkeypatch):
    _open(desk, case)
    later = clock.now() + LASTS + dt.timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    desk.logout()
    desk.force_login(officer)

    assert desk.get(reverse("dsar:case", args=[case.reference])).status_code == 404


def test_access_is_ended_early(desk, case, officer):
    _open(desk, case)
    glass = case.glass_openings.get()

    desk.post(reverse("dsar:break-glass-end", args=[glass.pk]))

    assert desk.get(reverse("dsar:case", args=[case.reference])).status_code == 404
    assert AuditEntry.objects.filter(action="access.glass_ended").count() == 1


def test_a_case_that_was_opened_and_ended_can_be_opened_again(world, case, officer):
    first = open_glass(reference=case.reference, reason=REASON, actor=officer)
    again = open_glass(reference=case.reference, reason=REASON, actor=officer)
    first.ended_at = clock.now()
    first.save()

    anew = open_glass(reference=case.reference, reason=REASON, actor=officer)

    assert again == first
    assert anew.pk != first.pk


def test_whoever_must_not_know_gets_the_answer_of_a_case_that_is_not_there(world, case, officer):
    set_conflict(case=case, user=officer, reason="A cousin of the requester.", actor=world.dpo)

    with pytest.raises(RuleRefused) as of_conflict:
        open_glass(reference=case.reference, reason=REASON, actor=officer)
    with pytest.raises(RuleRefused) as of_nothing:
        open_glass(reference="DSAR-2026-9999-X", reason=REASON, actor=officer)

    assert (of_conflict.value.code, of_conflict.value.message) == (of_nothing.value.code, of_nothing.value.message)


def test_a_conflict_set_afterwards_closes_the_case(desk, case, world, officer):
    _open(desk, case)

    set_conflict(case=case, user=officer, reason="A cousin of the requester.", actor=world.dpo)

    assert desk.get(reverse("dsar:case", args=[case.reference])).status_code == 404


def test_an_officer_who_must_not_know_is_not_told(world, case, officer):
    set_conflict(case=case, user=officer, reason="A cousin of the requester.", actor=world.dpo)
    third = add_person(email="third.dpo@example.org", full_name="Tia Third", roles=[Role.DPO], actor=None)

    open_glass(reference=case.reference, reason=REASON, actor=third)

    told = {notice.recipient for notice in Notice.objects.filter(code="break_glass")}
    assert told == {world.dpo.email, third.email}


@pytest.mark.parametrize("who", ["admin", "handler", "approver", "auditor", "intake", "stranger"])
def test_nobody_else_may(world, case, who):
    with pytest.raises(NotPermitted):
        open_glass(reference=case.reference, reason=REASON, actor=getattr(world, who))


def test_it_needs_a_sentence_and_is_refused_where_there_is_a_grant(world, case, desk):
    short = _open(desk, case, reason="urgent")

    with pytest.raises(RuleRefused, match="already"):
        open_glass(reference=case.reference, reason=REASON, actor=world.dpo)

    assert short.status_code == 422
    assert "Say in a sentence" in short.content.decode()

"""Reminders of owners: by the deadline, once each, until the answer."""

import datetime as dt

import pytest

from dsar.commissioning import answering_services as acts
from dsar.commissioning.chasing_services import send_chases
from dsar.commissioning.models import Chase, Commission
from dsar.commissioning.rules import ChaseTurn
from dsar.foundation import clock
from dsar.notices.models import Notice
from tests.dsar.commissioning.conftest import ask

pytestmark = pytest.mark.django_db


def mails():
    return list(Notice.objects.exclude(code="search_task").order_by("queued_at").values_list("code", flat=True))


def test_the_ladder_of_ten_days_goes_out_once_each_and_ends_with_the_escalation(case, crm, world, monkeypatch):
    began = clock.now()
    commission = ask(crm, world)
    for hours in range(0, 24 * 15, 6):
        monkeypatch.setattr(clock, "now", lambda hours=hours: began + dt.timedelta(hours=hours))
        send_chases()

    assert [chase.kind for chase in commission.chases.all()] == ["half_time", "three_days", "due", "overdue"]
    assert sorted(mails()) == ["search_chase"] * 3 + ["search_escalation", "search_overdue"]
    last = Notice.objects.get(code="search_escalation")
    assert last.recipient == "bo.ess@example.org"
    assert "/part/" not in last.body


@pytest.mark.parametrize("answer", [acts.sign_nil, acts.say_not_ours])
def test_the_answer_stops_the_reminders(commission, answer):
    answer(commission=commission, name="Mo Ruiz", statement="Looked.")
    Commission.objects.update(sent_on=dt.date(2026, 1, 1), due_on=dt.date(2026, 1, 5))

    assert send_chases() == 0


def test_a_question_of_the_owner_stops_them_until_it_is_answered(commission):
    acts.ask_back(commission=commission, text="Which years?")
    Commission.objects.update(sent_on=dt.date(2026, 1, 1), due_on=dt.date(2026, 1, 5))

    assert send_chases() == 0


def test_a_case_that_has_ended_reminds_nobody(commission, case):
    Commission.objects.update(sent_on=dt.date(2026, 1, 1), due_on=dt.date(2026, 1, 5))
    case.stage = "sent"
    case.save(update_fields=["stage"])

    assert send_chases() == 0


def test_an_outage_is_caught_up_with_one_mail(commission):
    Commission.objects.update(sent_on=dt.date(2026, 1, 1), due_on=dt.date(2026, 1, 11))

    assert [send_chases(), send_chases()] == [1, 0]
    assert {chase.kind for chase in commission.chases.filter(is_sent=False)} == {"half_time", "three_days", "due"}
    assert sorted(mails()) == ["search_escalation", "search_overdue"]


def test_two_workers_at_once_send_one(commission):
    from django.db import IntegrityError, transaction

    from dsar.commissioning.chasing_services import remind

    remind(commission=commission, turn=ChaseTurn("due"))
    with pytest.raises(IntegrityError), transaction.atomic():
        remind(commission=commission, turn=ChaseTurn("due"))

    assert Chase.objects.count() == 1
    assert mails() == ["search_chase"]

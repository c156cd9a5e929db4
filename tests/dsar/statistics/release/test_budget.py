"""Budgets of noise: what they pay, what they refuse, and the report of a year that spends them."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from dsar.audit.models import AuditEntry
from dsar.cases.models import Case
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.statistics.release.models import NoiseBudget, NoisyAnswer, PublicReport
from dsar.statistics.release.noise import noisy_count
from dsar.statistics.release.services import answer, open_budget, publish_report, withdraw_report
from tests.world import make_case

RECEIVED = dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC)


def told(budget, world, epsilon="0.4"):
    return answer(
        budget=budget,
        question="How many?",
        ask=lambda: noisy_count(7, float(epsilon)),
        epsilon=Decimal(epsilon),
        actor=world.dpo,
    )


@pytest.fixture
def year(world):
    """Twelve requests of 2025, of which ten were answered, eight in time; one more of the last minute of 2024."""
    for number in range(12):
        case = make_case(world, received=RECEIVED)
        if number < 10:
            late = dt.timedelta(days=10 if number >= 8 else -5)
            Case.objects.filter(pk=case.pk).update(
                responded_on=case.statutory_due_on + late, outcome="disclosed", stage="closed"
            )
    make_case(world, received=dt.datetime(2024, 12, 31, 23, 59, tzinfo=dt.UTC))


def test_a_budget_pays_until_it_is_spent_and_then_refuses(world):
    budget = open_budget(name="Newsletter readers", epsilon=Decimal(1), actor=world.dpo)

    told(budget, world)
    told(budget, world)
    with pytest.raises(RuleRefused, match="ε 0.2 may still be told, and this costs ε 0.4"):
        told(budget, world)
    told(budget, world, "0.2")

    budget.refresh_from_db()
    assert (budget.spent, budget.answers.count()) == (Decimal(1), 3)
    refused = AuditEntry.objects.get(action="release.refused")
    assert refused.outcome == "refused"


def test_nothing_is_computed_before_it_is_paid_for(world):
    budget = open_budget(name="Readers", epsilon=Decimal("0.1"), actor=world.dpo)

    def never():
        raise AssertionError("computed though the budget does not pay")

    with pytest.raises(RuleRefused):
        answer(budget=budget, question="How many?", ask=never, epsilon=Decimal("0.2"), actor=world.dpo)


def test_the_database_refuses_to_spend_what_is_not_there(world):
    budget = open_budget(name="Readers", epsilon=Decimal(1), actor=world.dpo)

    with pytest.raises(IntegrityError), transaction.atomic():
        NoiseBudget.objects.filter(pk=budget.pk).update(spent=Decimal("1.0001"))


def test_an_answer_that_was_told_is_not_changed(world):
    budget = open_budget(name="Readers", epsilon=Decimal(1), actor=world.dpo)
    one = told(budget, world)

    one.value = 3
    with pytest.raises(Conflict):
        one.save()


@pytest.mark.parametrize(("name", "epsilon"), [("", "1"), ("x", "0"), ("x", "21")])
def test_a_budget_without_name_or_measure_is_refused(world, name, epsilon):
    with pytest.raises(RuleRefused):
        open_budget(name=name, epsilon=Decimal(epsilon), actor=world.dpo)


def test_nobody_opens_a_larger_budget_for_the_report_of_a_year(world):
    with pytest.raises(RuleRefused, match="belong to the yearly report"):
        open_budget(name="requests received in 2025", epsilon=Decimal(20), actor=world.dpo)


def test_a_larger_budget_of_before_pays_no_second_report(world, year):
    NoiseBudget.objects.create(
        name="Requests received in 2025", epsilon=Decimal(20), opened_at=RECEIVED, opened_by=world.dpo
    )
    first = publish_report(year=2025, epsilon=Decimal(3), actor=world.dpo)
    withdraw_report(report_id=first.pk, actor=world.dpo)

    with pytest.raises(RuleRefused) as refused:
        publish_report(year=2025, epsilon=Decimal("0.1"), actor=world.dpo)

    assert refused.value.code == "budget_spent"


def test_who_may_not_release_opens_nothing(world):
    with pytest.raises(NotPermitted):
        open_budget(name="x", epsilon=Decimal(1), actor=world.handler)


def test_a_year_is_published_near_the_truth_and_paid_for(world, year):
    made = publish_report(year=2025, epsilon=Decimal(3), actor=world.dpo)

    assert abs(made.figures["received"] - 12) <= 15
    assert abs(made.figures["answered"] - 10) <= 30
    made.budget.refresh_from_db()
    assert (made.budget.spent, NoisyAnswer.objects.count()) == (Decimal(3), 3)


def test_no_share_is_told_of_answers_that_the_noise_outweighs(world, year):
    made = publish_report(year=2025, epsilon=Decimal(3), actor=world.dpo)

    assert made.figures["on_time_share"] is None
    assert "No share is given" in Client().get(reverse("dsar:transparency")).content.decode()


def test_the_share_of_many_answers_lies_near_the_truth(world, monkeypatch):
    monkeypatch.setattr("dsar.statistics.release.services._counts", lambda year: (2_000, 1_000, 900))

    made = publish_report(year=2025, epsilon=Decimal(3), actor=world.dpo)

    assert 85 <= made.figures["on_time_share"] <= 95


def test_a_year_stands_once_and_what_was_told_stays_paid(world, year):
    made = publish_report(year=2025, epsilon=Decimal(2), actor=world.dpo)
    with pytest.raises(Conflict, match="Withdraw it first"):
        publish_report(year=2025, epsilon=Decimal(1), actor=world.dpo)

    withdraw_report(report_id=made.pk, actor=world.dpo)
    publish_report(year=2025, epsilon=Decimal(1), actor=world.dpo)
    withdraw_report(report_id=PublicReport.objects.get(withdrawn_at=None).pk, actor=world.dpo)
    with pytest.raises(RuleRefused, match="ε 0 may still be told"):
        publish_report(year=2025, epsilon=Decimal("0.1"), actor=world.dpo)

    assert AuditEntry.objects.filter(action="release.refused").count() == 1


@pytest.mark.parametrize("year_asked", [2017, 2999])
def test_a_year_that_cannot_be_published_is_told(world, year_asked):
    with pytest.raises(RuleRefused, match="Choose a year"):
        publish_report(year=year_asked, epsilon=Decimal(1), actor=world.dpo)


def test_the_public_page_and_its_files_show_what_was_published_and_nothing_else(world, year):
    made = publish_report(year=2025, epsilon=Decimal(3), actor=world.dpo)
    stranger = Client()

    page = stranger.get(reverse("dsar:transparency"))
    files = {form: stranger.get(reverse("dsar:transparency-file", args=[form])) for form in ("csv", "json", "pdf")}

    assert "2025, give or take" in page.content.decode()
    assert str(made.figures["received"]) in page.content.decode()
    assert b"2025" in b"".join(files["csv"])
    assert files["json"].status_code == 200
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(b"".join(files["pdf"]))).pages)
    assert f"{made.figures['received']}" in text
    assert "2025" in text
    assert b'"epsilon"' in b"".join(files["json"])
    assert stranger.get(reverse("dsar:transparency-file", args=["xls"])).status_code == 404


def test_the_public_page_says_so_before_anything_is_published(world):
    assert b"No year is published yet" in Client().get(reverse("dsar:transparency")).content

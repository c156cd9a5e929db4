"""Spending a budget of noise, and publishing the transparency report of a year."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.clock_view import WITHOUT_ANSWER
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.retention.figures import kept_cases
from dsar.statistics.release import noise
from dsar.statistics.release.anonymising import Released, Wanted, release
from dsar.statistics.release.models import NoiseBudget, NoisyAnswer, PublicReport
from dsar.statistics.release.tables import Table

catalogue.declare(
    release_budget_opened="Budget of noise opened for “{name}”: ε {epsilon}",
    release_answered="Figure with noise told of “{name}”: ε {epsilon}, {left} left",
    release_refused="Figure with noise refused for “{name}”: ε {epsilon} asked, {left} left",
    release_report_published="Transparency report for {year} published, ε {epsilon}",
    release_report_withdrawn="Transparency report for {year} withdrawn",
    release_table_made="Table made anonymous: {rows|row|rows} of {columns|column|columns} left, "
    "{left_out|row|rows} taken out, k {k}",
)

FIRST_YEAR = 2018
# A year's requests are told once; whoever publishes again after a withdrawal spends from what is left.
YEAR_BUDGET = Decimal(3)
_MOST_BUDGET = Decimal(20)
_CENT = Decimal("0.0001")
_TIMES_THE_NOISE = 10
_OF_YEAR = "Requests received in "


def open_budget(*, name: str, epsilon: Decimal, actor: User) -> NoiseBudget:
    """Set how much may be told of a data set in all.

    Raises:
        NotPermitted: the actor may not release figures.
        RuleRefused: "invalid": no name, or an epsilon that is not above 0 and at most 20; "reserved": the name belongs
            to the report of a year, whose budget is the same for everybody.
        Conflict: there is a budget of this name.
    """
    _demand(actor)
    if not name.strip() or not 0 < epsilon <= _MOST_BUDGET:
        message = f"Name the data, and give an epsilon above 0 and at most {_MOST_BUDGET}."
        raise RuleRefused(message, code="invalid")
    if name.strip().casefold().startswith(_OF_YEAR.casefold()) and epsilon != YEAR_BUDGET:
        message = f"Budgets of this name belong to the yearly report and have ε {YEAR_BUDGET}. Choose another name."
        raise RuleRefused(message, code="reserved")
    try:
        with transaction.atomic():
            made = NoiseBudget.objects.create(
                name=name.strip(), epsilon=epsilon, opened_at=clock.now(), opened_by=actor
            )
            record("release.budget_opened", actor=actor, about=made, facts={"name": made.name, "epsilon": epsilon})
    except IntegrityError as error:
        message = "There is a budget for data of this name already."
        raise Conflict(message) from error
    return made


def answer(
    *, budget: NoiseBudget, question: str, ask: Callable[[], noise.Noisy], epsilon: Decimal, actor: User
) -> NoisyAnswer:
    """Tell one figure under a budget, or refuse it: nothing is computed before it is paid for.

    `ask` computes the figure with noise that costs `epsilon`.

    Raises:
        NotPermitted: the actor may not release figures.
        RuleRefused: "budget_spent": less is left than the figure costs. The refusal is recorded.
    """
    _demand(actor)
    with transaction.atomic():
        locked = NoiseBudget.objects.select_for_update().get(pk=budget.pk)
        left = locked.left
        if epsilon <= left:
            return _told(locked, question, ask, epsilon, actor)
        _record_refused(locked, epsilon, left, actor)
    raise _refusal(budget, epsilon, left)


def _record_refused(budget: NoiseBudget, epsilon: Decimal, left: Decimal, actor: User) -> None:
    facts = {"name": budget.name, "epsilon": epsilon, "left": left}
    record("release.refused", actor=actor, about=budget, facts=facts, outcome="refused")


def _refusal(budget: NoiseBudget, epsilon: Decimal, left: Decimal) -> RuleRefused:
    message = f"Of “{budget.name}” ε {left.normalize():f} may still be told, and this costs ε {epsilon.normalize():f}."
    return RuleRefused(message, code="budget_spent")


def _told(
    locked: NoiseBudget, question: str, ask: Callable[[], noise.Noisy], epsilon: Decimal, actor: User
) -> NoisyAnswer:
    locked.spent += epsilon
    locked.save(update_fields=["spent"])
    found = ask()
    told = NoisyAnswer.objects.create(
        budget=locked,
        question=question,
        mechanism=noise.Mechanism.GAUSSIAN if found.delta else noise.Mechanism.LAPLACE,
        epsilon=epsilon,
        delta=found.delta,
        value=found.value,
        within=found.within,
        asked_at=clock.now(),
        asked_by=actor,
    )
    facts = {"name": locked.name, "epsilon": epsilon, "left": locked.left}
    record("release.answered", actor=actor, about=locked, facts=facts)
    return told


@transaction.atomic
def release_table(*, table: Table, wanted: Wanted, actor: User) -> Released:
    """Make a table anonymous and let it go; that it left is recorded, in figures alone. Nothing of it is stored.

    Raises:
        NotPermitted: the actor may not release figures.
        TableUnusable: no form of it is anonymous enough, or the columns do not fit.
    """
    _demand(actor)
    made = release(table, wanted)
    facts = {"rows": len(made.table.rows), "columns": len(made.table.columns), "left_out": made.left_out,
             "k": made.after.k}  # fmt: skip
    record("release.table_made", actor=actor, facts=facts)
    return made


def publish_report(*, year: int, epsilon: Decimal, actor: User) -> PublicReport:
    """Publish how many requests a year brought and which share was answered in time, with noise.

    Raises:
        NotPermitted: the actor may not release figures.
        RuleRefused: "invalid" year or epsilon; "budget_spent".
        Conflict: the year is published.
    """
    _demand(actor)
    _demand_published_year(year)
    if not Decimal("0.1") <= epsilon <= YEAR_BUDGET:
        message = f"Epsilon lies between 0.1 and {YEAR_BUDGET}: the smaller, the more noise."
        raise RuleRefused(message, code="invalid")
    if PublicReport.objects.filter(year=year, withdrawn_at__isnull=True).exists():
        message = "This year is published. Withdraw it first; publishing again costs again."
        raise Conflict(message)
    budget = _budget_of_year(year, actor)
    left = min(budget.left, budget.left - budget.epsilon + YEAR_BUDGET)  # whoever opened it, and however large
    if epsilon > left:
        _record_refused(budget, epsilon, left, actor)
        raise _refusal(budget, epsilon, left)
    try:
        return _published(year, budget, epsilon, actor)
    except IntegrityError as error:  # two at once: the second tells nothing and pays nothing
        message = "This year was published in this moment. Load the page again."
        raise Conflict(message) from error


def _published(year: int, budget: NoiseBudget, epsilon: Decimal, actor: User) -> PublicReport:
    parts = (epsilon / 2).quantize(_CENT), (epsilon / 4).quantize(_CENT)
    received, answered, in_time = _counts(year)
    with transaction.atomic():
        told = [
            _counted(budget, words, true, part, actor)
            for words, true, part in (
                ("Received", received, parts[0]),
                ("Answered", answered, parts[1]),
                ("Answered in time", in_time, parts[1]),
            )
        ]
        made = PublicReport.objects.create(
            year=year,
            budget=budget,
            figures=_figures(told),
            published_at=clock.now(),
            published_by=actor,
        )
        record("release.report_published", actor=actor, about=made, facts={"year": year, "epsilon": epsilon})
    return made


def _budget_of_year(year: int, actor: User) -> NoiseBudget:
    name = f"{_OF_YEAR}{year}"
    return NoiseBudget.objects.filter(name=name).first() or open_budget(name=name, epsilon=YEAR_BUDGET, actor=actor)


def withdraw_report(*, report_id: UUID, actor: User) -> PublicReport:
    """Take a published report back; what it told stays told, so its budget stays spent.

    Raises:
        NotPermitted: the actor may not release figures.
        Conflict: it is withdrawn.
    """
    _demand(actor)
    with transaction.atomic():
        report = PublicReport.objects.select_for_update().get(pk=report_id)
        if report.withdrawn_at is not None:
            message = "This report is withdrawn already."
            raise Conflict(message)
        report.withdrawn_at = clock.now()
        report.save(update_fields=["withdrawn_at"])
        record("release.report_withdrawn", actor=actor, about=report, facts={"year": report.year})
    return report


def _demand(actor: User) -> None:
    if not actor.may(Act.RELEASE_FIGURES):
        message = "Your role does not release figures."
        raise NotPermitted(message)


def _demand_published_year(year: int) -> None:
    if not FIRST_YEAR <= year <= clock.today("UTC").year:
        message = f"Choose a year from {FIRST_YEAR} to now."
        raise RuleRefused(message, code="invalid")


def _counted(budget: NoiseBudget, words: str, true: int, part: Decimal, actor: User) -> NoisyAnswer:
    return answer(
        budget=budget,
        question=words,
        ask=lambda: noise.noisy_count(true, float(part)),
        epsilon=part,
        actor=actor,
    )


def _counts(year: int) -> tuple[int, int, int]:
    """Received in the year in the controller's zone; of these answered; of these by the statutory date."""
    margin = dt.timedelta(days=1)
    first = dt.datetime(year, 1, 1, tzinfo=dt.UTC) - margin
    last = dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC) + margin
    found = Case.objects.filter(received_at__gte=first, received_at__lt=last)
    columns = ("received_at", "controller__time_zone", "responded_on", "statutory_due_on", "outcome")
    received = answered = in_time = 0
    for received_at, zone, responded_on, due, outcome in found.values_list(*columns).iterator(chunk_size=2000):
        if received_at.astimezone(ZoneInfo(zone)).year != year:
            continue
        received += 1
        if responded_on is not None and outcome not in WITHOUT_ANSWER:
            answered += 1
            in_time += due is not None and responded_on <= due
    for kept in kept_cases():  # cases whose line has gone count on in their year
        if kept.figure.received_month.year == year:
            received += 1
            answered += kept.figure.is_answered
            in_time += kept.figure.in_time == "y"
    return received, answered, in_time


def _figures(told: list[NoisyAnswer]) -> dict[str, Any]:
    """What is published: whole numbers that make sense, computed from the noisy ones alone."""
    received, answered, in_time = (max(0, round(one.value)) for one in told)
    # Of few answers the noise would make the share, not the answers: better none than a wrong one.
    share = None if answered < _TIMES_THE_NOISE * told[1].within else min(100, round(100 * in_time / answered))
    return {
        "received": received,
        "received_within": told[0].within,
        "answered": answered,
        "answered_within": told[1].within,
        "on_time_share": share,
        "epsilon": f"{sum((one.epsilon for one in told), Decimal(0)).normalize():f}",
        "mechanism": "discrete Laplace",
    }

import datetime as dt
import sqlite3

import pytest
from django.db import IntegrityError, transaction

from dsar.cases import registry
from dsar.cases.models import Case
from dsar.foundation.errors import RuleRefused
from dsar.foundation.leases import LeaseState
from dsar.processing_records.models import System
from dsar.rights.decisions import rules, services, work_services
from dsar.rights.decisions.models import RightDecision, RightTask
from dsar.rights.erasure.models import ErasureTarget
from dsar.rights.erasure.targets_services import save_target
from dsar.rights.restriction import flag_services
from dsar.rights.restriction import services as restriction
from dsar.rights.restriction.models import FlagRule, FlagStep, Restriction
from dsar.rights.restriction.rule_services import set_flag_rule
from dsar.rights.restriction.selectors import by_hand
from tests.dsar.rights.ways import RightAsked, at_decision, decided, letters_of, sign_all, small_register
from tests.erasure.shop import sqlite_shop


@pytest.fixture
def case(world, settings, tmp_path):
    """A restriction of orders, whose shop can be flagged; the newsletter tool cannot."""
    settings.DSAR_SOURCE_ROOTS = [str(tmp_path)]
    small_register(world)
    target = save_target(
        target=None, system=System.objects.get(name="Shop"), name="Shop database", kind="sql",
        values={"url": sqlite_shop(tmp_path / "shop.sqlite")}, secret_name="", is_active=True, actor=world.dpo,
    )  # fmt: skip
    set_flag_rule(target=target, set_name="customer", column="restricted", value="1", actor=world.dpo)
    made = at_decision(world, RightAsked.RESTRICTION)
    restriction.note_restriction(
        case=made, ground="unlawful", why="No basis was found", activities=(), actor=world.handler
    )
    return made


def begun(case, world):
    decided(case, world, rules.GRANTED, "unlawful")
    for step in FlagStep.objects.filter(state=LeaseState.WAITING):
        assert flag_services.work_step(step.pk)
    return Restriction.objects.get(case=case)


def flags(tmp_path):
    with sqlite3.connect(tmp_path / "shop.sqlite") as opened:
        found = dict(opened.execute("SELECT id, restricted FROM customer").fetchall())
    opened.close()
    return found


def day_after(case, days):
    return Restriction.objects.get(case=case).from_on + dt.timedelta(days=days)


def test_a_restriction_sets_flags_where_it_can_and_tasks_where_it_cannot(case, world, tmp_path):
    row = begun(case, world)

    step = row.steps.get()
    task = RightTask.objects.get(case=case)
    assert (row.state, step.state, step.counts["flagged"]) == ("in_force", "done", 1)
    assert step.verified_at is not None
    assert flags(tmp_path) == {1: 1, 2: 0, 3: 0}
    assert task.system_name == "Newsletter tool"
    assert not registry.gate_fact("D2", case).is_met
    sign_all(case, world)
    services.answer(case=case, actor=world.handler)
    assert "unlawful" in letters_of(case)["restriction_set"]


def test_a_target_without_a_flag_gets_its_task_beside_one_that_is_flagged(case, world, monkeypatch, tmp_path):
    system = System.objects.get(name="Shop")
    other = save_target(
        target=None, system=system, name="Shop archive", kind="files", values={"path": str(tmp_path)}, secret_name="",
        is_active=True, actor=world.dpo,
    )  # fmt: skip
    begun(case, world)

    task = RightTask.objects.get(case=case, ref=f"restrict:{other.pk}")

    assert (task.system_name, task.state) == ("Shop", "open")
    assert task.what.startswith("Shop archive: Mark the data as restricted")
    assert "Shop: Shop archive" in [one.name for one in by_hand(case)]


def test_nobody_lifts_before_the_person_was_informed_and_the_day_has_come(case, world, monkeypatch, tmp_path):
    begun(case, world)
    with pytest.raises(RuleRefused) as uninformed:
        restriction.lift(case=case, actor=world.handler)
    with pytest.raises(RuleRefused):
        restriction.inform_before_lifting(case=case, lift_on=day_after(case, 0), reasons="It ends", actor=world.handler)
    restriction.inform_before_lifting(
        case=case, lift_on=day_after(case, 5), reasons="A basis was found", actor=world.handler
    )
    with pytest.raises(RuleRefused) as too_early:
        restriction.lift(case=case, actor=world.handler)

    monkeypatch.setattr("dsar.cases.clock.today_of", lambda _case: day_after(case, 5))
    restriction.lift(case=case, actor=world.handler)
    flag_services.work_step(FlagStep.objects.get().pk)

    assert (uninformed.value.code, too_early.value.code) == ("not_informed", "too_early")
    assert "A basis was found" in letters_of(case)["restriction_ending"]
    assert flags(tmp_path) == {1: 0, 2: 0, 3: 0}
    assert FlagStep.objects.get().counts["lifted"] == 1
    assert RightDecision.objects.filter(case=case, outcome="lifted", state="decided").exists()
    assert services.current_decision(case).outcome == "granted"


def test_the_database_itself_refuses_a_lift_without_the_letter(case, world):
    row = begun(case, world)

    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.filter(pk=row.pk).update(state="lifted", to_on=row.from_on)


def test_a_restriction_in_force_keeps_its_case_open(case, world):
    begun(case, world)
    sign_all(case, world)
    answered = services.answer(case=case, actor=world.handler)
    for name in ("Parcels Ltd", "Tax office"):
        work_services.tell_recipient(case=answered, recipient=name, state="told", words="Told", actor=world.handler)

    fact = registry.gate_fact("D3", answered)

    assert not fact.is_met
    assert "in force" in fact.reason


def test_a_use_needs_one_of_the_four_bases_and_a_day_within(case, world):
    begun(case, world)

    use = restriction.record_use(
        case=case, basis="claims", what="Answer to a claim", on=day_after(case, 0), actor=world.handler
    )
    for basis, day in (
        ("because", day_after(case, 0)),
        ("claims", day_after(case, -1)),
        ("claims", day_after(case, 1)),
    ):
        with pytest.raises(RuleRefused):
            restriction.record_use(case=case, basis=basis, what="More", on=day, actor=world.handler)

    assert use.basis == "claims"
    assert case.restricted_uses.count() == 1


def test_a_failed_flag_is_told_and_can_be_tried_again(case, world, tmp_path):
    decided(case, world, rules.GRANTED, "unlawful")
    (tmp_path / "shop.sqlite").rename(tmp_path / "away.sqlite")
    step = FlagStep.objects.get()
    flag_services.work_step(step.pk)
    fact = registry.gate_fact("D2", case)
    (tmp_path / "away.sqlite").rename(tmp_path / "shop.sqlite")

    flag_services.try_again(case=case, actor=world.handler)
    flag_services.work_step(step.pk)

    assert "could not be flagged" in fact.reason
    assert flags(tmp_path)[1] == 1


def test_a_target_whose_rule_went_is_left_to_a_person(case, world, tmp_path):
    FlagRule.objects.update(column="no_such")
    decided(case, world, rules.GRANTED, "unlawful")
    step = FlagStep.objects.get()
    flag_services.work_step(step.pk)
    FlagRule.objects.all().delete()
    system = step.target.system

    flag_services.try_again(case=case, actor=world.handler)

    assert not FlagStep.objects.exists()
    assert RightTask.objects.filter(case=case, ref=f"restrict:{system.pk}", state="open").count() == 1
    assert flags(tmp_path)[1] == 0


def test_a_mended_rule_is_read_anew(case, world, tmp_path):
    right = FlagRule.objects.get().column
    FlagRule.objects.update(column="no_such")
    decided(case, world, rules.GRANTED, "unlawful")
    step = FlagStep.objects.get()
    flag_services.work_step(step.pk)
    step.refresh_from_db()
    FlagRule.objects.update(column=right)

    flag_services.try_again(case=case, actor=world.handler)
    flag_services.work_step(step.pk)

    assert (step.failure, flags(tmp_path)[1]) == ("no_such_column", 1)


def test_rows_that_may_be_the_persons_are_a_task_until_somebody_signs(case, world, monkeypatch):
    decided(case, world, rules.GRANTED, "unlawful")
    step = FlagStep.objects.get()
    monkeypatch.setattr(flag_services, "_set", lambda _step: {"flagged": 1, "already": 0, "unsure": 2})
    before = RightTask.objects.count()

    flag_services.work_step(step.pk)
    flag_services.order_flags(case=case, restriction=Restriction.objects.get())

    assert RightTask.objects.count() == before + 1
    assert "Rows here may be the person's" in RightTask.objects.get(ref=f"unsure:{step.pk}").what


def test_a_worker_that_died_between_plan_and_flag_loses_nothing(case, world, monkeypatch, tmp_path):
    decided(case, world, rules.GRANTED, "unlawful")
    step = FlagStep.objects.get()
    real = flag_services._keep

    def dies(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(flag_services, "_keep", dies)
    with pytest.raises(KeyboardInterrupt):
        flag_services.work_step(step.pk)
    monkeypatch.setattr(flag_services, "_keep", real)
    FlagStep.objects.filter(pk=step.pk).update(lease_until=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    flag_services.work_step(step.pk)

    step.refresh_from_db()
    assert (step.state, len(step.receipts), step.receipts[0]["before"]) == ("done", 1, "0")


def test_a_worker_that_comes_back_late_does_not_overwrite_what_stood_before(case, world, monkeypatch):
    decided(case, world, rules.GRANTED, "unlawful")
    step = FlagStep.objects.get()
    real, entered = flag_services._flagger, []

    def late(held):
        if not entered:  # while this worker is slow another one takes the step over and ends it
            entered.append(held)
            FlagStep.objects.filter(pk=step.pk).update(lease_until=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
            assert flag_services.work_step(step.pk)
        return real(held)

    monkeypatch.setattr(flag_services, "_flagger", late)
    first = flag_services.work_step(step.pk)

    step.refresh_from_db()
    assert (first, step.state) == (False, "done")
    assert [receipt["before"] for receipt in step.receipts] == ["0"]


def test_a_rule_that_says_too_little_or_stands_already_is_refused(case, world):
    target = ErasureTarget.objects.get()

    for column, value, name in (("", "1", "orders"), ("restricted", "", "orders"), ("restricted", "1", "CUSTOMER")):
        with pytest.raises(RuleRefused):
            set_flag_rule(target=target, set_name=name, column=column, value=value, actor=world.dpo)

    assert FlagRule.objects.count() == 1


def test_a_refused_restriction_flags_nothing(case, world, tmp_path):
    decided(case, world, rules.REFUSED, "no_restriction_ground", words="No ground applies.")
    services.answer(case=case, actor=world.handler)
    closed = services.finish(case=Case.objects.get(pk=case.pk), actor=world.handler)

    assert closed.outcome == "refused_not_due"
    assert flags(tmp_path)[1] == 0
    assert not FlagStep.objects.exists()

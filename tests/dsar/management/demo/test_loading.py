"""The demo in a fresh database: a dozen cases in the states that the pages show, and no second loading."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from discovery.scans.models import Scan
from dsar.access.models import Team, User
from dsar.audit.models import AuditEntry
from dsar.audit.verification import verify
from dsar.cases.models import Case
from dsar.cases.permissions import PRIVACY_TEAM
from dsar.cases.vocabulary import ClockState, Outcome, Stage
from dsar.foundation import clock
from dsar.management.demo.building import DEFAULT_SEED, build
from dsar.management.demo.cases import CASES, PASSWORD, STAFF
from dsar.management.demo.finishing import TO_FINISH
from dsar.management.demo.fitting import clock_of, fitted
from dsar.management.demo.loading import load_demo, sign_ins
from dsar.processing_records.models import Controller, ProcessingActivity, Source, System
from dsar.search.models import PlannedSystem, PlanState

pytestmark = pytest.mark.slow(18)

LONDON = "Europe/London"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The generated folder, written once: a loading that finds it keeps it."""
    root = tmp_path_factory.mktemp("loading") / "demo"
    build(root, DEFAULT_SEED)
    return root


@pytest.fixture
def loaded(db, written):
    assert load_demo(root=written)
    return written


def counts():
    return [model.objects.count() for model in (Case, User, Controller, System, Source, AuditEntry, Scan)]


def test_a_dozen_cases_stand_where_the_pages_show_something(loaded):
    today = clock.today(LONDON)
    cases = Case.objects.all()

    assert cases.count() == 12
    assert cases.past_the_statute(today).count() == 1
    assert cases.past_target(today).count() == 1
    assert cases.filter(clock_state=ClockState.PAUSED, waiting_for="clarification").count() == 1
    assert cases.filter(clock_state=ClockState.NOT_STARTED, waiting_for="identity").count() == 1
    assert cases.filter(is_extended=True).count() == 1
    assert cases.notice_window_closing(today, 7).count() >= 1
    assert set(cases.filter(stage=Stage.CLOSED).values_list("outcome", flat=True)) == {Outcome.FULL, Outcome.PARTIAL}
    assert set(cases.values_list("stage", flat=True)) == set(Stage) - {Stage.SIGN_OFF, Stage.READY, Stage.SENT}
    assert sorted(json.loads((loaded / TO_FINISH).read_text()).values()) == [Stage.READY, Stage.SIGN_OFF]


def test_everything_runs_over_the_register_and_the_generated_sources(loaded):
    sources = {source.kind: source.settings for source in Source.objects.all()}

    assert Controller.objects.count() == 3
    assert ProcessingActivity.objects.count() >= 12
    assert System.objects.filter(is_paper=True).count() == 1
    assert Path(sources["files"]["path"]).is_dir()
    assert Path(sources["sql"]["url"].removeprefix("sqlite:///")).is_file()
    assert Scan.objects.count() == sum(case.searched for case in CASES)
    assert not PlannedSystem.objects.filter(source=None, state=PlanState.PLANNED).exists()


def test_the_staff_can_sign_in_and_the_team_sees_every_case(loaded):
    team = Team.objects.get(name=PRIVACY_TEAM)
    dpo = User.objects.get(email="dpo@northwind.example")
    admin = User.objects.get(email="admin@northwind.example")

    for person in STAFF:
        given = {"email": person.email, "password": PASSWORD}
        assert Client().post("/sign-in/", given)["Location"] == "/", person.email
    assert team.user_set.count() == sum(person.in_team for person in STAFF)
    assert Case.objects.visible_to(dpo).count() == 12
    assert Case.objects.visible_to(admin).count() == 0
    assert (loaded / "sign-ins.txt").read_text() == sign_ins()
    assert all(person.email in sign_ins() for person in STAFF)


def test_a_second_loading_changes_nothing(loaded):
    before = counts()

    made = load_demo(root=loaded)

    assert made is False
    assert counts() == before


def test_what_a_broken_off_start_left_is_made_anew(db, tmp_path):
    root = tmp_path / "demo"
    (root / "files" / "hr").mkdir(parents=True)
    (root / "files" / "hr" / "half.pdf").write_bytes(b"%PDF")
    (root / "shop.sqlite").write_bytes(b"")

    made = load_demo(root=root)

    assert made
    assert not (root / "files" / "hr" / "half.pdf").exists()
    assert (root / "truth.json").exists()


def test_the_chain_says_what_the_loader_only_set(loaded):
    staged = AuditEntry.objects.filter(action="demo.staged")

    assert staged.count() >= 8
    assert verify().is_whole


@pytest.mark.django_db
@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("day", [1, 2, 9, 15, 28, 29, 30, 31])
def test_the_fitted_cases_fit_on_every_day_of_the_year(month, day, monkeypatch):
    try:
        noon = dt.datetime(2027, month, day, 12, tzinfo=dt.UTC)
    except ValueError:
        noon = dt.datetime(2028, month, 1, 12, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    shapes = {
        "uk": Controller(time_zone=LONDON, calendar="GB-EAW", regime="UK"),
        "de": Controller(time_zone="Europe/Berlin", calendar="DE-HH", regime="EU"),
        "fr": Controller(time_zone="Europe/Paris", calendar="FR", regime="EU"),
    }

    results = {case.fit: clock_of(fitted(case, shapes[case.branch]), shapes[case.branch]) for case in CASES if case.fit}

    today = noon.date()
    late, soon, notice = results["past_target"], results["due_soon"], results["notice_closing"]
    assert late.due < today <= late.statutory_due
    assert today < soon.due <= today + dt.timedelta(days=4)
    assert today < notice.notice_by <= today + dt.timedelta(days=7)
    assert notice.due >= today


def test_the_demo_is_never_loaded_in_production(settings):
    settings.DSAR_PROFILE = "production"

    with pytest.raises(CommandError, match="production"):
        call_command("demo_load")

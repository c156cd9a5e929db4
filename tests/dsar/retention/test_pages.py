import datetime as dt

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases.hold_models import LegalHold, PersonHold
from dsar.foundation import clock
from dsar.processing_records.models import ProcessingActivity, Source, System
from dsar.retention import sweep_services, task_services
from dsar.retention.models import ActivityTerm, RetentionRule, RetentionTask, Sweep, TermColumn
from dsar.retention.term_services import Term, set_term
from tests.dsar.retention.closed import closed_case
from tests.world import local_today

AHEAD = dt.timedelta(days=90)


@pytest.fixture
def activity(world):
    return ProcessingActivity.objects.create(
        controller=world.controller, name="Orders", purpose="Sell", legal_basis="b", retention="6 years after the order"
    )


def test_the_pages_of_retention_tell_what_is_kept_and_what_would_go(world, client, activity):
    case = closed_case(world, days_ago=400)
    sweep_services.work_sweep(sweep_services.order_sweep(actor=None).pk)
    client.force_login(world.dpo)

    names = ("", "-sweep-new", "-hold-new", "-preview", "-tasks", "-next", "-sweeps", "-register", "-holds")
    pages = {name: client.get(reverse(f"dsar:retention{name}")) for name in names}
    pages["sweep"] = client.get(reverse("dsar:retention-sweep", args=[Sweep.objects.get().pk]))
    table = b"".join(client.get(reverse("dsar:retention-preview-file")).streaming_content).decode()

    assert {page.status_code for page in pages.values()} == {200}
    assert "As shipped" in pages[""].content.decode()
    for name in ("-preview", "-tasks", "-next", "sweep"):
        assert case.reference in pages[name].content.decode(), name
    assert "Ours, and the record is as it was signed" in pages["sweep"].content.decode()
    assert case.reference in table
    assert "Lindqvist" not in "".join(page.content.decode() for page in pages.values())


def test_a_rule_is_written_by_one_and_approved_by_another_on_the_screen(world, client):
    page = reverse("dsar:retention-rule", args=["packages"])
    form = {"length": 6, "unit": "months", "mode": "on", "why": "Agreed in the board", "based_on": 0}
    client.force_login(world.admin)

    low = client.post(page, form | {"length": 30, "unit": "days"})
    silent = client.post(page, form | {"why": " "})
    written = client.post(page, form)
    waits = client.get(page).content.decode()
    approve = reverse("dsar:retention-version", args=["packages", 1, "approve"])
    refused = client.post(approve).status_code
    client.force_login(world.approver)
    client.post(approve)

    assert (low.status_code, silent.status_code, written.status_code, refused) == (422, 422, 302, 403)
    assert "At least 93 days" in low.content.decode()
    assert "Agreed in the board" in low.content.decode()
    assert "waits for a second person" in waits
    assert RetentionRule.objects.get().approved_by == world.approver


def test_a_question_is_answered_on_its_page(world, client):
    case = closed_case(world, days_ago=400)
    sweep_services.work_sweep(sweep_services.order_sweep(actor=None).pk)
    task = RetentionTask.objects.get(category="packages")
    page = reverse("dsar:retention-task", args=[task.pk])
    client.force_login(world.dpo)

    wrong = client.post(page, {"decision": "keep", "why": "Claim"})
    kept = client.post(page, {"decision": "keep", "why": "Claim", "keep_until": local_today() + AHEAD})
    other = RetentionTask.objects.get(category="drafts")
    gone = client.post(reverse("dsar:retention-task", args=[other.pk]), {"decision": "go"})

    task.refresh_from_db()
    assert (wrong.status_code, kept.status_code, gone.status_code) == (422, 302, 302)
    assert (task.state, task.keep_until) == ("kept", local_today() + AHEAD)
    assert case.let_go.get().category == "drafts"


def test_the_register_asks_and_deletes_nothing(world, client, activity):
    client.force_login(world.dpo)
    page = reverse("dsar:retention-term", args=[activity.pk])

    proposed = client.get(page).content.decode()
    client.post(page, {"months": 72, "starts_with": "the order", "look_every_months": 12})
    sweep_services.work_sweep(sweep_services.order_sweep(actor=None).pk)
    task = RetentionTask.objects.get(category="activity")
    question = reverse("dsar:retention-task", args=[task.pk])
    silent = client.post(question, {"decision": "go"})
    done = client.post(question, {"decision": "go", "why": "Shop: orders before 2020 deleted by its owner"})
    sweep_services.work_sweep(sweep_services.order_sweep(actor=None).pk)

    assert "read as 72 months" in proposed
    assert (silent.status_code, done.status_code) == (422, 302)
    assert ActivityTerm.objects.get().looked_on == clock.today("UTC")
    assert RetentionTask.objects.filter(category="activity").count() == 1


def test_the_next_question_about_an_entry_comes_after_its_interval(world, activity, monkeypatch):
    set_term(activity=activity, term=Term(72, "the order", 12), actor=world.dpo)
    ActivityTerm.objects.update(looked_on=clock.today("UTC"))
    soon, later = clock.now() + dt.timedelta(days=300), clock.now() + dt.timedelta(days=370)

    monkeypatch.setattr(clock, "now", lambda: soon)
    sweep_services.order_sweep(actor=None)
    before = RetentionTask.objects.count()
    sweep_services.work_sweep(Sweep.objects.get().pk)
    monkeypatch.setattr(clock, "now", lambda: later)
    sweep_services.order_sweep(actor=None)

    assert (before, RetentionTask.objects.filter(category="activity").count()) == (0, 1)


def test_holds_on_a_case_and_on_a_person_are_set_shown_and_lifted(world, client):
    case = closed_case(world, days_ago=10)
    client.force_login(world.dpo)
    page = reverse("dsar:case-holds", args=[case.reference])

    client.post(
        page, {"kind": "court", "reason": "Claim announced", "review_on": local_today() + AHEAD, "whole_person": "on"}
    )
    on_case = client.get(page).content.decode()
    first = client.get(reverse("dsar:case", args=[case.reference])).content.decode()
    listed = client.get(reverse("dsar:retention-holds")).content.decode()
    hold = PersonHold.objects.get()
    nobody = client.post(
        reverse("dsar:retention-hold-new"), {"kind": "court", "reason": "x", "review_on": local_today() + AHEAD}
    )
    act = reverse("dsar:retention-hold-act", args=[hold.pk, "lift"])
    client.post(act, {"reason": ""})
    stands = PersonHold.objects.filter(lifted_at__isnull=True).count()
    client.post(act, {"reason": "Settled"})

    assert LegalHold.objects.get().review_on == local_today() + AHEAD
    assert "The person is held" in on_case
    assert "Legal hold" in first
    assert "1 case today" in listed
    assert nobody.status_code == 422
    assert (stands, PersonHold.objects.filter(lifted_at__isnull=True).count()) == (1, 0)


def test_a_sweep_is_ordered_on_the_screen_and_read_as_a_table(world, client):
    case = closed_case(world, days_ago=400)
    client.force_login(world.admin)

    ordered = client.post(reverse("dsar:retention-sweep-new"))
    again = client.post(reverse("dsar:retention-sweep-new"), follow=True).content.decode()
    sweep = Sweep.objects.get()
    sweep_services.work_sweep(sweep.pk)
    table = b"".join(
        client.get(reverse("dsar:retention-sweep-file", args=[sweep.pk, "csv"])).streaming_content
    ).decode()
    client.force_login(world.auditor)
    record = client.get(reverse("dsar:retention-sweep-file", args=[sweep.pk, "json"]))

    assert ordered.status_code == 302
    assert "A sweep is running" in again
    assert case.reference in table
    assert b'"signature"' in b"".join(record.streaming_content)


def test_the_api_does_the_same_by_the_same_services(world, client):
    case = closed_case(world, days_ago=400)
    api = "/api/v1/retention/"
    client.force_login(world.dpo)

    rules = client.get(f"{api}rules/").json()
    preview = {row["code"]: row for row in client.get(f"{api}preview/").json()}
    held = client.post(
        f"{api}person-holds/",
        {"emails": ["ana@example.com"], "kind": "court", "reason": "Claim", "review_on": str(local_today() + AHEAD)},
        content_type="application/json",
    )
    wanted = {"reason": "ordered", "confirmation": case.reference}
    door = f"/api/v1/cases/{case.reference}/erase/"
    stale = client.post(door, wanted, content_type="application/json")
    session = client.session
    session["reauthenticated_at"] = clock.now().isoformat()
    session.save()
    erase = client.post(door, wanted, content_type="application/json")
    swept = client.post(f"{api}sweeps/")
    client.force_login(world.handler)
    refused = client.get(f"{api}rules/")

    assert {rule["code"]: rule["mode"] for rule in rules}["packages"] == "ask"
    assert preview["packages"]["references"] == [case.reference]
    assert held.json()["cases"] == 1
    assert (stale.status_code, stale.json()["code"]) == (403, "password_needed")
    assert (erase.status_code, erase.json()["code"]) == (422, "G23")
    assert swept.status_code == 202
    assert refused.status_code == 403


@pytest.fixture
def columns(world, activity):
    """Where the columns of an entry with a period and a searched database are named over the API."""
    for name in ("Shop", "Other"):
        system = System.objects.create(name=name)
        Source.objects.create(system=system, name=name, kind="sql", settings={"url": "sqlite:////nowhere.sqlite"})
    activity.systems.add(System.objects.get(name="Shop"))
    set_term(activity=activity, term=Term(24, "the order"), actor=world.dpo)
    return f"/api/v1/retention/register/{activity.pk}/columns/"


WANTED = {"source": "Shop", "table": "orders", "column": "placed_on"}


def test_a_column_is_named_listed_counted_again_and_dropped_over_the_api(world, client, columns):
    client.force_login(world.dpo)
    made = client.post(columns, WANTED, content_type="application/json")
    one = f"{columns}{made.json()['id']}/"
    TermColumn.objects.update(state="done", rows=3, before="2024-05-31")
    counted = client.get(columns).json()
    again = client.post(one)
    dropped = client.delete(one)
    stale = (client.post(one).status_code, client.delete(one).status_code)

    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    assert [(row["source"], row["table"], row["rows"], row["state"]) for row in counted] == [
        ("Shop", "orders", 3, "done")
    ]
    assert (again.status_code, again.json()["state"], again.json()["id"]) == (202, "waiting", made.json()["id"])
    assert (dropped.status_code, stale, client.get(columns).json()) == (204, (404, 404), [])
    told = AuditEntry.objects.filter(action__startswith="retention.column").order_by("pk")
    assert [entry.action.rpartition("_")[2] for entry in told] == ["named", "recounted", "dropped"]


def test_columns_over_the_api_are_refused_to_readers_and_where_they_are_foreign(world, client, columns, activity):
    other = ProcessingActivity.objects.create(controller=world.controller, name="Other", purpose="p", legal_basis="b")
    elsewhere = columns.replace(str(activity.pk), str(other.pk))
    client.force_login(world.dpo)
    one = client.post(columns, WANTED, content_type="application/json").json()["id"]
    foreign = client.post(columns, {**WANTED, "source": "Other"}, content_type="application/json")
    no_term = client.post(elsewhere, WANTED, content_type="application/json")
    unknown = client.post(columns, {**WANTED, "rows": 0}, content_type="application/json")
    strange = (client.post(f"{elsewhere}{one}/").status_code, client.delete(f"{elsewhere}{one}/").status_code)
    client.force_login(world.auditor)
    read = client.get(columns)
    refused = [
        client.post(columns, WANTED, content_type="application/json"),
        client.post(f"{columns}{one}/"),
        client.delete(f"{columns}{one}/"),
    ]
    client.force_login(world.handler)

    assert (foreign.status_code, foreign.json()["code"]) == (422, "source_wrong")
    assert (no_term.json()["code"], unknown.status_code, strange) == ("no_term", 400, (404, 404))
    assert [row["id"] for row in read.json()] == [one]
    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert client.get(columns).status_code == 403
    assert TermColumn.objects.count() == 1


def test_a_decided_question_is_shown_to_those_alone_who_may_know_of_the_case(world, client):
    case = closed_case(world, days_ago=400)
    sweep_services.work_sweep(sweep_services.order_sweep(actor=None).pk)
    task = RetentionTask.objects.get(category="packages")
    until = local_today() + dt.timedelta(days=90)
    task_services.keep_it(task=task, why="Ana Lindqvist sues", keep_until=until, actor=world.dpo)
    page = reverse("dsar:retention-task", args=[task.pk])
    client.force_login(world.dpo)

    known = client.get(page).status_code
    case.caseteampermission_set.all().delete()
    foreign = client.get(page).status_code

    told = vars(AuditEntry.objects.get(action="retention.task_decided"))
    assert (known, foreign) == (200, 404)
    assert "Lindqvist" not in str(told)

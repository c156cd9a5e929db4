"""The list of cases: filters, search, sorting, cost; and the list without names."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dsar.cases import clock_acts
from dsar.cases.models import Case, CasePerson, CaseTeamPermission
from dsar.cases.permissions import default_teams
from dsar.deadlines.events import PauseKind
from dsar.foundation import clock
from dsar.foundation.fields import Sealed
from dsar.foundation.keys import create_data_key
from tests.world import ago, local_today, make_case

DAY = dt.timedelta(days=1)
WHOLE = 60
LIST = "/cases/"


def received(days):
    return ago(days=days)


@pytest.fixture
def handler(client, world):
    client.force_login(world.handler)
    return client


def shown(answer):
    return [row.reference for row in answer.context["page"].object_list]


def test_filters_narrow_and_stand_as_chips_that_take_them_away(handler, world):
    late = make_case(world, received=received(60), name="Bo Berg")
    make_case(world)

    answer = handler.get(LIST, {"clock": "overdue", "channel": "email", "sort": "-received"})

    assert shown(answer) == [late.reference]
    assert {chip["url"] for chip in answer.context["chips"]} == {
        "?channel=email&sort=-received",
        "?clock=overdue&sort=-received",
    }
    assert "days overdue" in answer.content.decode()


@pytest.mark.parametrize("words", ["lindqvist", "ANA@example.com", "Ana Lindqvist"])
def test_a_case_is_found_by_name_and_address(handler, world, words):
    case = make_case(world)
    make_case(world, name="Bo Berg")

    assert shown(handler.get(LIST, {"q": words})) == [case.reference]


def test_a_foreign_case_is_not_listed_and_not_found(client, world):
    case = make_case(world)
    client.force_login(world.stranger)

    assert shown(client.get(LIST)) == []
    assert shown(client.get(LIST, {"q": case.reference})) == []


@pytest.mark.parametrize("sort", ["due", "-due", "received", "reference", "stage", "nonsense"])
def test_cases_without_a_date_come_last_in_both_directions(handler, world, sort):
    waiting = make_case(world, name="Bo Berg")
    clock_acts.pause(case=waiting, waiting_for=PauseKind.IDENTITY, on=local_today(), reason="Who?", actor=world.handler)
    make_case(world)

    found = shown(handler.get(LIST, {"sort": sort}))

    assert len(found) == 2
    assert not sort.endswith("due") or found[-1] == waiting.reference


@pytest.mark.parametrize("query", [{"page": "99"}, {"page": "x"}, {"handler": "x"}, {"clock": "x"}, {"stage": "x"}])
def test_an_address_typed_wrong_breaks_nothing(handler, world, query):
    make_case(world)

    assert handler.get(LIST, query).status_code == 200


def test_an_htmx_request_gets_the_list_only(handler, world):
    make_case(world)

    answer = handler.get(LIST, headers={"HX-Request": "true"})

    assert "<html" not in answer.content.decode()
    assert answer["Vary"].find("HX-Request") >= 0


def test_an_empty_list_says_what_to_do(handler, world):
    assert "No open case" in handler.get(LIST).content.decode()
    assert "Clear all filters" in handler.get(LIST, {"stage": "review"}).content.decode()


def test_the_list_has_no_post(handler, world):
    assert handler.post(LIST).status_code == 405


def grow(world, count):
    """Cases in bulk: those of the first page are whole, the others have nothing to open."""
    model = Case.objects.first() or make_case(world)
    first = Case.objects.count()
    cases = [bulk_case(world, model, first + place, place) for place in range(count)]
    Case.objects.bulk_create(cases, batch_size=500)
    CasePerson.objects.bulk_create(
        [CasePerson(case=case, role="subject", details={"name": "Ana"}) for case in cases[:WHOLE]]
    )
    view = Permission.objects.get(codename="view_case", content_type__app_label="dsar")
    team = default_teams()[0]
    CaseTeamPermission.objects.bulk_create(
        [CaseTeamPermission(content_object=case, group=team, permission=view) for case in cases], batch_size=500
    )


def bulk_case(world, model, number, place):
    due_on = local_today() + (1 + place // 50) * DAY
    case = Case(
        reference=f"DSAR-2031-{number:05d}-A",
        controller=world.controller,
        key=create_data_key(),
        regime_id=model.regime_id,
        ruleset_version=model.ruleset_version,
        channel="email",
        received_at=clock.now(),
        created_at=clock.now(),
        handler=world.handler,
        due_on=due_on,
        statutory_due_on=due_on,
    )
    if place >= WHOLE:
        case.__dict__.update(request_text=Sealed(b""), search_details=Sealed(b""), context=Sealed(b""))
    return case


def queries(client, **query):
    client.get(LIST, query)  # the session notes the visit once a minute
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(LIST, query)
    assert len(answer.context["page"].object_list) == 50
    return len(seen)


def test_fifty_rows_cost_the_same_out_of_a_hundred_and_out_of_ten_thousand(handler, world):
    grow(world, 100)
    few = queries(handler)

    grow(world, 9_900)
    many = queries(handler)

    assert Case.objects.count() > 10_000
    assert many == few <= 12


def test_administrators_see_dates_of_all_cases_and_no_name(client, world):
    late = make_case(world, received=received(60), name="Xaverine Quillfeather")
    client.force_login(world.admin)

    answer = client.get(LIST, follow=True)

    text = answer.content.decode()
    assert answer.redirect_chain[0][0] == reverse("dsar:case-skeletons")
    assert late.reference in text
    assert "Quillfeather" not in text
    assert "days overdue" in text


@pytest.mark.parametrize(
    "who, status", [("admin", 200), ("auditor", 200), ("handler", 403), ("dpo", 403), ("intake", 403)]
)
def test_the_list_without_names_is_for_administrators_and_auditors(client, world, who, status):
    client.force_login(getattr(world, who))

    assert client.get(reverse("dsar:case-skeletons")).status_code == status

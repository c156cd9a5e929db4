"""Every route of the URL map is tried by a stranger, by a colleague without a grant, and by people of the wrong role."""

import uuid

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from dsar.access.rules import Role
from dsar.access.services import add_person
from dsar.cases.models import Case
from tests.house.routes import ROUTES
from tests.house.url_map import FoundRoute, routes
from tests.world import make_case

pytestmark = pytest.mark.slow(31)

REFUSED_TO_STRANGERS = {401, 403, 404, 405}
FOUND = list(routes(get_resolver()))
GUARDED = [route for route in FOUND if route.name in ROUTES and not ROUTES[route.name].public]
OF_A_CASE = [route for route in GUARDED if ROUTES[route.name].of_case]


@pytest.fixture
def case(world):
    """A case that only the privacy team was granted."""
    return make_case(world)


def colleague(*roles: Role) -> Client:
    """The browser of somebody who works here with these roles and was granted nothing."""
    person = add_person(email=f"{uuid.uuid4().hex}@example.org", full_name="Robin Vale", roles=roles, actor=None)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def closed_to(role: Role) -> list[FoundRoute]:
    """The routes that ask for a role which this is not."""
    return [route for route in GUARDED if ROUTES[route.name].roles and role not in ROUTES[route.name].roles]


def address(route: FoundRoute, case: Case) -> str:
    """The route's address with the case's reference and, for other parts, ids of things that do not exist."""
    samples = {"uuid": str(uuid.uuid4()), "int": "4711", "slug": "none", "path": "none", "str": "none"}
    values = {name: samples.get(kind, "none") for name, kind in route.arguments.items()}
    if "ref" in values:
        values["ref"] = case.reference
    return reverse(route.name, kwargs=values)


def statuses(client: Client, url: str) -> set[int]:
    """What GET and POST answer, without the refusal of the wrong method."""
    answers = {client.get(url).status_code, client.post(url, {}).status_code}
    return answers - {405} or answers


def test_every_route_is_classified():
    unclassified = sorted({f"{route.name} ({route.pattern})" for route in FOUND if route.name not in ROUTES})

    assert unclassified == [], "say in tests/house/routes.py whom these are for"


def test_no_entry_is_left_from_a_route_that_is_gone():
    assert sorted(set(ROUTES) - {route.name for route in FOUND}) == []


def test_every_route_has_a_name():
    assert [route.pattern for route in FOUND if route.name.endswith(">")] == []


def test_addresses_that_name_a_case_ask_for_a_grant():
    careless = [
        route.name
        for route in FOUND
        if route.is_of_a_case and not (ROUTES[route.name].of_case or ROUTES[route.name].public)
    ]

    assert careless == []


def test_a_stranger_gets_nothing(case):
    stranger, wrong = Client(raise_request_exception=False), []

    for route in GUARDED:
        url = address(route, case)
        for answer in (stranger.get(url), stranger.post(url, {})):
            sent_to_sign_in = answer.status_code == 302 and reverse("dsar:sign-in") in answer["Location"]
            if not sent_to_sign_in and answer.status_code not in REFUSED_TO_STRANGERS:
                wrong.append((route.name, answer.status_code))

    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_a_foreign_case_does_not_exist(role, case):
    client = colleague(role)

    answers = {route.name: statuses(client, address(route, case)) for route in OF_A_CASE}

    assert {name: told for name, told in answers.items() if told != {404}} == {}


@pytest.mark.parametrize(
    "route", [route for route in OF_A_CASE if list(route.arguments) == ["ref"]], ids=lambda route: route.name
)
def test_whoever_was_granted_the_case_finds_it(route, case, world):
    """The other side of the 404: without it a route that is always missing would look well guarded."""
    client = Client(raise_request_exception=False)
    client.force_login(world.dpo)

    assert statuses(client, address(route, case)) - {404}


@pytest.mark.parametrize("role", Role)
def test_the_wrong_role_is_refused(role, case):
    client = colleague(role)

    answers = {route.name: statuses(client, address(route, case)) for route in closed_to(role)}

    assert {name: told for name, told in answers.items() if not told <= {403, 404}} == {}


def test_every_role_has_doors_that_are_closed_to_it():
    assert [role for role in Role if not closed_to(role)] == []

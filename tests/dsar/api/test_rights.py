"""Decided rights over the API: the same acts, the same refusals."""

import pytest
from rest_framework.test import APIClient

from dsar.api.services import make_token
from dsar.cases.clock import received_on
from dsar.foundation import clock
from dsar.processing_records.models import System
from dsar.rights.decisions import services
from dsar.rights.restriction.services import note_restriction
from tests.dsar.rights.ways import RightAsked, asked, at_decision, small_register


@pytest.fixture
def call(world):
    small_register(world)

    def as_user(user):
        _token, secret = make_token(user=user, name="test")
        api = APIClient()
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return api

    return as_user


def do(api, case, act, **more):
    return api.post(f"/api/v1/cases/{case.reference}/right/acts/", {"act": act, **more}, format="json")


def test_a_rectification_goes_its_whole_way(call, world):
    case = at_decision(world, RightAsked.RECTIFICATION)
    api = call(world.handler)
    shop = str(System.objects.get(name="Shop").pk)

    noted = do(api, case, "note_correction", system=shop, field="street", old="12", new="14").json()
    do(api, case, "check_accuracy", id=noted["corrections"][0]["id"], finding="inaccurate", words="Seen")
    decided = do(api, case, "decide", outcome="granted", ground="inaccurate", why="Shown").json()
    early = do(api, case, "answer")
    day = received_on(case).isoformat()
    do(api, case, "sign_task", id=decided["tasks"][0]["id"], state="done", on=day, words="Tom")
    answered = do(api, case, "answer").json()
    for name in ("Parcels Ltd", "Tax office"):
        do(api, case, "tell_recipient", recipient=name, state="told", words="Told")
    closed = do(api, case, "close").json()
    listed = api.get("/api/v1/rights/decisions/", {"right": "rectification"}).json()

    assert (early.status_code, early.json()["code"]) == (422, "D2")
    assert (answered["stage"], closed["stage"], closed["outcome"]) == ("sent", "closed", "granted")
    assert [row["case"] for row in listed["results"]] == [case.reference]
    assert "why" not in listed["results"][0]


def test_what_the_pages_refuse_is_refused_here_with_the_same_code(call, world):
    case = at_decision(world, RightAsked.OBJECTION)
    api = call(world.handler)
    do(api, case, "note_objection", kind="general", words="A neighbour")

    unweighed = do(api, case, "decide", outcome="granted", ground="no_compelling_grounds", why="x")
    unknown = do(api, case, "agree")
    strange = do(api, case, "fly")
    other = do(api, asked(world, RightAsked.ACCESS), "start")

    assert (unweighed.status_code, unweighed.json()["code"]) == (422, "room_wants_more")
    assert (unknown.status_code, strange.status_code, other.status_code) == (409, 400, 409)


def test_strangers_and_those_without_reports_read_nothing(call, world):
    case = at_decision(world, RightAsked.RESTRICTION)

    foreign = call(world.stranger).get(f"/api/v1/cases/{case.reference}/right/")
    register = call(world.intake).get("/api/v1/rights/decisions/")

    assert (foreign.status_code, register.status_code) == (404, 403)


def test_a_session_gives_its_password_again_before_it_agrees(world, client):
    small_register(world)
    case = at_decision(world, RightAsked.RESTRICTION)
    note_restriction(case=case, ground="unlawful", why="No basis", activities=(), actor=world.handler)
    services.propose(
        case=case,
        outcome="refused",
        ground="no_restriction_ground",
        why="None fits",
        words="None of them fits.",
        actor=world.handler,
    )
    client.force_login(world.dpo)
    door = f"/api/v1/cases/{case.reference}/right/acts/"

    stale = client.post(door, {"act": "agree"}, content_type="application/json")
    session = client.session
    session["reauthenticated_at"] = clock.now().isoformat()
    session.save()
    unread = client.post(door, {"act": "agree"}, content_type="application/json")
    read = client.get(f"/api/v1/cases/{case.reference}/right/").json()["decisions"][0]["version"]
    other = client.post(door, {"act": "agree", "version": "0" * 64}, content_type="application/json")
    fresh = client.post(door, {"act": "agree", "version": read}, content_type="application/json")

    assert (stale.status_code, stale.json()["code"]) == (403, "password_needed")
    assert (unread.status_code, other.status_code) == (422, 409)
    assert (fresh.status_code, fresh.json()["decisions"][0]["state"]) == (200, "decided")

"""The register of breaches over the API: the same roles, the same refusals, the clock in hours."""

import datetime as dt

import pytest
from rest_framework.test import APIClient

from dsar.accountability.breaches import factors
from dsar.api.services import make_token
from dsar.foundation import clock

URL = "/api/v1/breaches/"


@pytest.fixture
def call():
    def as_user(user):
        _token, secret = make_token(user=user, name="test")
        api = APIClient()
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return api

    return as_user


def new():
    return {"title": "List sent", "what_happened": "A list went out.", "types": ["confidentiality"]}


def test_a_breach_is_reported_made_aware_decided_and_read(call, world):
    api = call(world.dpo)
    made = api.post(URL, new(), format="json").json()
    acts = f"{URL}{made['reference']}/acts/"
    at = (clock.now() - dt.timedelta(hours=10)).isoformat()

    api.post(acts, {"act": "aware", "at": at, "by": "Dana", "why": "The recipient told us so."}, format="json")
    weighed = [{"code": code, "weight": "neutral"} for code in factors.CORE]
    reasons = "One recipient who deleted it and said so in writing."
    api.post(acts, {"act": "decide", "risk": "likely", "why": reasons, "factors": weighed}, format="json")
    api.patch(f"{URL}{made['reference']}/", {"version": 2, "persons_about": 12}, format="json")

    told = api.get(f"{URL}{made['reference']}/").json()
    assert (told["state"], told["risk"], told["persons_about"]) == ("open", "likely", 12)
    assert told["clock"]["hours_left"] == pytest.approx(62, abs=0.1)
    assert "The authority has not been told." in told["still_owed"]
    assert api.get(URL, {"risk": "likely"}).json()["count"] == 1


def test_who_does_not_read_the_register_reports_and_reads_nothing(call, world):
    api = call(world.intake)

    made = api.post(URL, new(), format="json")

    assert (made.status_code, set(made.json())) == (201, {"reference"})
    assert api.get(URL).status_code == 403
    assert api.get(f"{URL}{made.json()['reference']}/").status_code == 403


@pytest.mark.parametrize(
    ("act", "status"),
    [
        ({"act": "decide", "risk": "likely"}, 422),
        ({"act": "aware"}, 400),
        ({"act": "vanish"}, 400),
        ({"act": "note", "text": ""}, 422),
    ],
)
def test_what_the_rules_refuse_is_refused_here_too(call, world, act, status):
    api = call(world.dpo)
    made = api.post(URL, new(), format="json").json()

    answer = api.post(f"{URL}{made['reference']}/acts/", act, format="json")

    assert (answer.status_code, set(answer.json())) == (status, {"code", "message", "fields"})


def test_an_old_version_is_a_conflict(call, world):
    api = call(world.dpo)
    made = api.post(URL, new(), format="json").json()

    assert api.patch(f"{URL}{made['reference']}/", {"version": 9, "persons_about": 1}, format="json").status_code == 409

"""The REST API: tokens, cases, clock acts, deadlines; one error shape; foreign cases do not exist."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dsar.api.models import ApiToken
from dsar.api.services import make_token, revoke_token
from dsar.cases.models import Case
from tests.world import ago, local_today, make_case

PREVIEW = "/api/v1/deadlines/preview/"
CASES = "/api/v1/cases/"


@pytest.fixture
def as_user(client):
    """A client that calls with the person's token."""

    def call(user):
        _token, secret = make_token(user=user, name="test")
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        return client

    return call


def test_without_a_token_nothing_is_answered(client, db):
    response = client.get(CASES)

    assert response.status_code == 401
    assert set(response.json()) == {"code", "message", "fields"}


def test_a_token_is_stored_as_a_digest_and_ends_when_revoked(as_user, world):
    client = as_user(world.handler)
    secret = client.defaults["HTTP_AUTHORIZATION"].split()[1]
    token = ApiToken.objects.get()

    assert secret.encode() not in bytes(token.digest)
    assert client.get(CASES).status_code == 200
    revoke_token(token=token, actor=world.handler)
    assert client.get(CASES).status_code == 401


def test_the_day_of_a_token_is_written_once_a_day(as_user, world):
    client = as_user(world.handler)
    client.get(CASES)
    token = ApiToken.objects.get()

    with CaptureQueriesContext(connection) as asked:
        client.get(CASES)

    assert token.last_used_on == timezone.now().date()
    assert not [one for one in asked.captured_queries if one["sql"].startswith("UPDATE")]


def test_an_expired_token_is_refused(as_user, world):
    client = as_user(world.handler)
    ApiToken.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))

    assert client.get(CASES).status_code == 401


def test_a_request_is_logged_and_read_back(as_user, world):
    client = as_user(world.intake)
    body = {
        "request_text": "Everything, please",
        "received_at": "2026-11-05T09:00:00Z",
        "subject": {"name": "Ana Lindqvist", "emails": ["ana@example.com"]},
    }

    response = client.post(CASES, body, content_type="application/json")

    assert response.status_code == 201, response.content
    assert response.json()["statutory_due_on"] == "2026-12-07"
    detail = client.get(f"{CASES}{response.json()['reference']}/").json()
    assert detail["clock"]["steps"][0]["article"]


@pytest.mark.parametrize(
    "field, value", [("due_on", "2030-01-01"), ("stage", "closed"), ("handler", "x"), ("key", "x"), ("outcome", "x")]
)
def test_what_a_caller_may_not_set_is_refused_by_name(as_user, world, field, value):
    body = {"request_text": "x", "subject": {"name": "A"}, field: value}

    response = as_user(world.intake).post(CASES, body, content_type="application/json")

    assert response.status_code == 400
    assert field in response.json()["fields"]
    assert not Case.objects.exists()


def test_a_foreign_case_is_not_found(as_user, world):
    case = make_case(world)

    client = as_user(world.stranger)

    assert client.get(f"{CASES}{case.reference}/").status_code == 404
    assert client.get(f"{CASES}{case.reference}/clock-acts/").status_code == 404
    assert client.get(CASES).json()["count"] == 0


def test_a_clock_act_is_done_by_the_same_rules(as_user, world):
    case = make_case(world, received=ago(days=3))
    client = as_user(world.handler)
    url = f"{CASES}{case.reference}/clock-acts/"
    today = local_today().isoformat()

    asked = client.post(
        url,
        {"kind": "ask", "waiting_for": "identity", "on": today, "reason": "Unknown"},
        content_type="application/json",
    )
    refused = client.post(
        url, {"kind": "extend", "on": today, "reason": "x", "criteria": []}, content_type="application/json"
    )

    assert asked.status_code == 201, asked.content
    assert (refused.status_code, refused.json()["code"]) == (422, "criterion_missing")
    assert [event["kind"] for event in client.get(url).json()] == ["ask"]
    assert client.get(f"{CASES}{case.reference}/").json()["clock_state"] == "not_started"


def test_a_deadline_is_previewed_with_its_reasons(as_user, world):
    client = as_user(world.handler)

    answer = client.get(
        "/api/v1/deadlines/preview/",
        {
            "received": "2027-01-31T10:00",
            "regime": "EU",
            "tz": "Europe/Berlin",
            "calendar": "DE",
            "policy": "FIXED30",
            "today": "2027-02-01",
        },
    )

    assert answer.json()["statutory_due"] == "2027-03-01"
    assert all(step["sentence"] and step["article"] for step in answer.json()["steps"])


def test_a_preview_takes_events_closing_days_and_a_version(as_user, world):
    events = [
        {"type": "ask", "kind": "clarification", "date": "2026-06-04"},
        {"type": "answer", "kind": "clarification", "date": "2026-06-10"},
    ]
    question = {"received": "2026-06-01T09:00", "events": json.dumps(events), "today": "2026-06-20"}

    answer = as_user(world.handler).get(PREVIEW, question | {"closing_days": "2026-07-08"}).json()

    assert (answer["nominal"], answer["statutory_due"], answer["excluded_days"]) == ("2026-07-08", "2026-07-09", 7)
    assert answer["ruleset_version"] == "UK-2026-02-05"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"received": "soon"}, 422),
        ({"tz": "Mars/Olympus"}, 422),
        ({"tz": "../etc"}, 422),
        ({"calendar": "QQ"}, 422),
        ({"policy": "FIXED31"}, 422),
        ({"closing_days": "soon"}, 422),
        ({"events": '[{"type": "nudge", "date": "2026-06-04"}]'}, 422),
        ({"events": "{"}, 400),
        ({"events": "[1]"}, 400),
        ({"regime": "XX"}, 400),
        ({"moon": "full"}, 400),
    ],
)
def test_a_wrong_question_is_refused_in_one_shape(as_user, world, more, status):
    wrong = as_user(world.handler).get(PREVIEW, {"received": "2026-06-01T09:00"} | more)

    assert wrong.status_code == status
    assert set(wrong.json()) == {"code", "message", "fields"}


def test_the_schema_names_every_path(as_user, world):
    schema = as_user(world.handler).get("/api/v1/schema/", HTTP_ACCEPT="application/json")

    assert schema.status_code == 200
    text = schema.content.decode()
    for path in ("/api/v1/cases/", "/api/v1/cases/{ref}/clock-acts/", "/api/v1/deadlines/preview/"):
        assert path in text
    assert "Last day for a notice of extension" in text


def test_a_search_is_planned_and_started_by_its_gates(as_user, world):
    case = make_case(world)
    client = as_user(world.handler)

    refused = client.post(f"{CASES}{case.reference}/scans/", {}, content_type="application/json")

    assert (refused.status_code, refused.json()["code"]) == (422, "G6")
    assert client.get(f"{CASES}{case.reference}/scans/").json() == []


def test_a_package_is_not_built_before_its_answer_is_complete(as_user, world):
    case = make_case(world)
    client = as_user(world.handler)

    refused = client.post(f"{CASES}{case.reference}/packages/", {}, content_type="application/json")

    assert (refused.status_code, refused.json()["code"]) == (422, "G12")
    assert client.get(f"{CASES}{case.reference}/packages/").json() == []

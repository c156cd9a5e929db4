"""Figures that leave, over the API: the budget refuses when it is spent, tables leave anonymous or not at all."""

import itertools
import json
from collections import Counter

import pytest
from rest_framework.test import APIClient

from dsar.api.services import make_token
from dsar.audit.models import AuditEntry
from dsar.statistics.release.models import NoisyAnswer

URL = "/api/v1/releases/"
TOWNS, ILLS = ("Leeds", "York"), ("flu", "none", "asthma")
TABLE = {
    "columns": ["name", "age", "town", "illness"],
    "rows": [[f"P{n}", str(30 + n % 10), TOWNS[n % 2], ILLS[n % 3]] for n in range(60)],
    "parts": {"name": "direct", "age": "quasi", "town": "quasi", "illness": "sensitive"},
}


def api_of(user):
    _token, secret = make_token(user=user, name="test")
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return api


@pytest.fixture
def api(world):
    return api_of(world.dpo)


@pytest.fixture
def answers(api):
    """Where figures of a budget of ε 2 are asked for."""
    made = api.post(f"{URL}budgets/", {"name": "Wages", "epsilon": "2"}, format="json").json()
    return f"{URL}budgets/{made['id']}/answers/"


def test_counts_and_means_are_told_until_the_budget_is_spent_and_refused_then(api, answers):
    count = {"question": "How many", "kind": "count", "count": 120, "epsilon": "1"}
    mean = {"question": "Mean", "kind": "mean", "values": [10.0] * 500, "low": 0, "high": 20, "epsilon": "1"}

    told = [api.post(answers, body, format="json") for body in (count, mean, count)]

    assert [one.status_code for one in told] == [201, 201, 422]
    assert abs(told[0].json()["value"] - 120) < 40
    assert 0 <= told[1].json()["value"] <= 20
    assert told[2].json()["code"] == "budget_spent"
    assert api.get(f"{URL}budgets/").json()[0]["left"] == "0.0000"
    assert len(api.get(answers).json()) == NoisyAnswer.objects.count() == 2
    assert AuditEntry.objects.filter(action="release.refused").count() == 1


def test_what_was_sent_is_stored_nowhere(api, answers):
    api.post(
        answers,
        {"question": "Mean", "kind": "mean", "values": [4711.5], "low": 0, "high": 9000, "epsilon": "0.1"},
        format="json",
    )

    assert "4711.5" not in str(list(NoisyAnswer.objects.values()))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "count", "epsilon": "1"}, 400),
        ({"kind": "mean", "values": [1], "low": 3, "high": 2, "epsilon": "1"}, 422),
        ({"kind": "mean", "values": [1], "low": 0, "high": 2, "epsilon": "1", "mechanism": "gaussian"}, 400),
        ({"kind": "count", "count": 1, "epsilon": "0"}, 400),
        ({"kind": "sum", "count": 1, "epsilon": "1"}, 400),
    ],
)
def test_a_question_that_cannot_be_answered_costs_nothing(api, answers, body, status):
    answer = api.post(answers, {"question": "Q", **body}, format="json")

    assert (answer.status_code, set(answer.json())) == (status, {"code", "message", "fields"})
    assert api.get(f"{URL}budgets/").json()[0]["spent"] == "0.0000"


def test_a_year_is_published_once_and_withdrawn(api):
    made = api.post(f"{URL}reports/", {"year": 2025, "epsilon": "1"}, format="json")
    again = api.post(f"{URL}reports/", {"year": 2025, "epsilon": "1"}, format="json")
    public = APIClient().get("/transparency/report.json")
    withdraw = f"{URL}reports/{made.json()['id']}/withdraw/"

    statuses = [api.post(withdraw).status_code for _ in range(2)]

    assert (made.status_code, again.status_code, statuses) == (201, 409, [200, 409])
    assert b'"year": 2025' in b"".join(public.streaming_content)
    assert api.get(f"{URL}reports/").json()[0]["withdrawn_at"] is not None


def test_a_table_leaves_anonymous_and_diverse(api):
    made = api.post(f"{URL}table/", TABLE, format="json").json()

    known = [made["columns"].index(name) for name in ("age", "town")]
    ill = made["columns"].index("illness")
    groups = Counter(tuple(row[place] for place in known) for row in made["rows"])
    diverse = [
        len({row[ill] for row in made["rows"] if tuple(row[place] for place in known) == group}) for group in groups
    ]
    assert "name" not in made["columns"]
    assert (min(groups.values()) >= 5, min(diverse) >= 2) == (True, True)
    assert made["after"]["k"] == min(groups.values())
    facts = json.loads(bytes(AuditEntry.objects.get(action="release.table_made").body))["facts"]
    assert (facts["rows"], facts["k"]) == (len(made["rows"]), made["after"]["k"])


def test_a_table_that_cannot_be_made_anonymous_does_not_leave(api):
    few = {**TABLE, "rows": list(itertools.islice(TABLE["rows"], 3))}

    answer = api.post(f"{URL}table/", few, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "table_unusable")


def test_others_release_nothing(world):
    for user in (world.handler, world.auditor):
        api = api_of(user)
        assert api.get(f"{URL}budgets/").status_code == api.get(f"{URL}reports/").status_code == 403
        assert api.post(f"{URL}table/", TABLE, format="json").status_code == 403
        assert api.post(f"{URL}reports/", {"year": 2025, "epsilon": "1"}, format="json").status_code == 403
    assert APIClient().get(f"{URL}budgets/").status_code == 401

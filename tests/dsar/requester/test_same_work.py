"""Known and unknown pairs are told apart by nothing: not by the work that a request does, not by its time."""

import re
import statistics
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dsar.intake import budget
from dsar.requester import tasks
from tests.dsar.requester.conftest import SIGN_IN

pytestmark = pytest.mark.django_db
ROUNDS = 120


@pytest.fixture(autouse=True)
def no_limit(monkeypatch):
    """The budget is not what is measured, and the doorbell rings nowhere."""
    monkeypatch.setitem(budget.BUDGETS, "code", (10**6, 10**6))
    monkeypatch.setattr(tasks.send_code, "delay", lambda _pk: None)


def test_both_ask_the_database_the_same_questions(case):
    def asked(email):
        with CaptureQueriesContext(connection) as queries:
            Client().post(SIGN_IN, {"reference": case.reference, "email": email})
        return [re.sub(r"'(?:[^']|'')*'|\\d+|NULL", "?", query["sql"]) for query in queries]

    asked("warm@example.com")

    assert asked("ana@example.com") == asked("nobody@example.com")


def test_a_guesser_with_a_watch_learns_nothing(case):
    """For 120 pairs measured in turn, the area under the curve of "slower means known" stays near a coin's 0.5 (T23)."""
    browser, took = Client(), {True: [], False: []}
    pairs = {True: "ana@example.com", False: "eve@example.com"}
    for number in range(ROUNDS + 10):
        for is_known in (True, False) if number % 2 else (False, True):
            began = time.perf_counter()
            browser.post(SIGN_IN, {"reference": case.reference, "email": pairs[is_known]})
            if number >= 10:
                took[is_known].append(time.perf_counter() - began)

    slower = sum(known > unknown for known in took[True] for unknown in took[False])
    area = slower / (ROUNDS * ROUNDS)
    apart = abs(statistics.median(took[True]) - statistics.median(took[False]))

    assert 0.35 < area < 0.65
    assert apart < 0.02

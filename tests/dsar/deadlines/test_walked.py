"""The clock and the walker of days agree on every field, for thousands of stories nobody chose."""

import json
import os
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from dsar.deadlines import run_vectors
from tests.dsar.deadlines.daywalk import expected, months_later
from tests.dsar.deadlines.hostile import stories

SAMPLES = int(os.environ.get("DSAR_WALKED_SAMPLES", "5000"))
SEED = int(os.environ.get("DSAR_WALKED_SEED", "20261122"))


@pytest.fixture(scope="module")
def told():
    return stories(SAMPLES, SEED)


@pytest.fixture(scope="module")
def answers(told, tmp_path_factory):
    """What the command prints for the stories, by id."""
    file = tmp_path_factory.mktemp("walked") / "vectors.json"
    file.write_text(json.dumps(told))
    printed = StringIO()
    call_command("dsar", "deadline", "--vectors", str(file), "--json", stdout=printed)
    return {answer["id"]: answer["expected"] for answer in json.loads(printed.getvalue())}


def disagreements(vector, answer):
    wanted = expected(vector)
    fields = wanted.keys() if vector.get("optout") else wanted.keys() | (answer.keys() - {"policy_due"})
    plain = {**answer, "flags": sorted(answer["flags"])}
    return {name: (wanted.get(name), plain.get(name)) for name in fields if wanted.get(name) != plain.get(name)}


def test_the_clock_and_the_walker_of_days_agree_on_every_field(told, answers):
    wrong = [(vector, found) for vector in told if (found := disagreements(vector, answers[vector["id"]]))]

    assert not wrong, f"{len(wrong)} of {SAMPLES}; the first: {json.dumps(wrong[0])}"


def test_the_stories_reach_every_corner_of_the_law(told, answers):
    flags = {flag.partition(":")[0] for answer in answers.values() for flag in answer["flags"]}
    states = {answer["state"] for answer in answers.values()}

    assert {vector["regime"] for vector in told} == {"EU", "UK", "CCPA", "PIPEDA", "QC", "LGPD", "CH"}
    assert states == {"RUNNING", "PAUSED", "STOPPED"}
    assert flags == {
        "OPEN",
        "NOT_STARTED",
        "NO_PAUSE_IN_REGIME",
        "PAUSE_REFUSED_AFTER_DUE",
        "EXTENSION_REFUSED_LATE",
        "EXTENSION_REFUSED_ALREADY",
        "EXTENSION_REFUSED_NO_REASONS",
        "EXTENSION_NOT_AVAILABLE",
        "POLICY_LATER_THAN_STATUTE",
    }
    assert {answer.get("closed_in_time") for answer in answers.values()} == {True, False, None}


def test_the_careful_date_comes_first_and_the_law_s_date_last(answers):
    dated = [answer for answer in answers.values() if answer["due"]]

    assert all(answer["safe_due"] <= answer["due"] <= answer["statutory_due"] for answer in dated)
    assert all(answer["start"] <= answer["nominal"] <= answer["statutory_due"] for answer in dated)


def test_the_order_in_which_events_are_written_down_changes_nothing(told, answers):
    def extended_twice_a_day(vector):
        days = [event["date"] for event in vector["events"] if event["type"] == "extend"]
        return len(days) != len(set(days))

    some = [vector for vector in told[:800] if not extended_twice_a_day(vector)]
    backwards = run_vectors([{**vector, "events": vector["events"][::-1]} for vector in some])

    for vector, answer in zip(some, backwards, strict=True):
        assert sorted(answer["expected"].pop("flags")) == sorted(answers[vector["id"]]["flags"])
        assert answer["expected"].items() <= answers[vector["id"]].items()


def test_a_disagreement_would_be_seen(told, answers):
    vector = next(vector for vector in told if answers[vector["id"]]["due"])
    answer = {**answers[vector["id"]], "due": "1999-01-01"}

    assert disagreements(vector, answer) == {"due": (expected(vector)["due"], "1999-01-01")}


def vector(regime, received, *events, cal="none", tz="Europe/Berlin", **more):
    split = [line.split() for line in events]
    listed = [
        {"type": kind, "date": day, "reasons": True, **({"kind": what[0]} if what else {})}
        for day, kind, *what in split
    ]
    return {
        "id": "N",
        "regime": regime,
        "received": f"{received}T09:00",
        "tz": tz,
        "cal": cal,
        "events": listed,
        **more,
    }


# What the two computations once saw differently, and what the rules say.
SETTLED = {
    "a start already known is shown while another is awaited": (
        vector("UK", "2025-01-29", "2025-01-31 ask fee", "2025-02-15 ask identity", "2025-02-28 answer fee"),
        {"start": "2025-02-28", "due": None, "flags": ["NOT_STARTED", "OPEN:identity"]},
    ),
    "days of a pause before the receipt never count": (
        vector("EU", "2026-03-10", "2026-03-01 ask identity", "2026-03-12 answer identity"),
        {"nominal": "2026-04-12", "excluded_days": 2},
    ),
    "a UK receipt of any year is read by today's table": (
        vector("UK", "2025-06-02", "2025-06-04 ask clarification", "2025-06-10 answer clarification"),
        {"nominal": "2025-07-09", "excluded_days": 7, "ext_notice_by": "2025-07-09", "safe_due": "2025-07-08"},
    ),
    "a pause on the last day moves nothing, and a second ask comes after the end": (
        vector("EU", "2027-11-30", "2027-12-30 ask identity", "2028-01-17 ask identity", today="2028-02-26"),
        {"due": "2027-12-30", "excluded_days": 0, "flags": ["OPEN:identity", "PAUSE_REFUSED_AFTER_DUE"]},
    ),
    "of two answers of one day the second answers the ask of that day": (
        vector(
            "UK", "2028-06-11", "2028-06-14 ask identity", "2028-07-03 answer identity", "2028-07-03 ask identity",
            "2028-07-03 answer identity",
        ),
        {"due": "2028-08-03", "flags": [], "state": "RUNNING"},
    ),
    "a Swiss extension without a day announced is none": (
        vector("CH", "2026-05-20", "2026-06-01 extend"),
        {"due": "2026-06-19", "flags": ["EXTENSION_NOT_AVAILABLE"]},
    ),
    "the Swiss period begins when the ten days of thought end": (
        vector("CH", "2026-04-25", "2026-05-01 ask fee", "2026-05-06 answer fee"),
        {"start": "2026-05-11", "due": "2026-06-10", "safe_due": "2026-06-05"},
    ),
    "asking again for the Swiss share in the costs opens no second window": (
        vector("CH", "2024-01-31", "2024-01-31 ask fee", "2024-02-01 ask fee", "2024-02-02 answer fee"),
        {"start": "2024-02-10", "due": "2024-03-11"},
    ),
    "an internal hold stops no clock": (
        vector("EU", "2026-03-10", "2026-03-12 ask on_hold", "2026-03-20 answer on_hold"),
        {"due": "2026-04-10", "flags": ["NO_PAUSE_IN_REGIME:on_hold"], "state": "RUNNING"},
    ),
    "an end of the clock before the period began is in time": (
        vector("UK", "2026-06-01", "2026-06-02 ask identity", "2026-09-01 close"),
        {"due": None, "closed_in_time": True, "state": "STOPPED", "flags": ["NOT_STARTED"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SETTLED)
def test_what_was_once_seen_differently_stays_settled(name):
    asked, wanted = SETTLED[name]

    [answer] = run_vectors([asked])

    answer["expected"]["flags"].sort()
    assert {field: answer["expected"].get(field) for field in wanted} == wanted
    assert not disagreements(asked, answer["expected"])


def test_the_walker_knows_every_vector_derived_by_hand():
    vectors = json.loads((Path(__file__).parents[2] / "data" / "deadlines.json").read_text())

    for known in vectors:
        walked = expected(known)
        assert {k: walked.get(k) for k in known["expected"]} == {
            k: sorted(v) if k == "flags" else v for k, v in known["expected"].items()
        }, known["id"]


def test_the_walker_walks_to_the_end_of_short_months():
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)

import json
from pathlib import Path

import pytest

from dsar.deadlines import run_vectors

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "deadlines.json").read_text())


def test_the_file_holds_all_91_vectors():
    ids = [vector["id"] for vector in VECTORS]

    assert len(ids) == len(set(ids)) == 91


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_the_clock_gives_every_date_derived_by_hand(vector):
    wanted = vector["expected"]

    [answer] = run_vectors([{name: value for name, value in vector.items() if name != "expected"}])

    computed = {name: answer["expected"].get(name, "absent") for name in wanted}
    assert answer["id"] == vector["id"]
    assert sorted(computed.pop("flags")) == sorted(wanted["flags"])
    assert computed == {name: value for name, value in wanted.items() if name != "flags"}


GOOD = {"id": "X", "regime": "EU", "received": "2026-03-05T09:00", "tz": "Europe/Berlin", "cal": "DE", "events": []}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"regime": "XX"}, "unknown regime"),
        ({"tz": "Europe/Nowhere"}, "unknown time zone"),
        ({"cal": "QQ"}, "unknown holiday calendar"),
        ({"cal": "DE-QQ"}, "unknown holiday calendar"),
        ({"received": "5 March"}, "not a date and time"),
        ({"received": None}, "field received is missing"),
        ({"right": "nap"}, "unknown right"),
        ({"policy": "FIXED31"}, "unknown deadline policy"),
        ({"policy": 30}, "unknown deadline policy"),
        ({"received": "9999-12-31T09:00"}, "beyond the year"),
        ({"today": "9999-12-31"}, "beyond the year"),
        ({"events": [{"type": "close", "date": "9000-01-01"}]}, "beyond the year"),
        ({"events": [{"type": "extend", "date": "2026-03-06", "criteria": 5}]}, "criteria is a list"),
        ({"closing_days": 5}, "closing_days is a list"),
        ({"policy": "CUSTOM:29"}, "1 to 28 days"),
        ({"today": "soon"}, "not a date"),
        ({"events": {"type": "ask"}}, "events is a list"),
        ({"events": ["ask"]}, "an event is an object"),
        ({"events": [{"type": "nudge", "date": "2026-03-06"}]}, "unknown event type"),
        ({"events": [{"type": "ask", "kind": 5, "date": "2026-03-06"}]}, "field kind is missing"),
        ({"events": [{"type": "ask", "kind": "identity"}]}, "not a date"),
        ({"ruleset": "UK-2026-02-05"}, "does not belong"),
        ({"ruleset": "EU-1995"}, "unknown ruleset"),
    ],
)
def test_a_malformed_vector_is_named_with_its_fault(change, message):
    vector = GOOD | change

    with pytest.raises(ValueError, match=message) as raised:
        run_vectors([vector])

    assert "vector X" in str(raised.value)


@pytest.mark.parametrize("raw", [{}, "text", 3, [4]])
def test_anything_but_a_list_of_objects_is_refused(raw):
    with pytest.raises(ValueError):
        run_vectors(raw)

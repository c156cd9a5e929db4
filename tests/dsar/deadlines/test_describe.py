import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import dsar.deadlines
from dsar.deadlines import describe

ROOT = Path(__file__).parents[3]


def test_a_description_is_ready_for_json_and_tells_the_whole_story():
    answer = describe("2026-03-05T09:00", "EU", "Europe/Berlin", "DE", policy="FIXED30", today=date(2026, 3, 6))

    again = json.loads(json.dumps(answer))
    assert again == answer
    assert (again["due"], again["statutory_due"], again["policy_due"]) == ("2026-04-04", "2026-04-07", "2026-04-04")
    assert again["days_left"] == 29
    assert all(step["sentence"] and step["article"] for step in again["steps"])


def test_a_description_takes_acts_as_plain_objects():
    acts = [
        {"type": "ask", "kind": "identity", "date": "2026-03-11"},
        {"type": "answer", "kind": "identity", "date": "2026-03-12", "sufficient": False},
        {
            "type": "extend",
            "date": "2026-03-13",
            "reasons": True,
            "criteria": ["amount_of_data"],
            "until": "2026-05-04",
        },
    ]

    answer = describe("2026-03-10T09:00", "EU", "Europe/Berlin", "DE", acts, today=date(2026, 3, 20))

    assert (answer["state"], answer["extended"]) == ("PAUSED", True)


def test_a_wrong_argument_is_a_value_error():
    with pytest.raises(ValueError, match="unknown regime"):
        describe("2026-03-10T09:00", "XX", "Europe/Berlin", today=date(2026, 3, 20))


def test_the_clock_needs_no_django_and_reads_no_system_clock():
    program = (
        "import sys, dsar.deadlines\n"
        "bad = {'django', 'rest_framework', 'celery', 'guardian'} & {name.split('.')[0] for name in sys.modules}\n"
        "sys.exit(', '.join(sorted(bad)) or 0)"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")
    for file in Path(dsar.deadlines.__file__).parent.glob("*.py"):
        assert ".now(" not in file.read_text()
        assert ".today(" not in file.read_text()


def test_everything_offered_is_there():
    assert [name for name in dsar.deadlines.__all__ if not hasattr(dsar.deadlines, name)] == []

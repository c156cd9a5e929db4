"""`dsar dashboard`: counts and overdue cases as references and dates; no names."""

from collections import Counter
from typing import Any

from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.management.actions import Answer, Options, Parser

NAME = "dashboard"
HELP = "counts of cases and the overdue ones"


def add_arguments(parser: Parser) -> None:
    """Nothing to choose but the zone of today."""
    parser.add_argument("--tz", default="UTC", help="the time zone that decides which day it is")


def run(options: Options) -> Answer:
    """Count."""
    today = clock.today(options["tz"])
    cases = Case.objects.all()
    value: dict[str, Any] = {
        "as_of": today.isoformat(),
        "open": cases.open().count(),
        "closed": cases.closed().count(),
        "overdue": [_line(case) for case in cases.past_the_statute(today).order_by("statutory_due_on")],
        "past_target": [_line(case) for case in cases.past_target(today).order_by("due_on")],
        "due_in_7_days": [_line(case) for case in cases.due_within(today, 7).order_by("due_on")],
        "waiting_for_identity": [_line(case) for case in cases.waiting_for_identity()],
        "by_stage": dict(Counter(cases.values_list("stage", flat=True))),
    }
    lines = [f"{name.replace('_', ' ')}: {len(value[name])}" for name in ("overdue", "past_target", "due_in_7_days")]
    return Answer(value, "\n".join([f"open: {value['open']}, sent or closed: {value['closed']}", *lines]))


def _line(case: Case) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "stage": case.stage,
        "due": case.due_on and case.due_on.isoformat(),
        "statutory_due": case.statutory_due_on and case.statutory_due_on.isoformat(),
        "clock": case.clock_state,
    }

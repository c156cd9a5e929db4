"""The run of the tests itself: it may begin at any hour, and midnight may come while it runs."""

import ast
import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests import midnight
from tests.house import sources

ASKS = {"now", "today", "utcnow", "localdate", "localtime", "local_today", "ago", "today_of"}
OF_THE_MACHINE = ("dt.date.today", "date.today", "dt.datetime.today", "datetime.date.today")


def done_on_import(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that are made while a file is read: outside functions, and in their decorators and defaults."""
    if isinstance(node, ast.Lambda):
        return
    inner = ast.iter_child_nodes(node)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        inner = iter([*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)])
    if isinstance(node, ast.Call):
        yield node
    for one in inner:
        yield from done_on_import(one)


def asked_on_import(source: str) -> list[str]:
    """Where a file asks for the moment while it is read."""
    calls = [(call.lineno, sources.dotted(call.func)) for call in done_on_import(ast.parse(source))]
    return [f"{line} {name}" for line, name in calls if name.rpartition(".")[2] in ASKS]


@pytest.mark.parametrize(
    "now, left",
    [
        ("2026-11-22T23:59:55+00:00", 5),  # London and UTC
        ("2026-11-22T22:59:57.5+00:00", 2.5),  # Berlin
        ("2027-07-01T21:59:59+00:00", 1),  # Berlin in summer
        ("2027-07-01T22:30:00+00:00", 1800),  # London in summer comes before UTC
        ("2026-11-22T00:00:00+00:00", 23 * 3600),
    ],
)
def test_the_day_that_ends_first_counts(now, left):
    assert midnight.seconds_left(dt.datetime.fromisoformat(now)) == left


def test_a_test_that_midnight_could_meet_waits_for_the_new_day(monkeypatch):
    waited = []
    monkeypatch.setattr(midnight.time, "sleep", waited.append)

    for left, is_journey in [(3, False), (11, False), (50, True), (61, True)]:
        item = SimpleNamespace(get_closest_marker=lambda name, found=is_journey: found)
        monkeypatch.setattr(midnight, "seconds_left", lambda now, left=left: left)
        midnight.wait_for_room(item)

    assert waited == [3, 50]


def test_no_test_keeps_the_moment_at_which_its_file_was_read():
    found = []
    for path in sorted((sources.CHECKOUT / "tests").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found += [f"{sources.name(path)}:{where}" for where in asked_on_import(text)]

    assert found == []


def test_no_test_takes_the_day_of_the_machine_for_the_day_of_the_controller():
    found = []
    for path in sorted((sources.CHECKOUT / "tests").rglob("*.py")):
        if not sources.called(sources.tree(path)).isdisjoint(OF_THE_MACHINE):
            found.append(sources.name(path))

    assert found == ["tests/dsar/foundation/test_sealed.py"]  # the one that compares the two


@pytest.mark.parametrize(
    "source, is_found",
    [
        ("TODAY = local_today()", True),
        ("@mark(clock.now())\ndef test(): pass", True),
        ("class Cases:\n    at = [dt.datetime.now(UTC) - DAY]", True),
        ("def day(at=timezone.now()): pass", True),
        ("def day(): return local_today()", False),
        ("later = lambda: clock.now()", False),
    ],
)
def test_the_moment_is_seen_wherever_reading_asks_for_it(source, is_found):
    assert bool(asked_on_import(source)) is is_found

"""Small files, short functions, no shortcuts."""

import ast
import re

import pytest

from tests.house import sources

pytestmark = pytest.mark.slow(9)

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|(?i:not implemented)")


def test_no_file_is_longer_than_400_lines():
    lengths = {sources.name(path): len(path.read_text().splitlines()) for path in sources.python_files()}

    assert {name: length for name, length in lengths.items() if length > MAX_FILE_LINES} == {}


def test_no_function_is_longer_than_60_lines():
    too_long = [
        f"{sources.name(path)}:{function.lineno} {function.name} ({function.end_lineno - function.lineno + 1} lines)"
        for path in sources.python_files()
        for function in sources.functions(path)
        if function.end_lineno - function.lineno + 1 > MAX_FUNCTION_LINES
    ]

    assert too_long == []


def test_only_management_commands_print():
    printing = [
        sources.name(path)
        for path in sources.python_files()
        if "management" not in path.parts and "print" in sources.called(sources.tree(path))
    ]

    assert printing == []


def test_errors_are_caught_by_name():
    broad = []
    for path in sources.python_files():
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.ExceptHandler):
                caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                if any(kind is None or sources.dotted(kind) in {"Exception", "BaseException"} for kind in caught):
                    broad.append(f"{sources.name(path)}:{node.lineno}")

    assert broad == []


def test_no_command_goes_through_a_shell():
    through_a_shell = [
        f"{sources.name(path)}:{node.value.lineno}"
        for path in sources.python_files()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.keyword) and node.arg == "shell" and not is_false(node.value)
    ]
    named = [sources.name(path) for path in sources.python_files() if "os.system" in sources.called(sources.tree(path))]

    assert through_a_shell + named == []


def is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def test_nothing_is_left_for_later():
    marked = [
        f"{sources.name(path)}:{number}"
        for path in [*sources.python_files(), *sources.templates()]
        if path.suffix in {".py", ".html", ".txt"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]

    assert marked == []


def test_only_the_clock_reads_the_clock():
    """Django code asks dsar.foundation.clock; pure code is given the time."""
    readers = {
        "timezone.now",
        "datetime.now",
        "dt.datetime.now",
        "date.today",
        "dt.date.today",
        "datetime.utcnow",
        "time.time",
    }
    allowed = {"dsar/foundation/clock.py"}
    found = [
        f"{sources.name(path)}: {', '.join(sorted(calls))}"
        for path in sources.python_files()
        if sources.name(path) not in allowed and (calls := readers & sources.called(sources.tree(path)))
    ]

    assert found == []


@pytest.mark.parametrize("banned", ["utils", "helpers", "manager", "common", "misc"])
def test_no_file_is_named_for_nothing(banned):
    assert [sources.name(path) for path in sources.python_files() if path.stem == banned] == []

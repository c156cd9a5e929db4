"""Every command, action and setting is told somewhere a newcomer looks."""

import ast
import re

import pytest

from tests.house import sources

READERS = {"env.text", "env.flag", "env.number", "env.words"}


def read_docs() -> str:
    pages = [sources.CHECKOUT / "README.md", *sorted((sources.CHECKOUT / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages if page.exists())


def make_targets() -> list[str]:
    text = (sources.CHECKOUT / "Makefile").read_text()
    return re.findall(r"^([a-z]+):", text, flags=re.MULTILINE)


def settings_read() -> list[str]:
    """Names of the DSAR_ variables that the settings read."""
    names = set()
    for path in (sources.CHECKOUT / "dsar" / "config" / "settings").glob("*.py"):
        for node in ast.walk(sources.tree(path)):
            if (
                isinstance(node, ast.Call)
                and sources.dotted(node.func) in READERS
                and isinstance(node.args[0], ast.Constant)
            ):
                names.add(node.args[0].value)
    assert "DSAR_BROKER_URL" in names
    return sorted(names)


def command_line_actions() -> list[str]:
    """Actions of `manage.py dsar`, asked from its own parser."""
    from django.core.management import load_command_class

    parser = load_command_class("dsar", "dsar").create_parser("manage.py", "dsar")
    for action in parser._subparsers._group_actions if parser._subparsers else []:
        return sorted(action.choices)
    return []


@pytest.mark.parametrize("target", make_targets())
def test_make_target_is_documented(target):
    assert f"make {target}" in read_docs()


@pytest.mark.parametrize("name", settings_read())
def test_setting_is_documented(name):
    assert f"`{name}`" in (sources.CHECKOUT / "docs" / "deploy.md").read_text()


def test_every_action_of_the_command_line_is_documented():
    actions = command_line_actions()
    docs = read_docs()

    assert {"register", "scan-text", "deadline", "verify-audit"} <= set(actions)
    assert [action for action in actions if f"dsar {action}" not in docs] == []


def test_the_readme_leads_to_pages_that_exist():
    readme = (sources.CHECKOUT / "README.md").read_text()
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", readme)

    assert links
    assert [link for link in links if not (sources.CHECKOUT / link).exists()] == []


def test_no_page_names_a_private_place():
    """Files that travel with the product say nothing of the machine it was made on."""
    place = re.compile(r"/wo" r"rk/|/opt/py" r"pi|\bshared/(?!corpus)")
    places = [sources.CHECKOUT / name for name in ("README.md", "Makefile", "pyproject.toml", "CHANGELOG.md")]
    pages = [*places, *(sources.CHECKOUT / "docs").rglob("*.md"), *(sources.CHECKOUT / ".ci").iterdir()]
    naming = [sources.name(page) for page in pages if page.is_file() and place.search(page.read_text(encoding="utf-8"))]

    assert naming == []


def test_every_requirement_has_its_row_once():
    groups = {"P": 7, "W": 11, "R": 8, "G": 18, "C": 11}
    asked = {f"{letter}{number}" for letter, most in groups.items() for number in range(1, most + 1)}
    page = (sources.CHECKOUT / "docs" / "requirements.md").read_text(encoding="utf-8")

    rows = re.findall(r"^\| ([PWRGC]\d+)\b", page, flags=re.MULTILINE)

    assert sorted(rows) == sorted(asked)


def test_what_the_page_of_requirements_names_exists():
    page = (sources.CHECKOUT / "docs" / "requirements.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:(?:dsar|discovery|house|journeys)/)[\w/]+(?:\.py)?)`", page)
    tests = {name for name in named if "/test_" in name}

    assert len(tests) > 40
    assert [name for name in tests if not (sources.CHECKOUT / "tests" / name).exists()] == []
    assert [name for name in set(named) - tests if not (sources.CHECKOUT / name).exists()] == []

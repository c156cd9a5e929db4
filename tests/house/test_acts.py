"""The matrix of roles and acts is complete: every act that can be recorded has somebody who may do it, and the page tells it."""

import importlib

import pytest

from dsar.access.acts import ACT_WORDS, NAMED, ROOMS, Door, opener
from dsar.access.rules import ROLE_ACTS, ROLE_LABELS, Act, Role
from dsar.accountability.roles import as_markdown, role_lines
from dsar.audit import catalogue
from tests.house import sources


@pytest.fixture(scope="module", autouse=True)
def _every_room_is_loaded():
    """Some acts are declared by modules that only a worker loads."""
    for path in sources.python_files():
        if "declare(" in path.read_text(encoding="utf-8"):
            importlib.import_module(sources.name(path).removesuffix(".py").replace("/", "."))


def test_every_recorded_act_says_what_opens_it():
    unsaid = sorted(code for code in catalogue.declared() if opener(code) is None)

    assert unsaid == [], "say in dsar/access/acts.py which kind of act, or whose door, these belong to"


def test_nothing_is_left_of_acts_that_are_gone():
    declared = catalogue.declared()
    rooms = {code.partition(".")[0] for code in declared}

    assert sorted(set(NAMED) - set(declared)) == []
    assert sorted(set(ROOMS) - rooms) == []


def test_every_kind_of_act_has_words_and_a_role():
    idle = [act for act in Act if not any(act in acts for acts in ROLE_ACTS.values())]

    assert set(ACT_WORDS) == set(Act)
    assert idle == []
    assert set(ROLE_ACTS) == set(ROLE_LABELS) == set(Role)


def test_every_kind_of_act_guards_something():
    """An act that no code asks for would be a row of the table that says nothing."""
    asked = " ".join(
        path.read_text(encoding="utf-8") for path in sources.python_files() if "dsar/access" not in str(path)
    )

    assert [act.name for act in Act if f"Act.{act.name}" not in asked and act is not Act.EDIT_PEOPLE] == []


def test_nobody_without_a_case_role_reads_a_case():
    readers = {role for role in Role if Act.VIEW_CASE in ROLE_ACTS[role]}

    assert readers.isdisjoint({Role.ADMIN, Role.AUDITOR})


def test_the_page_of_roles_is_the_one_that_the_product_prints():
    page = (sources.CHECKOUT / "docs" / "roles.md").read_text(encoding="utf-8")

    assert page == as_markdown(), "run manage.py roles_page"


def test_a_door_is_no_kind_of_act():
    assert {door.value for door in Door}.isdisjoint(act.value for act in Act)
    assert len(role_lines()) == len(Act)

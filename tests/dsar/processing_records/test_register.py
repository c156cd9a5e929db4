"""The register of processing: seed, acts on it, and what an answer would lack."""

import pytest

from dsar.audit.models import AuditEntry
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import ProcessingActivity, System
from dsar.processing_records.rules import Disclosure, Entry, gaps, plain_cell
from dsar.processing_records.seed import seed_register
from dsar.processing_records.selectors import gaps_of
from dsar.processing_records.services import ActivityValues, RecipientValues, save_activity, save_controller

FULL = Entry("p", "b", ["c"], "r", "s", False, "", [Disclosure("R", "GB")], 1)
VALUES = ActivityValues(name="Parking", purpose="Parking of cars", legal_basis="Contract")


def systems():
    return {
        key: System.objects.create(name=f"The {key}")
        for key in ("shop", "files", "mailbox", "hr", "newsletter", "desk")
    }


def save(world, **changes):
    given = {
        "activity": None,
        "controller": world.controller,
        "values": VALUES,
        "recipients": [],
        "systems": [],
        "actor": world.dpo,
    }
    return save_activity(**given | changes)


def test_the_seed_lacks_nothing_that_an_answer_needs(world):
    made = seed_register(controller=world.controller, systems=systems(), actor=world.dpo)

    assert len(made) == 9
    assert {activity.name: gaps_of(activity) for activity in made if gaps_of(activity)} == {}


def test_the_seed_is_written_once(world):
    there = systems()
    seed_register(controller=world.controller, systems=there)

    again = seed_register(controller=world.controller, systems=there)

    assert again == []
    assert ProcessingActivity.objects.count() == 9


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"purpose": " "}, "purpose"),
        ({"categories": []}, "categories"),
        ({"recipients": []}, "recipients"),
        ({"retention": ""}, "retention"),
        ({"source_of_data": ""}, "source"),
        ({"automated": None}, "automated"),
        ({"automated": True}, "automated_logic"),
        ({"recipients": [Disclosure("R", "US")]}, "safeguard"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"systems": 0}, "systems"),
    ],
)
def test_what_is_missing_is_named(changes, code):
    entry = Entry(**{name: getattr(FULL, name) for name in FULL.__slots__} | changes)

    assert gaps(FULL) == []
    assert [gap.code for gap in gaps(entry)] == [code]


def test_a_safeguard_or_an_adequate_country_closes_the_gap():
    named = Entry(
        **{name: getattr(FULL, name) for name in FULL.__slots__} | {"recipients": [Disclosure("R", "us", "SCC")]}
    )

    assert gaps(named) == []


@pytest.mark.parametrize(
    ("value", "written"),
    [("=1+1", "'=1+1"), ("+4", "'+4"), ("-4", "'-4"), ("@x", "'@x"), ("\tx", "'\tx"), ("name", "name"), ("", "")],
)
def test_cells_are_no_formulas(value, written):
    assert plain_cell(value) == written


def test_each_change_is_told_once_with_what_changed(world):
    activity = save(world)
    changed = ActivityValues(name="Parking", purpose="Parking of bicycles", legal_basis="Contract")

    save(world, activity=activity, values=changed, recipients=[RecipientValues("Gatekeeper Ltd")])
    save(world, activity=activity, values=changed, recipients=[RecipientValues("Gatekeeper Ltd")])

    told = list(AuditEntry.objects.filter(object_id=str(activity.pk)).values_list("action", flat=True))
    assert told == ["register.activity_added", "register.activity_changed"]


def test_two_entries_of_one_name_are_refused(world):
    save(world)

    with pytest.raises(RuleRefused) as refused:
        save(world, values=ActivityValues(name="parking", purpose="x", legal_basis="y"))

    assert refused.value.code == "name_taken"


def test_a_category_of_recipients_says_why_nobody_is_named(world):
    with pytest.raises(RuleRefused) as refused:
        save(world, recipients=[RecipientValues("Carriers", is_category=True)])

    assert refused.value.code == "category_without_reason"


def test_a_small_team_states_its_reason(world):
    world.controller.small_team = True

    with pytest.raises(RuleRefused) as refused:
        save_controller(controller=world.controller, actor=world.dpo)

    assert refused.value.code == "small_team_reason"


def test_an_unknown_time_zone_is_refused(world):
    world.controller.time_zone = "Mars/Olympus"

    with pytest.raises(RuleRefused):
        save_controller(controller=world.controller, actor=world.dpo)

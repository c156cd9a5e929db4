"""Help tells what the product really does."""

from html import unescape

import pytest
from django.urls import reverse

from dsar.accountability.help import STAGES, lines, rules
from dsar.accountability.lifecycle_drawing import drawing
from dsar.cases.lifecycle import TABLE, Move, path_of, paths
from dsar.cases.move_acts import MOVE_WORDS
from dsar.cases.vocabulary import Stage


def test_every_stage_and_every_move_has_its_words():
    assert set(MOVE_WORDS) == set(Move)
    assert set(STAGES) == set(Stage)
    assert len(lines(path_of("access"))) == len(TABLE)


@pytest.mark.parametrize("way", [way.right for way in paths()])
def test_every_right_is_drawn_and_told_as_its_own_table_enforces_it(way, client, world):
    client.force_login(world.intake)
    path = path_of(way)

    page = client.get(reverse("dsar:help"), {"way": way}).content.decode()
    drawn = drawing(path)

    own = {row.target for row in path.rows} & set(Stage.values)
    assert len(drawn.boxes) == len(own)
    assert len({box.x for box in drawn.boxes}) == len(own)
    assert all(box.x + box.width <= drawn.width for box in drawn.boxes)
    assert all(line.text in unescape(page) and len(line.text) < 20 for box in drawn.boxes for line in box.lines)
    assert all(f">{gate}</span>" in page for row in path.rows for gate in row.gates)


def test_the_conditions_of_every_right_stand_in_the_list():
    told = {rule.gate.id: rule.acts for rule in rules()}

    assert {"G16", "E1", "E6", "D1", "P1"} <= set(told)
    assert all(told[gate.id] for way in paths() for gate in way.gates if any(gate.id in row.gates for row in way.rows))


def test_release_is_for_those_who_approve():
    approve = next(line for line in lines(path_of("access")) if line.move == "Approve the package")

    assert approve.who == ["Approver", "Data Protection Officer"]


def test_help_and_components_open_for_everybody_who_works_here(client, world):
    client.force_login(world.intake)

    helped = client.get(reverse("dsar:help"))
    components = client.get(reverse("dsar:help-components"))

    assert "Statutory date" in helped.content.decode()
    assert "A search plan names systems and identifiers" in helped.content.decode()
    assert components.status_code == 200

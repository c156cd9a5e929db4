"""Help tells what the product really does."""

from django.urls import reverse

from dsar.accountability.help import STAGES, lines
from dsar.cases.lifecycle import TABLE, Move
from dsar.cases.move_acts import MOVE_WORDS
from dsar.cases.vocabulary import Stage


def test_every_stage_and_every_move_has_its_words():
    assert set(MOVE_WORDS) == set(Move)
    assert set(STAGES) == set(Stage)
    assert len(lines()) == len(TABLE)


def test_release_is_for_those_who_approve():
    approve = next(line for line in lines() if line.move == "Approve the package")

    assert approve.who == ["Approver", "Data Protection Officer"]


def test_help_and_components_open_for_everybody_who_works_here(client, world):
    client.force_login(world.intake)

    helped = client.get(reverse("dsar:help"))
    components = client.get(reverse("dsar:help-components"))

    assert "Statutory date" in helped.content.decode()
    assert "A search plan names systems and identifiers" in helped.content.decode()
    assert components.status_code == 200

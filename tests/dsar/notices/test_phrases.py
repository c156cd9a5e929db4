"""What is chosen from lists and told in a letter stands in the letter's language."""

import re
from pathlib import Path

import pytest

from dsar.identity.methods import METHODS
from dsar.notices.phrases import PHRASES, phrase
from dsar.notices.rendering import filled
from dsar.notices.texts import shipped_text

SERVICES = Path(__file__).resolve().parents[3] / "dsar" / "identity" / "services.py"


def test_every_proof_that_can_be_asked_for_has_its_words_in_french_and_german():
    assert sorted({method.wanted for method in METHODS if method.wanted} - set(PHRASES)) == []


def test_what_a_question_means_for_the_deadline_is_translated():
    told = re.findall(r'return "(.*the time for our answer.*|The time for our answer.*)"', SERVICES.read_text())

    assert told
    assert sorted(set(told) - set(PHRASES)) == []


@pytest.mark.parametrize("language", ["fr", "de"])
def test_a_chosen_phrase_is_written_in_the_language_of_the_letter(language):
    chosen = METHODS[0].wanted
    given = {"name": "Ana", "reference": "R", "organisation": "N", "contact": "c", "wanted": chosen}

    body = filled(shipped_text("identity_request", language), given).body

    assert chosen not in body
    assert phrase(chosen, language) in body


def test_own_words_stay_as_they_are():
    assert phrase("Bring cake.", "de") == "Bring cake."
    assert phrase(METHODS[0].wanted, "en") == METHODS[0].wanted

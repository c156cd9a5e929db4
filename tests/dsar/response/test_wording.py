"""The sentences of the package are there in three languages."""

import re
from pathlib import Path

import pytest

from dsar.response.points import POINTS, ActivityFacts, ControllerFacts, RecipientFacts, drafts, lint
from dsar.response.wording import SENTENCES, said
from dsar.review import exemptions_eu, exemptions_uk, exemptions_world

PACKAGES = Path(__file__).resolve().parents[3] / "templates" / "packages"
CONTROLLER = ControllerFacts("Northwind", "GB", "Information Commissioner", "", "privacy@example.org")
ACTIVITY = ActivityFacts(
    name="Orders",
    purpose="Selling.",
    legal_basis="contract, Art. 6(1)(b)",
    categories=["orders"],
    retention="7 years",
    source="the person",
    has_automated_decisions=False,
    recipients=[RecipientFacts("Swift Parcel", country="FR", safeguard="adequacy")],
)


def names(text):
    return sorted(re.findall(r"%\((\w+)\)", text))


@pytest.mark.parametrize("words", SENTENCES)
def test_every_language_of_a_sentence_has_the_same_places(words):
    assert all(names(other) == names(words) and other.strip() for other in SENTENCES[words])


@pytest.mark.parametrize("page", sorted(PACKAGES.glob("*.html")), ids=lambda page: page.stem)
def test_every_sentence_of_a_page_is_translated(page):
    told = re.findall(r'{% say "([^"]*)"', page.read_text(encoding="utf-8"))

    assert [words for words in told if words not in SENTENCES] == []
    assert "translate" not in page.read_text(encoding="utf-8")


def test_the_points_and_what_is_told_of_exemptions_are_translated():
    told = {row.told for rows in (exemptions_eu, exemptions_uk, exemptions_world) for row in rows.ROWS} - {""}

    assert sorted({point.title for point in POINTS} - set(SENTENCES)) == []
    assert sorted(told - set(SENTENCES)) == []


@pytest.mark.parametrize(("language", "words"), [("fr", "Vous avez le droit"), ("de", "Sie haben das Recht")])
@pytest.mark.parametrize("regime", ["EU", "UK"])
def test_drafts_are_written_in_the_language_of_the_case(language, words, regime):
    english = drafts([ACTIVITY], CONTROLLER, regime=regime, holds_data=True)

    found = drafts([ACTIVITY], CONTROLLER, regime=regime, holds_data=True, language=language)

    assert found["rights"].text.startswith(words)
    own = {"confirmation", "purposes", "rights", "complaint", "automated"}
    assert [key for key in own if found[key].text == english[key].text] == []
    assert ("164A" in found["complaint"].text) == (regime == "UK")


@pytest.mark.parametrize("words", ["all personal data", "toutes les données", "Alle personenbezogenen Daten"])
def test_an_answer_in_part_may_not_claim_to_be_everything_in_any_language(words):
    assert lint({"confirmation": {"text": words}}, regime="EU", is_partial=True)


def test_a_percent_sign_in_a_value_is_only_a_sign():
    assert said("%(count)d documents", "de", count=3) == "3 Dokumente"
    assert said("Not applicable: %(reason)s", "fr", reason="100 %(x)s") == "Sans objet : 100 %(x)s"
    assert said("Unknown", "fr") == "Unknown"

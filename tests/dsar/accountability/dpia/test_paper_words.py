"""The report on paper says everything of the product in its language; what people wrote stays as they wrote it."""

import pytest

from dsar.accountability.dpia import comparison, questions, rules, vocabulary
from dsar.accountability.dpia.matrix import matrix
from dsar.accountability.dpia.models import ReviewKind
from dsar.accountability.dpia.paper_words import lines_in, tell_in
from dsar.accountability.dpia.report import whole_context
from dsar.accountability.dpia.rules import standings
from tests.dsar.accountability.dpia.making import submitted, whole

SAID = {
    *vocabulary.STATE_WORDS.values(),
    *vocabulary.CHECK_WORDS.values(),
    *vocabulary.RISK_KIND_WORDS.values(),
    *vocabulary.MEASURE_WORDS.values(),
    *vocabulary.FOLLOWED_WORDS.values(),
    *vocabulary.ANSWER_WORDS.values(),
    *(label for label, _article in vocabulary.PART_WORDS.values()),
    *(field.label for field in vocabulary.DESCRIPTION.values()),
    *(point.label for point in vocabulary.NECESSITY.values()),
    *(level.name for level in (*vocabulary.LIKELIHOOD.values(), *vocabulary.SEVERITY.values())),
    *rules.LEVEL_WORDS.values(),
    *questions.REPLY_WORDS.values(),
    *questions.OUTCOME_WORDS.values(),
    *(question.label for question in questions.ALL.values()),
    *comparison.REGISTER_LABELS.values(),
    *ReviewKind.labels,
}
ALIKE = {"Possible"}  # the same word in French


@pytest.mark.parametrize("language", ["fr", "de"])
def test_every_word_of_the_product_is_said_in_the_language(language):
    tell = tell_in(language)

    untold = {words for words in SAID if tell(words) == words} - ALIKE

    assert untold == set()
    assert set(lines_in(language)) == set(lines_in("en"))
    assert tell("The yard") == "The yard"


def test_the_picture_and_the_parts_are_told_in_german(world):
    told = whole_context(submitted(world), tell_in("de"))
    picture = matrix(standings(whole()), tell_in("de"))

    assert told["state"] == "Wartet auf Genehmigung"
    assert "Art der Verarbeitung" in [label for label, _text in told["texts"]]
    assert "↑ Wahrscheinlichkeit" in [word.text for word in picture.words]
    assert " von " in picture.desc

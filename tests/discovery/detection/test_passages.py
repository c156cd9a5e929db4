"""Words of special categories are passages for a person: shown at the default, never nearly certain, explained."""

import pytest

from discovery.detection import KIND_FACTS, Category, Options, detect
from discovery.detection.recognisers import health, special
from discovery.detection.recognisers.passages import FOR_A_PERSON, HIGHEST, as_pattern, for_a_person
from discovery.detection.risk import risk_of
from discovery.documents import Kind

WORDS = (*health.RECOGNISERS, *special.RECOGNISERS)
SENTENCES = [
    ("Ana Lindqvist was diagnosed with asthma.", Kind.HEALTH),
    ("She suffers from cancer and takes tramadol 50 mg.", Kind.HEALTH),
    ("Diagnosis ICD-10: F32.1", Kind.HEALTH),
    ("her fingerprints were taken", Kind.BIOMETRIC),
    ("my friend is a muslim", Kind.RELIGION),
    ("she voted labour", Kind.POLITICAL_OPINION),
    ("his trade union membership", Kind.TRADE_UNION),
    ("her sexual orientation", Kind.SEXUAL_LIFE),
    ("his ethnic origin", Kind.ETHNIC_ORIGIN),
    ("he was convicted of theft", Kind.CRIMINAL),
]


@pytest.mark.parametrize(("text", "kind"), SENTENCES, ids=lambda one: str(one)[:24])
def test_it_is_shown_at_the_default_with_its_reason_and_not_as_nearly_certain(text, kind):
    shown = [one for one in detect(text) if one.kind is kind]
    high = [one for one in detect(text, options=Options.at("high")) if one.kind is kind]
    low = [one for one in detect(text, options=Options.at("low")) if one.kind is kind]

    assert shown
    assert all(0.4 <= one.score <= HIGHEST < 0.6 and one.why.startswith("looks like") for one in shown)
    assert high == shown
    assert not low


def test_every_recogniser_of_words_is_bent_and_finds_what_its_pattern_finds():
    text = " ".join(sentence for sentence, _kind in SENTENCES)
    for one in WORDS:
        plain = list(one.pattern_recogniser.find(text, 0, len(text)))
        bent = list(one.find(text, 0, len(text)))

        assert [found[:3] for found in bent] == [found[:3] for found in plain]
        assert [found.score for found in bent] == [for_a_person(found.score) for found in plain]
    assert {one.kind for one in WORDS} == FOR_A_PERSON
    assert {KIND_FACTS[kind].category for kind in FOR_A_PERSON} == {Category.SPECIAL, Category.CRIMINAL}


def test_what_was_too_uncertain_stays_so_and_the_order_stays():
    scores = [0.05, 0.39, 0.4, 0.55, 0.8, 0.97, 1.0]

    bent = [for_a_person(score) for score in scores]

    assert bent == sorted(set(bent))
    assert bent[:3] == scores[:3]
    assert [as_pattern(score) for score in bent] == pytest.approx(scores, abs=0.003)


def test_a_text_is_as_grave_as_its_words_say():
    found = detect("Ana Lindqvist was diagnosed with asthma and was convicted of theft.")

    assert not risk_of(found).is_safe()
    assert risk_of(found).score > 60


@pytest.mark.parametrize("text", ["my friend is a muslim", "she takes Fentanyl 33 mg", "elle est athée"])
def test_such_a_word_is_nobodys_name(text):
    assert not [one for one in detect(text) if one.kind is Kind.PERSON]

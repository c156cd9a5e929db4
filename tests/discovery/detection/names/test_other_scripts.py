"""Names in Cyrillic, Greek, Arabic, Hebrew, Devanagari, Han, Japanese and Hangul, by rules; and what is no name there."""

import pytest

from benchmarks.names_scripts import scores, sentences
from discovery.detection import Options, detect
from discovery.detection.scoring import Score
from discovery.documents import Kind

SCRIPTS = {"cyrillic", "greek", "arabic", "hebrew", "devanagari", "han", "japanese", "hangul"}


@pytest.mark.parametrize(("part", "least"), [("look", 1.0), ("apart", 0.96)])
def test_names_are_found_and_nothing_else_in_sentences_of_each_script(part, least):
    by_script = scores(part, Options(names="rules"))

    assert set(by_script) == SCRIPTS
    assert sum(by_script.values(), Score()).f() >= least
    assert {script for script, score in by_script.items() if score.f() < 0.75} == set()


def test_the_network_is_not_asked_about_scripts_that_it_never_learnt():
    texts = [text for _script, text, labels in sentences("look") if not labels]

    found = [one for text in texts for one in detect(text) if one.kind in {Kind.PERSON, Kind.ORGANISATION}]

    assert found == []


def test_a_name_in_another_script_is_found_in_an_english_sentence():
    text = "Dear Ольга Иванова, your order for 王伟先生 is ready. Ms Maria Lopez knows."

    found = [text[one.start : one.end] for one in detect(text) if one.kind is Kind.PERSON]

    assert found == ["Ольга Иванова", "王伟", "Maria Lopez"]


def test_offsets_hold_where_a_full_width_colon_was_made_plain():
    text = "備考\u3000氏名：田中太郎、住所：東京"

    (found,) = [one for one in detect(text, options=Options(names="rules")) if one.kind is Kind.PERSON]

    assert (text[found.start : found.end], found.recogniser) == ("田中太郎", "person_japanese")
    assert "label" in found.why


def test_without_names_no_script_is_looked_at():
    assert detect("Имя: Ольга Иванова", options=Options(names="none")) == []

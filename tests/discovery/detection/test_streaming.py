"""A text in chunks gives what the text gives as a whole; many texts give what each gives alone."""

import random

import pytest

from discovery.detection import Options, detect, detect_many, detect_stream, streaming
from discovery.documents import Kind
from tests.discovery.detection.labelled import passages

RULES = Options(names="none")
TEXTS = [text for text, _ in passages("structured")]


def long_text(seed):
    rng = random.Random(seed)
    return "\n".join(rng.choice(TEXTS) for _ in range(600))


def cut_anywhere(text, seed, longest):
    rng, at = random.Random(seed), 0
    while at < len(text):
        step = rng.randint(1, longest)
        yield text[at : at + step]
        at += step


@pytest.mark.parametrize("seed", [3, 4, 5])
@pytest.mark.parametrize("longest", [40, 5_000])
def test_chunks_cut_anywhere_change_nothing(monkeypatch, seed, longest):
    monkeypatch.setattr(streaming, "_BODY", 2_000)
    text = long_text(seed)

    found = list(detect_stream(cut_anywhere(text, seed, longest), options=RULES))

    assert [(one.start, one.end, one.kind) for one in found] == [
        (one.start, one.end, one.kind) for one in detect(text, options=RULES)
    ]


def test_a_stream_is_read_as_it_comes():
    given = 0

    def chunks():
        nonlocal given
        for number in range(400):
            given += 1
            yield f"customer {number} wrote from 192.0.2.{number % 250}\n" * 40

    first = next(detect_stream(chunks(), options=RULES))

    assert first.kind is Kind.IP_ADDRESS
    assert given < 300


def test_many_texts_give_what_each_gives_alone():
    alone = [detect(text, options=RULES) for text in TEXTS]

    assert list(detect_many(TEXTS, options=RULES)) == alone
    assert list(detect_many(TEXTS, options=RULES, processes=2)) == alone


def test_names_by_the_model_do_not_depend_on_the_company_of_other_texts():
    texts = ["Regards, Marta Ferreira asked about it.", "Please call Henrik Solberg in Bergen.", "no names here"] * 40
    options = Options(names="auto")

    assert list(detect_many(texts, options=options)) == [detect(text, options=options) for text in texts]


def test_kinds_can_be_chosen_and_left_out():
    text = "ana@example.org, 192.0.2.7"

    only = detect(text, options=Options(names="none", kinds=frozenset({Kind.IP_ADDRESS})))
    without = detect(text, options=Options(names="none", without=frozenset({Kind.IP_ADDRESS})))

    assert [one.kind for one in only] == [Kind.IP_ADDRESS]
    assert [one.kind for one in without] == [Kind.EMAIL_ADDRESS]


def test_a_higher_sensitivity_never_finds_less():
    counts = [
        sum(len(detect(text, options=Options.at(level, names="none"))) for text in TEXTS)
        for level in ("low", "medium", "high")
    ]

    assert counts == sorted(counts)
    assert counts[0] < counts[2]

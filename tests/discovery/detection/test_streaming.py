"""A text in chunks gives what the text gives as a whole; many texts give what each gives alone."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discovery.detection import Options, detect, detect_many, detect_stream, streaming
from discovery.detection.streaming import detect_rounds
from discovery.documents import Kind
from tests.discovery.detection.labelled import passages

RULES = Options(names="none")
TEXTS = [text for text, _ in passages("structured")]


def long_text(seed):
    rng = random.Random(seed)
    return "\n".join(rng.choice(TEXTS) for _ in range(300))


def cut_anywhere(text, seed, longest):
    rng, at = random.Random(seed), 0
    while at < len(text):
        step = rng.randint(1, longest)
        yield text[at : at + step]
        at += step


PIECES = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(["\n", "\n\n", " ", "\u00a0", "soft\u00adhyphen ", "é", "\ufb01x ", "😀", "\\n"]),
    st.integers(0, 400).map(lambda count: "word " * count),
    st.integers(0, 3_000).map(lambda count: "QmFzZTY0" * count),
    st.integers(0, 60).map(lambda count: ("QmFzZTY0" * 9 + "\n") * count),
)


@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    given_pieces=st.lists(PIECES, min_size=1, max_size=40), longest=st.integers(1, 9_000), body=st.integers(400, 9_000)
)
def test_chunks_cut_anywhere_change_nothing(given_pieces, longest, body):
    text = "".join(given_pieces)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streaming, "_BODY", body)
        found = list(detect_stream(cut_anywhere(text, body, longest), options=RULES))

    assert found == detect(text, options=RULES)


def test_rounds_of_any_size_give_the_text_back(monkeypatch):
    monkeypatch.setattr(streaming, "_BODY", 3_000)
    text = long_text(3)

    rounds = list(detect_rounds(cut_anywhere(text, 3, 5_000), options=RULES))

    assert "".join(piece for piece, _offset, _found in rounds) == text
    assert [one for _piece, _offset, found in rounds for one in found] == detect(text, options=RULES)


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


def test_texts_that_repeat_have_answers_of_their_own():
    one, two = detect_many(["a@example.org"] * 2, options=RULES)

    one.clear()

    assert [found.kind for found in two] == [Kind.EMAIL_ADDRESS]


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

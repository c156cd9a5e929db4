"""Whatever the form, what was anonymised gives the detectors nothing: generated texts with values crowded together."""

import random

import pytest

from discovery.detection import Options, detect
from discovery.detection.anonymising import Form, Policy, Pseudonyms, anonymise, anonymise_many, anonymise_stream
from discovery.documents import Kind
from tests.discovery.detection.labelled import passages

SEPARATORS = [
    " ",
    "  ",
    ", ",
    "\n",
    " - ",
    ":",
    "; ",
    " and ",
    "/",
    "|",
    " born ",
    " card ",
    " tel ",
    " SIN ",
    "\t",
    "(",
]
TEXTS = 60


class LetterVault:
    def token_for(self, kind, value):
        return "".join(random.Random(f"{kind}{value}").choice("abcdefghijkmnpqr") for _ in range(28))


@pytest.fixture(scope="module")
def values():
    """Values of every structured kind, half of them with the words that stand before them."""
    dice = random.Random(7)
    found = []
    for text, labels in passages("structured"):
        found += [text[max(0, start - dice.choice([0, 18])) : end] for start, end, _kind in labels]
    return found


def policy(form):
    return Policy(form=form, key=b"k" * 32, pseudonyms=Pseudonyms(), vault=LetterVault())


def crowded(values, seed):
    dice = random.Random(seed)
    return "".join(dice.choice(values) + dice.choice(SEPARATORS) for _ in range(dice.randint(2, 9)))


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("sensitivity", ["medium", "high"])
def test_nothing_is_found_in_what_was_anonymised(values, form, sensitivity):
    options = Options.at(sensitivity, names="rules")
    for seed in range(TEXTS):
        text = crowded(values, f"{form}{sensitivity}{seed}")

        done = anonymise(text, policy(form), options=options)

        assert detect(done.text, options=options) == [], (text, done.text)


def test_without_the_second_look_something_would_be_found(values):
    """The check can fail: one look is not enough for values that stand crowded."""
    options = Options.at("high", names="rules")
    once = [
        anonymise(crowded(values, seed), policy(Form.SUPPRESS), options=options, is_checked=False).text
        for seed in range(60)
    ]

    assert any(detect(text, options=options) for text in once)


def test_a_replacement_says_where_it_stands_after_the_second_look_too(values):
    options = Options.at("high", names="rules")
    for seed in range(30):
        text = crowded(values, f"places{seed}")

        done = anonymise(text, policy(Form.SUPPRESS), options=options)

        rebuilt, at = "", 0
        for one in done.replacements:
            assert one.start >= at
            rebuilt += text[at : one.start] + done.text[one.new_start : one.new_end]
            at = one.end
        assert rebuilt + text[at:] == done.text


def test_a_kind_that_is_kept_stays():
    keeping = Policy(kept=frozenset({Kind.IP_ADDRESS}))

    done = anonymise("from 192.0.2.7 by ana@example.org", keeping, options=Options(names="rules"))

    assert done.text == "from 192.0.2.7 by [EMAIL_ADDRESS]"


def test_a_batch_is_read_as_it_is_needed_and_keeps_its_order():
    taken = []

    def texts():
        for number in range(100_000):
            taken.append(number)
            yield f"{number} ana{number}@example.org"

    first = next(anonymise_many(texts(), Policy(), options=Options(names="rules")))

    assert first.text == "0 [EMAIL_ADDRESS]"
    assert len(taken) < 20_000


@pytest.mark.parametrize("size", [7, 64_001, 10_000_000])
def test_a_stream_gives_what_the_whole_gives(size):
    line = "Dear Ms Lindqvist, call +44 20 7946 0958 or write to ana.lindqvist@example.org from 192.0.2.7.\n"
    text = line * (3_100 if size > 7 else 20)
    options = Options(names="rules")
    pseudonyms = Policy(form=Form.PSEUDONYM, pseudonyms=Pseudonyms())

    pieces = anonymise_stream(
        (text[at : at + size] for at in range(0, len(text), size)), pseudonyms, options=options, is_checked=False
    )

    whole = anonymise(line, Policy(form=Form.PSEUDONYM, pseudonyms=Pseudonyms()), options=options).text
    assert "".join(pieces) == whole * (len(text) // len(line))


def test_a_value_over_the_border_of_two_pieces_is_not_cut():
    email = "ana.lindqvist@example.org"
    for shift in range(0, len(email) + 2, 5):
        text = "x" * ((1 << 18) - shift) + " " + email + " end"

        joined = "".join(anonymise_stream([text], Policy(), options=Options(names="rules")))

        assert joined.endswith(" [EMAIL_ADDRESS] end")

"""The compiled quick looks rule out nothing that the Python which asks them would have found."""

import random

import pytest

from discovery.detection import doubts, folding
from discovery.detection.engine import _STAND_IN, _rated
from discovery.detection.kinds import RISKS
from discovery.documents import Detection, Kind

glances = pytest.importorskip("discovery.detection.glances", reason="detection is not compiled here")

LEADS = (
    *doubts._EXAMPLES, *doubts._OTHER_THINGS, "e.g.", "z.B.", "z. B.", "p.ex.", "p. ex.", "no", "nr.", "n°", "ref", "is",
    "nummer", "-nr", "s", "an", "(", "[", "#", "=", "-", ".", "!", ";", ":", ",", "\n", "\n\n", "é", "ſ", "K", "@", "_",
    "counter", "team", "com",
)  # fmt: skip
VALUES = (
    "020 7946 0958",
    "1111111",
    "111-111-111",
    "12 34",
    "aaaaaaaa",
    "11_1111",
    "[PERSON_1]",
    "***",
    "١١١١١١",
    "…a1",
)
ODD = "".join(sign for sign in map(chr, range(0x20000)) if folding._odd()[1].match(sign))


def written(rng, most):
    words = [rng.choice(LEADS) for _ in range(rng.randrange(most))]
    forms = [rng.choice((word, word, word.upper(), word.title(), word[1:])) for word in words]
    return "".join(form + rng.choice(("", "", " ", " ", "  ")) for form in forms)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_doubted_or_stands_in_for_a_value_is_not_ruled_out(seed):
    rng, doubted = random.Random(seed), 0
    for _ in range(2500):
        before, value, behind = written(rng, 9), rng.choice(VALUES), written(rng, 4)
        text, start, end = before + value + behind, len(before), len(before) + len(value)

        doubt = doubts._doubt(text, Detection(start, end, Kind.PHONE_NUMBER, 0.8, "looks like one"))
        found = [Detection(start, end, Kind.PHONE_NUMBER, 0.8, "looks like one", rng.choice(("", "", "luhn")))]

        doubted += bool(doubt)
        assert doubts._POSSIBLE(text, start, end) or not doubt, (text, start, end)
        assert glances.rated(found, text, RISKS, _STAND_IN.fullmatch) == _rated(found, text), (text, start, end)
    assert doubted > 500


def test_most_values_are_ruled_out():
    text = "The team will replace the plan for the coming year, write to mary@example.com or ring 020 7946 0958 at six."
    start = text.index("020")

    assert not doubts._POSSIBLE(text, start, start + 13)


@pytest.mark.parametrize("plain", ["abc 12.", "abcé ", "abc漢", "ab😀 \U0010ffff"])
def test_the_signs_that_are_made_plain_are_seen_wherever_they_stand(plain):
    rng = random.Random(plain)
    for _ in range(300):
        text = "".join(rng.choices((plain, ODD, "\u00a0\u00ad"), (20, 1, 1))[0][rng.randrange(2)] for _ in range(30))
        text += "".join(rng.choice(plain) for _ in range(rng.randrange(12)))

        assert glances.marked_signs(text, folding._marks()) == set(folding._odd()[1].findall(text)), text
    for sign in ODD:
        assert glances.marked_signs(plain + sign, folding._marks()) == {sign}

"""Four lines read side by side tell what each of them tells on its own."""

import random
from array import array

import pytest

from discovery.detection.automata.walking import Walk
from discovery.detection.engine import scanner_for
from discovery.detection.recogniser import LOOK_BEHIND, reading_bounds
from discovery.detection.scanning import piece_end

lanes = pytest.importorskip("discovery.detection.automata.lanes", reason="detection is not compiled here")

PATTERNS = [r"\d{3}-\d{2}", r"(?i)\bborn\b", r"[a-z]+@[a-z]+", r"é\w", "€ ?[0-9]", r"x$"]
PIECES = (
    "born", "Born ", "123-45", " 12", "-", "ana@example", "é", "éx", "€ 5", "x", "\n", "\n", "\n\n", " ", "write to us ",
    "a" * 90, "1" * 700, "word " * 160, "😀", "\t", "020 7946 0958", "4 May 1980", "\r\n",
)  # fmt: skip


def written(rng, most):
    """ASCII, the letters of Western Europe, or anything."""
    pieces = [piece for piece in PIECES if rng.random() < 0.6] or PIECES
    text = "".join(rng.choice(pieces) for _ in range(rng.randrange(most)))
    most_code = rng.choice((0x7F, 0xFF, 0xFFFF, 0x1FFFF))
    return "".join(sign for sign in text if ord(sign) <= most_code)


def one_by_one(walk, text, low, high):
    """What is told of each line that is read on its own."""
    while low < high:
        end = piece_end(text, low, high, 0)
        if end > low:
            begin, stop = reading_bounds(text, low, end)
            numbers, places = walk.marks(text[begin:stop])
            if numbers:
                is_ascii = text[max(0, begin - LOOK_BEHIND) : stop].isascii()
                yield (text, low, end, begin, stop, is_ascii), [walk.ends(number) for number in numbers], places
        low = end + 1 if text[end : end + 1] == "\n" and end < high else max(end, low + (end == low))


def side_by_side(walk, lines, spots):
    """What is told where the lines of all texts are read together."""
    for number, (text, low, high) in enumerate(spots):
        while (low := lines.put(text, low, high, number)) < high:
            yield from told(walk, lines)
    yield from told(walk, lines)


def told(walk, lines):
    lines.read()
    for where, _, key in lines:
        numbers = array("i", key)
        yield where, [walk.ends(number) for number in numbers], [lines.place(at) for at in range(len(numbers))]


@pytest.fixture(params=["few patterns", "those of the product"])
def walk(request):
    if request.param == "few patterns":
        return Walk(PATTERNS, list(range(len(PATTERNS))))
    return scanner_for(("en",), "none", ())._triggers._reading.walk.bare()


@pytest.mark.parametrize("seed", range(3))
def test_each_line_tells_the_same_on_its_own(walk, seed):
    rng, count = random.Random(seed), 0
    lines = lanes.Lines(walk, 1500, 50, 400, LOOK_BEHIND)
    for _ in range(60):
        spots = []
        for _ in range(rng.randrange(9)):
            text = written(rng, 60)
            low = rng.randrange(len(text) + 1) if rng.random() < 0.3 else 0
            spots.append((text, low, rng.randint(low, len(text)) if rng.random() < 0.3 else len(text)))

        together = list(side_by_side(walk, lines, spots))

        assert together == [one for spot in spots for one in one_by_one(walk.bare(), *spot)]
        count += len(together)
    assert count > 300


def test_more_lines_than_there_is_room_for_are_read_in_turns():
    walk = Walk(PATTERNS, list(range(len(PATTERNS))))
    text = "\n".join(f"born {number}" for number in range(5000))

    found = list(side_by_side(walk, lanes.Lines(walk, 1500, 50, 400, LOOK_BEHIND), [(text, 0, len(text))]))

    assert [one[0][1:5] for one in found] == [one[0][1:5] for one in one_by_one(walk.bare(), text, 0, len(text))]
    assert len(found) == 5000


def test_a_stretch_that_the_text_has_not_is_refused():
    lines = lanes.Lines(Walk(PATTERNS, list(range(len(PATTERNS)))), 1500, 50, 400, LOOK_BEHIND)

    with pytest.raises(IndexError):
        lines.put("short", 0, 6, None)
    with pytest.raises(IndexError):
        lines.place(0)

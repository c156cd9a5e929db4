import pytest

from discovery.detection.conflicts import resolve
from discovery.detection.scoring import Score, score_text, total
from discovery.documents import Detection, Kind


def one(start, end, kind=Kind.PERSON, score=0.8, validator=""):
    return Detection(start, end, kind, score, "test", validator)


def test_exact_spans_count_only_when_equal():
    scores = score_text([(0, 10, Kind.PERSON)], [one(0, 9)], exact=True)

    assert scores[Kind.PERSON] == Score(hits=0, false_alarms=1, misses=1)


def test_overlapping_spans_count_from_half_of_the_union():
    assert score_text([(0, 10, Kind.PERSON)], [one(0, 5)])[Kind.PERSON].hits == 1
    assert score_text([(0, 10, Kind.PERSON)], [one(0, 4)])[Kind.PERSON].hits == 0


def test_one_detection_answers_one_label():
    scores = score_text([(0, 4, Kind.PERSON), (0, 4, Kind.PERSON)], [one(0, 4)])

    assert scores[Kind.PERSON] == Score(hits=1, misses=1)


def test_measures():
    score = total([{Kind.PERSON: Score(hits=6, false_alarms=2)}, {Kind.PERSON: Score(misses=6)}])[Kind.PERSON]

    assert (score.precision, score.recall) == (0.75, 0.5)
    assert score.f() == pytest.approx(0.6)
    assert score.f(2) == pytest.approx(5 * 0.75 * 0.5 / (4 * 0.75 + 0.5))
    assert (Score().precision, Score().recall, Score(misses=1).f()) == (1.0, 1.0, 0.0)


@pytest.mark.parametrize(
    "strong, weak",
    [
        (one(2, 5, Kind.IBAN, score=0.9), one(0, 9, Kind.IBAN, score=0.8)),
        (one(2, 5, Kind.IBAN, validator="luhn"), one(0, 9, Kind.IBAN)),
        (one(0, 9), one(2, 5)),
        (one(0, 5), one(3, 8)),
    ],
)
def test_where_two_overlap_the_stronger_stays(strong, weak):
    assert resolve([weak, strong]) == [strong]
    assert resolve([strong, weak]) == [strong]


def test_a_name_within_a_longer_one_lends_it_its_certainty():
    sure, whole = one(0, 5, score=0.85), one(0, 17, score=0.7)

    assert resolve([sure, whole]) == resolve([whole, sure]) == [one(0, 17, score=0.85)]

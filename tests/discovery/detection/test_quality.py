"""Detection is judged by numbers: precision and recall on the labelled passages may not fall unnoticed."""

import pytest

from discovery.detection import Options, detect, model_available
from discovery.detection.scoring import Score, score_text, total
from discovery.documents import Kind
from tests.discovery.detection.labelled import passages


def scores(name, options, *, leave_out=()):
    return total(
        score_text(labels, [one for one in detect(text, options=options) if one.kind not in leave_out], exact=True)
        for text, labels in passages(name)
    )


def overall(by_kind):
    return sum(by_kind.values(), Score())


def test_structured_kinds_are_found_exactly_by_rules_alone():
    by_kind = scores("structured", Options(names="none"))

    assert overall(by_kind).precision >= 0.98
    assert overall(by_kind).recall >= 0.98


@pytest.mark.parametrize("kind", sorted({kind for _, labels in passages("structured") for *_, kind in labels}))
def test_no_kind_hides_behind_the_average(kind):
    score = scores("structured", Options(names="none"))[kind]

    assert score.recall >= 0.9, kind
    assert score.precision >= 0.85, kind


@pytest.mark.parametrize("names", ["rules", "model"])
def test_names_of_people_are_found(names):
    if names == "model" and not model_available():
        names = "rules"  # where the model cannot be installed the rules must carry the same floor

    score = scores("names", Options(names=names))[Kind.PERSON]

    assert score.recall >= 0.9
    assert score.precision >= 0.9


def test_structured_precision_survives_the_names_engine():
    by_kind = scores("structured", Options(names="auto"), leave_out=(Kind.ORGANISATION, Kind.PERSON, Kind.LOCATION))

    assert overall(by_kind).precision >= 0.97


def test_the_labelled_set_is_large_and_has_hard_negatives():
    everything = passages("structured") + passages("names")

    assert len(everything) >= 200
    assert sum(not labels for _, labels in everything) >= 30

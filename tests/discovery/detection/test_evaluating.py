import json

import pytest

from discovery.detection.evaluating import NOTHING, Evaluation, LabelsUnreadable, covered, read_labelled
from discovery.documents import Detection, Kind


def line(text="Ana Beck", **span):
    return json.dumps({"text": text, "spans": [span] if span else []})


def one(start, end, kind):
    return Detection(start, end, kind, 0.8, "test")


def test_other_names_of_the_fields_are_understood_and_kinds_renamed():
    given = json.dumps(
        {"full_text": "Ana Beck", "spans": [{"start_position": 0, "end_position": 8, "entity_type": "PERSON"}]}
    )

    (passage,) = read_labelled([given, ""], {"PERSON": "person"})

    assert passage.labels == ((0, 8, Kind.PERSON),)


def test_a_kind_renamed_to_nothing_is_left_out():
    (passage,) = read_labelled([line(start=0, end=8, kind="TITLE")], {"TITLE": ""})

    assert passage.labels == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("no json", "line 1: an object"),
        ("[]", "line 1: an object"),
        (line(start=0, end=9, kind="person"), "does not lie in the text"),
        (line(start=0, end=8, kind="animal"), "no kind 'animal'"),
        (line(start=0, kind="person"), "line 1: an object"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(given, words):
    with pytest.raises(LabelsUnreadable, match=words):
        list(read_labelled([given]))


def test_figures_by_kind_and_what_was_confused():
    evaluation = Evaluation()

    evaluation.add(
        [(0, 8, Kind.PERSON), (10, 20, Kind.UK_NHS), (30, 40, Kind.IBAN)],
        [one(0, 8, Kind.PERSON), one(10, 20, Kind.PHONE_NUMBER), one(50, 60, Kind.URL)],
    )

    value = evaluation.as_json()
    assert value["kinds"]["person"]["exact"]["f1"] == 1.0
    assert value["kinds"]["uk_nhs"]["overlapping"]["recall"] == 0.0
    assert value["overall"]["overlapping"]["labelled"] == 3
    assert {(each["labelled"], each["found"]) for each in value["confused"]} == {
        ("uk_nhs", "phone_number"),
        ("iban", NOTHING),
        (NOTHING, "url"),
    }


def test_coverage_asks_only_whether_it_was_hidden():
    score = covered([(0, 10, Kind.PERSON)], [one(0, 4, Kind.ORGANISATION), one(8, 12, Kind.URL)])

    assert (score.hits, score.false_alarms, score.misses) == (6, 2, 4)

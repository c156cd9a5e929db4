"""The labelled set that measures detection: made the same every time, wide enough, its parts apart."""

from benchmarks.labelled import KINDS, passages, templates
from benchmarks.labelled_values import pools
from discovery.detection import Options, detect_many
from discovery.detection.evaluating import Evaluation, read_labelled
from discovery.documents import Kind
from tests.discovery.detection.labelled import FOLDER

OTHERS = frozenset((Kind.PERSON, Kind.ORGANISATION))


def test_the_same_call_gives_the_same_passages_with_labels_in_their_text():
    first, again = list(passages("train", 120)), list(passages("train", 120))

    assert first == again
    assert all(text[start:end].strip() for text, labels in first for start, end, _kind in labels)


def test_it_is_wide_enough():
    kinds = {kind for _text, labels in passages("train", 300) for *_span, kind in labels}

    assert len(kinds) >= 23
    assert len(pools(0)) >= 13
    assert set(KINDS.values()) <= {kind.value for kind in Kind}


def test_the_parts_share_neither_templates_nor_names_nor_streets():
    assert not set(templates("train")) & set(templates("test"))
    for locale, pool in pools(0).items():
        other = pools(1)[locale]
        assert not set(pool.given) & set(other.given)
        assert not set(pool.street) & set(other.street)
        assert not set(pool.town) & set(other.town)


def test_the_sample_is_found_by_rules():
    lines = (FOLDER / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    sample = list(read_labelled(lines))
    evaluation = Evaluation()

    found = detect_many((one.text for one in sample), options=Options(names="rules", without=OTHERS))
    for one, ones in zip(sample, found, strict=True):
        evaluation.add([label for label in one.labels if label[2] not in OTHERS], ones)

    overall = evaluation.as_json()["overall"]["overlapping"]
    assert len(sample) >= 200
    assert overall["f1"] >= 0.95
    assert evaluation.as_json()["kinds"]["location"]["overlapping"]["f1"] >= 0.95

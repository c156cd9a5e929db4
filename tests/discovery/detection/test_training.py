"""Training on labels: bad ones are named by line, the split is fair, the engine uses what was trained."""

import json
import random

import pytest

from discovery.detection import Options, detect, ner
from discovery.detection.evaluating import LabelsUnreadable, Passage
from discovery.detection.training import NAME_KINDS, CannotTrain, Plan, read_for_training, split, train
from discovery.detection.versioning import engine_version
from discovery.documents import Kind

GIVEN = ("Tuva", "Ilse", "Marek", "Oona", "Zofia", "Kweku", "Liora", "Anselm", "Petra", "Dov")
SURNAMES = ("Hallgrim", "Osterby", "Vantongeren", "Abenaa", "Quist", "Mbekisi", "Farrowdale", "Prendergast")
SENTENCES = ("bay four was closed by {} on site", "keys handed to {} before noon", "stock count done w/ {} today")


def line(text, *spans):
    return json.dumps({"text": text, "spans": [{"start": a, "end": b, "kind": kind} for a, b, kind in spans]})


def labelled(count):
    """Lines of a made-up log in which people stand in small letters."""
    chosen, lines = random.Random(3), []
    for _number in range(count):
        before, _gap, after = chosen.choice(SENTENCES).partition("{}")
        name = f"{chosen.choice(GIVEN)} {chosen.choice(SURNAMES)}".lower()
        lines.append(line(before + name + after, (len(before), len(before) + len(name), "person")))
    return lines


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (line("Ana Berg rang", (0, 8, "person"), (4, 8, "person")), "line 31: two labels overlap"),
        (line("Ana Berg rang", (0, 9, "person")), "line 31: the label 0–9 begins or ends with white space"),
        (line("Ana Berg rang", (0, 99, "person")), "line 31: the span 0–99 does not lie in the text"),
        (line("Ana Berg rang", (0, 8, "human")), "line 31: there is no kind 'human'"),
        ("{", "line 31: an object with text and spans"),
    ],
)
def test_a_bad_label_is_named_by_its_line(bad, words):
    with pytest.raises(LabelsUnreadable, match=words):
        read_for_training([*labelled(29), "", bad], NAME_KINDS)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (labelled(19), "19 passages are too few"),
        ([line("nothing here")] * 30, "no label of the kinds to learn"),
        ([*labelled(30), line("at Acme", (3, 7, "organisation"))], r"too few labels of organisation \(1\)"),
    ],
)
def test_too_little_to_learn_from_is_refused(lines, words):
    with pytest.raises(CannotTrain, match=words):
        read_for_training(lines, NAME_KINDS)


def test_kinds_that_are_not_learnt_are_left_alone():
    lines = [*labelled(30), line("mail a@example.org", (5, 18, "email_address"))]

    passages = read_for_training(lines, NAME_KINDS)

    assert passages[-1] == Passage("mail a@example.org", ())


def test_the_split_is_the_same_for_a_seed_and_keeps_equal_texts_together():
    passages = [Passage(f"text {number % 50}", ()) for number in range(100)]

    parts = split(passages, 7)

    assert parts == split(passages, 7) != split(passages, 8)
    texts = [{one.text for one in part} for part in (parts.train, parts.check, parts.test)]
    assert [texts[0] & texts[1], texts[0] & texts[2], texts[1] & texts[2]] == [set(), set(), set()]
    assert [len(part) for part in (parts.train, parts.check, parts.test)] == [70, 14, 16]


def test_a_folder_with_something_in_it_is_not_written_to(tmp_path):
    (tmp_path / "letter.txt").write_text("keep me")

    with pytest.raises(CannotTrain, match="not empty"):
        train([Passage("text", ())], Plan(base="blank:en"), tmp_path)


def test_what_is_trained_finds_what_was_labelled_and_names_itself(tmp_path, monkeypatch):
    passages = read_for_training(labelled(60), NAME_KINDS)
    plan = Plan(base="blank:en", kinds=(Kind.PERSON,), epochs=12, patience=2)

    report = train(passages, plan, tmp_path / "model")

    f1 = {when: getattr(report, when)["overall"]["overlapping"]["f1"] for when in ("before", "after")}
    assert f1["after"] > max(0.8, f1["before"] + 0.2)
    assert json.loads((tmp_path / "model" / "training.json").read_text())["best"] == report.best
    assert not any(name.lower() in json.dumps(report.as_json()) for name in SURNAMES)
    with ner.model_of(tmp_path / "model"):
        found = detect("keys handed to marek quist before noon", options=Options(kinds=frozenset({Kind.PERSON})))
        assert [(one.start, one.end) for one in found] == [(15, 26)]
        assert "trained_" in engine_version(Options())
    assert not ner.has_own_model()

"""The demo organisation: its size, its sameness, and an answer sheet that leaves nothing out."""

import hashlib
import re
import sqlite3
from collections import Counter

import pytest

from dsar.management.demo.__main__ import main
from dsar.management.demo.building import build
from dsar.management.demo.people import folded
from dsar.management.demo.scoring import _place
from dsar.management.demo.truth import read_truth
from tests.dsar.management.demo.reading import rows_of, texts_of

pytestmark = pytest.mark.slow(15)

SEED = 7
FORMATS = {
    "pdf", "scan", "docx", "xlsx", "eml", "mbox", "txt", "csv", "html", "png", "zip", "json", "xml", "row",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("demo") / "out"
    return root, build(root, SEED)


def spoken(profile):
    """Every way in which the demo writes a subject down, for a search by plain comparison."""
    given, _, family = profile["names"][0].partition(" ")
    umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
    names = [f"{given} {family}", f"{family}, {given}", f"{given[0]}. {family}", f"{given} {family}".translate(umlauts)]
    names = [*names, *map(folded, names)]
    numbers = [each["value"] for each in profile["identifiers"]]
    phones = [form for phone in profile["phones"] for form in (phone, "0" + phone.partition(" ")[2])]
    return [*names, *profile["emails"], *phones, *numbers]


def stands_in(text, words):
    plain = " ".join(text.split())
    return any(re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w-])", plain, re.IGNORECASE) for word in words)


def digests(root):
    return {
        path.relative_to(root): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_the_same_seed_makes_the_same_bytes_and_another_seed_other_people(made, tmp_path):
    again = build(tmp_path / "again", SEED)
    other = build(tmp_path / "other", SEED + 1)

    assert digests(made[0]) == digests(tmp_path / "again")
    assert again == made[1]
    assert {subject.profile["names"][0] for subject in other.subjects}.isdisjoint(
        subject.profile["names"][0] for subject in again.subjects
    )


def test_there_are_enough_files_of_every_format(made):
    root, truth = made
    files = [path for path in (root / "files").rglob("*") if path.is_file()]
    suffixes = Counter(path.suffix for path in files)

    assert len(files) == truth.file_count >= 150
    assert min(suffixes[f".{name}"] for name in FORMATS - {"scan", "row"}) >= 3
    assert {trace.format for subject in truth.subjects for trace in subject.traces} == FORMATS
    assert {path.name for path in (root / "files").iterdir()} == {
        "hr", "sales", "support", "legal", "marketing", "finance", "facilities", "archive",
    }  # fmt: skip


def test_the_shop_holds_together(made):
    root, truth = made
    connection = sqlite3.connect(root / "shop.sqlite")
    counted = {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    }
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.close()

    assert counted == truth.row_counts
    assert len(counted) >= 12
    assert sum(counted.values()) >= 20_000
    assert broken == []


@pytest.mark.parametrize("index", [0, 1, 2])
def test_whoever_stands_in_a_file_stands_on_the_answer_sheet(made, index):
    root, truth = made
    subject = truth.subjects[index]
    noted = {_place(place.locator) for place in [*subject.traces, *subject.not_theirs]}
    words = spoken(subject.profile)

    found = {place for place, text in texts_of(root / "files").items() if stands_in(text, words)}

    assert len(found) > 20
    assert found - noted == set()


@pytest.mark.parametrize("index", [0, 1, 2])
def test_what_the_answer_sheet_says_stands_in_the_file(made, index):
    root, truth = made
    subject = truth.subjects[index]
    words, texts = spoken(subject.profile), texts_of(root / "files")
    pictures = {"scan", "png"}
    told = [trace for trace in subject.traces if trace.source == "files" and trace.format not in pictures]

    missing = [trace.locator for trace in told if not stands_in(texts.get(_place(trace.locator), ""), words)]

    assert told
    assert missing == []


@pytest.mark.parametrize("index", [0, 1, 2])
def test_whoever_stands_in_a_row_stands_on_the_answer_sheet(made, index):
    root, truth = made
    subject = truth.subjects[index]
    rows = rows_of(root / "shop.sqlite")
    noted = {_place(place.locator) for place in [*subject.traces, *subject.not_theirs]}
    words = spoken(subject.profile)

    found = {place for place, text in rows.items() if any(word.lower() in text.lower() for word in words)}

    assert found - noted == set()
    assert {_place(trace.locator) for trace in subject.traces if trace.source == "shop"} <= set(rows)


def test_nobody_is_both_the_subject_and_not(made):
    for subject in made[1].subjects:
        theirs = {_place(trace.locator) for trace in subject.traces}

        assert theirs.isdisjoint(_place(place.locator) for place in subject.not_theirs)
        assert subject.not_theirs


def test_a_row_somebody_merely_handled_is_not_about_them(made):
    root, truth = made
    employee = next(subject for subject in truth.subjects if subject.label == "de")
    connection = sqlite3.connect(root / "shop.sqlite")
    handled = connection.execute(
        "SELECT count(*) FROM orders JOIN staff ON staff.id = assigned_staff_id WHERE employee_number = ?",
        [next(each["value"] for each in employee.profile["identifiers"] if each["type"] == "employee_id")],
    ).fetchone()[0]
    connection.close()

    assert handled > 20
    assert len([trace for trace in employee.traces if trace.locator.get("table") == "orders"]) < 10


def test_unreadable_files_are_named_and_are_nobodys_traces(made):
    _root, truth = made

    reasons = {entry["reason"] for entry in truth.unreadable}
    paths = {entry["path"] for entry in truth.unreadable}

    assert reasons == {"damaged", "password_protected"}
    assert not any(trace.locator.get("path") in paths for subject in truth.subjects for trace in subject.traces)


def test_the_stored_answer_sheet_reads_back_the_same(made):
    root, truth = made

    assert read_truth(root / "truth.json") == truth
    assert len(list((root / "subjects").glob("*.json"))) == 3


def test_the_command_refuses_to_write_over_a_demo(made, capsys):
    code = main(["--out", str(made[0])])

    assert code == 1
    assert "already" in capsys.readouterr().err

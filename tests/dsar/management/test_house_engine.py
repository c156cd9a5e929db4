"""Own kinds and thresholds of the house in the actions of the command line, and the engine that every finding names."""

import csv
import io
import json
import time

import pypdf
import pytest
from django.core.management import CommandError, call_command

from dsar.management.actions.house_engine import house_rules, take_house_rules
from dsar.management.actions.tables import as_csv
from dsar.pii.models import OwnKindVersion, ThresholdVersion
from dsar.pii.own_kind_services import OwnKindValues, save_own_kind
from dsar.pii.steering import version_now
from dsar.pii.threshold_services import set_threshold

IDENTIFIED_SECONDS, WHOLE_SECONDS = 30, 150  # a document identified; identified, redacted and checked
TEXT = "Dear Ana Lindqvist, the key of LKR-4471 is ready; write to ana@example.com."
LOCKER = OwnKindValues("Locker number", r"\bLKR-\d{4}\b", "identity", 3)


def dsar(*words):
    out = io.StringIO()
    call_command("dsar", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "letters" / "letter.txt"
    path.parent.mkdir()
    path.write_text(TEXT)
    return path


@pytest.fixture
def locker(world):
    return save_own_kind(values=LOCKER, actor=world.dpo)


def test_a_text_is_read_with_own_kinds_and_names_their_version(letter, locker):
    found = {one["text"]: one for one in dsar("scan-text", str(letter))}

    assert (found["LKR-4471"]["recogniser"], found["LKR-4471"]["risk"]) == ("own:locker_number", 3)
    assert {one["engine"] for one in found.values()} == {version_now()}
    assert "own kinds 1" in version_now()


def test_the_engine_as_shipped_knows_no_own_kind_and_says_so(letter, locker):
    found = dsar("scan-text", str(letter), "--engine", "shipped")

    assert "LKR-4471" not in {one["text"] for one in found}
    assert found[0]["engine"].endswith("as shipped")


def test_a_threshold_of_the_house_holds_on_the_command_line(letter, world):
    before = {one["kind"] for one in dsar("scan-text", str(letter))}

    set_threshold(key="person", value=0.99, why="Too many", based_on=0, actor=world.dpo)

    after = dsar("scan-text", str(letter))
    assert before - {one["kind"] for one in after} == {"person"}
    assert after[0]["engine"].endswith("thresholds 1")


def test_evaluation_counts_own_kinds_by_the_name_of_their_recogniser(tmp_path, locker):
    start = TEXT.index("LKR")
    labelled = tmp_path / "labelled.jsonl"
    spans = [{"start": start, "end": start + 8, "kind": "own:locker_number"}]
    labelled.write_text(json.dumps({"text": TEXT, "spans": spans}))

    value = dsar("evaluate", str(labelled), "--only-labelled", "--engine", "house")

    assert value["kinds"]["own_kind"]["exact"]["recall"] == 1.0
    assert value["engine"] == version_now()


def test_documents_of_the_person_come_with_what_else_stands_in_them(tmp_path, letter, locker):
    subject = tmp_path / "subject.json"
    subject.write_text(json.dumps({"emails": ["ana@example.com"]}))
    (letter.parent / "other.txt").write_text("About nobody: LKR-0001.")

    started = time.perf_counter()
    value = dsar("scan-files", str(letter.parent), "--subject", str(subject))
    took = time.perf_counter() - started

    (document,) = value["documents"]
    assert took < IDENTIFIED_SECONDS
    assert document["locator"]["path"] == "letter.txt"
    own = next(one for one in document["instances"] if one["value"] == "LKR-4471")
    assert own["severity"] == "high"
    assert "own_kind" in own["flags"]
    assert {one["engine"] for one in [*value["findings"], document]} == {version_now()}


def test_the_places_alone_are_given_where_no_more_is_asked_for(tmp_path, letter, db):
    subject = tmp_path / "subject.json"
    subject.write_text(json.dumps({"emails": ["ana@example.com"]}))

    assert "documents" not in dsar("scan-files", str(letter.parent), "--subject", str(subject), "--only-places")


def test_the_house_is_refused_where_there_is_none(letter, settings, tmp_path, monkeypatch):
    monkeypatch.setattr("dsar.management.actions.house_engine._has_house", lambda: False)

    with pytest.raises(CommandError, match="no database of the house"):
        dsar("scan-text", str(letter), "--engine", "house")


def test_an_answer_comes_as_a_table(letter, locker):
    out = io.StringIO()
    call_command("dsar", "scan-text", str(letter), "--csv", stdout=out)

    lines = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert {"LKR-4471", "ana@example.com"} <= {line["text"] for line in lines}


def test_a_table_computes_nothing_and_keeps_nested_values():
    value = {"findings": [{"locator": {"path": "=HYPERLINK(1)"}, "score": 0.5, "notes": ["a"], "sure": True}], "x": 1}

    lines = list(csv.DictReader(io.StringIO(as_csv(value))))

    assert lines == [{"locator.path": "'=HYPERLINK(1)", "score": "0.5", "notes": '["a"]', "sure": "true"}]


CARD = "Ms Ana Lindqvist, born 4 March 1984, pays with card 4111 1111 1111 1111.\nMs Ana Lindqvist called."


@pytest.fixture
def paid(tmp_path):
    path = tmp_path / "paid.txt"
    path.write_text(CARD)
    return path


def test_a_text_keeps_the_year_the_last_four_and_who_is_who(paid, tmp_path, db):
    out = tmp_path / "out.txt"

    value = dsar("redact", str(paid), "--detect", "all", "--partial", "--year-only", "--pseudonyms", "--out", str(out))

    assert out.read_text().split("\n")[:2] == [
        "Ms PERSON_1, born 1984, pays with card …1111.",
        "Ms PERSON_1 called.",
    ]
    assert [one["form"] for one in value["replaced"]] == ["pseudonym", "generalise", "partial", "pseudonym"]


def test_passages_go_from_a_text_too(paid, tmp_path, db):
    out = tmp_path / "out.txt"

    value = dsar("redact", str(paid), "--text", "ana  lindqvist called", "pays with", "with card", "--out", str(out))

    written = out.read_text()
    assert (value["verdict"], value["passages"]) == ("clean", 3)
    assert "[REDACTED]" in written
    assert not any(gone in written for gone in ("called", "pays", "card", "4111", "Lindqvist"))


def test_a_text_in_which_something_is_left_is_not_written(paid, tmp_path, db, monkeypatch):
    out = tmp_path / "out.txt"
    monkeypatch.setattr("dsar.management.actions.redact_forms._BLANK", "pays with")

    with pytest.raises(SystemExit) as ended:
        dsar("redact", str(paid), "--text", "pays with", "--out", str(out))

    assert (ended.value.code, out.exists()) == (1, False)


def test_pages_keep_the_year_and_the_last_four(paid, tmp_path, db):
    out = tmp_path / "out.pdf"

    started = time.perf_counter()
    report = dsar("redact", str(paid), "--detect", "credit_card", "date_of_birth", "--partial", "--year-only",
                  "--out", str(out))  # fmt: skip

    took = time.perf_counter() - started

    shown = pypdf.PdfReader(out).pages[0].extract_text()
    assert report["verdict"] == "clean"
    assert took < WHOLE_SECONDS
    assert {"1984", "1111.", "Lindqvist"} <= set(shown.replace(",", " ").split())
    assert "March" not in shown
    assert "4111" not in shown


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--detect", "animal", "--out", "x.pdf"], "no such kind: animal"),
        (["--detect", "vin", "--out", "x.pdf"], "none of these kinds"),
        (["--detect", "all", "--pseudonyms", "--out", "x.pdf"], "give --out OUT.txt"),
        (["--text", "Ana", "--boxes", "b.json", "--out", "x.txt"], "rectangles are of pages"),
        (["--text", "Nobody", "--out", "x.txt"], "passage 1 of --text stands nowhere"),
        (["--text", " ", "--out", "x.txt"], "is empty"),
        (["--detect", "vin", "--out", "x.txt"], "none of these kinds"),
    ],
)
def test_a_redaction_that_cannot_be_is_told(paid, words, message, db):
    with pytest.raises(CommandError, match=message):
        dsar("redact", str(paid), *words)


@pytest.mark.parametrize("wanted", [["all"], ["own_kind"], ["own:locker_number"]], ids=lambda names: names[0])
def test_own_kinds_are_redacted_among_all_and_by_their_name(letter, tmp_path, locker, wanted):
    out = tmp_path / "out.txt"

    value = dsar("redact", str(letter), "--detect", *wanted, "--out", str(out))

    written = out.read_text()
    assert "LKR-4471" not in written
    assert ("ana@example.com" in written) == (wanted != ["all"])
    assert value["verdict"] == "clean"
    assert value["engine"] == version_now()


def test_an_own_kind_that_counts_as_another_takes_none_of_that_with_it(letter, tmp_path, world):
    values = OwnKindValues("Desk", r"\bLKR-\d{4}\b", "identity", 3, counts_as="email_address")
    save_own_kind(values=values, actor=world.dpo)
    out = tmp_path / "out.txt"

    dsar("redact", str(letter), "--detect", "own:desk", "--out", str(out))

    assert "LKR-4471" not in out.read_text()
    assert "ana@example.com" in out.read_text()


def test_an_own_kind_that_is_not_there_is_told(letter, locker):
    with pytest.raises(CommandError, match="no own kind of this installation is called own:keys"):
        dsar("redact", str(letter), "--detect", "own:keys", "--out", "x.pdf")


def test_a_rehearsal_detects_with_the_own_kinds_and_thresholds_of_the_house(letter, locker, world):
    set_threshold(key="person", value=0.99, why="Too many", based_on=0, actor=world.dpo)
    order = json.loads(json.dumps(house_rules()))
    OwnKindVersion.objects.all().delete()
    ThresholdVersion.objects.all().delete()

    take_house_rules(order)

    found = {one["kind"]: one["text"] for one in dsar("scan-text", str(letter))}
    assert found["own_kind"] == "LKR-4471"
    assert "person" not in found

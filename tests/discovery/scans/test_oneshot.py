import json
from pathlib import Path

import pytest

from discovery.documents import SubjectProfile
from discovery.scans.kinds import kind_of
from discovery.scans.oneshot import scan_database, scan_files, shown_name
from discovery.sources.sql import SqlSourceError
from dsar.management.demo.building import build
from dsar.management.demo.scoring import score
from tests.discovery.scans.conftest import SUBJECT


def test_files_come_in_the_published_form(share):
    result = scan_files([share], SUBJECT)

    found = next(f for f in result["findings"] if f["locator"]["path"] == "hr/letter-1.txt" and f["kind"] == "person")
    assert {"source", "locator", "kind", "identifier", "decision", "score", "path"} <= set(found)
    assert (found["decision"], found["identifier"]) == ("confirmed", "Mira Holt")
    assert result["coverage"]["complete"] == 6
    assert result["coverage"]["failed"] == 1
    assert len(result["coverage"]["items"]) == 8
    json.dumps(result)


def test_a_single_file_and_a_folder_that_is_gone(share):
    result = scan_files([share / "namesake.txt", Path("/nowhere/at/all")], SUBJECT)

    assert [f["decision"] for f in result["findings"]] == ["review"]
    assert result["coverage"]["failed"] == 1


def test_rows_come_with_table_key_and_the_way_to_them(shop):
    result = scan_database(f"sqlite:///{shop}", SUBJECT)

    rows = {(f["locator"]["table"], f["locator"]["key"]["id"]): f for f in result["findings"]}
    assert rows["orders", 1]["decision"] == "confirmed"
    assert "customer_id" in rows["orders", 1]["path"]
    json.dumps(result)


def test_a_database_that_is_not_there_is_an_error_without_its_address(tmp_path):
    with pytest.raises(SqlSourceError) as refusal:
        scan_database(f"sqlite:///{tmp_path}/none.sqlite", SUBJECT)

    assert str(tmp_path) not in str(refusal.value)


def test_passwords_are_never_shown():
    assert (
        shown_name("postgresql://anna:secret@db.example.org/crm?sslmode=require") == "postgresql://db.example.org/crm"
    )


@pytest.mark.parametrize(
    ("identifier", "kind"),
    [
        ("email_address", "email_address"),
        ("customer number", "customer_id"),
        ("Employee No.", "employee_id"),
        ("National Insurance number", "uk_nino"),
        ("loyalty card", "customer_id"),
        ("locker", "locker"),
    ],
)
def test_an_identifier_in_free_words_has_a_kind(identifier, kind):
    assert kind_of(identifier) == kind


@pytest.mark.slow(15)
def test_recall_and_wrong_confirmations_on_the_demo(tmp_path):
    truth = build(tmp_path / "demo", 4_711)

    profile = SubjectProfile.from_json(truth.subjects[0].profile)

    found = scan_files([tmp_path / "demo" / "files"], profile)["findings"]
    found += scan_database(f"sqlite:///{tmp_path}/demo/shop.sqlite", profile)["findings"]

    result = score(found, truth, 0)
    assert result.recall >= 0.95, [trace.locator for trace in result.missed]
    assert result.wrong_confirmed <= 0.05, result.wrong

"""`manage.py dsar`: every action, its JSON, its exit codes, and the rehearsal on real data."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest
from django.core.management import CommandError, call_command

from dsar.audit.models import AuditEntry
from tests.world import make_case

pytestmark = pytest.mark.slow(24)

ROOT = Path(__file__).resolve().parents[3]


def dsar(*words):
    """What the action printed as JSON."""
    out = io.StringIO()
    call_command("dsar", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def subject(tmp_path):
    path = tmp_path / "subject.json"
    path.write_text(json.dumps({"names": ["Ana Lindqvist"], "emails": ["ana@example.com"]}))
    return str(path)


def test_every_vector_is_answered_with_the_fields_it_expects():
    given = json.loads((ROOT / "tests" / "data" / "deadlines.json").read_text())

    computed = dsar("deadline", "--vectors", str(ROOT / "tests" / "data" / "deadlines.json"))

    assert [one["id"] for one in computed] == [one["id"] for one in given]
    for one, wanted in zip(computed, given, strict=True):
        assert wanted["expected"].items() <= one["expected"].items(), one["id"]


def test_a_deadline_comes_with_its_steps():
    value = dsar("deadline", "--received", "2026-11-05T09:00", "--policy", "FIXED30", "--today", "2026-11-06")

    assert (value["due"], value["statutory_due"]) == ("2026-12-05", "2026-12-07")
    assert all(step["article"] for step in value["steps"])


@pytest.mark.parametrize(
    "words, message",
    [
        (["deadline"], "--received"),
        (["deadline", "--received", "soon"], "soon"),
        (["deadline", "--received", "2026-01-01T00:00", "--regime", "XX"], "XX"),
        (["scan-text", "/nowhere/at/all"], "No such file"),
        (["scan-files", "/nowhere/at/all", "--subject", "x"], "no such folder"),
        (["redact", "/nowhere.pdf", "--text", "x", "--out", "y"], "no such file"),
        (["pipeline", "--name", "x", "--out", "y"], "nothing to search"),
    ],
)
def test_unusable_input_is_told_in_a_sentence(words, message):
    with pytest.raises(CommandError, match=message) as refused:
        dsar(*words)

    assert refused.value.returncode == 2


@pytest.mark.parametrize("content", ["not json", "[]", '{"name": []}', '{"names": "Ana"}', "{}"])
def test_a_wrong_subject_is_told_without_its_content(tmp_path, content):
    path = tmp_path / "subject.json"
    path.write_text(content)

    with pytest.raises(CommandError) as refused:
        dsar("scan-files", str(tmp_path), "--subject", str(path))

    assert "Ana" not in str(refused.value)


def test_a_text_is_scanned_with_offsets(tmp_path, db):
    text = "Write to ana@example.com."
    (tmp_path / "a.txt").write_text(text)

    found = dsar("scan-text", str(tmp_path / "a.txt"))

    assert {"start", "end", "kind", "text", "score", "engine"} <= set(found[0])
    assert text[found[0]["start"] : found[0]["end"]] == found[0]["text"] == "ana@example.com"


def test_files_are_scanned_and_a_damaged_one_is_named(tmp_path, subject, db):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("From ana@example.com")
    (folder / "b.pdf").write_bytes(b"%PDF-1.4 broken")

    value = dsar("scan-files", str(folder), "--subject", subject)

    assert {(one["locator"]["path"], one["decision"], one["kind"]) for one in value["findings"]} == {
        ("a.txt", "confirmed", "email_address")
    }
    assert value["coverage"]["failed"] == 1
    mapped = tmp_path / "findings.json"
    mapped.write_text(json.dumps(value))
    inventory = tmp_path / "inventory.json"
    inventory.write_text("{}")
    assert dsar("map", str(mapped), "--inventory", str(inventory))["categories"][0]["missing"]


def test_a_file_is_redacted_and_the_report_says_so(tmp_path):
    (tmp_path / "a.txt").write_text("Ana Lindqvist met Bert Harrow.")
    out = tmp_path / "out.pdf"

    report = dsar("redact", str(tmp_path / "a.txt"), "--text", "Bert Harrow", "--out", str(out))

    text = pypdf.PdfReader(out).pages[0].extract_text()
    assert "Ana" in text
    assert "Harrow" not in text
    assert report["verdict"] == "clean"


def test_a_closed_gate_exits_with_one_and_writes_nothing(tmp_path):
    (tmp_path / "a.txt").write_text("Ana Lindqvist met nobody.")
    out = tmp_path / "out.pdf"

    with pytest.raises(SystemExit) as ended:
        dsar("redact", str(tmp_path / "a.txt"), "--text", "Bert Harrow", "--out", str(out))

    assert ended.value.code == 1
    assert not out.exists()


def test_a_request_is_registered_without_printing_the_name(world, capsys):
    value = dsar("register", "--name", "Ana Lindqvist", "--email", "ana@example.com", "--received", "2026-11-05T09:00")

    assert value["statutory_due"] == "2026-12-07"
    assert "Lindqvist" not in json.dumps(value)


def test_the_dashboard_has_no_names(world):
    make_case(world, name="Xaverine Quillfeather")

    value = dsar("dashboard")

    assert value["open"] == 1
    assert "Quillfeather" not in json.dumps(value)


def test_the_audit_chain_is_proved(world):
    make_case(world)

    value = dsar("verify-audit")

    assert value["is_whole"] is True
    assert value["entries"] == AuditEntry.objects.count()


def test_what_needs_no_database_runs_without_one(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "dsar", "deadline", "--received", "2026-11-05T09:00", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={
            "PATH": "/usr/bin:/bin",
            "DSAR_VAR_DIR": str(tmp_path),
            "DSAR_KEY_FILE": "/nonexistent/kek",
            "DJANGO_SETTINGS_MODULE": "dsar.config.settings.demo",
        },
    )

    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "dsar.sqlite3").exists()


@pytest.mark.needs_corpus
def test_the_rehearsal_holds_the_seven_invoices(corpus, tmp_path, db):
    value = dsar(
        "pipeline",
        "--name",
        "Luís Gonçalves",
        "--email",
        "luisg@embraer.com.br",
        "--files",
        str(corpus / "files"),
        "--database",
        str(corpus / "db" / "chinook.sqlite"),
        "--out",
        str(tmp_path),
    )

    archive = zipfile.ZipFile(value["package"])
    pages = pypdf.PdfReader(io.BytesIO(archive.read("your-data.pdf"))).pages
    text = " ".join(page.extract_text() for page in pages)
    for invoice in (98, 121, 143, 195, 316, 327, 382):
        assert f"InvoiceId {invoice} " in " ".join(text.split()) + " ", invoice
    assert all("nobody has approved" in page.extract_text() for page in pages)
    assert len(json.loads(archive.read("data/your-data.json"))["tables"][1]["records"]) == 7

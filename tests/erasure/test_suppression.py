import io
import json
import shutil
import sqlite3
import uuid

import pytest
from django.core.management import call_command

from discovery.documents import SubjectProfile
from erasure.errors import ErasureRefused
from erasure.plan import Terms
from erasure.runs.returning import reapply
from erasure.runs.services import TargetOrder
from erasure.suppression.journal import read_journal
from erasure.suppression.models import SuppressionEntry
from erasure.suppression.services import is_suppressed, lift, restore_entries, suppress
from erasure.targets import make_target
from tests.erasure.shop import PERSON, changed_rows, read_rows, sqlite_shop, traces_in


@pytest.fixture(autouse=True)
def journal(settings, tmp_path):
    """The journal of erasures in a folder of the test's own."""
    settings.DSAR_CHECKPOINT_DIR = tmp_path / "checkpoints"
    return tmp_path / "checkpoints" / "erasures.jsonl"


def test_an_erased_person_is_known_again_by_any_spelling_and_others_are_not(db):
    suppress(person=PERSON, run_id=uuid.uuid4())

    assert is_suppressed(SubjectProfile(emails=("Mira.Holt+news@EXAMPLE.org",)))
    assert is_suppressed(SubjectProfile(names=("mira holt",), phones=("020 7946 0018",)))
    assert is_suppressed(SubjectProfile(identifiers=(("Customer number", "c 88017"),)))
    assert not is_suppressed(SubjectProfile(names=("Tom Holt",), phones=("020 7946 0018",)))
    assert not is_suppressed(SubjectProfile(emails=("jon.beck@example.org",)))


def test_nothing_can_be_read_from_the_list_or_the_journal(db, journal):
    suppress(person=PERSON, run_id=uuid.uuid4())

    assert {len(bytes(entry.digest)) for entry in SuppressionEntry.objects.all()} == {16}
    assert traces_in(journal.read_text()) == []


def test_a_lifted_entry_stays_lifted_and_says_why(db, world):
    suppress(person=PERSON, run_id=uuid.uuid4())
    entry = SuppressionEntry.objects.get(kind="email")

    with pytest.raises(ErasureRefused):
        lift(entry=entry, reason=" ", actor_id=world.dpo.pk)
    lift(entry=entry, reason="She opened a new account", actor_id=world.dpo.pk)
    restore_entries()

    assert not is_suppressed(SubjectProfile(emails=PERSON.emails))


def test_the_journal_brings_the_list_back_and_a_forged_line_is_not_believed(db, journal):
    suppress(person=PERSON, run_id=uuid.uuid4())
    SuppressionEntry.objects.all().delete()
    forged = json.loads(journal.read_text()) | {"tokens": [["email", "00" * 16]]}
    with journal.open("a") as lines:
        lines.write(json.dumps(forged) + "\n")

    made, bad = restore_entries()

    assert (made, bad) == (3, 1)
    assert is_suppressed(PERSON)
    assert len(read_journal()[0]) == 1


def test_an_import_leaves_erased_people_out_and_nobody_else(db, tmp_path):
    suppress(person=PERSON, run_id=uuid.uuid4())
    table = tmp_path / "people.csv"
    table.write_text(
        "Mail,Name,Phone\nMIRA.HOLT+x@example.org,M,\njon.beck@example.org,Jon Beck,+44 20 7946 0999\n"
        ",Mira Holt,020 7946 0018\n,Tom Holt,020 7946 0018\n"
    )
    given = [f"--column={kind}" for kind in ("email=Mail", "name=Name", "phone=Phone")]
    told = io.StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("dsar", "check-import", str(table), *given, "--out", str(tmp_path / "clean.csv"), stdout=told)

    assert ended.value.code == 1
    assert "2 rows may be imported; 2 are of people who were erased." in told.getvalue()
    assert (tmp_path / "clean.csv").read_text().splitlines() == [
        "Mail,Name,Phone", "jon.beck@example.org,Jon Beck,+44 20 7946 0999", ",Tom Holt,020 7946 0018"
    ]  # fmt: skip


def test_who_comes_back_with_a_backup_is_erased_again_from_every_target(db, tmp_path):
    path = tmp_path / "shop.sqlite"
    url = sqlite_shop(path)
    shutil.copy(path, tmp_path / "backup.sqlite")
    (tmp_path / "share").mkdir()
    target = make_target("sql", {"url": url})
    target.erase(target.preview(PERSON, Terms()).changes, PERSON, lambda: True)
    suppress(person=PERSON, run_id=uuid.uuid4())

    shutil.copy(tmp_path / "backup.sqlite", path)
    (tmp_path / "share" / "letter.txt").write_text("Dear Mira Holt, we write to mira.holt@example.org.\n")
    before = _rows(path)
    orders = [
        TargetOrder(uuid.uuid4(), "Shop", "sql", {"url": url}),
        TargetOrder(uuid.uuid4(), "Share", "files", {"path": str(tmp_path / "share")}),
        TargetOrder(uuid.uuid4(), "Paper", "manual", {"instructions": "Look"}),
    ]
    (first, by_hand), (second, _none) = reapply(orders, "seed"), reapply(orders, "seed")

    assert [(row.name, row.people, row.failure) for row in first] == [
        ("Shop", 1, ""),
        ("Share", 1, ""),
        ("Paper", 0, "by_hand"),
    ]
    assert changed_rows(before, _rows(path)) == {
        "customer": {1}, "orders": {10, 11}, "order_line": {100, 101, 102}, "ticket": {50}
    }  # fmt: skip
    assert not (tmp_path / "share" / "letter.txt").exists()
    assert [(one.order.name, one.person.emails) for one in by_hand] == [("Paper", PERSON.emails)]
    assert sum(row.changed for row in second) == 0


def test_a_friend_in_the_row_of_who_came_back_is_not_erased(db, tmp_path):
    path = tmp_path / "club.sqlite"
    with sqlite3.connect(path) as opened:
        opened.executescript(
            "CREATE TABLE member (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT);"
            "INSERT INTO member VALUES (1, 'Mira Holt', 'mira.holt@example.org'), (2, 'Jon Beck', 'jon@example.org');"
            "CREATE TABLE referrals (id INTEGER PRIMARY KEY, referrer_email TEXT, friend_email TEXT);"
            "INSERT INTO referrals VALUES (1, 'mira.holt@example.org', 'jon@example.org');"
        )
    opened.close()
    suppress(person=PERSON, run_id=uuid.uuid4())

    _done, by_hand = reapply(
        [
            TargetOrder(uuid.uuid4(), "Club", "sql", {"url": f"sqlite:///{path}"}),
            TargetOrder(uuid.uuid4(), "Paper", "manual", {"instructions": "Look"}),
        ],
        "seed",
    )

    with sqlite3.connect(path) as opened:
        left = opened.execute("SELECT email FROM member").fetchall()
    opened.close()
    assert left == [("jon@example.org",)]
    assert [one.person.emails for one in by_hand] == [("mira.holt@example.org",)]


def _rows(path):
    with sqlite3.connect(path) as opened:
        rows = read_rows(lambda sql: opened.execute(sql).fetchall())
    opened.close()
    return rows

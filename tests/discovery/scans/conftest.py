import sqlite3
import uuid

import pytest

from discovery.documents import SubjectProfile
from discovery.scans.services import SourceOrder, order_scan
from dsar.foundation.keys import create_data_key

SUBJECT = SubjectProfile(names=("Mira Holt",), emails=("mira.holt@example.org",))


@pytest.fixture
def share(tmp_path):
    """A folder with letters of two people, a damaged file and one that no parser knows."""
    folder = tmp_path / "share"
    (folder / "hr").mkdir(parents=True)
    for number in range(4):
        (folder / "hr" / f"letter-{number}.txt").write_text(
            f"Dear Mira Holt,\nletter {number} goes to mira.holt@example.org.\n"
        )
    (folder / "other.txt").write_text("Dear Jon Beck, nothing here is about anybody else.\n")
    (folder / "namesake.txt").write_text("Minutes: Mira Holt was absent.\n")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nthis is no document")
    (folder / "odd.bin").write_bytes(bytes(range(256)) * 4)
    return folder


@pytest.fixture
def shop(tmp_path):
    """A database with two customers and their orders."""
    path = tmp_path / "shop.sqlite"
    with sqlite3.connect(path) as made:
        made.executescript(
            """
            CREATE TABLE customer (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT);
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id), note TEXT);
            INSERT INTO customer VALUES (1, 'Mira Holt', 'mira.holt@example.org'), (2, 'Jon Beck', 'jon@example.org');
            INSERT INTO orders VALUES (1, 1, 'leave with the neighbour please'), (2, 2, 'call before delivery please'),
              (3, 2, 'copy to mira.holt@example.org please');
            """
        )
    made.close()
    return path


@pytest.fixture
def order(db):
    """Orders a scan of folders and databases for Mira Holt."""

    def ordered(*sources, profile=SUBJECT):
        orders = [
            SourceOrder(
                uuid.uuid4(), path.name, "files" if path.is_dir() or not path.suffix else "sqlite",
                {"path": str(path)} if not path.suffix else {"url": f"sqlite:///{path}"},
            )
            for path in sources
        ]  # fmt: skip
        key = create_data_key()
        return order_scan(order_id=uuid.uuid4(), key_id=key.pk, actor_id=None, profile=profile, sources=orders)

    return ordered

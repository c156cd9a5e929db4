import sqlite3

import pytest

from discovery.scans.worker import work_scan
from dsar.processing_records.models import Source, System
from dsar.search.services import current_scan
from tests.world import make_case


@pytest.fixture
def share(tmp_path):
    folder = tmp_path / "share"
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear Ana Lindqvist,\nwe write to ana@example.com.\n")
    (folder / "minutes.txt").write_text("Ana Lindqvist was absent.\n")
    (folder / "other.txt").write_text("Dear Jon Beck, all is well.\n")
    return folder


@pytest.fixture
def shop(tmp_path):
    path = tmp_path / "shop.sqlite"
    with sqlite3.connect(path) as made:
        made.executescript(
            """
            CREATE TABLE customer (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT);
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id), note TEXT);
            INSERT INTO customer VALUES (1, 'Ana Lindqvist', 'ana@example.com'), (2, 'Jon Beck', 'jon@example.org');
            INSERT INTO orders VALUES (1, 1, 'leave with the neighbour please'), (2, 2, 'call before delivery please');
            """
        )
    made.close()
    return path


@pytest.fixture
def register(world, share, shop):
    """A share, a shop and a cabinet of paper."""
    drive = System.objects.create(name="Shared drive")
    web = System.objects.create(name="Web shop")
    System.objects.create(name="Cabinet", owner="Mo Ruiz", is_paper=True)
    Source.objects.create(system=drive, name="Shared drive", kind="files", settings={"path": str(share)})
    Source.objects.create(system=web, name="Web shop", kind="sql", settings={"url": f"sqlite:///{shop}"})
    return world


@pytest.fixture
def case(register):
    """A case whose identity is proved as far as this room is concerned: it stands at searching."""
    made = make_case(register)
    made.stage = "search"
    made.save(update_fields=["stage"])
    return made


def run(case):
    """Do what the workers would do."""
    scan = current_scan(case)
    while work_scan(scan_id=scan.pk):
        pass
    return scan


__all__ = ["run"]

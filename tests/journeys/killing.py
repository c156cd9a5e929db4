"""A search in a real installation while its processes are killed: shared by the test and the benchmark."""

import json
import os
import random
import signal
import sqlite3
import time
from pathlib import Path

from tests.services import ProductUnderTest

SET_UP = """
import json, sys
from dsar.access.models import Team
from dsar.cases.models import Case
from dsar.cases.permissions import PRIVACY_TEAM
from dsar.processing_records.models import Source, System
from dsar.search.services import plan_search, start_search
from tests.world import make_case, make_world
world = make_world()
for name, kind, settings in {sources!r}:
    system = System.objects.create(name=name)
    Source.objects.create(system=system, name=name, kind=kind, settings=settings)
case = make_case(world, name="Ana Lindqvist")
Case.objects.filter(pk=case.pk).update(stage="search")
case.refresh_from_db()
plan_search(case=case, actor=world.handler)
start_search(case=case, actor=world.handler)
"""
LOOK = """
from discovery.scans.models import Scan
print(Scan.objects.get().state)
"""
RESULT = """
import json
from discovery.findings.models import Coverage, Finding
from dsar.audit.models import AuditEntry
from dsar.foundation import storage
from dsar.search.models import Exhibit
place = lambda locator: json.dumps(locator, sort_keys=True)
print(json.dumps({
    "findings": sorted([place(f.locator), f.kind, f.decision] for f in Finding.objects.all()),
    "coverage": sorted([place(c.locator), c.state, c.reason] for c in Coverage.objects.all()),
    "exhibits": sorted([place(e.locator), e.decision, e.sha256, len(storage.read(e.blocks)) if e.blocks else 0]
                       for e in Exhibit.objects.select_related("case", "blocks")),
    "ended": AuditEntry.objects.filter(action="search.finished").count(),
}))
"""
SOON = {"DSAR_SCAN_LEASE_SECONDS": "2"}


def make_sources(folder: Path, files: int) -> list[tuple[str, str, dict[str, str]]]:
    """A share of letters, half of them to Ana Lindqvist, and a shop in which she has orders."""
    share, shop = folder / "share", folder / "shop.sqlite"
    share.mkdir()
    for number in range(files):
        person = ("Ana Lindqvist", "ana@example.com") if number % 2 else ("Jon Beck", "jon@example.org")
        (share / f"letter-{number:03}.txt").write_text(f"Dear {person[0]},\nthis is letter {number} to {person[1]}.\n")
    (share / "broken.pdf").write_bytes(b"%PDF-1.7\nno document")
    with sqlite3.connect(shop) as made:
        made.execute("CREATE TABLE customer (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT)")
        made.execute(
            "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id), note TEXT)"
        )
        made.execute(
            "INSERT INTO customer VALUES (1, 'Ana Lindqvist', 'ana@example.com'), (2, 'Jon Beck', 'j@x.example')"
        )
        made.executemany(
            "INSERT INTO orders VALUES (?, ?, 'leave it with the neighbour please')",
            [(n, n % 2 + 1) for n in range(20)],
        )
    made.close()
    return [("Shared drive", "files", {"path": str(share)}), ("Web shop", "sql", {"url": f"sqlite:///{shop}"})]


def set_up(product: ProductUnderTest, sources: list[tuple[str, str, dict[str, str]]]) -> None:
    """Register the sources, log a case and start its search."""
    product.python(SET_UP.format(sources=sources))


def wait_for_end(product: ProductUnderTest, within: float = 240) -> None:
    """Until the scan has ended; the log is shown where it does not."""
    until = time.monotonic() + within
    while _state(product) != "finished":
        assert time.monotonic() < until, product.log.read_text(errors="replace")[-4000:]
        time.sleep(0.5)


def _state(product: ProductUnderTest) -> str:
    """The scan's state: read from the file where the database is one, which is much quicker."""
    if "DSAR_DATABASE_URL" in product.environment:
        return product.python(LOOK).strip()
    return str(product.look("SELECT state FROM discovery_scan")[0][0])


def result_of(product: ProductUnderTest) -> dict[str, object]:
    """Findings, coverage and exhibits in comparable form."""
    return json.loads(product.python(RESULT))


def kill_one(product: ProductUnderTest, target: str) -> None:
    """kill -9 the workers, a child of the sandbox, or the supervisor (which is then started again)."""
    if target == "supervisor":
        product.kill("supervisor")
        product.start()
    elif target == "sandbox":
        for pid in sandbox_pids(product):
            os.kill(pid, signal.SIGKILL)
            return
    else:
        product.kill(target)


def sandbox_pids(product: ProductUnderTest) -> list[int]:
    """Living processes of the sandbox below the workers of this installation, bubblewrap itself included."""
    below, found = set(product.pids("worker")), []
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    for pid in sorted(parents):
        line, at = [], pid
        while at in parents and at not in line:
            line.append(at)
            at = parents[at]
        if below & set(line[1:]) and pid not in below:
            found.append(pid)
    return found


def killed_run(product: ProductUnderTest, kills: int, seed: int) -> int:
    """Kill so often at random moments while the search runs; gives how many processes were hit while it ran."""
    chance, hit = random.Random(seed), 0
    for number in range(kills):
        _until_at_work(product)
        time.sleep(chance.uniform(0.005, 0.3))
        kill_one(product, ("worker", "sandbox", "worker", "sandbox", "supervisor")[number % 5])
        hit += 1
    return hit


def _until_at_work(product: ProductUnderTest, within: float = 60) -> None:
    """Until the workers live and read something, or the search has ended."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if sandbox_pids(product):
            return
        time.sleep(0.05)

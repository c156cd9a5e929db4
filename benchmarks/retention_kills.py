"""Sweeps that are killed (kill -9) in the middle and taken up again: `python -m benchmarks.retention_kills 20`.

Exit 1 where a sweep that was killed ends in another state than one that was not: its steps, what each case lost, which
sealed files are left, the entries of the chain. Each round works on a copy of the same database and files.
"""

import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CASES = 12
ALIKE = {
    "steps": "SELECT category, reference, outcome, because, state FROM dsar_sweepstep ORDER BY category, reference",
    "gone": "SELECT case_id, category, counts FROM dsar_caseletgo ORDER BY case_id, category",
    "exhibits": "SELECT id, length('' || \"values\"), length('' || reasons) FROM dsar_exhibit ORDER BY id",
    "files": "SELECT id, let_go_at IS NULL FROM dsar_sealedfile ORDER BY id",
    "people": "SELECT case_id, role FROM dsar_caseperson ORDER BY case_id, role",
    "asked": "SELECT category, thing, state FROM dsar_retentiontask ORDER BY category, thing",
    "chain": "SELECT action, count(*) FROM dsar_auditentry GROUP BY action ORDER BY action",
    "sweep": "SELECT state, length(record) > 0, length(signature) > 0 FROM dsar_sweep",
}


def main(rounds: int) -> int:
    """Run so many rounds; gives the exit code."""
    with tempfile.TemporaryDirectory(prefix="dsar-retention-") as name:
        folder = Path(name)
        sweep_id = set_up(folder)
        calm = copied(folder, folder / "calm")
        os.waitpid(forked(calm, sweep_id), 0)
        wanted = end_state(calm)
        chance, killed, different = random.Random(17), 0, 0
        for number in range(rounds):
            copy = copied(folder, folder / f"round-{number}")
            killed += killed_in_the_middle(copy, sweep_id, after=chance.randrange(1, len(wanted["steps"])))
            os.waitpid(forked(copy, sweep_id), 0)
            different += end_state(copy) != wanted
            shutil.rmtree(copy)
    print(f"{rounds} sweeps of {len(wanted['steps'])} steps, {killed} killed in the middle: {different} differ")
    return 1 if different or not killed else 0


def set_up(folder: Path) -> Any:
    """An installation of its own with closed cases and a sweep that is ordered."""
    os.environ["DSAR_VAR_DIR"] = str(folder / "var")
    os.environ["DJANGO_SETTINGS_MODULE"] = "dsar.config.settings.demo"
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", "--no-input", verbosity=0)
    sweep_id = planted(CASES)
    with sqlite3.connect(folder / "start.sqlite") as target:
        connection.connection.backup(target)
    shutil.copytree(settings.MEDIA_ROOT, folder / "files")
    return sweep_id


def planted(cases: int) -> Any:
    """So many closed cases with copies of a search, rules that take them, and a sweep that is ordered."""
    from dsar.retention.sweep_services import order_sweep
    from tests.dsar.retention.closed import closed_case, switched_on, with_exhibit
    from tests.world import make_world

    world = make_world()
    for number in range(cases):
        with_exhibit(closed_case(world, days_ago=400, name=f"Ana{number} Berg{number}"))
    for code in ("search_copies", "packages"):
        switched_on(world, code, 93)
    return order_sweep(actor=None).pk


def copied(folder: Path, copy: Path) -> Path:
    """The database and the files as they were when the sweep was ordered."""
    copy.mkdir()
    shutil.copy(folder / "start.sqlite", copy / "db.sqlite")
    shutil.copytree(folder / "files", copy / "files")
    return copy


def forked(copy: Path, sweep_id: Any, *, slowly: Callable[[], None] | None = None) -> int:
    """A worker of its own process on the copy; gives its id. `slowly` is called before each step."""
    worker = os.fork()
    if worker:
        return worker
    try:
        from django.conf import settings
        from django.db import connections

        from dsar.retention import sweep_services

        settings.MEDIA_ROOT = str(copy / "files")
        connections.settings["default"]["NAME"] = str(copy / "db.sqlite")
        connections["default"] = connections.create_connection("default")
        real = sweep_services.work_step

        def step(*args: Any) -> None:
            if slowly is not None:
                slowly()
            real(*args)

        sweep_services.work_step = step
        while sweep_services.work_sweep(sweep_id):
            pass
    finally:
        os._exit(0)


def killed_in_the_middle(copy: Path, sweep_id: Any, *, after: int) -> bool:
    """Kill the worker once so many steps are done; True where it died of that. Its lease runs out at once."""
    worker = forked(copy, sweep_id, slowly=lambda: time.sleep(0.02))
    until = time.monotonic() + 60
    while time.monotonic() < until and done_steps(copy) < after:
        if os.waitpid(worker, os.WNOHANG)[0]:
            return False
        time.sleep(0.002)
    os.kill(worker, signal.SIGKILL)
    _pid, status = os.waitpid(worker, 0)
    with sqlite3.connect(copy / "db.sqlite", timeout=30) as opened:
        opened.execute("UPDATE dsar_sweepstep SET lease_until = '2020-01-01 00:00:00' WHERE state = 'working'")
    opened.close()
    return os.WIFSIGNALED(status)


def done_steps(copy: Path) -> int:
    """How many steps are done."""
    (row,) = asked(copy, "SELECT count(*) FROM dsar_sweepstep WHERE state = 'done'")
    return int(row[0])


def end_state(copy: Path) -> dict[str, Any]:
    """Everything that must be the same, and the files that are left on the disk."""
    found: dict[str, Any] = {name: asked(copy, sql) for name, sql in ALIKE.items()}
    return found | {"disk": sorted(path.name for path in (copy / "files").rglob("*") if path.is_file())}


def asked(copy: Path, sql: str) -> list[Any]:
    """The rows of a question to the copy."""
    with sqlite3.connect(copy / "db.sqlite", timeout=30) as opened:
        rows = opened.execute(sql).fetchall()
    opened.close()
    return rows


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))

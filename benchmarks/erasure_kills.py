"""A hundred erasures, each killed (kill -9) at its own moment and taken up again: `python -m benchmarks.erasure_kills`.

Exit 1 where an erasure that was killed ends in another state than one that was not: the database row by row, the files
byte by byte, the state of the run, and what the search finds afterwards.
"""

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FILES, ORDERS = 12, 240


def main(kills: int) -> int:
    with tempfile.TemporaryDirectory(prefix="dsar-erasure-") as folder:
        set_up(Path(folder))
        wanted, seconds = undisturbed(Path(folder))
        chance = random.Random(17)
        moments = [chance.uniform(0.0, seconds) for _ in range(kills)]
        hit, different = 0, 0
        for number, moment in enumerate(moments):
            got, was_killed = one_round(Path(folder) / f"round-{number}", moment)
            hit += was_killed
            different += got != wanted
            if got != wanted:
                print(f"round {number}, killed after {moment:.2f} s: {got['run']} instead of {wanted['run']}")
    print(
        f"{kills} erasures, {hit} killed in the middle (an undisturbed one takes {seconds:.1f} s): {different} differ"
    )
    return 1 if different or not hit else 0


def set_up(folder: Path) -> None:
    """An installation of its own in this folder."""
    os.environ["DSAR_VAR_DIR"] = str(folder / "var")
    os.environ["DJANGO_SETTINGS_MODULE"] = "dsar.config.settings.demo"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", "--no-input", verbosity=0)


def undisturbed(folder: Path) -> tuple[dict[str, Any], float]:
    """The end state without a kill, and how long it took."""
    run_id = ordered(folder / "undisturbed")
    started = time.monotonic()
    os.waitpid(forked(run_id), 0)
    return end_state(folder / "undisturbed", run_id), time.monotonic() - started


def one_round(folder: Path, moment: float) -> tuple[dict[str, Any], bool]:
    """The end state of an erasure that was killed at this moment and taken up again by another worker."""
    run_id = ordered(folder)
    worker = forked(run_id)
    time.sleep(moment)
    os.kill(worker, signal.SIGKILL)
    _pid, status = os.waitpid(worker, 0)
    forget_lease(run_id)
    os.waitpid(forked(run_id), 0)
    state = end_state(folder, run_id)
    shutil.rmtree(folder)
    return state, os.WIFSIGNALED(status)


def ordered(folder: Path) -> Any:
    """An approved erasure of one of two people from a database and a folder, ready to be worked on."""
    import uuid

    from dsar.foundation.keys import create_data_key
    from erasure.runs import services
    from erasure.runs.worker import work_run
    from tests.erasure.shop import PERSON

    targets = make_targets(folder)
    author, approver = uuid.uuid4(), uuid.uuid4()
    run = services.order_rehearsal(
        order_id=uuid.uuid4(), key_id=create_data_key().pk, actor_id=author, person=PERSON, targets=targets,
        choices={str(targets[0].ref): {"ticket|other_persons_row|text": "redact"}},
    )  # fmt: skip
    while work_run(run_id=run.pk):
        pass
    run.refresh_from_db()
    services.propose(run=run, actor_id=author, blockers=[])
    services.approve(run=run, actor_id=approver, fingerprint=run.fingerprint)
    services.carry_out(run=run, actor_id=author, blockers=[])
    return run.pk


def make_targets(folder: Path) -> list[Any]:
    """A shop with many orders, and a folder with letters of both people and lists of both."""
    import uuid

    from erasure.runs.services import TargetOrder
    from tests.erasure.shop import sqlite_shop

    folder.mkdir()
    url = sqlite_shop(folder / "shop.sqlite")
    with sqlite3.connect(folder / "shop.sqlite") as opened:
        for number in range(ORDERS):
            who = 1 + number % 3
            opened.execute("INSERT INTO orders VALUES (?, ?, '2026-02-02', 1, 'x')", [1000 + number, who])
            opened.execute("INSERT INTO order_line VALUES (?, ?, 'Cup')", [5000 + number, 1000 + number])
    opened.close()
    share = folder / "share"
    share.mkdir()
    for number in range(FILES):
        (share / f"letter-{number}.txt").write_text(
            f"Dear Mira Holt, C-88017, letter {number}, mira.holt@example.org\n"
        )
        (share / f"list-{number}.csv").write_text(
            f"{number},Mira Holt,mira.holt@example.org\n{number},Jon Beck,jon.beck@example.org\n"
        )
    return [
        TargetOrder(uuid.UUID(int=1), "Shop", "sql", {"url": url}),
        TargetOrder(uuid.UUID(int=2), "Share", "files", {"path": str(share)}),
    ]


def forked(run_id: Any) -> int:
    """A worker of its own process; gives its id."""
    from django.db import connections

    connections.close_all()
    worker = os.fork()
    if worker:
        return worker
    from dsar.foundation.sandbox import close_warm_sandboxes
    from erasure.runs.worker import work_run

    try:
        while work_run(run_id=run_id):
            pass
        close_warm_sandboxes()
    finally:
        os._exit(0)


def forget_lease(run_id: Any) -> None:
    """As if the lease of the killed worker had run out."""
    import datetime as dt

    from dsar.foundation import clock
    from erasure.runs.models import ErasureStep

    past = clock.now() - dt.timedelta(seconds=1)
    ErasureStep.objects.filter(run_id=run_id, state="working").update(lease_until=past)


def end_state(folder: Path, run_id: Any) -> dict[str, Any]:
    """Everything that must be the same: rows, files, run, figures."""
    from erasure.runs.models import ErasureRun

    run = ErasureRun.objects.get(pk=run_id)
    with sqlite3.connect(folder / "shop.sqlite") as opened:
        rows = hashlib.sha256("\n".join(opened.iterdump()).encode()).hexdigest()
    opened.close()
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / "share").iterdir())
        if not path.name.startswith(".erasure-")
    }
    steps = [(step.name, step.state, step.done + step.already, step.leftovers) for step in run.steps.all()]
    return {"run": (run.state, run.failure), "steps": steps, "rows": rows, "files": files}


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))

"""Fifty kill -9 of workers, sandboxes and supervisors during one search: `python -m benchmarks.kills [count]`.

Exit 1 where findings, coverage or exhibits differ from those of an undisturbed run.
"""

import sys
import tempfile
from pathlib import Path

from tests.journeys.killing import SOON, killed_run, make_sources, result_of, set_up, wait_for_end
from tests.services import ProductUnderTest

FILES_A_KILL = 16


def main(kills: int) -> int:
    results = []
    with tempfile.TemporaryDirectory() as folder:
        sources = make_sources(Path(folder), kills * FILES_A_KILL)
        for disturbed in (False, True):
            with ProductUnderTest(environment=SOON) as product:
                set_up(product, sources)
                hit = killed_run(product, kills, seed=50) if disturbed else 0
                wait_for_end(product, within=1800)
                results.append(result_of(product))
    same = results[0] == results[1]
    print(f"{hit} kills, {len(results[0]['findings'])} findings: {'equal' if same else 'DIFFERENT'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))

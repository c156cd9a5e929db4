"""Another calendar for a controller with 2,000 open cases: the preview, and the change with its entries.

`python -m benchmarks.calendar_change`; 1 where the preview takes longer than a page may.
"""

import sys
import time
from dataclasses import replace

from benchmarks.scratch import scratch_database

CASES = 2_000
PREVIEW_WITHIN_SECONDS = 10.0


def main() -> int:
    """Measure both and print what they took."""
    with scratch_database():
        from dsar.cases.calendar_change import apply_change, preview_change, settings_of
        from dsar.processing_records.models import Controller
        from tests.dsar.cases.test_queue import grow
        from tests.world import make_world

        world = make_world()
        grow(world, CASES)
        controller = Controller.objects.get(pk=world.controller.pk)
        wanted = replace(settings_of(controller), targets=(("UK", "NONE", None),))
        start = time.perf_counter()
        shown = preview_change(controller, wanted)
        previewed = time.perf_counter() - start
        start = time.perf_counter()
        apply_change(controller=controller, wanted=wanted, seen=shown.seen, actor=world.dpo)
        applied = time.perf_counter() - start
    sys.stdout.write(
        f"{shown.open_count} open cases, {len(shown.moved)} move: preview {previewed:.1f} s, change {applied:.1f} s\n"
    )
    return int(previewed > PREVIEW_WITHIN_SECONDS)


if __name__ == "__main__":
    sys.exit(main())

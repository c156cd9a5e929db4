import os
import time

import pytest

from benchmarks.erasure_kills import end_state, forget_lease, forked, ordered
from erasure.runs.models import RunState


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_is_killed_ends_as_if_it_had_not_been(tmp_path):
    calm = ordered(tmp_path / "calm")
    started = time.monotonic()
    os.waitpid(forked(calm), 0)
    seconds = time.monotonic() - started
    wanted = end_state(tmp_path / "calm", calm)
    ends, killed = [], 0

    for number, share in enumerate((0.35, 0.6)):
        folder = tmp_path / str(number)
        run = ordered(folder)
        worker = forked(run)
        time.sleep(share * seconds)
        os.kill(worker, 9)
        killed += os.WIFSIGNALED(os.waitpid(worker, 0)[1])
        forget_lease(run)
        os.waitpid(forked(run), 0)
        ends.append(end_state(folder, run))

    assert wanted["run"] == (RunState.DONE, "")
    assert killed
    assert ends == [wanted, wanted]

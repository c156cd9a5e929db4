import os
import time

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

from benchmarks.erasure_kills import end_state, forget_lease, forked, ordered
from dsar.rights.erasure import listening
from erasure.events import erasure_changed, suppression_changed
from erasure.runs.models import RunState


@pytest.fixture(scope="module", autouse=True)
def emptied_row_by_row():
    """PostgreSQL is emptied by TRUNCATE, which the ledgers refuse even where they have no row; DELETE finds none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", _deletes)
        yield


def _deletes(operations, _style, tables, **_given):
    return [f"DELETE FROM {operations.quote_name(table)}" for table in tables]


@pytest.fixture
def unrecorded():
    """Nothing is written to the audit chain, whose rows no test may take away again."""
    receivers = [(erasure_changed, listening.write_entry), (suppression_changed, listening.write_list_entry)]
    names = ("audit of erasures", "audit of the suppression list")
    for (signal, _receiver), name in zip(receivers, names, strict=True):
        assert signal.disconnect(dispatch_uid=name)
    yield
    for (signal, receiver), name in zip(receivers, names, strict=True):
        signal.connect(receiver, dispatch_uid=name)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_an_erasure_that_is_killed_ends_as_if_it_had_not_been(unrecorded, transactional_db, monkeypatch, tmp_path):
    monkeypatch.setattr("benchmarks.erasure_kills.FILES", 3)
    calm = ordered(tmp_path / "calm")
    started = time.monotonic()
    os.waitpid(forked(calm), 0)
    seconds = time.monotonic() - started
    wanted = end_state(tmp_path / "calm", calm)
    ends, killed = [], 0

    for number, share in enumerate((0.5,)):
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
    assert ends == [wanted]

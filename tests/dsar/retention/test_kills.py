"""A worker that is killed (kill -9) in the middle of a sweep: the next one ends as if that had not happened."""

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from django.db import connection

from benchmarks.retention_kills import copied, end_state, forked, killed_in_the_middle, planted


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_sweep_that_is_killed_ends_as_if_it_had_not_been(db, settings, tmp_path):
    if connection.vendor != "sqlite":  # the copies are files; there the measurement makes its own installation
        assert subprocess.run([sys.executable, "-m", "benchmarks.retention_kills", "1"], check=False).returncode == 0
        return
    settings.MEDIA_ROOT = str(tmp_path / "media")
    sweep_id = planted(2)
    with sqlite3.connect(tmp_path / "start.sqlite") as target:
        target.executescript("\n".join(connection.connection.iterdump()))  # what no transaction has ended yet, too
    target.close()
    shutil.copytree(settings.MEDIA_ROOT, tmp_path / "files")
    calm, cut = copied(tmp_path, tmp_path / "calm"), copied(tmp_path, tmp_path / "cut")

    os.waitpid(forked(calm, sweep_id), 0)
    was_killed = killed_in_the_middle(cut, sweep_id, after=2)
    between = end_state(cut)
    os.waitpid(forked(cut, sweep_id), 0)

    wanted = end_state(calm)
    assert was_killed
    assert between["sweep"][0][0] == "running"
    assert between["steps"] != wanted["steps"]
    assert wanted["sweep"] == [("done", 1, 1)]
    assert end_state(cut) == wanted

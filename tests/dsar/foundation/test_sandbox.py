"""Hostile content cannot reach, keep or exhaust anything outside its sandbox."""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from dsar.foundation.sandbox import Limits, Verdict, close_warm_sandboxes, isolation_level, run_sandboxed
from dsar.foundation.sandbox import run as door
from dsar.foundation.sandbox.process import SandboxProcess

pytestmark = pytest.mark.slow(12)

TESTS = Path(__file__).resolve().parents[2]
CHILD = "tests.dsar.foundation.hostile_child"
SANDBOX = TESTS.parent / "dsar/foundation/sandbox"
PROBE = "dsar.foundation.sandbox.probe"
SHORT = Limits(wall_seconds=3.0, cpu_seconds=2.0)


def act(name, *, limits=SHORT, files=None, outputs_to=None, **payload):
    return run_sandboxed(
        CHILD, {"act": name, **payload}, limits=limits, files=files, outputs_to=outputs_to, extra_paths=(TESTS,)
    )


def test_this_machine_isolates():
    assert isolation_level() in {"bubblewrap", "namespaces"}


def test_a_listening_port_of_the_machine_cannot_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            control_reached = True

        result = act("connect", port=port)

    assert control_reached
    assert result.ok
    assert result.payload["errno"] != 0


def test_secrets_of_the_machine_cannot_be_read(tmp_path):
    secret = tmp_path / "key"
    secret.write_bytes(b"secret")
    secret.chmod(0o600)
    paths = ["/etc/shadow", str(secret), str(TESTS.parent / ".git"), str(TESTS.parent / "manage.py"), "/root/.ssh"]

    result = act("read", paths=[*paths, "/usr/bin"])

    assert isinstance(result.payload.pop("/usr/bin"), int)
    assert set(result.payload) == set(paths)
    assert all(isinstance(found, str) for found in result.payload.values()), result.payload


def test_nothing_can_be_written_outside_the_scratch_folder():
    places = ["/x", "/usr/x", "/etc/x", "/dev/x", str(TESTS / "x"), str(TESTS.parent / "dsar" / "x"), "/proc/sys/x"]

    result = act("write", paths=[*places, "inside"])

    assert result.payload.pop("inside") == "written"
    assert set(result.payload) == set(places)
    assert "written" not in result.payload.values(), result.payload
    assert not (TESTS / "x").exists()


def test_the_environment_holds_no_secret(monkeypatch):
    monkeypatch.setenv("DSAR_DATABASE_URL", "postgres://user:canary@db/x")

    result = act("environment")

    assert not [name for name in result.payload["names"] if "DSAR" in name]
    assert result.payload["cwd"] == ["out"]
    assert result.payload["uid"] != 0
    assert result.payload["gid"] != 0 or os.geteuid() != 0


def test_a_fork_bomb_ends_with_its_time():
    started = time.monotonic()

    result = act("fork_bomb")

    assert result.verdict is Verdict.TIMED_OUT
    assert time.monotonic() - started < 15


def test_the_number_of_processes_is_limited():
    result = act("count_forks")

    assert result.ok
    assert 0 < result.payload["children"] < 64


def test_what_a_job_leaves_running_dies_with_it():
    before = _running()

    result = act("leave_child")

    assert result.ok
    until = time.monotonic() + 10
    while _running() > before and time.monotonic() < until:  # the kernel ends it; a busy machine takes a moment
        time.sleep(0.05)
    assert _running() <= before


def test_a_job_cannot_trace_or_outlive_the_one_that_started_it():
    assert act("trace_parent").payload == {"attached": False}
    after = act("kill_all")

    assert after.verdict in {Verdict.OK, Verdict.CRASHED}
    assert act("environment").ok


@pytest.mark.parametrize(
    "name, payload, verdict",
    [
        ("spin", {}, Verdict.TIMED_OUT),
        ("sleep", {"seconds": 30}, Verdict.TIMED_OUT),
        ("memory", {}, Verdict.OUT_OF_MEMORY),
        ("abort", {}, Verdict.CRASHED),
        ("fail", {}, Verdict.CRASHED),
        ("no_json", {}, Verdict.CRASHED),
        ("nonsense", {}, Verdict.CRASHED),
        ("much_json", {"length": 11 * 1024 * 1024}, Verdict.TOO_LARGE),
        ("large_file", {"mib": 300}, Verdict.TOO_LARGE),
    ],
)
def test_every_bad_end_has_its_verdict_in_bounded_time(name, payload, verdict):
    started = time.monotonic()

    result = act(name, **payload)

    assert result.verdict is verdict, result
    assert result.payload == {}
    assert time.monotonic() - started < 10


def test_an_error_in_a_child_is_named_without_its_text():
    result = act("fail")

    assert result.detail == "ValueError"
    assert "Anna" not in repr(result)


def test_time_grows_with_the_pages_of_a_document_up_to_a_limit():
    limits = Limits(wall_seconds=1.0, wall_seconds_per_unit=1.0, wall_seconds_max=4.0)

    assert act("sleep", limits=limits, seconds=2, units=3).ok
    assert act("sleep", limits=limits, seconds=2, units=0).verdict is Verdict.TIMED_OUT
    assert act("sleep", limits=limits, seconds=6, units=1000).verdict is Verdict.TIMED_OUT


def test_files_go_in_and_come_out_whole_and_links_stay_behind(tmp_path):
    source = tmp_path / "source"
    source.write_bytes(b"abc" * 1_000_000)

    result = act("outputs", files={"one": source, "two": b"xyz", "three": io.BytesIO(b"123")})

    assert result.files == {"one": b"cba" * 1_000_000, "two": b"zyx", "three": b"321"}
    assert result.payload["copied"] == {"one": 3_000_000, "two": 3, "three": 3}


def test_output_files_can_go_to_a_folder(tmp_path):
    result = act("outputs", files={"two": b"xyz"}, outputs_to=tmp_path)

    assert result.file_names == ("two",)
    assert result.files == {}
    assert (tmp_path / "two").read_bytes() == b"zyx"
    assert (tmp_path / "two").stat().st_mode & 0o777 == 0o600


def test_a_warm_interpreter_is_used_again_and_replaced_when_it_died():
    close_warm_sandboxes()
    run_sandboxed(PROBE, {})
    warm = door._idle[-1]

    run_sandboxed(PROBE, {})
    assert door._idle[-1] is warm
    warm._process.kill()
    warm._process.wait()
    result = run_sandboxed(PROBE, {"n": 1}, files={"a": b"12"})

    assert result.ok
    assert result.payload["sizes"] == {"a": 2}
    assert door._idle[-1] is not warm


def test_where_nothing_isolates_parsing_is_refused_unless_weakness_was_accepted(monkeypatch):
    monkeypatch.setattr(door, "isolation_level", lambda: "none")
    monkeypatch.delenv("DSAR_ALLOW_WEAK_SANDBOX", raising=False)

    refused = run_sandboxed(PROBE, {}, fresh=True)

    assert (refused.verdict, refused.detail) == (Verdict.REFUSED, "no_isolation")


def test_accepted_weakness_still_limits_time_and_environment(monkeypatch):
    monkeypatch.setattr(door, "isolation_level", lambda: "none")
    monkeypatch.setenv("DSAR_ALLOW_WEAK_SANDBOX", "1")

    assert act("spin").verdict is Verdict.TIMED_OUT
    seen = act("environment")

    assert (seen.ok, seen.level) == (True, "none")
    assert not [name for name in seen.payload["names"] if "DSAR" in name]


def test_an_ordinary_user_gets_isolation_too():
    code = "from dsar.foundation.sandbox import *; r = run_sandboxed('dsar.foundation.sandbox.probe', {}); print(r.level, r.ok)"
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SANDBOX, Path(folder) / "dsar/foundation/sandbox")
        Path(folder).chmod(0o755)
        as_nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] if os.geteuid() == 0 else []
        interpreter = "/usr/bin/python3" if os.geteuid() == 0 else sys.executable  # root's own may be out of reach
        environment = {"PYTHONPATH": folder, "PATH": "/usr/bin:/bin"}

        done = subprocess.run(
            [*as_nobody, interpreter, "-B", "-c", code], env=environment, cwd="/", capture_output=True, check=False
        )

    assert done.stdout.decode().split() in (["bubblewrap", "True"], ["namespaces", "True"]), done.stderr


def test_the_caller_can_end_a_sandbox_at_any_time():
    process = SandboxProcess(isolation_level(), PROBE)
    process.wait_ready()
    assert process.usable

    process.close()

    assert not process.usable


def _running() -> int:
    return sum(1 for path in Path("/proc").glob("[0-9]*/comm") if _is_interpreter(path))


def _is_interpreter(path: Path) -> bool:
    try:
        return CHILD.encode() in path.with_name("cmdline").read_bytes()
    except OSError:
        return False


def test_a_trial_that_was_killed_does_not_count_as_no_isolation(monkeypatch):
    from dsar.foundation.sandbox import run

    calls = []

    def disturbed(level):
        calls.append(level)
        return len(calls) > 1 and original(level)

    original = run._holds
    monkeypatch.setattr(run, "_strong_level", "")
    monkeypatch.setattr(run, "_holds", disturbed)

    assert run.probed_level() in {"bubblewrap", "namespaces"}
    assert len(calls) == 2


def test_a_weak_level_is_tried_again_next_time(monkeypatch):
    from dsar.foundation.sandbox import run

    monkeypatch.setattr(run, "_strong_level", "")
    with monkeypatch.context() as patch:
        patch.setattr(run, "_holds", lambda level: False)
        assert run.probed_level() == "none"

    assert run.probed_level() in {"bubblewrap", "namespaces"}

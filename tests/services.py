"""Real processes for the tests: the product itself in a folder of its own, and a Redis.

with ProductUnderTest() as product:
    requests to product.url; product.manage("migrate"); product.kill("worker")
"""

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from tests import templates

CHECKOUT = Path(__file__).resolve().parents[1]
READY_WITHIN_SECONDS = 90
STOP_WITHIN_SECONDS = 40


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ProductUnderTest:
    """The whole product: `manage.py up` with gunicorn, a Celery worker and beat on a fresh database.

    Attributes:
        var_dir: its folder: database, keys, media, broker, mail.
        url: address of the web server, without a slash at the end.
        log: what all its processes wrote.
    """

    def __init__(
        self,
        *,
        database_url: str = "",
        broker_url: str = "",
        environment: Mapping[str, str] | None = None,
        workers: int = 2,
        start: bool = True,
    ) -> None:
        self.var_dir = Path(tempfile.mkdtemp(prefix="dsar-product-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = self.var_dir / "log"
        self._workers = workers
        self._start = start
        self._supervisor: subprocess.Popen[bytes] | None = None
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("DSAR_", "PYTEST_", "DJANGO_"))
            },
            "DJANGO_SETTINGS_MODULE": "dsar.config.settings.demo",
            "DSAR_VAR_DIR": str(self.var_dir),
            "PORT": str(self.port),
            "PYTHONDONTWRITEBYTECODE": "1",
            **({"DSAR_DATABASE_URL": database_url} if database_url else {}),
            **({"DSAR_BROKER_URL": broker_url} if broker_url else {}),
            **(environment or {}),
        }

    def __enter__(self) -> Self:
        try:
            templates.migrate(self)
            if self._start:
                self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.cut_off()
        shutil.rmtree(self.var_dir, ignore_errors=True)

    def manage(self, *arguments: str, stdin: str | None = None) -> str:
        """Run `manage.py …` in this installation and give back what it printed; a failure is an AssertionError."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=CHECKOUT,
            env=self.environment,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {arguments[0]} failed:\n{done.stdout}{done.stderr}"
        return done.stdout

    def python(self, code: str) -> str:
        """Run code with Django set up in this installation and give back what it printed."""
        return self.manage("shell", "--verbosity", "0", stdin=code)

    def look(self, question: str) -> list[tuple[Any, ...]]:
        """Rows of the SQLite database, read beside the programs: a process of Django for each look would cost seconds."""
        database = next(self.var_dir.glob("*.sqlite*"))
        with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as opened:
            return opened.execute(question).fetchall()

    def start(self) -> None:
        """Start supervisor and programs, and wait until a page answers and the worker has started."""
        with self.log.open("ab") as log:
            self._supervisor = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(self.port), "--workers", str(self._workers)],
                cwd=CHECKOUT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait_until_answering()

    def terminate(self) -> None:
        """TERM to the supervisor, and wait until it has ended."""
        assert self._supervisor is not None
        self._supervisor.send_signal(signal.SIGTERM)
        self._supervisor.wait(STOP_WITHIN_SECONDS)

    def cut_off(self) -> None:
        """Every process is gone when this returns, by KILL: nobody looks at this installation any more."""
        if self._supervisor is None:
            return
        self._supervisor.kill()
        self._supervisor.wait()
        while left := self.pids():
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)
        self._supervisor = None

    def kill(self, program: str) -> list[int]:
        """kill -9 every process of `web`, `worker` or `beat`, or of the `supervisor` alone; the pids killed."""
        if program == "supervisor":
            assert self._supervisor is not None
            self._supervisor.kill()
            self._supervisor.wait()
            return [self._supervisor.pid]
        killed = self.pids(program)
        for pid in killed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while set(killed) & set(self.pids()):
            time.sleep(0.02)
        return killed

    def pids(self, program: str = "") -> list[int]:
        """Living processes of this installation: all, or those of `web`, `worker` or `beat` (Linux)."""
        word = {"": None, "web": "gunicorn", "worker": "worker", "beat": "beat"}[program]
        mark = f"DSAR_VAR_DIR={self.var_dir}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            with contextlib.suppress(OSError):
                arguments = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
                if mark not in (entry / "environ").read_bytes().split(b"\0") or arguments == [""]:
                    continue
                if word is None or word in arguments:
                    found.append(int(entry.name))
        return found

    def wait_until_answering(self) -> None:
        """Until the web server gives any answer at all; the log is shown where it does not."""
        until = time.monotonic() + READY_WITHIN_SECONDS
        while not self._answers():
            if time.monotonic() > until or (self._supervisor and self._supervisor.poll() is not None):
                raise AssertionError(f"the product did not start:\n{self.log.read_text(errors='replace')[-4000:]}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/", timeout=10):
                return True
        except urllib.error.HTTPError as answer:
            answer.close()
            return answer.code < 500
        except OSError:
            return False


class RedisServer:
    """A Redis on a free port of 127.0.0.1 that keeps nothing."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = Path(tempfile.mkdtemp(prefix="dsar-redis-"))
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        found = shutil.which("redis-server")
        assert found, "redis-server is not installed; on Debian: apt-get install redis-server"
        self._server = subprocess.Popen(
            [
                found,
                "--port",
                str(self.port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                str(self._folder),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return self
            assert time.monotonic() < until, "Redis did not start"
            time.sleep(0.05)

    def __exit__(self, *_error: object) -> None:
        if self._server:
            self._server.terminate()
            self._server.wait(20)
        shutil.rmtree(self._folder, ignore_errors=True)

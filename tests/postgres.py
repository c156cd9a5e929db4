"""A PostgreSQL of the tests' own: an unprivileged server in a folder of its own, gone when the tests are."""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

STARTED_WITHIN_SECONDS = 60
LIBC = ctypes.CDLL(None) if sys.platform.startswith("linux") else None
# Nothing of a test database must outlive a power failure; the tests of crashes kill our processes, not the server.
FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=60")


class PostgresNotFound(RuntimeError):
    """No PostgreSQL server is installed; `make setup` or `make test` says how to get it."""


class PostgresServer:
    """`with PostgresServer() as server:` or `.start()` and `.stop()`; `.dsn` is a postgresql:// address over a socket.

    Nothing listens on the network. As root, the server runs as the user `postgres` or `nobody`, because initdb refuses root.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._bin = _binaries()
        self._as_user = _unprivileged()

    @property
    def dsn(self) -> str:
        """Address of the database `postgres`, whose owner may create databases."""
        return self.dsn_of("postgres")

    def dsn_of(self, database: str) -> str:
        """Address of a database of this server."""
        return f"postgresql://dsar@/{database}?host={self._running_folder()}"

    def create_database(self, name: str) -> str:
        """Make an empty database and give back its address."""
        command = [self._bin / "createdb", "-h", self._running_folder(), "-U", "dsar", name]
        subprocess.run(command, check=True, capture_output=True)
        return self.dsn_of(name)

    def start(self) -> "PostgresServer":
        """Make the cluster and wait until it answers."""
        self.folder = Path(tempfile.mkdtemp(prefix="dsar-pg-", dir="/tmp"))
        self.folder.chmod(0o700)
        if self._as_user:
            os.chown(self.folder, self._as_user["user"], self._as_user["group"])
        cluster = self.folder / "cluster"
        initdb = [
            self._bin / "initdb",
            "-D",
            cluster,
            "-U",
            "dsar",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C.UTF-8",
        ]
        subprocess.run(initdb, check=True, capture_output=True, cwd="/", **self._as_user)
        log = (self.folder / "log").open("wb")
        with log:
            self._server = subprocess.Popen(
                [self._bin / "postgres", "-D", cluster, "-k", self.folder, "-c", "listen_addresses=", *FAST],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
                preexec_fn=_die_with_parent,
                **self._as_user,
            )
        self._wait_until_ready()
        return self

    def stop(self) -> None:
        """End the server (its sessions are cut) and remove the folder."""
        if self._server and self._server.poll() is None:
            self._server.send_signal(signal.SIGINT)  # fast shutdown
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._server.wait(20)
            if self._server.poll() is None:
                self._server.send_signal(signal.SIGQUIT)  # at once
                self._server.wait(10)
        self._server = None
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None

    def __enter__(self) -> "PostgresServer":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _running_folder(self) -> Path:
        if self.folder is None:
            raise RuntimeError("the server has not been started")
        return self.folder

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + STARTED_WITHIN_SECONDS
        ready = [self._bin / "pg_isready", "-q", "-h", self._running_folder(), "-U", "dsar", "-d", "postgres"]
        while subprocess.run(ready, check=False).returncode != 0:
            if self._server is None or self._server.poll() is not None or time.monotonic() > until:
                tail = (self._running_folder() / "log").read_text(errors="replace")[-2000:]
                self.stop()
                raise RuntimeError(f"PostgreSQL did not start:\n{tail}")
            time.sleep(0.1)


def _die_with_parent() -> None:
    """Ask the kernel (Linux) for a fast shutdown should the tests be killed."""
    if LIBC is not None:
        LIBC.prctl(1, int(signal.SIGINT), 0, 0, 0)  # 1 = PR_SET_PDEATHSIG


def _binaries() -> Path:
    """The folder of initdb: on Debian it is versioned and not on the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0])
    )
    if not versions:
        raise PostgresNotFound("install PostgreSQL (Debian: apt-get install postgresql)")
    return versions[-1].parent


def _unprivileged() -> dict[str, Any]:
    """Arguments for subprocess that drop root; none where we are not root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise PostgresNotFound("initdb refuses root, and there is neither a user postgres nor nobody")

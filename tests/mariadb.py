"""A MariaDB of the tests' own: an unprivileged server in a folder of its own over a socket, gone when the tests are."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

STARTED_WITHIN_SECONDS = 60
FAST = ("--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", "--skip-log-bin", "--skip-networking",
        "--innodb-doublewrite=0", "--performance-schema=off")  # fmt: skip


class MariaDbNotFound(RuntimeError):
    """No MariaDB server is installed; `make test` says how to get it."""


class MariaDbServer:
    """`with MariaDbServer() as server:`; `server.url_of("shop")` after `server.create_database("shop")`."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._as_user = _unprivileged()

    def __enter__(self) -> "MariaDbServer":
        self._folder = Path(tempfile.mkdtemp(prefix="dsar-maria-", dir="/tmp"))
        self._folder.chmod(0o755)
        where = self._folder / "cluster"
        where.mkdir()
        if self._as_user:
            for path in (self._folder, where):
                os.chown(path, self._as_user["user"], self._as_user["group"])
        made = [_program("mariadb-install-db"), "--no-defaults", f"--datadir={where}", "--auth-root-authentication-method=normal",
                "--skip-test-db"]  # fmt: skip
        subprocess.run(made, check=True, capture_output=True, cwd="/", **self._as_user)
        with (self._folder / "log").open("wb") as log:
            self._server = subprocess.Popen(
                [_program("mariadbd"), "--no-defaults", f"--datadir={where}", f"--socket={self.socket}", *FAST],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/", start_new_session=True, **self._as_user,
            )  # fmt: skip
        self._wait()
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._server and self._server.poll() is None:
            self._server.terminate()
            try:
                self._server.wait(20)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait(10)
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def socket(self) -> Path:
        """The socket on which it answers."""
        if self._folder is None:
            raise RuntimeError("the server has not been started")
        return self._folder / "socket"

    def url_of(self, database: str) -> str:
        """Address of a database."""
        return f"mysql://root@localhost/{database}?unix_socket={self.socket}"

    def create_database(self, name: str, script: str = "") -> str:
        """Make a database anew, run a script of statements in it, and give its address."""
        self.run(f"DROP DATABASE IF EXISTS `{name}`; CREATE DATABASE `{name}`; USE `{name}`; {script}")
        return self.url_of(name)

    def run(self, script: str) -> str:
        """Run statements; gives what they print."""
        command = [
            _program("mariadb"),
            "--no-defaults",
            f"--socket={self.socket}",
            "-uroot",
            "--default-character-set=utf8mb4",
        ]
        done = subprocess.run(command, input=script.encode(), check=True, capture_output=True)
        return done.stdout.decode()

    def dump(self, name: str) -> str:
        """Everything in a database as text, by the server's own tool."""
        command = [_program("mariadb-dump"), "--no-defaults", f"--socket={self.socket}", "-uroot", "--skip-extended-insert",
                   "--default-character-set=utf8mb4", name]  # fmt: skip
        return subprocess.run(command, check=True, capture_output=True).stdout.decode()

    def _wait(self) -> None:
        until = time.monotonic() + STARTED_WITHIN_SECONDS
        ping = [_program("mariadb-admin"), "--no-defaults", f"--socket={self.socket}", "-uroot", "ping"]
        while subprocess.run(ping, check=False, capture_output=True).returncode != 0:
            if self._server is None or self._server.poll() is not None or time.monotonic() > until:
                tail = (self.socket.parent / "log").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"MariaDB did not start:\n{tail}")
            time.sleep(0.1)


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if not found:
        raise MariaDbNotFound("install MariaDB (Debian: apt-get install mariadb-server)")
    return found


def _unprivileged() -> dict[str, Any]:
    """Arguments for subprocess that drop root; none where we are not root."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam("nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

"""Asking a server as fast as it answers, and what it took of the processors: for benchmarks of the interfaces.

The asker shares the machine with the server here, so it must cost little: `wrk` where it is installed (a package of
Debian), else a loop over plain sockets with bytes made beforehand. Beside the figure by the clock, which depends on
what else the machine does, the processor time of server and database for a request is told, which depends on it less.
"""

import os
import re
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parents[1]
CORES: Final = 2
LOOKED_AT_PER_SECOND: Final = 20
LUA = """
local bodies = {{}}
for line in io.lines("{bodies}") do bodies[#bodies + 1] = line end
local token = io.open("{token}"):read("*l")
local headers = {{["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json"}}
local at = 0
function request()
  at = at % #bodies + 1
  return wrk.format("POST", "{path}", headers, bodies[at])
end
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """One run.

    Attributes:
        answers: requests that were answered.
        wall: seconds by the clock.
        middle, late: milliseconds that half and 99 of 100 requests took at most.
        refused: answers other than 200.
        looked_at, wrong: answers that were read word by word during the run, and those that said something else.
        server, database: seconds of processor time.
    """

    answers: int
    wall: float
    middle: float
    late: float
    refused: int
    looked_at: int
    wrong: int
    server: float
    database: float

    def tell(self, name: str, each: int = 1) -> None:
        """Print it; `each` is how many questions stand in a request."""
        count = max(1, self.answers * each)
        server, database = self.server / count, self.database / count
        print(
            f"{name:38} {self.by_clock(each):7.0f}/s by the clock, p50 {self.middle:.1f} ms, p99 {self.late:.1f} ms, "
            f"refused {self.refused}, read {self.looked_at}, wrong {self.wrong}\n"
            f"{'':38} processor: server {server * 1e6:.0f} µs + database {database * 1e6:.0f} µs = "
            f"{self.of_two_cores(each):.0f} in {CORES} core-seconds"
        )

    def by_clock(self, each: int = 1) -> float:
        """Questions a second, whatever else the machine did."""
        return self.answers * each / self.wall

    def of_two_cores(self, each: int = 1) -> float:
        """Questions for two seconds of processor time of server and database together."""
        return CORES * self.answers * each / max(self.server + self.database, 1e-9)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a body of one line, and whether an answer (status, body) to it is right."""

    body: bytes
    is_right: Callable[[int, bytes], bool]


@dataclass(frozen=True, slots=True)
class Door:
    """Where it is asked: port, path, token; the processes of server and database (0: none of its own)."""

    port: int
    path: str
    token: str
    server: int
    database: int = 0


def asker() -> str:
    """Who asks here."""
    return "wrk" if shutil.which("wrk") else "a loop over sockets (install wrk: it costs less)"


def ask(door: Door, questions: Sequence[Question], seconds: float, connections: int = 8) -> Figures:
    """Ask for so long over kept connections, in turn, and read some of the answers beside it."""
    before, begun = (processor_seconds(door.server), processor_seconds(door.database)), time.perf_counter()
    over, seen = threading.Event(), [0, 0]
    reader = threading.Thread(target=_look, args=(door, questions, over, seen))
    reader.start()
    run = _wrk if shutil.which("wrk") else _sockets
    answers, middle, late, refused = run(door, [one.body for one in questions], seconds, connections)
    wall = time.perf_counter() - begun
    over.set()
    reader.join()
    used = [processor_seconds(door.server) - before[0], processor_seconds(door.database) - before[1]]
    return Figures(answers + seen[0], wall, middle, late, refused, *seen, *used)


def one_by_one(door: Door, questions: Sequence[Question]) -> list[float]:
    """Milliseconds of each request while nobody else asks; raises SystemExit where an answer is wrong."""
    taken = []
    with _connected(door.port) as line:
        for one in questions:
            begun = time.perf_counter()
            line.sendall(_request(door, one.body))
            answer = _answer(line)
            taken.append((time.perf_counter() - begun) * 1000)
            if not one.is_right(*answer):
                raise SystemExit(f"a wrong answer, status {answer[0]}")
    return sorted(taken)


def serve(workers: int = 5, threads: int = 1) -> tuple[int, "subprocess.Popen[bytes]"]:
    """gunicorn as docs/deploy.md starts it, on a free port, once it listens; the environment says which settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", str(workers)]
    command += ["--threads", str(threads), "--bind", f"127.0.0.1:{port}", "--keep-alive", "30"]
    command += ["--log-level", "error", "--no-control-socket", "dsar.config.wsgi:application"]
    server = subprocess.Popen(command, cwd=CHECKOUT)
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        try:
            _connected(port).close()
        except OSError:
            time.sleep(0.2)
        else:
            return port, server
    raise SystemExit("the server did not start")


def processor_seconds(pid: int) -> float:
    """Processor time of a process and of those it started, so far; 0 for no process."""
    ticks = 0.0
    parents: dict[int, int] = {}
    used: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(path.parent.name)] = int(fields[1])
        used[int(path.parent.name)] = int(fields[11]) + int(fields[12])
    for one, spent in used.items():
        above = one
        while above not in (0, pid):
            above = parents.get(above, 0)
        ticks += spent if pid and above == pid else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def _look(door: Door, questions: Sequence[Question], over: threading.Event, seen: list[int]) -> None:
    with _connected(door.port) as line:
        while not over.wait(1 / LOOKED_AT_PER_SECOND):
            one = questions[seen[0] * 7919 % len(questions)]
            line.sendall(_request(door, one.body))
            seen[1] += not one.is_right(*_answer(line))
            seen[0] += 1


def _wrk(door: Door, bodies: list[bytes], seconds: float, connections: int) -> tuple[int, float, float, int]:
    with tempfile.TemporaryDirectory(prefix="dsar-asking-") as folder:
        script, token, lines = (Path(folder) / name for name in ("ask.lua", "token", "bodies"))
        lines.write_bytes(b"\n".join(bodies) + b"\n")
        token.write_text(door.token + "\n", encoding="ascii")
        script.write_text(LUA.format(bodies=lines, token=token, path=door.path), encoding="ascii")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "20s", "--latency"]
        command += ["-s", str(script), f"http://127.0.0.1:{door.port}/"]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    answers = re.search(r"(\d+) requests in", told)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    if answers is None or int(answers[1]) == 0:
        raise SystemExit(f"nothing was answered:\n{told}")
    return int(answers[1]), _wait(told, "50%"), _wait(told, "99%"), int(refused[1]) if refused else 0


def _wait(told: str, share: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", told)
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]] if found else 0.0


def _sockets(door: Door, bodies: list[bytes], seconds: float, connections: int) -> tuple[int, float, float, int]:
    asked = [_request(door, body) for body in bodies]
    waits, refused, number = [], 0, 0
    with selectors.DefaultSelector() as lines:
        for _ in range(connections):
            line = _connected(door.port)
            line.sendall(asked[number % len(asked)])
            lines.register(line, selectors.EVENT_READ, time.perf_counter())
            number += 1
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            for key, _events in lines.select(1.0):
                line = key.fileobj
                refused += _answer(line)[0] != 200  # type: ignore[arg-type]  # only sockets are registered
                now = time.perf_counter()
                waits.append((now - key.data) * 1000)
                line.sendall(asked[number % len(asked)])  # type: ignore[union-attr]
                lines.modify(line, selectors.EVENT_READ, now)
                number += 1
        for key in list(lines.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
    waits.sort()
    return len(waits), waits[len(waits) // 2], waits[int(len(waits) * 0.99)], refused


def _connected(port: int) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=120)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def _request(door: Door, body: bytes) -> bytes:
    head = f"POST {door.path} HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\nAuthorization: Bearer {door.token}\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def _answer(line: socket.socket) -> tuple[int, bytes]:
    """Status and body of the answer that comes over this line."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(line)
    head, _, body = got.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    if length is None:
        raise SystemExit("an answer without a length")
    while len(body) < int(length[1]):
        body += _more(line)
    return int(head[9:12]), body


def _more(line: socket.socket) -> bytes:
    got = line.recv(65_536)
    if not got:
        raise SystemExit("the server hung up")
    return got

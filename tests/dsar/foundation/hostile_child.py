"""Child modules as an attacker would write them once a parser is taken over."""

import contextlib
import ctypes
import os
import signal
import socket
import time
from pathlib import Path


def main(payload, files, job):
    return ACTS[payload["act"]](payload, files, job)


def connect(payload, files, job):
    with contextlib.closing(socket.socket()) as client:
        client.settimeout(2)
        return {"errno": client.connect_ex(("127.0.0.1", payload["port"]))}


def read(payload, files, job):
    found = {}
    for path in payload["paths"]:
        try:
            found[path] = len(Path(path).read_bytes()) if Path(path).is_file() else len(os.listdir(path))
        except OSError as error:
            found[path] = type(error).__name__
    return found


def write(payload, files, job):
    found = {}
    for path in payload["paths"]:
        try:
            Path(path).write_bytes(b"x")
            found[path] = "written"
        except OSError as error:
            found[path] = type(error).__name__
    return found


def fork_bomb(payload, files, job):
    while True:
        with contextlib.suppress(OSError):
            os.fork()


def count_forks(payload, files, job):
    children = 0
    try:
        while children < 500:
            if os.fork() == 0:
                time.sleep(20)
                os._exit(0)
            children += 1
    except OSError:
        pass
    return {"children": children}


def leave_child(payload, files, job):
    if os.fork() == 0:
        os.setsid()
        time.sleep(60)
        os._exit(0)
    return {"left": True}


def kill_all(payload, files, job):
    killed = []
    for pid in range(1, 50):
        if pid != os.getpid():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
    return {"killed": killed}


def spin(payload, files, job):
    while True:
        pass


def sleep(payload, files, job):
    job.units(payload.get("units", 0))
    time.sleep(payload["seconds"])
    return {"slept": True}


def memory(payload, files, job):
    return {"length": len(bytearray(1 << 34))}


def abort(payload, files, job):
    os.abort()


def fail(payload, files, job):
    raise ValueError("Anna Example, born 1980")


def much_json(payload, files, job):
    return {"text": "x" * payload["length"]}


def no_json(payload, files, job):
    return ["not", "an", "object"]


def nonsense(payload, files, job):
    for descriptor in range(3, 20):
        with contextlib.suppress(OSError):
            os.write(descriptor, b"Z\xff\xff\xff\xff" * 10)
    os._exit(0)


def outputs(payload, files, job):
    for name, stream in files.items():
        (job.out / name).write_bytes(stream.read()[::-1])
    (job.out / "link").symlink_to("/etc/passwd")
    (job.out / "päge.png").write_bytes(b"odd name")
    return {"copied": {name: job.path(name).stat().st_size for name in files}}


def large_file(payload, files, job):
    with (job.out / "large").open("wb") as target:
        for _ in range(payload["mib"]):
            target.write(b"\0" * (1 << 20))
    return {}


def environment(payload, files, job):
    return {"names": sorted(os.environ), "uid": os.getuid(), "gid": os.getgid(), "cwd": sorted(os.listdir("."))}


def trace_parent(payload, files, job):
    libc = ctypes.CDLL(None, use_errno=True)
    return {"attached": libc.ptrace(16, os.getppid(), 0, 0) == 0}


ACTS = {name: act for name, act in globals().items() if callable(act) and name not in {"main", "Path"}}

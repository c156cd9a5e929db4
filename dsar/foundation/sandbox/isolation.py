"""Which isolation this machine gives, found by trying it, and the command that puts a process into it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

LEVELS = ("bubblewrap", "namespaces", "uid", "none")
STRONG = frozenset({"bubblewrap", "namespaces"})
PROJECT = Path(__file__).resolve().parents[3]
PACKAGES = ("dsar", "discovery", "consent", "erasure")
SCRATCH_INSIDE = Path("/scratch")
SCRATCH_BYTES = 512 * 1024 * 1024
SYSTEM_PATHS = (
    "/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32", "/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts",
    "/var/cache/fontconfig", "/opt/homebrew",
)  # fmt: skip


def weak_isolation_allowed() -> bool:
    """True when the operator has accepted parsing without isolation: `DSAR_ALLOW_WEAK_SANDBOX=1`."""
    return os.environ.get("DSAR_ALLOW_WEAK_SANDBOX", "").strip().lower() in {"1", "true", "yes", "on"}


def isolation_level() -> str:
    """The strongest of "bubblewrap", "namespaces", "uid", "none" that works here; a strong one is remembered.

    Each level is tried by running a job in it that must see no network interface but the loopback, so a tool that is
    installed but forbidden (containers without user namespaces) does not count.
    """
    from dsar.foundation.sandbox.run import probed_level

    return probed_level()


def candidate_levels() -> list[str]:
    """The levels worth trying here, strongest first."""
    return [level for level in LEVELS if _possible(level)]


def _possible(level: str) -> bool:
    if level == "bubblewrap":
        return shutil.which("bwrap") is not None
    if level == "namespaces":
        return sys.platform == "linux" and shutil.which("unshare") is not None
    return level == "none" or os.geteuid() == 0


def command(level: str, argv: list[str], extra_paths: tuple[Path, ...] = ()) -> list[str]:
    """`argv` wrapped so that it runs under `level`."""
    if level == "bubblewrap":
        return _bubblewrap(extra_paths) + argv
    if level == "namespaces":
        user = [] if os.geteuid() == 0 else ["--user", "--map-current-user"]
        spaces = ["--net", "--ipc", "--uts", "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"]
        return ["unshare", *user, *spaces, *argv]
    return argv


def _bubblewrap(extra_paths: tuple[Path, ...]) -> list[str]:
    """A root of its own with only what an interpreter needs, all of it read-only.

    As root no user namespace is made: the child really becomes "nobody" (a mapped root would still be exempt from the
    limit on processes), for which it keeps the right to change uid until it has done so.
    """
    args = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    args += ["--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL"]
    if os.geteuid() == 0:
        args += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        args += ["--unshare-user"]
    readable = _readable_paths(extra_paths)
    for folder in sorted({parent for path in readable for parent in Path(path).parents} - {Path("/")}):
        args += ["--perms", "0755", "--dir", str(folder)]  # made by root, crossed by nobody
    for path in readable:
        target = Path(path)
        if target.is_symlink() and target.parent == Path("/"):  # /lib -> usr/lib on a merged system
            args += ["--symlink", str(target.readlink()), path]
        else:
            args += ["--ro-bind-try", path, path]
    args += ["--proc", "/proc", "--dev", "/dev"]
    args += ["--perms", "1777", "--size", str(SCRATCH_BYTES), "--tmpfs", str(SCRATCH_INSIDE)]
    return [*args, "--remount-ro", "/", "--chdir", str(SCRATCH_INSIDE), "--"]


def _readable_paths(extra_paths: tuple[Path, ...]) -> list[str]:
    prefixes = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parents[1]}
    own = [PROJECT / package for package in PACKAGES]
    found = [str(path) for path in (*sorted(prefixes), *own, *extra_paths) if not path.is_relative_to("/usr")]
    return [*SYSTEM_PATHS, *found]

"""The shell in which hostile content is parsed: a subprocess without network, secrets, rights or much time.

One door for all rooms: `run_sandboxed("package.child_module", payload, files={...})`. It gives a `SandboxResult` in
bounded time whatever the content does, and raises nothing because of content.

**Writing a child module.** A child is a plain module (no Django, nothing that reads settings or secrets) with::

    def main(payload: dict[str, Any], files: Mapping[str, BinaryIO], job: Job) -> dict[str, Any]: ...

- `payload` is the JSON given by the caller, `files` the inputs by the caller's names, open for reading, seekable.
- `job.path(name)` copies an input to the scratch folder for libraries that insist on a path.
- `job.out / "page-1.png"`: every regular file left directly in `job.out` comes back in `SandboxResult.files`.
  Names are limited to letters, digits, ".", "_" and "-".
- `job.units(n)`: "this document has n pages": raises the time allowed, see `Limits`.
- The returned dict is the result's `payload`; it must be JSON. Answers about the content ("password protected") belong
  there; an exception becomes the verdict CRASHED with the exception's type name, never with its text.
- The current folder is an empty scratch folder that is removed afterwards; nothing else can be written. Only `/usr`,
  fonts, the interpreter, site-packages and the four packages of this project can be read.

**How it works.** A sandboxed interpreter imports the child module once and forks for every job; each job has its own
limits, its own scratch folder and is a fresh copy of a process that has never seen content. After any verdict but OK,
and after 50 jobs, the interpreter is killed with everything in it and the next job starts a new one. The trade-off
against one interpreter per file: content that takes over a job *and* breaks out of it into the waiting parent (same
uid, not dumpable, not traceable) could touch later files of the batch. Pass `fresh=True` where that is not acceptable.

**Levels** (`isolation_level()`): "bubblewrap" (own file system view, no network, own process tree, uid dropped when
root), "namespaces" (no network, own process tree, but files are visible as far as rights allow), "uid" (only the uid is
dropped), "none". The last two are refused unless `DSAR_ALLOW_WEAK_SANDBOX=1`; coverage pages must then say so. As root,
an interpreter in a folder that only root can enter works under bubblewrap alone: the other levels fail their trial.
"""

from dsar.foundation.sandbox.isolation import isolation_level, weak_isolation_allowed
from dsar.foundation.sandbox.run import close_warm_sandboxes, run_sandboxed
from dsar.foundation.sandbox.values import Limits, SandboxResult, Verdict

__all__ = [
    "Limits",
    "SandboxResult",
    "Verdict",
    "close_warm_sandboxes",
    "isolation_level",
    "run_sandboxed",
    "weak_isolation_allowed",
]

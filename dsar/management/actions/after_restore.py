"""`dsar after-restore`: erase again what a restored backup brought back. Exit 1 where something is left to do."""

from collections.abc import Mapping
from dataclasses import asdict

from dsar.management.actions import Answer, Options, Parser
from dsar.rights.erasure.restoring_services import after_restore

NAME = "after-restore"
HELP = "erase again what a restored backup brought back"


def add_arguments(parser: Parser) -> None:
    """It takes no argument: the journal lies beside the exported checkpoints."""


def run(options: Options) -> Answer:
    """Apply erasures again."""
    done = after_restore()
    lines = [
        f"Keys destroyed again: {done.keys}. Suppression entries taken back: {done.entries}.",
        *(
            f"{row.name}: {row.people} people came back, {row.changed} things erased again. "
            f"{_state(row.failure, row.left)}".strip()
            for row in done.targets
        ),
    ]
    if done.tasks:
        lines.append(f"{done.tasks} tasks by hand are new: Set-up, Suppression list.")
    if done.not_believed:
        lines.append(f"{done.not_believed} lines of the journal are not ours and were not believed.")
    unfinished = done.not_believed or done.tasks or any(row.failure or row.left for row in done.targets)
    return Answer(asdict(done), "\n".join(lines), 1 if unfinished else 0)


def _state(failure: str, left: Mapping[str, int]) -> str:
    if failure == "by_hand":
        return "A person has to look there."
    return f"It did not work: {failure}." if failure else _left(left)


def _left(left: Mapping[str, int]) -> str:
    count = sum(left.values())
    return f"{count} things are left for a person to look at: rehearse an erasure there." if count else ""

"""What must survive a restored backup: a file outside the database that says which digests and keys were erased.

One JSON object a line, each with a keyed mark over its content, so that a line that nobody here wrote is not believed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from dsar.foundation import cipher, clock
from dsar.foundation.keys import installation_key
from erasure.suppression.digests import Token

NAME = "erasures.jsonl"


# A set of a target that was kept or restricted: the target's id, the set, the action, the exception. Nothing personal.
KeptSet = tuple[str, str, str, str]
# What was answered about a set of a target: the target's id, the question, the choice.
Answered = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class JournalLine:
    """An erased person (`tokens`, and the sets that were to stay) or a destroyed key (`key_id`)."""

    at: str
    run_id: UUID | None
    tokens: tuple[Token, ...] = ()
    key_id: UUID | None = None
    stays: tuple[KeptSet, ...] = ()
    answers: tuple[Answered, ...] = ()


def journal_path() -> Path:
    """Beside the checkpoints of the audit chain, which leave the machine too."""
    return Path(settings.DSAR_CHECKPOINT_DIR) / NAME


def note_erased(
    *, run_id: UUID, tokens: Sequence[Token], stays: Sequence[KeptSet] = (), answers: Sequence[Answered] = ()
) -> None:
    """Write a person's tokens down, what was to stay of them, and what was answered; on disk when it returns."""
    entries = sorted([kind, value.hex()] for kind, value in tokens)
    kept = {"stays": sorted(map(list, stays))} if stays else {}
    kept |= {"answers": sorted(map(list, answers))} if answers else {}
    _append({"what": "person", "run": str(run_id), "tokens": entries, **kept})


def note_key_destroyed(key_id: UUID) -> None:
    """Write down that a key was destroyed; on disk when it returns."""
    _append({"what": "key", "key": str(key_id)})


def read_journal() -> tuple[list[JournalLine], int]:
    """The lines in order, and how many could not be believed."""
    path = journal_path()
    if not path.is_file():
        return [], 0
    lines, bad = [], 0
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = _read(raw)
        bad += line is None
        lines += [line] if line else []
    return lines, bad


def _append(content: Mapping[str, Any]) -> None:
    body = {"v": 1, "at": clock.now().isoformat(), **content}
    line = json.dumps(body | {"mark": _mark(body)}, sort_keys=True) + "\n"
    path = journal_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _mark(body: Mapping[str, Any]) -> str:
    text = json.dumps(body, sort_keys=True)
    return cipher.digest(installation_key("index"), "erasure journal", text).hex()


def _read(raw: str) -> JournalLine | None:
    try:
        body = json.loads(raw)
        mark = body.pop("mark", "")
        if mark != _mark(body):
            return None
        tokens = tuple((kind, bytes.fromhex(value)) for kind, value in body.get("tokens", ()))
        run = UUID(body["run"]) if "run" in body else None
        stays = tuple((str(ref), str(name), str(act), str(why)) for ref, name, act, why in body.get("stays", ()))
        answers = tuple((str(ref), str(asked), str(choice)) for ref, asked, choice in body.get("answers", ()))
        return JournalLine(body["at"], run, tokens, UUID(body["key"]) if "key" in body else None, stays, answers)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def lines_about_people(lines: Sequence[JournalLine]) -> Iterator[JournalLine]:
    """The lines that tell of people."""
    return (line for line in lines if line.tokens)

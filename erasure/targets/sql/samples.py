"""Rows in few words: whole for whoever decides, cut short for the rehearsal."""

from __future__ import annotations

from collections.abc import Mapping

from discovery.documents import FoundRow
from discovery.sources.sql.schema import Table
from erasure.targets.sql.states import State

MARK = "[erased]"
_AROUND = 60


def row_words(row: FoundRow) -> str:
    """A row in words for the person who decides."""
    keys = ", ".join(f"{name} {cell}" for name, cell in row.key.items())
    shown = [f"{name}: {_short(cell)}" for name, cell in row.values.items() if name in row.matched_columns]
    return f"{row.table} ({keys}) {'; '.join(shown[:3])}".strip()


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:57]}…"


def sample_of(table: Table, state: State, after: Mapping[str, object], *, is_shared: bool) -> str:
    """What the row says, each word cut to its first letter: enough to know it by, not enough to keep it.

    Of a text that only loses the person it is what stays around them: whoever approves has to see that.
    """
    if is_shared:
        return "; ".join(f"{name}: {_around(str(text))}" for name, text in list(after.items())[:4])
    names = list(after) or [column.name for column in table.columns if column.name not in table.primary_key]
    shown = [(name, state[name]) for name in names if state.get(name)][:4]
    return "; ".join(f"{name}: {_masked(str(cell))}" for name, cell in shown)


def _around(text: str) -> str:
    at = max(0, text.find(MARK))
    start, end = max(0, at - _AROUND), min(len(text), at + len(MARK) + _AROUND)
    return f"{'…' if start else ''}{' '.join(text[start:end].split())}{'…' if end < len(text) else ''}"


def _masked(text: str) -> str:
    return " ".join(f"{word[:1]}…" for word in _short(text).split()[:6])

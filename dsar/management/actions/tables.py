"""The answer of an action as a table: one line a finding, a detection, a step; nested values under dotted names."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from dsar.processing_records.rules import plain_cell

# What an answer is a list of, the first that it has; a document's instances come with the document's place.
LISTS: Final = ("findings", "categories", "steps", "overdue", "kinds", "items")


def as_csv(value: Any) -> str:
    """The value as CSV with a head; a cell that a spreadsheet would compute has an apostrophe before it."""
    lines = [dict(_flat(one)) for one in _entries(value)]
    names = list(dict.fromkeys(name for line in lines for name in line))
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([plain_cell(name) for name in names])
    table.writerows([plain_cell(_cell(line.get(name))) for name in names] for line in lines)
    return written.getvalue()


def _entries(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        found = next((value[name] for name in LISTS if isinstance(value.get(name), (list, dict)) and value[name]), None)
        if isinstance(found, Mapping):
            return [{"name": name, **_mapping(one)} for name, one in found.items()]
        return [value] if found is None else found
    return value if isinstance(value, Sequence) and not isinstance(value, str) else [value]


def _mapping(one: Any) -> Mapping[str, Any]:
    return one if isinstance(one, Mapping) else {"value": one}


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, inside in value.items():
            yield from _flat(inside, f"{name}.{key}" if name else str(key))
    else:
        yield name or "value", value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)

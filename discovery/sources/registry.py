"""Kinds of sources and their settings: built-in kinds register by the same door as foreign ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from discovery.sources.ports import Source


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to know about a source of a kind.

    Attributes:
        kind: "text", "path", "number", "yes_no" or "lines" (a list of texts).
        secret: the value is the *name* of a secret, never the secret itself.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    secret: bool = False
    default: Any = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of source: what it is called, what it must be told, and how one is made from checked settings."""

    name: str
    label: str
    settings: tuple[Setting, ...]
    make: Callable[[Mapping[str, Any]], Source]


_kinds: dict[str, SourceKind] = {}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str, "path": str, "number": int, "yes_no": bool, "lines": (list, tuple),
}  # fmt: skip


def register(kind: SourceKind) -> None:
    """Offer a kind of source.

    Raises:
        ValueError: another kind has this name.
    """
    if _kinds.setdefault(kind.name, kind) is not kind:
        message = f"there is already a kind of source called {kind.name!r}"
        raise ValueError(message)


def source_kinds() -> tuple[SourceKind, ...]:
    """All kinds, sorted by name."""
    return tuple(_kinds[name] for name in sorted(_kinds))


def checked_settings(kind_name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with defaults filled in.

    Raises:
        ValueError: unknown kind or setting, a missing or ill-shaped value; the message names it and never shows it.
    """
    if kind_name not in _kinds:
        message = f"there is no kind of source called {kind_name!r}"
        raise ValueError(message)
    known = {setting.name: setting for setting in _kinds[kind_name].settings}
    if unknown := set(settings) - set(known):
        message = f"unknown settings: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    return {name: _checked(setting, settings.get(name, setting.default)) for name, setting in known.items()}


def make_source(kind_name: str, settings: Mapping[str, Any]) -> Source:
    """A source of this kind; nothing is opened yet.

    Raises:
        ValueError: see `checked_settings`.
    """
    checked = checked_settings(kind_name, settings)
    return _kinds[kind_name].make(checked)


def _checked(setting: Setting, value: Any) -> Any:
    if value is None or value == "":
        if setting.required:
            message = f"{setting.name}: is needed"
            raise ValueError(message)
        return setting.default
    negative = setting.kind == "number" and isinstance(value, int) and (isinstance(value, bool) or value < 0)
    if not isinstance(value, _TYPES[setting.kind]) or negative:
        message = f"{setting.name}: must be of kind {setting.kind}"
        raise ValueError(message)
    if isinstance(value, list | tuple) and not all(isinstance(entry, str) for entry in value):
        message = f"{setting.name}: must be a list of texts"
        raise ValueError(message)
    return value

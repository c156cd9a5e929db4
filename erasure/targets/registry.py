"""Kinds of targets and their settings: built-in kinds register by the same door as foreign ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from discovery.sources.registry import Setting
from erasure.targets.ports import Target

Make = Callable[[Mapping[str, Any], "str | None"], Target]


@dataclass(frozen=True, slots=True)
class TargetKind:
    """A kind of target: what it is called, what it must be told, and how one is made.

    Attributes:
        make: gives a target from checked settings and the value of its secret; opens nothing yet.
        needs_secret: whether a secret's name is asked for.
        needs_package: the optional package that it cannot work without; "" where none.
    """

    name: str
    label: str
    settings: tuple[Setting, ...]
    make: Make
    needs_secret: bool = False
    needs_package: str = ""


_kinds: dict[str, TargetKind] = {}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str, "path": str, "number": int, "yes_no": bool, "lines": (list, tuple),
}  # fmt: skip


def register(kind: TargetKind) -> None:
    """Offer a kind of target.

    Raises:
        ValueError: another kind has this name.
    """
    if _kinds.setdefault(kind.name, kind) is not kind:
        message = f"there is already a kind of target called {kind.name!r}"
        raise ValueError(message)


def target_kinds() -> tuple[TargetKind, ...]:
    """All kinds, sorted by name."""
    return tuple(_kinds[name] for name in sorted(_kinds))


def kind_of(name: str) -> TargetKind:
    """The kind of that name. Raises ValueError."""
    if name not in _kinds:
        message = f"there is no kind of target called {name!r}"
        raise ValueError(message)
    return _kinds[name]


def checked_settings(kind_name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with defaults filled in.

    Raises:
        ValueError: unknown kind or setting, a missing or ill-shaped value; the message names it and never shows it.
    """
    known = {setting.name: setting for setting in kind_of(kind_name).settings}
    if unknown := set(settings) - set(known):
        message = f"unknown settings: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    return {name: _checked(setting, settings.get(name, setting.default)) for name, setting in known.items()}


def make_target(kind_name: str, settings: Mapping[str, Any], secret: str | None = None) -> Target:
    """A target of this kind; nothing is opened yet. Raises ValueError, see `checked_settings`."""
    return kind_of(kind_name).make(checked_settings(kind_name, settings), secret)


def _checked(setting: Setting, value: Any) -> Any:
    if value is None or value == "":
        if setting.required:
            message = f"{setting.name}: is needed"
            raise ValueError(message)
        return setting.default
    if not isinstance(value, _TYPES[setting.kind]) or (setting.kind == "number" and isinstance(value, bool)):
        message = f"{setting.name}: must be of kind {setting.kind}"
        raise ValueError(message)
    return value

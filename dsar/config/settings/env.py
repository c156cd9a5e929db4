"""Reading the environment once, typed; a wrong value stops the start with its name."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "", *, from_file: bool = True) -> str:
    """The variable's value; for secrets the file named by `<name>_FILE` is read instead where that is set."""
    if from_file and (file_name := os.environ.get(f"{name}_FILE")):
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            message = f"{name}_FILE cannot be read: {error.strerror}"
            raise ImproperlyConfigured(message) from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """True or False from 1/0, true/false, yes/no, on/off."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in _TRUE:
        return True
    if raw.lower() in _FALSE:
        return False
    message = f"{name} must be yes or no"
    raise ImproperlyConfigured(message)


def number(name: str, default: int) -> int:
    """A whole number."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    try:
        return int(raw)
    except ValueError as error:
        message = f"{name} must be a whole number"
        raise ImproperlyConfigured(message) from error


def words(name: str, default: str = "") -> list[str]:
    """A list of values separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]

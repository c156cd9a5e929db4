"""Reading what the command line was given."""

import json
import sys
from pathlib import Path
from typing import Any

from discovery.documents import SubjectProfile
from dsar.management.actions import Refused


def read_text(name: str) -> str:
    """The text of a file, or of the standard input for "-"."""
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        message = f"{name}: {error.strerror}"
        raise Refused(message) from error


def read_json(name: str) -> Any:
    """The JSON value of a file, or of the standard input for "-"."""
    try:
        return json.loads(read_text(name))
    except json.JSONDecodeError as error:
        message = f"{name} is not JSON: line {error.lineno}, column {error.colno}"
        raise Refused(message) from error


def read_subject(name: str) -> SubjectProfile:
    """The profile in a SUBJECT.json."""
    raw = read_json(name)
    if not isinstance(raw, dict):
        message = f"{name} must hold one JSON object: names, emails, phones, addresses, dates_of_birth, identifiers"
        raise Refused(message)
    try:
        profile = SubjectProfile.from_json(raw)
    except ValueError as error:
        message = f"{name}: {error}"
        raise Refused(message) from error
    if profile == SubjectProfile():
        message = f"{name} names nothing to search for"
        raise Refused(message)
    return profile

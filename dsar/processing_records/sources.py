"""Sources of a system: set up, tried, opened. A secret is named here and never known here longer than a trial lasts."""

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction

from discovery.scans.secrets import SecretMissing, read_secret
from discovery.sources import Source as OpenSource
from discovery.sources import SqlSource, checked_settings, make_source, source_kinds
from discovery.sources.registry import SourceKind
from dsar.audit import catalogue
from dsar.audit.services import ActorLike, record
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import Source, System

catalogue.declare(
    source_added="Source “{name}” ({kind}) added",
    source_changed="Source “{name}” changed: {changed}",
    source_tested="Source “{name}” tried; it can be read: {passed}",
)

OFFERED = ("files", "sql")
SQLITE_ENDINGS = (".db", ".sqlite", ".sqlite3")


def offered_kinds() -> list[SourceKind]:
    """The kinds that can be set up on the screen."""
    return [kind for kind in source_kinds() if kind.name in OFFERED]


def kind_labels() -> dict[str, str]:
    """What each kind is called."""
    return {kind.name: kind.label for kind in source_kinds()}


@transaction.atomic
def save_source(
    *,
    source: Source | None,
    system: System,
    name: str,
    kind: str,
    values: Mapping[str, Any],
    secret_name: str,
    is_active: bool,
    actor: ActorLike | None,
) -> Source:
    """Add a source (`source` None) or change one. What was found by trying it is forgotten when its settings change.

    Raises:
        RuleRefused: the name is taken, a setting is wrong, a path lies outside DSAR_SOURCE_ROOTS ("outside_roots"),
            or the address holds a password ("secret_in_address").
    """
    if kind not in OFFERED:
        message = "There is no such kind of source."
        raise RuleRefused(message, code="unknown_kind")
    taken = Source.objects.filter(name__iexact=name)
    if (taken.exclude(pk=source.pk) if source else taken).exists():
        message = "Another source has this name."
        raise RuleRefused(message, code="name_taken", fields={"name": message})
    wanted = _checked(kind, values)
    row = source or Source(system=system, kind=kind)
    new = {
        "system_id": system.pk,
        "name": name,
        "settings": wanted,
        "secret_name": secret_name.strip(),
        "is_active": is_active,
    }
    is_new = source is None
    changed = [column for column, value in new.items() if getattr(row, column) != value]
    if not changed and not is_new:
        return row
    for column, value in new.items():
        setattr(row, column, value)
    if {"settings", "secret_name"} & set(changed):
        row.tested_at, row.test_passed, row.test_words = None, None, ""
    row.save()
    facts = {"name": name, "kind": kind} if is_new else {"name": name, "changed": ", ".join(changed)}
    _tell("source.added" if is_new else "source.changed", row, actor, facts)
    return row


def try_source(*, source: Source, actor: ActorLike | None) -> Source:
    """Try whether the source can be read, and keep the answer in words; no content is read, no secret is told."""
    started = time.monotonic()
    passed, words = _tried(source)
    seconds = time.monotonic() - started
    with transaction.atomic():
        source.tested_at = clock.now()
        source.test_passed, source.test_words = passed, f"{words[:270]} ({seconds:.1f} s)"
        source.save(update_fields=["tested_at", "test_passed", "test_words"])
        _tell("source.tested", source, actor, {"name": source.name, "passed": "yes" if passed else "no"})
    return source


def open_source(source: Source) -> OpenSource:
    """The source of discovery behind a row: for a database a SqlSource that knows its password.

    Raises:
        RuleRefused: it lies outside DSAR_SOURCE_ROOTS by now ("outside_roots"), its settings are not understood
            ("bad_setting"), or its secret is not there ("secret_missing").
    """
    opened = make_source(source.kind, _checked(source.kind, source.settings))
    if not isinstance(opened, SqlSource):
        return opened
    try:
        return replace(opened, secret=read_secret(source.secret_name))
    except SecretMissing as error:
        message = "The secret of this name is not known where the search runs."
        raise RuleRefused(message, code="secret_missing", fields={"secret_name": message}) from error


def demand_within_roots(path: str) -> None:
    """Refuse a path that lies outside the folders that may be searched.

    Raises:
        RuleRefused: "outside_roots"; the message does not repeat the path.
    """
    wanted = Path(path).resolve()
    roots = [Path(root).resolve() for root in settings.DSAR_SOURCE_ROOTS]
    if not any(wanted.is_relative_to(root) for root in roots):
        message = "This does not lie under a folder that may be searched (DSAR_SOURCE_ROOTS)."
        raise RuleRefused(message, code="outside_roots")


def _tried(source: Source) -> tuple[bool, str]:
    try:
        result = open_source(source).test()
    except RuleRefused as refusal:
        return False, refusal.message
    return result.ok, result.message


def _checked(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The settings, checked by the kind and by the rules of this house."""
    try:
        checked = checked_settings(kind, values)
    except ValueError as error:
        name, _, _rest = str(error).partition(":")
        message = "This setting is missing or not understood."
        raise RuleRefused(message, code="bad_setting", fields={name: message}) from error
    field = "path" if kind == "files" else "url"
    try:
        _check_place(kind, str(checked.get(field, "")))
    except RuleRefused as refusal:
        raise RuleRefused(refusal.message, code=refusal.code, fields={field: refusal.message}) from refusal
    return {name: list(value) if isinstance(value, tuple) else value for name, value in checked.items()}


def _check_place(kind: str, place: str) -> None:
    if kind == "files":
        demand_within_roots(place)
        return
    try:
        parts = urlsplit(place)
        has_password = parts.password is not None or "password=" in parts.query
    except ValueError:
        has_password = False
        parts = urlsplit("")
    if has_password:
        message = "Leave the password out of the address and give the name of its secret."
        raise RuleRefused(message, code="secret_in_address")
    scheme = parts.scheme.partition("+")[0].lower()
    if scheme == "sqlite":
        demand_within_roots(_sqlite_file(parts.path))
    elif not scheme and place.endswith(SQLITE_ENDINGS):
        demand_within_roots(place)
    elif scheme not in {"postgresql", "postgres"}:
        message = "The address must start with sqlite:/// or postgresql://."
        raise RuleRefused(message, code="bad_setting")


def _sqlite_file(path: str) -> str:
    return "/" + unquote(path).lstrip("/")


def _tell(action: str, source: Source, actor: ActorLike | None, facts: Mapping[str, Any]) -> None:
    record(action, actor=actor, actor_kind="user" if actor else "system", about=source, facts=facts)

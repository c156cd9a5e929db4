"""From an address to an open, read-only database. The address may hold a password: it is never shown again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from discovery.sources.sql.database import Database
from discovery.sources.sql.errors import SqlSourceError
from discovery.sources.sql.postgres import PostgresDatabase, is_superuser
from discovery.sources.sql.schema import Limits
from discovery.sources.sql.sqlite import SqliteDatabase

_SUFFIXES = {".sqlite", ".sqlite3", ".db", ".db3"}
# "options", "service" and "passfile" are refused: they could undo the read-only session or read other files.
_SETTINGS = {"host", "port", "sslmode", "sslrootcert"}


def connect(url: str, *, secret: str | None = None, limits: Limits | None = None) -> Database:
    """An open read-only database for `sqlite:///path`, `postgresql://…` or the path of a SQLite file.

    `secret` is the password, where the address does not hold it. A probe has shown that a write fails.

    Raises:
        SqlSourceError: the address is not understood, the database cannot be reached, or it could be written.
    """
    limits = limits or Limits()
    if "://" not in url:
        path = Path(url)
        if path.suffix.lower() not in _SUFFIXES:
            raise SqlSourceError("bad_url", "The address must start with sqlite:/// or postgresql://.")
        return SqliteDatabase(path, limits)
    try:
        parts = urlsplit(url)
        scheme = parts.scheme.partition("+")[0].lower()
        target = _postgres_target(parts, secret) if scheme in ("postgresql", "postgres") else {}
    except ValueError:
        raise SqlSourceError("bad_url", "The address of the database is not well formed.") from None
    if scheme == "sqlite":
        return SqliteDatabase(_sqlite_path(url), limits)
    if not target:
        raise SqlSourceError("bad_url", "The address must start with sqlite:/// or postgresql://.")
    return PostgresDatabase(target, limits)


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """What a trial of a connection found: whether it may be searched, and sentences for the person setting it up."""

    ok: bool
    message: str


def try_connection(url: str, *, secret: str | None = None) -> ConnectionReport:
    """Connects, sees a write refused, and counts the tables. A bad source is a report, not an error."""
    try:
        with connect(url, secret=secret, limits=Limits(statement_seconds=10)) as database:
            inventory = database.read_inventory()
            warn = database.dialect == "postgresql" and is_superuser(database)
    except SqlSourceError as error:
        return ConnectionReport(ok=False, message=error.message)
    denied = sum(entry.reason == "permission_denied" for entry in inventory.skipped)
    sentences = [f"Connected; a write was refused. {len(inventory.tables)} tables can be read."]
    if denied:
        sentences.append(f"{denied} may not be read by this user.")
    if warn:
        sentences.append("This user may do everything: give the search a user that may only read.")
    return ConnectionReport(ok=True, message=" ".join(sentences))


def _sqlite_path(url: str) -> Path:
    rest = unquote(url.split("://", 1)[1].partition("?")[0])
    path = Path(rest[1:] if rest.startswith("/") else rest)
    # sqlite:///var/x.db means a relative path to some and /var/x.db to others: take the one that exists
    return path if path.is_absolute() or path.exists() else Path("/") / path


def _postgres_target(parts: SplitResult, secret: str | None) -> dict[str, str]:
    target = {"dbname": unquote(parts.path.lstrip("/")) or "postgres"}
    for key, value in (("user", parts.username), ("password", parts.password), ("host", parts.hostname)):
        if value:
            target[key] = unquote(value)
    if parts.port:
        target["port"] = str(parts.port)
    for key, value in parse_qsl(parts.query, strict_parsing=bool(parts.query)):
        if key not in _SETTINGS:
            raise SqlSourceError("bad_url", "The address holds a setting that is not allowed.")
        target[key] = value
    if secret is not None:
        target["password"] = secret
    return target

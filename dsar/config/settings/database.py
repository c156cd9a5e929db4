"""The database of the installation: SQLite in `var/` unless DSAR_DATABASE_URL names a PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from dsar.config.settings import env

# recursive_triggers: without it INSERT OR REPLACE slips past the triggers that keep the audit table append-only.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; "
    "PRAGMA secure_delete=ON; PRAGMA busy_timeout=30000;"
)


def database(var_dir: Path) -> dict[str, Any]:
    """Django's DATABASES entry.

    Raises:
        ImproperlyConfigured: the URL is of a kind that the product does not run on.
    """
    url = env.text("DSAR_DATABASE_URL")
    if not url:
        return sqlite(var_dir / "dsar.sqlite3")
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    message = "DSAR_DATABASE_URL must start with postgresql:// or sqlite:///"
    raise ImproperlyConfigured(message)


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite with one writer at a time and nothing lost on power failure."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": SQLITE_PRAGMAS},
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    host = unquote(parts.hostname or "")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    timeouts = "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000"
    # of what is prepared (dsar.foundation.statements): a list of values looks dear to the planner, and planning each
    # time costs six times the asking. At the start of a connection, so that nothing is left behind in a shared one.
    plans = "-c plan_cache_mode=force_generic_plan"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or "") or env.text("DSAR_DATABASE_PASSWORD"),
        "HOST": unquote(query.get("host", "")) or host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"{timeouts} {plans}"},
    }

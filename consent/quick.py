"""What holds for many people in three plain statements: for systems that ask a thousand times a second.

The same answer as `selectors.states_for`, which says it through the ORM (a test holds both to each other); compiling
its queries costs more than asking them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import connection

from consent.connection_services import TOKEN_PREFIX, token_digest
from consent.fold import Entry, Folded, Terms, fold
from consent.subjects import Identifier
from consent.vocabulary import Act, Ground
from dsar.foundation import clock

_TOKEN = "SELECT scopes, expires_at, last_used_on FROM consent_systemtoken WHERE digest = %s AND revoked_at IS NULL"  # noqa: S105
_TERMS = """
    SELECT p.code, p.ground, MAX(w.number), p.heeds_signal
    FROM consent_purpose p LEFT JOIN consent_wording w ON w.purpose_id = p.id AND w.is_material
    WHERE p.retired_at IS NULL GROUP BY p.id, p.code, p.ground, p.heeds_signal ORDER BY p.code
"""
_ENTRIES = """
    SELECT s.digest, e.seq, e.act, p.code, e.at, e.wording_number, e.expires_at, e.undoes_id
    FROM consent_ledgerentry e JOIN consent_subject s ON s.id = e.subject_id
    LEFT JOIN consent_purpose p ON p.id = e.purpose_id WHERE s.digest IN ({places})
"""


def may_check(secret: str) -> bool:
    """Whether this token opens checks and was used before today; in doubt no, and the long way decides."""
    if not secret.startswith(TOKEN_PREFIX):
        return False
    with connection.cursor() as cursor:
        cursor.execute(_TOKEN, [token_digest(secret)])
        row = cursor.fetchone()
    if row is None:
        return False
    now = clock.now()
    return '"check"' in str(row[0]).replace("'", '"') and _moment(row[1]) > now and str(row[2]) == str(now.date())


def states_for(identifiers: Sequence[Identifier]) -> list[Folded]:
    """Where everything stands for these people, in their order. Raises RuleRefused for what is no identifier."""
    digests = [identifier.digest() for identifier in identifiers]
    said: dict[bytes, list[Entry]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TERMS)
        terms = [Terms(code, Ground(ground), newest or 0, bool(heeds)) for code, ground, newest, heeds in cursor]
        cursor.execute(_ENTRIES.format(places=", ".join(["%s"] * len(digests))), digests)
        for digest, entry in _entries(cursor):
            said.setdefault(digest, []).append(entry)
    now = clock.now()
    return [fold(said.get(digest, ()), terms, now=now) for digest in digests]


def _entries(rows: Iterable[tuple[object, ...]]) -> Iterable[tuple[bytes, Entry]]:
    for digest, seq, act, code, at, wording, ends, undoes in rows:
        moment, until = _moment(at), _moment(ends) if ends is not None else None
        entry = Entry(int(str(seq)), Act(str(act)), str(code or ""), moment, int(str(wording)), until)
        if undoes is not None:
            entry = Entry(entry.seq, entry.act, entry.purpose, moment, entry.wording, until, int(str(undoes)))
        yield bytes(digest), entry  # type: ignore[call-overload]  # bytes, or PostgreSQL's view of them


def _moment(value: object) -> dt.datetime:
    """SQLite keeps instants in UTC without saying so, PostgreSQL says it."""
    moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)

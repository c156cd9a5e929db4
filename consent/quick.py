"""What holds for many people in one plain statement: for systems that ask a thousand times a second.

The same answer as `selectors.states_for`, which says it through the ORM (a test holds both to each other); compiling
its queries costs more than asking them. The token, what there is to say yes to, and what these people said come
together, as rows of three sorts: a token has a digest and no number, a purpose has neither, an entry has both.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from consent.connection_services import TOKEN_PREFIX, token_digest
from consent.fold import Entry, Folded, Terms, fold
from consent.subjects import Identifier
from consent.vocabulary import Act, Ground
from dsar.foundation import clock
from dsar.foundation.statements import Statement

_CHECK = Statement(
    "consent_check",
    """
    SELECT s.digest, e.seq, e.act, p.code, e.at, e.wording_number, e.expires_at, e.undoes_id, FALSE
    FROM consent_subject s JOIN consent_ledgerentry e ON e.subject_id = s.id
    LEFT JOIN consent_purpose p ON p.id = e.purpose_id WHERE s.digest = ANY($1)
    UNION ALL
    SELECT NULL, NULL, p.ground, p.code, NULL, MAX(w.number), NULL, NULL, p.heeds_signal
    FROM consent_purpose p LEFT JOIN consent_wording w ON w.purpose_id = p.id AND w.is_material
    WHERE p.retired_at IS NULL GROUP BY p.id, p.code, p.ground, p.heeds_signal
    UNION ALL
    SELECT digest, NULL, CAST(scopes AS text), NULL, expires_at, NULL, NULL, NULL, FALSE
    FROM consent_systemtoken WHERE digest = $2 AND revoked_at IS NULL AND last_used_on = $3
    """,
    ("bytea[]", "bytea", "date"),
)
_ACTS = {act.value: act for act in Act}
_GROUNDS = {ground.value: ground for ground in Ground}


def states_for(identifiers: Sequence[Identifier], secret: str) -> list[Folded] | None:
    """Where everything stands for these people, in their order.

    None where the token opens no checks or was not used before today: the long way decides then.

    Raises:
        RuleRefused: one of them is no identifier.
        DatabaseError: the question could not be asked.
    """
    if not secret.startswith(TOKEN_PREFIX):
        return None
    digests, now = [identifier.digest() for identifier in identifiers], clock.now()
    said: dict[bytes, list[Entry]] = {}
    terms, may_check = [], False
    for row in _CHECK.rows([digests, token_digest(secret), now.date().isoformat()]):
        if row[1] is not None:
            said.setdefault(bytes(row[0]), []).append(_entry(row))
        elif row[0] is None:
            terms.append(Terms(row[3], _GROUNDS[row[2]], row[5] or 0, bool(row[8])))
        else:
            may_check = '"check"' in row[2] and _moment(row[4]) > now
    if not may_check:
        return None
    terms.sort(key=lambda term: term.code)
    return [fold(said.get(digest, ()), terms, now=now) for digest in digests]


def _entry(row: tuple[Any, ...]) -> Entry:
    _digest, seq, act, code, at, wording, ends, undoes, _heeds = row
    until = _moment(ends) if ends is not None else None
    return Entry(int(seq), _ACTS[act], code or "", _moment(at), int(wording), until, undoes)


def _moment(value: Any) -> dt.datetime:
    """SQLite keeps instants in UTC without saying so, PostgreSQL says it."""
    moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)

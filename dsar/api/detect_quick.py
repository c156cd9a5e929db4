"""Detection on the short way (`dsar.api.quick_ways`): the views' own answers, for a person with a good token."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from dsar.access.rules import Act, allows
from dsar.api import detect_views as views
from dsar.api.services import PREFIX, digest_of
from dsar.foundation import clock
from dsar.foundation.statements import Statement

_CALLER: Final = Statement(
    "api_caller",
    """
    SELECT u.id, t.expires_at > $3, g.role FROM dsar_apitoken t JOIN dsar_user u ON u.id = t.user_id
    LEFT JOIN dsar_rolegrant g ON g.user_id = u.id
    WHERE t.digest = $1 AND t.revoked_at IS NULL AND t.last_used_on = $2 AND u.is_active
    """,
    ("bytea", "date", "timestamptz"),
)


def _way(view: Callable[[], views.TextView]) -> Callable[[str, Any], dict[str, Any] | None]:
    def told(secret: str, given: Any) -> dict[str, Any] | None:
        person = _caller(secret)
        if person is None:
            return None
        asked = view()
        asked.is_trial = True
        return asked.told(person, given)

    return told


def _caller(secret: str) -> UUID | None:
    """Who asks, where they may use these tools and their token was used before today."""
    if not secret.startswith(PREFIX):
        return None
    now = clock.now()
    rows = _CALLER.rows([digest_of(secret), now.date().isoformat(), now])
    roles = frozenset(role for _person, is_valid, role in rows if is_valid and role)
    return UUID(str(rows[0][0])) if roles and allows(roles, Act.USE_PII_TOOLS) else None


WAYS: Final = {
    "/api/v1/detect/": _way(views.Detect),
    "/api/v1/moderate/": _way(views.Moderate),
    "/api/v1/compliance-report/": _way(views.ComplianceReport),
}

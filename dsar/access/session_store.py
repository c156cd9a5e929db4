"""The session engine (SESSION_ENGINE): Django's database sessions, in rows that know their person."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

if TYPE_CHECKING:
    from dsar.access.session_models import StaffSession

SIGNED_IN_AT, SEEN_AT, BROWSER = "signed_in_at", "seen_at", "browser"


class SessionStore(DatabaseSessions):
    """Writes who is signed in, since when and with which browser beside the session."""

    @classmethod
    def get_model_class(cls) -> type["StaffSession"]:
        """The model, imported late: Django loads the engine before the models."""
        from dsar.access.session_models import StaffSession

        return StaffSession

    def create_model_instance(self, data: dict[str, Any]) -> "StaffSession":
        """The row to save."""
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.signed_in_at, row.seen_at = _instant(data.get(SIGNED_IN_AT)), _instant(data.get(SEEN_AT))
        row.browser = str(data.get(BROWSER, ""))[:60]
        return row  # type: ignore[no-any-return]  # built by Django from the model above


def _instant(text: Any) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if isinstance(text, str) else None

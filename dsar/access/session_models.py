"""Sessions that know whose they are, so that a person can see them and be signed out elsewhere."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class StaffSession(AbstractBaseSession):
    """A session of the browser door. `browser` is a coarse word such as "Firefox on Linux"; no address is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "expire_date"], name="sessions_of_a_person")]

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The engine that keeps these rows."""
        from dsar.access.session_store import SessionStore

        return SessionStore

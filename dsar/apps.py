"""Part of the composition root: binds the rooms together when Django starts. No room imports this file."""

import gc

from django.apps import AppConfig
from django.utils.translation import gettext

from dsar.foundation.words import Words


class DsarConfig(AppConfig):
    """The house."""

    name = "dsar"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load what registers itself: the broker's app, and the rooms' gates, panels and subscribers."""
        from dsar.config import celery, rooms  # noqa: F401 - only once the models are loaded

        Words.translated_by = staticmethod(gettext)

        # What was loaded stays, in the workers that are forked from here too: it is never looked through again.
        gc.freeze()
        gc.enable()

"""`manage.py compile_words`: makes the .mo files from the .po files, without the gettext programs."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dsar.management.translations import compile_all


class Command(BaseCommand):
    """Compiles the translations."""

    help = "Make the .mo files from the .po files under dsar/locale."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Compile, and say what was written."""
        for root in settings.LOCALE_PATHS:
            for path in compile_all(root):
                self.stdout.write(str(path.relative_to(root)))

"""`manage.py roles_page`: writes docs/roles.md from the matrix of roles and acts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dsar.accountability.roles import as_markdown


class Command(BaseCommand):
    """Run it after a change of dsar/access/rules.py or acts.py; a test holds the page to them."""

    help = "Writes docs/roles.md from the matrix of roles and acts."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write the page."""
        path = settings.BASE_DIR / "docs" / "roles.md"
        path.write_text(as_markdown(), encoding="utf-8")
        self.stdout.write(f"{path} written")

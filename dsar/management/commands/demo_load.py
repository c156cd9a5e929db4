"""`manage.py demo_load`: the demo organisation with its dozen cases, made once."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dsar.config.celery import prepare_broker_folders
from dsar.management.demo.assessments import load_assessments
from dsar.management.demo.breaches import load_breaches
from dsar.management.demo.building import DEFAULT_SEED
from dsar.management.demo.consents import load_consents
from dsar.management.demo.erasures import load_erasures
from dsar.management.demo.finishing import finish_demo
from dsar.management.demo.keeping import load_retention
from dsar.management.demo.loading import load_demo
from dsar.management.demo.own_kinds import load_own_kinds
from dsar.management.demo.portability import load_portability
from dsar.management.demo.rights import load_rights


class Command(BaseCommand):
    """Loads the demo into an installation of the demo or test profile; a second call changes nothing."""

    help = "Make the demo organisation: invented people, files, a shop, staff and a dozen cases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="another seed makes other people")

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.DSAR_PROFILE == "production":
            message = "The demo's passwords are known to everybody; it is never loaded in production."
            raise CommandError(message)
        prepare_broker_folders()
        root = Path(settings.VAR_DIR) / "demo"
        made = load_demo(root=root, seed=options["seed"], tell=self._tell)
        if made:
            self._tell("Working two cases up to sign-off and release …")
        finish_demo(root)
        load_consents()
        load_erasures(root)
        load_portability()
        load_rights(root)
        load_assessments()
        load_breaches()
        load_retention()
        load_own_kinds()
        self._tell("The demo organisation is ready." if made else "The demo organisation is there already.")

    def _tell(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

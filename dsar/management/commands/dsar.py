"""`manage.py dsar <action>`: the product from the command line, each action with --json and --csv."""

import json
import sys
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dsar.management.actions import Answer, Refused
from dsar.management.actions.tables import as_csv

# Modules are imported when their action runs: `dsar deadline` must not wait for a language model.
ACTIONS = {
    "register": "log a request as a case",
    "scan-text": "find personal data in a text",
    "evaluate": "measure detection on labelled passages",
    "train-ner": "train a model for names on labelled passages",
    "feedback-labels": "labelled passages from the verdicts of reviewers",
    "scan-files": "search folders for a person's data",
    "scan-database": "search a database for a person's rows",
    "map": "map findings to categories, purposes, legal bases and recipients",
    "respond": "build the response package of a case",
    "pipeline": "the whole way as a rehearsal, in a throw-away database",
    "dashboard": "counts of cases and the overdue ones",
    "deadline": "compute the dates of a request, with the explanation",
    "redact": "redact passages of a file, verify, and report",
    "verify-audit": "prove the audit chain and its checkpoints",
    "after-restore": "erase again what a restored backup brought back",
    "check-import": "leave erased people out of a table before it is imported",
}


class Command(BaseCommand):
    """Chooses the action, prints its answer as words or JSON, ends with its exit code."""

    help = "Requests, deadlines, searches, redaction and proof from the command line."
    requires_system_checks = []  # most actions need neither keys nor a database

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="action")
        wanted = next((word for word in sys.argv if word in ACTIONS), None)
        for name, words in ACTIONS.items():
            sub = actions.add_parser(name, help=words, description=words)
            form = sub.add_mutually_exclusive_group()
            form.add_argument("--json", action="store_true", help="print JSON")
            form.add_argument("--csv", action="store_true", help="print CSV")
            if name == wanted or wanted is None:
                _module(name).add_arguments(sub)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            answer: Answer = _module(options["action"]).run(options)
        except Refused as error:
            raise CommandError(str(error), returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(answer.value, ensure_ascii=False, indent=2))
        elif options["csv"]:
            self.stdout.write(as_csv(answer.value), ending="")
        else:
            self.stdout.write(answer.words)
        if answer.exit_code:
            sys.exit(answer.exit_code)


def _module(name: str) -> Any:
    return import_module(f"dsar.management.actions.{name.replace('-', '_')}")

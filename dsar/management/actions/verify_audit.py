"""`dsar verify-audit`: prove the audit chain. Exit 1 and the first bad entry where it is not whole."""

from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from dsar.audit.verification import verify
from dsar.management.actions import Answer, Options, Parser

NAME = "verify-audit"
HELP = "prove the audit chain and its checkpoints"


def add_arguments(parser: Parser) -> None:
    """Where the exported checkpoints lie."""
    parser.add_argument(
        "--checkpoints", metavar="DIR", help="exported checkpoints; those of this installation unless given"
    )


def run(options: Options) -> Answer:
    """Verify."""
    folder = Path(options["checkpoints"] or settings.DSAR_CHECKPOINT_DIR)
    verdict = verify(folder if folder.is_dir() else None)
    value = asdict(verdict) | {"is_whole": verdict.is_whole}
    if verdict.is_whole:
        words = f"The chain of {verdict.entries} entries is whole; {verdict.checkpoints_checked} checkpoints agree."
    else:
        words = f"The chain is broken at entry {verdict.first_bad}: {verdict.reason}."
    return Answer(value, words, 0 if verdict.is_whole else 1)

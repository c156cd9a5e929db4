"""`dsar feedback-labels`: labelled passages for `train-ner`, where the organisation keeps passages with verdicts."""

import json
import os
from pathlib import Path

from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.pii.label_services import export_labels

NAME = "feedback-labels"
HELP = "labelled passages from the verdicts of reviewers"


def add_arguments(parser: Parser) -> None:
    """Where the passages go."""
    parser.add_argument("--out", required=True, metavar="FILE", help="a new file, readable by you alone")


def run(options: Options) -> Answer:
    """Write the passages; they are personal data."""
    passages = export_labels()
    if not passages:
        message = "no passage is kept: turn it on under Set-up → PII tools → Change what is kept, then review"
        raise Refused(message)
    path = Path(options["out"])
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        message = f"{path} cannot be made: it must be a new file in a folder that is there"
        raise Refused(message) from error
    with open(descriptor, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in passages)
    value = {"passages": len(passages), "file": str(path)}
    return Answer(
        value, f"{len(passages)} passages in {path}. They are personal data: delete them when you have trained."
    )

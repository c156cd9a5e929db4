"""`dsar scan-files`: where a person's data lies in folders."""

from pathlib import Path

from discovery.scans.oneshot import scan_files
from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.management.actions.inputs import read_subject
from dsar.management.actions.words import scan_words

NAME = "scan-files"
HELP = "search folders for a person's data"


def add_arguments(parser: Parser) -> None:
    """The folders and the person."""
    parser.add_argument("folders", nargs="+", metavar="DIR")
    parser.add_argument(
        "--subject", required=True, metavar="SUBJECT.json", help="names, emails, phones, … of the person"
    )


def run(options: Options) -> Answer:
    """Search."""
    folders = [Path(name) for name in options["folders"]]
    if missing := [str(folder) for folder in folders if not folder.exists()]:
        message = f"no such folder: {', '.join(missing)}"
        raise Refused(message)
    value = scan_files(folders, read_subject(options["subject"]))
    return Answer(value, scan_words(value))

"""`dsar scan-files`: where a person's data lies in folders, and what else stands in those documents."""

from pathlib import Path

from discovery.scans.oneshot import Reading, scan_files
from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.management.actions.house_engine import add_engine_arguments, engine_of
from dsar.management.actions.inputs import read_subject
from dsar.management.actions.words import scan_words

NAME = "scan-files"
HELP = "search folders for a person's data"


def add_arguments(parser: Parser) -> None:
    """The folders, the person, and how to detect in the documents that are found."""
    parser.add_argument("folders", nargs="+", metavar="DIR")
    parser.add_argument(
        "--subject", required=True, metavar="SUBJECT.json", help="names, emails, phones, … of the person"
    )
    parser.add_argument("--only-places", action="store_true", help="do not detect what else stands in the documents")
    add_engine_arguments(parser)


def run(options: Options) -> Answer:
    """Search, then detect in what was found."""
    folders = [Path(name) for name in options["folders"]]
    if missing := [str(folder) for folder in folders if not folder.exists()]:
        message = f"no such folder: {', '.join(missing)}"
        raise Refused(message)
    subject = read_subject(options["subject"])
    reading = None
    if not options["only_places"]:
        engine = engine_of(options)
        reading = Reading(engine.detect, engine.version)
    value = scan_files(folders, subject, reading)
    return Answer(value, scan_words(value))

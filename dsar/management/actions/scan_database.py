"""`dsar scan-database`: a person's rows in a database, and those that hang on them."""

from discovery.scans.oneshot import scan_database
from discovery.sources.sql import SqlSourceError
from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.management.actions.inputs import read_subject
from dsar.management.actions.words import scan_words

NAME = "scan-database"
HELP = "search a database for a person's rows"


def add_arguments(parser: Parser) -> None:
    """The database and the person."""
    parser.add_argument("url", help="sqlite:///path or postgresql://user@host/name; opened read-only")
    parser.add_argument(
        "--subject", required=True, metavar="SUBJECT.json", help="names, emails, phones, … of the person"
    )


def run(options: Options) -> Answer:
    """Search."""
    try:
        value = scan_database(options["url"], read_subject(options["subject"]))
    except SqlSourceError as error:
        raise Refused(str(error)) from error
    return Answer(value, scan_words(value))

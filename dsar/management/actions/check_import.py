"""`dsar check-import`: leave erased people out of a table before it is imported. Exit 1 where there are any."""

import csv
from collections.abc import Mapping
from pathlib import Path

from discovery.documents import SubjectProfile
from dsar.management.actions import Answer, Options, Parser, Refused
from erasure.suppression.digests import tokens_of
from erasure.suppression.services import suppressed

NAME = "check-import"
HELP = "leave erased people out of a table before it is imported"
FIELDS = ("email", "phone", "name", "born")


def add_arguments(parser: Parser) -> None:
    """The table and what its columns hold."""
    parser.add_argument("file", help="CSV with a heading, UTF-8")
    parser.add_argument(
        "--column", action="append", default=[], metavar="KIND=NAME",
        help="what a column holds: email, phone, name, born, or id:<type>; repeat it",
    )  # fmt: skip
    parser.add_argument("--out", metavar="FILE", help="write the rows that may be imported here")


def run(options: Options) -> Answer:
    """Check row by row; the answer has figures, no content."""
    columns = _columns(options["column"])
    try:
        with Path(options["file"]).open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream)
            names, rows = list(reader.fieldnames or ()), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = "The file cannot be read as a table (CSV, UTF-8)."
        raise Refused(message) from error
    if missing := sorted({name for name, _kind in columns} - set(names)):
        message = f"The table has no column called {', '.join(missing)}."
        raise Refused(message)
    kept = [row for row in rows if not suppressed(sorted(set(tokens_of(_person(row, columns)))))]
    if options["out"]:
        with Path(options["out"]).open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, names)
            writer.writeheader()
            writer.writerows(kept)
    left_out = len(rows) - len(kept)
    words = f"{len(kept)} rows may be imported; {left_out} are of people who were erased."
    return Answer({"rows": len(rows), "kept": len(kept), "left_out": left_out}, words, 1 if left_out else 0)


def _columns(given: list[str]) -> list[tuple[str, str]]:
    found = []
    for entry in given:
        kind, sign, name = entry.partition("=")
        if not sign or not (kind in FIELDS or kind.startswith("id:")):
            message = "Say what a column holds: --column email=Mail, phone=, name=, born= or id:<type>=."
            raise Refused(message)
        found.append((name, kind))
    if not found:
        message = "Name at least one column: --column email=Mail."
        raise Refused(message)
    return found


def _person(row: Mapping[str, str], columns: list[tuple[str, str]]) -> SubjectProfile:
    def of(kind: str) -> tuple[str, ...]:
        return tuple(str(row[name]).strip() for name, held in columns if held == kind and row.get(name))

    ids = tuple((kind[3:], row[name].strip()) for name, kind in columns if kind.startswith("id:") and row.get(name))
    return SubjectProfile(of("name"), of("email"), of("phone"), (), of("born"), ids)

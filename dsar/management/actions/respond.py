"""`dsar respond`: the response package of a case, built as it stands and written to a folder to be looked at.

It is a rehearsal package: what leaves is built, approved and released on the screens.
"""

from pathlib import Path

from dsar.cases.models import Case
from dsar.foundation import storage
from dsar.foundation.errors import DsarError
from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.redaction import services as redaction
from dsar.redaction.gates import copies_of
from dsar.response import services as response
from dsar.response.models import Package

NAME = "respond"
HELP = "build the response package of a case"


def add_arguments(parser: Parser) -> None:
    """The case and where the package goes."""
    parser.add_argument("reference", help="reference of the case, such as DSAR-2026-0042-K")
    parser.add_argument("--out", required=True, metavar="DIR")


def run(options: Options) -> Answer:
    """Make the copies, build, write the archive."""
    case = Case.objects.select_related("controller", "key").filter(reference=options["reference"].upper()).first()
    if case is None:
        message = "There is no case with this reference."
        raise Refused(message)
    try:
        return write_package(case, Path(options["out"]))
    except DsarError as error:
        raise Refused(error.message) from error


def write_package(case: Case, folder: Path) -> Answer:
    """The package of a case as a rehearsal, in `folder`; exit code 1 where a copy could not be verified."""
    redaction.order_copies(case=case, actor=None)
    while redaction.work(case.pk):
        pass
    open_copies = [state.item.exhibit.number for state in copies_of(case) if not state.is_proved]
    package = response.order_package(case=case, actor=None, is_rehearsal=True)
    response.build(package.pk)
    package = Package.objects.select_related("file", "case").get(pk=package.pk)
    if package.file is None:
        message = f"The package could not be built ({package.failure})."
        raise Refused(message)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{case.reference}-package.zip"
    path.write_bytes(storage.read(package.file))
    value = {
        "reference": case.reference,
        "package": str(path),
        "digest": package.digest,
        "files": [entry["name"] for entry in package.contents],
        "copies_left_out": open_copies,
        "approved": False,
    }
    words = f"{path}: {len(package.contents)} files. Nobody has approved it."
    if open_copies:
        words += f" Left out, because their copies could not be verified: items {open_copies}."
    return Answer(value, words, 1 if open_copies else 0)

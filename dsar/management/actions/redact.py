"""`dsar redact`: passages of a file made unrecoverable, and the verifier's report. Exit 1 where the gate is closed."""

from pathlib import Path

from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.management.actions.house_engine import add_engine_arguments
from dsar.management.actions.inputs import read_json
from dsar.management.actions.redact_forms import add_form_arguments, as_text, gone_from, media_type_of
from dsar.redaction.engine import redact_file
from dsar.redaction.vocabulary import RedactionRefused, boxes_from_json

NAME = "redact"
HELP = "redact passages of a file, verify, and report"


def add_arguments(parser: Parser) -> None:
    """The file, what goes, where the result goes."""
    parser.add_argument("file")
    parser.add_argument("--text", nargs="+", action="extend", default=[], metavar="TEXT", help="passages that must go")
    parser.add_argument("--boxes", metavar="BOXES.json", help="rectangles: page (from 0), x0, y0, x1, y1 in points")
    parser.add_argument(
        "--out", required=True, metavar="OUT.pdf", help="or OUT.txt: the text with labels or pseudonyms"
    )
    add_form_arguments(parser)
    add_engine_arguments(parser)


def run(options: Options) -> Answer:
    """Redact and verify; a PDF is written only where the gate is open."""
    path, out = Path(options["file"]), Path(options["out"])
    if not path.is_file():
        message = f"no such file: {path}"
        raise Refused(message)
    if out.suffix == ".txt":
        return as_text(path, options)
    if options["pseudonyms"]:
        message = "pseudonyms stand in text: give --out OUT.txt"
        raise Refused(message)
    gone = gone_from(path, options) if options["detect"] else None
    texts = [*options["text"], *(gone.texts if gone else ())]
    try:
        boxes = boxes_from_json(read_json(options["boxes"])) if options["boxes"] else ()
        boxes += tuple(gone.boxes) if gone else ()
        outcome = redact_file(path, media_type_of(path), texts=texts, boxes=boxes)
    except (RedactionRefused, ValueError) as error:
        raise Refused(str(error)) from error
    if outcome.report.is_open and outcome.pdf is not None:
        out.write_bytes(outcome.pdf)
    value, words = outcome.report.as_json(), "The gate is closed."
    if outcome.report.is_open:
        words = f"Written to {out}; the verifier found nothing left."
    if gone is not None:
        value, words = {**value, **gone.told}, words + gone.words
    return Answer(value, words, 0 if outcome.report.is_open else 1)

"""`dsar scan-text`: the personal data in a text."""

from dsar.management.actions import Answer, Options, Parser
from dsar.management.actions.house_engine import add_engine_arguments, engine_of
from dsar.management.actions.inputs import read_text

NAME = "scan-text"
HELP = "find personal data in a text"


def add_arguments(parser: Parser) -> None:
    """The text, and how to detect."""
    parser.add_argument("file", nargs="?", default="-", help="a text file; standard input unless given")
    add_engine_arguments(parser)


def run(options: Options) -> Answer:
    """Detect."""
    text = read_text(options["file"])
    engine = engine_of(options)
    value = [
        {
            "start": one.start,
            "end": one.end,
            "kind": one.kind.value,
            "text": text[one.start : one.end],
            "score": round(one.score, 3),
            "recogniser": one.recogniser,
            "risk": one.risk,
            "why": one.why,
            "engine": engine.version,
        }
        for one in engine.detect([text])[0]
    ]
    lines = [
        f"{one['start']:>7}-{one['end']:<7} {one['recogniser'] or one['kind']:<22} {one['score']:.2f}  {one['text']}"
        for one in value
    ]
    return Answer(value, "\n".join([*(lines or ["Nothing found."]), "", f"Found by {engine.version}."]))

"""`dsar scan-text`: the personal data in a text."""

from discovery.detection import Options as Engine
from discovery.detection import detect
from dsar.management.actions import Answer, Options, Parser
from dsar.management.actions.inputs import read_text

NAME = "scan-text"
HELP = "find personal data in a text"


def add_arguments(parser: Parser) -> None:
    """The text."""
    parser.add_argument("file", nargs="?", default="-", help="a text file; standard input unless given")
    parser.add_argument(
        "--min-score", type=float, default=0.4, help="certainty from 0 to 1 below which nothing is said"
    )
    parser.add_argument(
        "--names", choices=["auto", "model", "rules", "none"], default="auto", help="how names are found"
    )


def run(options: Options) -> Answer:
    """Detect."""
    text = read_text(options["file"])
    found = detect(text, options=Engine(min_score=options["min_score"], names=options["names"]))
    value = [
        {
            "start": one.start,
            "end": one.end,
            "kind": one.kind.value,
            "text": text[one.start : one.end],
            "score": round(one.score, 3),
        }
        for one in found
    ]
    lines = [f"{one['start']:>7}-{one['end']:<7} {one['kind']:<22} {one['score']:.2f}  {one['text']}" for one in value]
    return Answer(value, "\n".join(lines) or "Nothing found.")

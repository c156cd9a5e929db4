"""`dsar deadline`: the dates of a request and why; or a file of test vectors computed."""

import datetime as dt

from dsar.deadlines import describe, run_vectors
from dsar.foundation import clock
from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.management.actions.inputs import read_json

NAME = "deadline"
HELP = "compute the dates of a request, with the explanation"


def add_arguments(parser: Parser) -> None:
    """The question: receipt, regime, zone, calendar, events; or --vectors FILE."""
    parser.add_argument("--vectors", metavar="FILE", help="compute every case of a vector file instead")
    parser.add_argument(
        "--received", metavar="TIME", help="ISO date and time, wall time in --tz unless it has an offset"
    )
    parser.add_argument("--regime", default="UK", help="EU, UK, CCPA, PIPEDA, QC, LGPD or CH")
    parser.add_argument("--right", default="access")
    parser.add_argument("--tz", default="Europe/London", help="time zone of the controller")
    parser.add_argument("--calendar", default="GB-EAW", help="holidays: none, DE, IE, FR, GB-EAW, GB-SCT, DE-BY, …")
    parser.add_argument("--policy", default=None, help="our own target: FIXED30, FIXED28, MONTH or CUSTOM:n")
    parser.add_argument(
        "--events", metavar="FILE", help="JSON list of events as in the vector file, - for standard input"
    )
    parser.add_argument("--today", metavar="DATE", help="the day to compute for, today unless given")


def run(options: Options) -> Answer:
    """Compute."""
    try:
        if options["vectors"]:
            computed = run_vectors(read_json(options["vectors"]))
            return Answer(computed, f"{len(computed)} vectors computed")
        return _one(options)
    except ValueError as error:
        raise Refused(str(error)) from error


def _one(options: Options) -> Answer:
    if not options["received"]:
        message = "give --received, the date and time of receipt, or --vectors FILE"
        raise Refused(message)
    today = dt.date.fromisoformat(options["today"]) if options["today"] else clock.today(options["tz"])
    value = describe(
        options["received"],
        options["regime"],
        options["tz"],
        options["calendar"],
        read_json(options["events"]) if options["events"] else [],
        today=today,
        right=options["right"],
        policy=options["policy"],
    )
    steps = "\n".join(f"  - {step['sentence']} ({step['article']})" for step in value["steps"])
    words = (
        f"Due {value['due'] or 'not yet: the clock has not started'}; statutory date {value['statutory_due'] or '-'}"
    )
    return Answer(value, f"{words}\n{steps}")

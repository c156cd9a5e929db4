"""`dsar register`: log a request as a case."""

import datetime as dt
from zoneinfo import ZoneInfo

from dsar.cases.services import NewRequest, PersonEntry, register_case
from dsar.cases.vocabulary import Channel, PersonRole, RightAsked
from dsar.foundation import clock
from dsar.foundation.errors import DsarError
from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.processing_records.models import Controller

NAME = "register"
HELP = "log a request as a case"

NO_WORDS = "Registered from the command line; the wording of the request was not given."


def add_arguments(parser: Parser) -> None:
    """The request."""
    parser.add_argument("--name", required=True, help="the data subject")
    parser.add_argument("--email", action="append", default=[])
    parser.add_argument("--phone", action="append", default=[])
    parser.add_argument("--right", choices=RightAsked.values, default="access")
    parser.add_argument("--channel", choices=Channel.values, default="email")
    parser.add_argument(
        "--received", metavar="TIME", help="ISO date and time in the controller's zone; now unless given"
    )
    parser.add_argument("--text", default="", help="the request in its own words")
    parser.add_argument("--controller", default="", help="name of the controller; needed where there are several")


def run(options: Options) -> Answer:
    """Register; the answer has the reference and the dates, no names."""
    controller = _controller(options["controller"])
    details = {"name": options["name"], "emails": options["email"], "phones": options["phone"]}
    request = NewRequest(
        controller=controller,
        channel=options["channel"],
        right=options["right"],
        received_at=_received(options["received"], controller),
        people=(PersonEntry(PersonRole.SUBJECT, details), PersonEntry(PersonRole.REQUESTER, details)),
        request_text=options["text"] or NO_WORDS,
    )
    try:
        case = register_case(request=request, actor=None, actor_kind="system")
    except DsarError as error:
        raise Refused(error.message) from error
    value = {
        "reference": case.reference,
        "stage": case.stage,
        "due": case.due_on and case.due_on.isoformat(),
        "statutory_due": case.statutory_due_on and case.statutory_due_on.isoformat(),
    }
    return Answer(value, f"{case.reference} logged; due {value['due']}, statutory date {value['statutory_due']}")


def _controller(name: str) -> Controller:
    found = Controller.objects.filter(name=name) if name else Controller.objects.all()
    if found.count() != 1:
        known = ", ".join(Controller.objects.values_list("name", flat=True)) or "none yet"
        message = f"say which controller with --controller; known are: {known}"
        raise Refused(message)
    return found.get()


def _received(raw: str | None, controller: Controller) -> dt.datetime:
    if not raw:
        return clock.now()
    try:
        given = dt.datetime.fromisoformat(raw)
    except ValueError as error:
        message = "--received must be an ISO date and time, such as 2026-11-05T09:00"
        raise Refused(message) from error
    return given if given.tzinfo else given.replace(tzinfo=ZoneInfo(controller.time_zone))

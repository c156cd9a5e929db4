"""What the person who asked may read about the state of their request, in plain words; nothing of its content."""

import datetime as dt
import hmac
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dsar.cases.lifecycle import path_of
from dsar.cases.models import Case
from dsar.cases.vocabulary import ClockState, Stage
from dsar.intake.models import StatusLink
from dsar.intake.services import code_digest
from dsar.templatetags.desk_words import date_words

_NOBODY = b"\x00" * 16


@dataclass(frozen=True, slots=True)
class StatusWords:
    """The stage, what is waited for, and the dates."""

    stage: str
    waiting: str
    dates: list[dict[str, str]]


def find_case(reference: str, code: str) -> Case | None:
    """The case of that reference if the code is its own; an unknown reference and a wrong code look alike."""
    links = StatusLink.objects.select_related("case__controller").filter(case__reference=reference.strip().upper())
    link = links.first()
    given, stored = code_digest(code), bytes(link.digest) if link else _NOBODY
    is_right = hmac.compare_digest(given, stored)
    return link.case if link is not None and is_right else None


def words_of(case: Case) -> StatusWords:
    """The status in words."""
    dates = [{"label": _("We received it"), "value": date_words(_received_on(case))}]
    if case.responded_on:
        dates.append({"label": _("We answered"), "value": date_words(case.responded_on)})
    elif case.statutory_due_on:
        dates.append({"label": _("You get an answer by"), "value": date_words(case.statutory_due_on)})
    if case.is_extended and not case.responded_on:
        dates.append({"label": _("Extended"), "value": _("Yes. We wrote to you why.")})
    return StatusWords(_stage(case), _waiting(case), dates)


def _received_on(case: Case) -> dt.date:
    return case.received_at.astimezone(ZoneInfo(case.controller.time_zone)).date()


def _stage(case: Case) -> str:
    if own := path_of(case.right).told.get(case.stage):
        return str(own)
    return {
        Stage.TRIAGE: _("We have your request and are looking at it."),
        Stage.IDENTITY: _("We are making sure that we give the data to the right person."),
        Stage.SEARCH: _("We are looking for the data."),
        Stage.REVIEW: _("We are reading what we found."),
        Stage.SIGN_OFF: _("The answer is written and is being approved."),
        Stage.READY: _("The answer is ready and is about to be sent."),
        Stage.SENT: _("We have sent the answer."),
        Stage.CLOSED: _("The request is closed."),
    }[Stage(case.stage)]


def _waiting(case: Case) -> str:
    if case.clock_state not in (ClockState.PAUSED, ClockState.NOT_STARTED):
        return ""
    return {
        "identity": _("We wait for your proof of identity. We wrote to you what is enough."),
        "authority": _("We wait for proof that you may ask for the other person. We wrote to you what is enough."),
        "fee": _("We wait for the fee. We wrote to you why and how much."),
        "clarification": _("We wait for your answer to our question about which data you mean."),
    }.get(case.waiting_for, "")

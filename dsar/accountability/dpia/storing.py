"""How acts on an assessment load, guard and store it; shared by all its services."""

import datetime as dt
import hashlib
import json
from dataclasses import replace
from typing import Any

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.dpia.completeness import Advice, Consulted, share_complete
from dsar.accountability.dpia.consultation import ConsultationClock, Suspension, consultation_clock
from dsar.accountability.dpia.content import Content, as_json, from_json
from dsar.accountability.dpia.models import Dpia, Screening
from dsar.accountability.dpia.rules import Hurdle, overall
from dsar.accountability.dpia.vocabulary import State
from dsar.deadlines.calendars import work_calendar
from dsar.foundation import clock, versions
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.references import make_reference
from dsar.processing_records.models import Controller

PREFIX, SCREENING_PREFIX = "DPIA", "SCR"


def demand(actor: User, act: Act) -> None:
    """Refuse a person whose role does not open this."""
    if not actor.may(act):
        message = "Your role does not do this with impact assessments."
        raise NotPermitted(message)


def locked(dpia: Dpia, *states: State) -> Dpia:
    """The assessment as it is now, held until the act ends.

    Raises:
        Conflict: it is in none of these states any more.
    """
    row = Dpia.objects.select_for_update(of=("self",)).select_related("controller").get(pk=dpia.pk)
    if states and row.state not in states:
        message = "Somebody else was faster: this version is no longer in the state in which this can be done."
        raise Conflict(message)
    return row


def refuse(hurdles: list[Hurdle], field: str = "") -> None:
    """Raise the hurdles, if there are any, as one refusal named by the first."""
    if hurdles:
        words = " ".join(one.words for one in hurdles)
        raise RuleRefused(words, code=hurdles[0].code, fields={field: words} if field else {})


def today_of(controller: Controller) -> dt.date:
    """The day in the controller's zone."""
    return clock.today(controller.time_zone)


def content_of(dpia: Dpia) -> Content:
    """What was written; in an approved version with the progress of its measures since."""
    content = from_json(dpia.content)
    moved = dpia.record.get("progress", {})
    if not moved:
        return content
    measures = [replace(one, state=moved[one.id]["state"]) if one.id in moved else one for one in content.measures]
    return replace(content, measures=tuple(measures))


def put(dpia: Dpia, content: Content, actor: User) -> None:
    """Take the content into the row with all that is projected from it; the caller saves."""
    dpia.content = as_json(content)
    project(dpia, content)
    dpia.changed_by, dpia.changed_at = actor, clock.now()


def project(dpia: Dpia, content: Content) -> None:
    """Write the columns that lists and reminders read."""
    scores = overall(content)
    dpia.before, dpia.today, dpia.after = scores.before, scores.today, scores.after
    dpia.complete_percent = share_complete(content)
    still_open = [one for one in content.measures if one.is_open]
    dpia.open_measures = len(still_open)
    dpia.measure_due_on = min((one.due_on for one in still_open if one.due_on), default=None)


def advice_of(dpia: Dpia) -> Advice:
    """The advice of the DPO with what was made of it."""
    stored = dpia.record.get("advice", {})
    return Advice(stored.get("text", ""), stored.get("followed", ""), stored.get("reasons", ""))


def clock_of(dpia: Dpia) -> ConsultationClock | None:
    """The clock of the consultation; None where none was sent."""
    stored = dpia.record.get("consultation", {})
    if not stored.get("received_on"):
        return None
    extended_on = stored.get("extended_on")
    return consultation_clock(
        dt.date.fromisoformat(stored["received_on"]),
        work_calendar(dpia.controller.calendar),
        extended_on=dt.date.fromisoformat(extended_on) if extended_on else None,
        suspensions=[
            Suspension(dt.date.fromisoformat(since), dt.date.fromisoformat(until) if until else None)
            for since, until in stored.get("suspensions", [])
        ],
        today=today_of(dpia.controller),
    )


def consulted_of(dpia: Dpia) -> Consulted:
    """How far the consultation is."""
    found = clock_of(dpia)
    answer = dpia.record.get("consultation", {}).get("answer", "")
    return Consulted(found is not None, answer, found.ends_on if found else None)


def digest_of(dpia: Dpia) -> str:
    """SHA-256 over what was approved: content, advice, consultation and decision; progress of measures is not in it."""
    record = {name: dpia.record.get(name) for name in ("advice", "consultation", "decision")}
    body = {"reference": dpia.reference, "number": dpia.number, "title": dpia.title, "content": dpia.content}
    written = json.dumps(body | {"record": record}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def fingerprint_of(dpia: Dpia) -> str:
    """What an approver reads, in one value: text, advice and consultation of a version; the decision is not in it."""
    record = {name: dpia.record.get(name) for name in ("advice", "consultation")}
    read = {"reference": dpia.reference, "number": dpia.number, "title": dpia.title, "content": dpia.content}
    return versions.digest_of(read | {"record": record})


def seen_of(dpia: Dpia, name: str) -> str:
    """Which state of "advice" or "consultation" stands there; "" where nothing does."""
    stored = dpia.record.get(name)
    return versions.digest_of(stored) if stored else ""


def demand_seen(dpia: Dpia, name: str, seen: str | None) -> None:
    """Refuse to put words over others that were not seen; None where nobody had a page before them.

    Raises:
        Conflict: something else stands there than was seen ("part_changed").
    """
    if seen is not None and seen != seen_of(dpia, name):
        message = (
            "Somebody else changed this since you opened it. What you typed is still here; what is stored now stands"
            " on this page. Save again to put yours in its place."
        )
        raise Conflict(message, code="part_changed")


def next_reference(controller: Controller, model: type[Dpia | Screening], prefix: str) -> str:
    """A reference that was never given; the constraint of the table refuses the slower of two."""
    year = today_of(controller).year
    last = model._default_manager.filter(reference__startswith=f"{prefix}-{year:04d}-").order_by("-reference")
    newest = last.values_list("reference", flat=True).first()
    number = int(str(newest).split("-")[2]) + 1 if newest else 1
    return make_reference(year, number, prefix)


def facts_of(dpia: Dpia, **more: Any) -> dict[str, Any]:
    """What the audit chain is told: reference, version, and nothing that people wrote."""
    return {"reference": dpia.reference, "number": dpia.number, **more}

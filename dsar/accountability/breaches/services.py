"""The life of an entry in the register of breaches: reported, aware, closed, reopened; or looked into and no breach.

Every act is one transaction with its entry in the audit chain; what names people is sealed under the entry's own key.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches import rules
from dsar.accountability.breaches.models import Breach, BreachCase, BreachCounter, BreachState
from dsar.accountability.breaches.standing import utc_words
from dsar.accountability.breaches.task_list import add_listed_tasks
from dsar.accountability.breaches.telling import tell_of_report
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.keys import create_data_key
from dsar.foundation.references import make_reference
from dsar.processing_records.models import Controller, System

catalogue.declare(
    breach_reported="Suspected breach {reference} reported, found {found_at}",
    breach_aware="Aware of the breach since {aware_at}: {why}",
    breach_aware_corrected="Moment of awareness corrected from {before} to {aware_at}: {why}",
    breach_dismissed="Looked into: no personal data breach. {why}",
    breach_closed="Breach closed",
    breach_reopened="Breach taken up again: {why}",
)

PREFIX = "BR"


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports: in their own words, and what they know of it. `types` may be empty: not sure."""

    controller: Controller
    title: str
    what_happened: str
    found_at: dt.datetime
    happened_at: dt.datetime | None = None
    types: frozenset[str] = frozenset()
    systems: tuple[System, ...] = field(default=())
    processor: str = ""
    processor_told_at: dt.datetime | None = None


@transaction.atomic
def report_breach(*, report: Report, actor: User, case: Case | None = None) -> Breach:
    """Enter a suspected breach; everybody who works here may. The DPO is told at once.

    Args:
        report: what is known.
        actor: who reports it.
        case: the case out of which it came, such as an answer to the wrong person.

    Raises:
        RuleRefused: nothing is told, or a moment lies ahead.
    """
    if not actor.is_active:
        raise NotPermitted(_("Sign in to report a breach."))
    _demand_told(report)
    now = clock.now()
    breach = Breach(
        reference=_next_reference(report.controller),
        controller=report.controller,
        key=create_data_key(),
        title=report.title.strip(),
        what_happened=report.what_happened.strip(),
        happened_at=report.happened_at,
        found_at=report.found_at,
        reported_at=now,
        reported_by=actor,
        processor=report.processor.strip(),
        processor_told_at=report.processor_told_at,
        is_confidentiality="confidentiality" in report.types,
        is_integrity="integrity" in report.types,
        is_availability="availability" in report.types,
    )
    breach.save(force_insert=True)
    breach.systems.set(report.systems)
    add_listed_tasks(breach)
    if case is not None:
        BreachCase.objects.create(breach=breach, case=case, is_origin=True, linked_at=now)
    facts = {"reference": breach.reference, "found_at": utc_words(report.found_at)}
    record("breach.reported", actor=actor, case=breach, about=breach, facts=facts)
    tell_of_report(breach)
    return breach


def _demand_told(report: Report) -> None:
    wrong: dict[str, str] = {}
    if not report.title.strip():
        wrong["title"] = _("Say in a few words what it is.")
    if not report.what_happened.strip():
        wrong["what_happened"] = _("Say what happened, as far as you know.")
    order = rules.instants_in_order(
        now=clock.now(), happened=report.happened_at, found=report.found_at, aware=report.processor_told_at
    )
    if "aware_at" in order:
        order["processor_told_at"] = order.pop("aware_at")
    wrong |= {name: _(words) for name, words in order.items()}
    if wrong:
        raise RuleRefused(next(iter(wrong.values())), code="invalid", fields=wrong)


@transaction.atomic
def become_aware(
    *, breach: Breach, aware_at: dt.datetime, by: str, why: str, actor: User, happened_at: dt.datetime | None = None
) -> Breach:
    """Say when the controller became aware, who knew, and why at that moment; the hours count from it (Art. 33(1)).

    A second call corrects the moment and keeps what stood before in the chain.

    Raises:
        NotPermitted: the actor does not work breaches.
        RuleRefused: it lies ahead or before it happened, nobody is named, or no reason is given.
        Conflict: the entry is closed.
    """
    locked = locked_breach(breach, actor, Act.WORK_BREACHES)
    demand_open(locked)
    wrong = rules.instants_in_order(
        now=clock.now(), happened=happened_at or locked.happened_at, found=None, aware=aware_at
    )
    fields = {name: _(words) for name, words in wrong.items()}
    if not by.strip():
        fields["aware_by"] = _("Say who became aware.")
    if not rules.has_reasons(why):
        fields["aware_why"] = _("Say in a sentence why it was certain enough at that moment.")
    if fields:
        raise RuleRefused(next(iter(fields.values())), code="invalid", fields=fields)
    before = locked.aware_at
    locked.aware_at, locked.aware_by, locked.aware_why = aware_at, by.strip(), why.strip()
    locked.happened_at = happened_at or locked.happened_at
    locked.state, locked.hours_told = BreachState.OPEN, None  # the steps of a new moment are told anew
    _save(locked, "aware_at", "aware_by", "aware_why", "happened_at", "state", "hours_told")
    facts: dict[str, Any] = {"aware_at": utc_words(aware_at)}
    if before is not None:
        facts["before"] = utc_words(before)
    act = "breach.aware" if before is None else "breach.aware_corrected"
    record(act, actor=actor, case=locked, about=locked, facts=facts, payload={"why": why.strip(), "by": by.strip()})
    return locked


@transaction.atomic
def dismiss_breach(*, breach: Breach, why: str, actor: User) -> Breach:
    """Note that what was suspected is no personal data breach (GDPR Art. 4(12)); the entry and the reasons stay.

    Raises:
        NotPermitted: the actor does not work breaches.
        RuleRefused: without reasons.
        Conflict: the controller is aware of a breach already, or it is closed.
    """
    locked = locked_breach(breach, actor, Act.WORK_BREACHES)
    if locked.state != BreachState.REPORTED:
        raise Conflict(_("Only what is suspected can turn out to be no breach. Decide its risk instead."))
    if not rules.has_reasons(why):
        words = _("Say in a sentence why no personal data were lost, changed or seen by others.")
        raise RuleRefused(words, code="reasons_missing", fields={"why": words})
    locked.state, locked.no_breach_why, locked.closed_at = BreachState.NO_BREACH, why.strip(), clock.now()
    _save(locked, "state", "no_breach_why", "closed_at")
    record("breach.dismissed", actor=actor, case=locked, about=locked, payload={"why": why.strip()})
    return locked


@transaction.atomic
def close_breach(*, breach: Breach, lessons: str, actor: User) -> Breach:
    """Close a breach whose risk is decided, whose notices are sent and whose tasks are done, with what was learned.

    Raises:
        NotPermitted: the actor does not decide about breaches.
        RuleRefused: something is still owed ("not_done"), or no lessons are told.
        Conflict: it is not open.
    """
    from dsar.accountability.breaches.selectors import still_owed

    locked = locked_breach(breach, actor, Act.DECIDE_BREACH)
    if locked.state != BreachState.OPEN:
        raise Conflict(_("Only an open breach is closed."))
    if owed := still_owed(locked):
        raise RuleRefused(" ".join(owed), code="not_done")
    if not rules.has_reasons(lessons):
        words = _("Say in a sentence what was learned and what changes.")
        raise RuleRefused(words, code="lessons_missing", fields={"lessons": words})
    locked.state, locked.lessons, locked.closed_at = BreachState.CLOSED, lessons.strip(), clock.now()
    _save(locked, "state", "lessons", "closed_at")
    record("breach.closed", actor=actor, case=locked, about=locked, payload={"lessons": lessons.strip()})
    return locked


@transaction.atomic
def reopen_breach(*, breach: Breach, why: str, actor: User) -> Breach:
    """Take up an entry again that was closed, or that was held to be no breach.

    Raises:
        NotPermitted: the actor does not decide about breaches.
        RuleRefused: without reasons.
        Conflict: it is open.
    """
    locked = locked_breach(breach, actor, Act.DECIDE_BREACH)
    if locked.state not in (BreachState.CLOSED, BreachState.NO_BREACH):
        raise Conflict(_("This entry is open."))
    if not rules.has_reasons(why):
        words = _("Say in a sentence why it is taken up again.")
        raise RuleRefused(words, code="reasons_missing", fields={"why": words})
    locked.state = BreachState.OPEN if locked.aware_at else BreachState.REPORTED
    locked.closed_at = None
    _save(locked, "state", "closed_at")
    record("breach.reopened", actor=actor, case=locked, about=locked, payload={"why": why.strip()})
    return locked


def locked_breach(breach: Breach, actor: User, act: Act) -> Breach:
    """The entry, locked for the transaction, if the actor's role opens the act. Raises NotPermitted."""
    if not actor.may(act):
        raise NotPermitted(_("Your role does not open this act. Ask the Data Protection Officer."))
    return Breach.objects.select_for_update(of=("self",)).select_related("controller", "key").get(pk=breach.pk)


def demand_open(breach: Breach) -> None:
    """Refuse acts on what is closed. Raises Conflict."""
    if breach.state in (BreachState.CLOSED, BreachState.NO_BREACH):
        raise Conflict(_("This entry is closed. Reopen it first."))


def _save(breach: Breach, *fields: str) -> None:
    breach.version += 1
    breach.save(update_fields=[*fields, "version"])


def _next_reference(controller: Controller) -> str:
    year = clock.now().astimezone(ZoneInfo(controller.time_zone)).year
    counter, _made = BreachCounter.objects.select_for_update().get_or_create(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return make_reference(year, counter.last, PREFIX)

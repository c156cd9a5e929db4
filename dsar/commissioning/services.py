"""Acts of staff on commissions: asking an owner or a processor for their part, answering a question, calling it off."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit.catalogue import declare
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.conflict_selectors import owner_may_know
from dsar.cases.models import Case
from dsar.cases.safe_contact import refuse_protected
from dsar.cases.vocabulary import OPEN_STAGES, Stage
from dsar.commissioning import links
from dsar.commissioning.models import OPEN_STATES, Commission, CommissionState, CommissionWords
from dsar.commissioning.rules import LINK_LASTS_AFTER
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.notices.services import queue_notice
from dsar.search.models import PlannedSystem, PlanState
from dsar.search.upload_services import line_for

declare(
    commissioning_sent="Asked for {system}: {terms|identifier|identifiers}, due {due_on}, to {owner}",
    commissioning_replied="Question of the owner of {system} answered",
    commissioning_called_off="Commission for {system} called off: {reason}",
    commissioning_moved="Commission for {system} due {due_on} instead of {old_due}",
    commissioning_link_renewed="New link for the owner of {system}; the old one is void",
)

# Owners are told of a person only once the case is being searched: who asks is settled then (G6, G8).
ASKED_IN = (Stage.SEARCH, Stage.REVIEW)


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is asked, and who is told when the day is over."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    escalation_name: str = field(default="", repr=False)
    escalation_email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an owner is told to look for: only the identifiers that staff chose for this owner (GDPR Art. 5(1)(c))."""

    terms: Sequence[Mapping[str, str]] = field(repr=False)
    words: str = field(default="", repr=False)
    from_on: dt.date | None = None
    until_on: dt.date | None = None


@transaction.atomic
def send_commission(
    *,
    planned: PlannedSystem,
    owner: Owner,
    wanted: Wanted,
    due_on: dt.date,
    actor: User,
    is_processor: bool = False,
    language: str = "en",
) -> Commission:
    """Ask an owner or a processor for their part: one line of the plan, a private link by mail, no account.

    Raises:
        RuleRefused: the case is not being searched ("not_searching"), the owner must not know ("must_not_know"), there
            is nothing to look for ("terms_missing"), or the day does not fit ("due_out_of_range").
        Conflict: this system is asked already, or is being read just now.
    """
    row = PlannedSystem.objects.select_related("case__controller", "system").get(pk=planned.pk)
    case = row.case
    permissions.demand(actor, Act.WORK_CASE, case)
    _check(row, wanted, due_on)
    line = line_for(case, row.system) if row.source_id else row
    free = PlannedSystem.objects.filter(pk=line.pk).exclude(state=PlanState.SEARCHING)
    if not free.update(state=PlanState.ASKED, signed_by=None, signed_at=None):
        raise Conflict(_("This system is being read just now. Ask its owner when that is done."))
    commission = Commission(
        case=case, planned=line, is_processor=is_processor, language=language, due_on=due_on,
        owner=_plain(owner), asked=_asked(wanted), links=1,
        sent_on=case_clock.today_of(case), sent_at=clock.now(), sent_by=actor,
    )  # fmt: skip
    _set_link(commission)
    try:
        with transaction.atomic():
            commission.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("The owner of this system is asked already. Call that off first.")) from error
    mail(commission, "search_task", actor=actor, dedup="1")
    facts = {"system": row.system.name, "terms": len(wanted.terms), "due_on": due_on, "processor": is_processor}
    payload = {"owner": owner.name, "email": owner.email}
    record("commissioning.sent", actor=actor, case=case, about=commission, facts=facts, payload=payload)
    return commission


@transaction.atomic
def reply(*, commission: Commission, text: str, actor: User) -> Commission:
    """Answer the owner's question; the commission waits for their answer again."""
    row = _locked(commission, actor)
    if not text.strip():
        message = _("Write the answer first.")
        raise RuleRefused(message, code="text_missing", fields={"text": message})
    row.state = CommissionState.WAITING
    row.save(update_fields=["state"])
    words = CommissionWords.objects.create(
        case=row.case, commission=row, text=text.strip(), is_ours=True, written_by=actor, written_at=clock.now()
    )
    mail(row, "search_reply", actor=actor, dedup=str(words.pk))
    record("commissioning.replied", actor=actor, case=row.case, about=row, facts={"system": row.planned.system.name})
    return row


@transaction.atomic
def call_off(*, commission: Commission, reason: str, actor: User) -> Commission:
    """Take the commission back; its link ends at once and the line of the plan waits for a decision again."""
    row = _locked(commission, actor)
    if not reason.strip():
        message = _("Say why it is called off.")
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})
    row.state = CommissionState.CALLED_OFF
    row.save(update_fields=["state"])
    PlannedSystem.objects.filter(pk=row.planned_id, state=PlanState.ASKED).update(state=PlanState.PLANNED)
    facts, payload = {"system": row.planned.system.name}, {"reason": reason.strip()}
    record("commissioning.called_off", actor=actor, case=row.case, about=row, facts=facts, payload=payload)
    return row


@transaction.atomic
def move_due(*, commission: Commission, due_on: dt.date, actor: User) -> Commission:
    """Give another day; reminders that went out stay gone, the others follow the new day."""
    row = _locked(commission, actor)
    _check_day(row.case, due_on)
    old, row.due_on = row.due_on, due_on
    row.link_ends_at = _link_end(due_on)
    row.save(update_fields=["due_on", "link_ends_at"])
    facts = {"system": row.planned.system.name, "due_on": due_on, "old_due": old}
    record("commissioning.moved", actor=actor, case=row.case, about=row, facts=facts)
    return row


@transaction.atomic
def renew_link(*, commission: Commission, actor: User) -> Commission:
    """Mail a new link, for example because the old one went astray; that one is void at once."""
    row = _locked(commission, actor)
    row.links += 1
    _set_link(row)
    row.save(update_fields=["links", "token_digest", "link_ends_at"])
    mail(row, "search_task", actor=actor, dedup=str(row.links))
    facts = {"system": row.planned.system.name, "links": row.links}
    record("commissioning.link_renewed", actor=actor, case=row.case, about=row, facts=facts)
    return row


def mail(commission: Commission, code: str, *, actor: User | None, dedup: str, to_escalation: bool = False) -> None:
    """Queue a letter to the owner, or to whom it is escalated; nothing about the person stands in it."""
    case, owner = commission.case, commission.owner
    who = "escalation_" if to_escalation else ""
    variables: dict[str, Any] = {
        "reference": case.reference,
        "organisation": case.controller.name,
        "system": commission.planned.system.name,
        "due_on": commission.due_on,
        "name": owner.get(f"{who}name", ""),
    }
    variables |= {"owner": owner.get("name", "")} if to_escalation else {"link": links.address_of(commission)}
    queue_notice(
        code=code,
        about=case.pk,
        key_id=case.key_id,
        recipient=str(owner.get(f"{who}email", "")),
        variables=variables,
        language=commission.language,
        actor=actor,
        dedup=f"{commission.pk}-{dedup}",
    )


def _check(row: PlannedSystem, wanted: Wanted, due_on: dt.date) -> None:
    case = row.case
    if case.stage not in ASKED_IN:
        message = _("Owners are asked while the case is being searched. Start the search first.")
        raise RuleRefused(message, code="not_searching")
    if not owner_may_know(case, row.system):
        message = _("The owner of this system must not know of the case. Somebody else has to search it.")
        raise RuleRefused(message, code="must_not_know")
    if not wanted.terms and not wanted.words.strip():
        message = _("Choose what this owner has to look for.")
        raise RuleRefused(message, code="terms_missing", fields={"terms": message})
    refuse_protected(case, [wanted.words, *(value for term in wanted.terms for value in term.values())])
    if wanted.from_on and wanted.until_on and wanted.until_on < wanted.from_on:
        message = _("The period ends before it begins.")
        raise RuleRefused(message, code="period_backwards", fields={"until_on": message})
    _check_day(case, due_on)


def _check_day(case: Case, due_on: dt.date) -> None:
    today = case_clock.today_of(case)
    latest = case.due_on if case.due_on and case.due_on >= today else None
    if due_on < today or (latest is not None and due_on > latest):
        message = _("The day must lie between today and the day on which the answer to the person is due.")
        raise RuleRefused(message, code="due_out_of_range", fields={"due_on": message})


def _locked(commission: Commission, actor: User) -> Commission:
    found = Commission.objects.select_for_update(of=("self",)).select_related("case__controller", "planned__system")
    row = found.get(pk=commission.pk)
    permissions.demand(actor, Act.WORK_CASE, row.case)
    if row.state not in OPEN_STATES or row.case.stage not in OPEN_STAGES:
        raise Conflict(_("This commission is answered or called off."))
    return row


def _set_link(commission: Commission) -> None:
    commission.token_digest = links.digest_of(links.token_of(commission))
    commission.link_ends_at = _link_end(commission.due_on)


def _link_end(due_on: dt.date) -> dt.datetime:
    return dt.datetime.combine(due_on, dt.time(), tzinfo=dt.UTC) + LINK_LASTS_AFTER


def _plain(owner: Owner) -> dict[str, str]:
    return {
        "name": owner.name.strip(),
        "email": owner.email.strip(),
        "escalation_name": owner.escalation_name.strip(),
        "escalation_email": owner.escalation_email.strip(),
    }


def _asked(wanted: Wanted) -> dict[str, Any]:
    return {
        "terms": [{"label": str(term["label"]), "value": str(term["value"])} for term in wanted.terms],
        "words": wanted.words.strip(),
        "from_on": wanted.from_on,
        "until_on": wanted.until_on,
    }

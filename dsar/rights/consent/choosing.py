"""What the public pages of choices share: what is shown, and what a saved form means."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from consent import vocabulary
from consent.fold import Entry, Folded, Standing, fold
from consent.models import LedgerEntry, Purpose, Subject
from consent.selectors import entries_of, open_purposes, state_of, terms_of, text_in
from consent.services import PERSON, PUBLIC, Said, Source, record_choice
from consent.subjects import Identifier, subject_for
from consent.vocabulary import Act, Channel, Ground, Method, State, SubjectKind
from dsar.foundation import clock
from dsar.rights.consent import opt_out_services
from dsar.rights.consent.models import CcpaOptOut
from dsar.rights.consent.selectors import state_words
from dsar.web.peer import peer_address

SIGNAL_HEADER = "Sec-GPC"
YES, NO = "yes", "no"
_NO_STATES = (State.DENIED, State.WITHDRAWN, State.OPTED_OUT)


@dataclass(frozen=True, slots=True)
class Choice:
    """One purpose on the page: its words, where it stands, and what is chosen now ("yes", "no" or "")."""

    purpose: Purpose
    title: str
    text: str
    language: str
    standing: Standing
    state: str
    tone: str
    chosen: str
    is_asked: bool
    conflicts: bool

    @property
    def name(self) -> str:
        """The name of the field."""
        return f"choice-{self.purpose.code}"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a saved form wrote; `needs_confirmation` names opt-ins that must be confirmed first (11 CCR § 7028(a))."""

    written: int
    opt_out: CcpaOptOut | None = None
    needs_confirmation: tuple[str, ...] = ()


def has_signal(request: HttpRequest) -> bool:
    """Whether the browser sends the opt-out preference signal (11 CCR § 7025; Global Privacy Control)."""
    return request.headers.get(SIGNAL_HEADER, "").strip() == "1"


def new_browser_id() -> str:
    """256 random bits for a browser that has said something."""
    return secrets.token_urlsafe(32)


def browser(token: str) -> Identifier:
    """A browser as a subject of the ledger."""
    return Identifier(SubjectKind.BROWSER, token)


def choices_for(
    subject: Subject | None, language: str, purposes: list[Purpose] | None = None, *, signal: bool = False
) -> list[Choice]:
    """Everything that may be chosen or is told, for whoever this is; `signal`: the browser sends it now."""
    found = list(open_purposes()) if purposes is None else purposes
    folded = state_of(subject, purposes=found) if subject else nothing_said(found)
    if signal and not folded.signal:  # seen now and not written down: it holds all the same
        folded = _with_signal(subject, found)
    earlier = set()
    if subject is not None:
        opted_in = subject.entries.filter(act=Act.OPTED_IN, undone_by=None)
        earlier = set(opted_in.values_list("purpose_id", flat=True))
    return [one for purpose in found if (one := _choice(purpose, folded, language, earlier, signal=signal)) is not None]


def nothing_said(purposes: list[Purpose]) -> Folded:
    """Where everything stands for somebody who said nothing yet."""
    return fold([], terms_of(purposes), now=clock.now())


def _with_signal(subject: Subject | None, purposes: list[Purpose]) -> Folded:
    now = clock.now()
    said = entries_of(subject.entries.order_by()) if subject else []
    last = max((one.seq for one in said), default=0)
    seen = Entry(last + 1, Act.SIGNAL_ON, "", now)
    return fold([*said, seen], terms_of(purposes), now=now)


@transaction.atomic
def save(
    *,
    subject: Subject | None,
    identifier: Identifier | None,
    given: Mapping[str, str],
    language: str,
    channel: Channel,
    request: HttpRequest,
    purposes: list[Purpose] | None = None,
    is_confirmed: bool = False,
    once: str = "",
) -> Saved:
    """Write what has changed, and only that: a yes, a no, a withdrawal, an opt-out. Raises RuleRefused."""
    choices = choices_for(subject, language, purposes)
    wanted = {one.purpose.code: given.get(one.name, "") for one in choices if one.is_asked}
    changed = [
        (one, act)
        for one in choices
        if one.is_asked and (act := _act(one.standing, Ground(one.purpose.ground), wanted[one.purpose.code]))
    ]
    backs = tuple(one.purpose.code for one, act in changed if act is Act.OPTED_IN)
    if backs and not is_confirmed:
        return Saved(0, needs_confirmation=backs)
    if not changed:
        return Saved(0)
    who = subject or (subject_for(identifier) if identifier else None)
    if who is None:
        return Saved(0)
    source = PERSON if subject is not None and subject.kind != SubjectKind.BROWSER else PUBLIC
    for one, act in changed:
        if not (act is Act.OPTED_OUT and one.purpose.opt_out_right):
            _record(who, one, act, channel, request, source, once)
    return Saved(len(changed), _opt_out(who, changed, channel, request, source))


def evidence_of(request: HttpRequest) -> dict[str, Any]:
    """What shows that it was this browser; sealed under the subject's key."""
    return {"address": peer_address(request), "browser": request.headers.get("User-Agent", "")[:300]}


def _record(
    who: Subject, one: Choice, act: Act, channel: Channel, request: HttpRequest, source: Source, once: str
) -> LedgerEntry:
    text = text_in(one.purpose, one.language) if act is Act.GRANTED else None
    key = f"{once}-{one.purpose.code}" if once else ""
    said = Said(one.purpose, act, Method.BUTTON, channel, text=text, evidence=evidence_of(request), once=key)
    return record_choice(subject=who, said=said, source=source)


def _opt_out(
    who: Subject, changed: list[tuple[Choice, Act]], channel: Channel, request: HttpRequest, source: Source
) -> CcpaOptOut | None:
    rights = [vocabulary.OptOutRight(one.purpose.opt_out_right) for one, act in changed if act is Act.OPTED_OUT]
    rights = [right for right in rights if right]
    if not rights:
        return None
    return opt_out_services.opt_out(
        subject=who,
        rights=rights,
        channel=channel,
        method=Method.BUTTON,
        evidence=evidence_of(request),
        source=source,
    )


def _choice(purpose: Purpose, folded: Folded, language: str, opted_in: set[Any], *, signal: bool) -> Choice | None:
    standing, text = folded.standings.get(purpose.code), text_in(purpose, language)
    if standing is None or text is None:
        return None
    words, tone = state_words(standing.state)
    is_yes = standing.state in (State.GRANTED, State.NOT_OPTED_OUT)
    chosen = YES if is_yes else NO if standing.state in _NO_STATES else ""
    by_signal = standing.by_signal and purpose.pk in opted_in
    shared = signal and standing.state is State.GRANTED and purpose.kind == "third_party"
    return Choice(
        purpose,
        text.title,
        text.text,
        text.language,
        standing,
        words,
        tone,
        chosen,
        purpose.ground != Ground.OTHER,
        bool(by_signal or shared),
    )


def _act(standing: Standing, ground: Ground, wanted: str) -> Act | None:
    """The entry that makes the standing what is wanted; None where it is so already, or nothing was chosen."""
    is_yes = standing.state in (State.GRANTED, State.NOT_OPTED_OUT)
    if wanted not in (YES, NO) or ((wanted == YES) == is_yes and (is_yes or standing.state in _NO_STATES)):
        return None
    if ground is Ground.OPT_OUT:
        return Act.OPTED_IN if wanted == YES else Act.OPTED_OUT
    if wanted == YES:
        return Act.GRANTED
    return Act.WITHDRAWN if standing.state is State.ASK_AGAIN or is_yes else Act.DENIED

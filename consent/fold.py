"""What holds now, folded from what was said. Plain Python: entries in, states out, nothing stored is changed.

Entries are folded in the order of when they were said (`at`), then in the order of the ledger (`seq`), so that an
import of older entries never overrules a younger word. A row that another row undoes counts as never said.
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from consent.vocabulary import Act, Ground, State

ASK_AGAIN_MONTHS = 12  # 11 CCR § 7026(l); Cal. Civ. Code § 1798.135(c)(4)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger as the fold reads it.

    Attributes:
        seq: its number in the ledger, unique.
        purpose: code of the purpose; "" where it is about the subject as a whole (signals).
        at: when it was said.
        wording: number of the wording that was shown; 0 where none was.
        expires_at: when a grant ends by itself; None where it does not.
        undoes: `seq` of the row that this one takes back; None for all others.
    """

    seq: int
    act: Act
    purpose: str
    at: dt.datetime
    wording: int = 0
    expires_at: dt.datetime | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What the fold must know of a purpose.

    Attributes:
        latest_material: number of the newest wording that needs a consent of its own; 0 where there is none.
        heeds_signal: whether a Global Privacy Control signal opts out of it.
    """

    code: str
    ground: Ground
    latest_material: int = 0
    heeds_signal: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one purpose stands.

    Attributes:
        since: when that began; None where nothing was ever said.
        seq: the row that decides; None likewise.
        by_signal: the browser's signal decided it.
        overrides_signal: the person said yes to this while the signal was on.
        ask_again_from: before this instant the person must not be asked again to opt in (12 months).
    """

    purpose: str
    state: State
    is_allowed: bool
    since: dt.datetime | None = None
    seq: int | None = None
    wording: int = 0
    expires_at: dt.datetime | None = None
    by_signal: bool = False
    overrides_signal: bool = False
    ask_again_from: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Folded:
    """Where everything stands for a subject; `signal` is None where no signal was ever seen."""

    standings: Mapping[str, Standing]
    signal: bool | None = None
    signal_since: dt.datetime | None = None


def fold(entries: Iterable[Entry], terms: Iterable[Terms], *, now: dt.datetime) -> Folded:
    """The state at `now`; what lies after it is not folded in."""
    known = [entry for entry in entries if entry.at <= now]
    undone = {entry.undoes for entry in known if entry.act is Act.UNDONE}
    said = sorted((e for e in known if e.seq not in undone and e.act is not Act.UNDONE), key=lambda e: (e.at, e.seq))
    signal, since = _signal(said)
    standings = {term.code: _standing(term, said, now, is_signal_on=bool(signal)) for term in terms}
    return Folded(standings, signal, since)


def add_months(moment: dt.datetime, months: int) -> dt.datetime:
    """The same day and time so many months later; the last of the month where it has no such day."""
    year, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + year, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def _signal(said: list[Entry]) -> tuple[bool | None, dt.datetime | None]:
    seen = [entry for entry in said if entry.act in (Act.SIGNAL_ON, Act.SIGNAL_OFF)]
    return (seen[-1].act is Act.SIGNAL_ON, seen[-1].at) if seen else (None, None)


def _standing(term: Terms, said: list[Entry], now: dt.datetime, *, is_signal_on: bool) -> Standing:
    if term.ground is Ground.OTHER:
        return Standing(term.code, State.OTHER_BASIS, is_allowed=True)
    if term.ground is Ground.OPT_OUT:
        return _opt_out(term, said, is_signal_on=is_signal_on)
    return _consent(term, said, now)


def _consent(term: Terms, said: list[Entry], now: dt.datetime) -> Standing:
    state, last = State.NOT_ASKED, None
    for entry in said:
        if entry.purpose != term.code:
            continue
        if entry.act is Act.EXPIRED and state is not State.GRANTED:
            continue  # the ledger noted the end of a grant that had ended already
        state, last = _CONSENT[entry.act], entry
    if last is None:
        return Standing(term.code, state, is_allowed=False)
    since, ends = last.at, last.expires_at if state is State.GRANTED else None
    if ends is not None and ends <= now:
        state, since = State.EXPIRED, ends
    elif state is State.GRANTED and last.wording < term.latest_material:
        state = State.ASK_AGAIN
    return Standing(term.code, state, state is State.GRANTED, since, last.seq, last.wording, ends)


def _opt_out(term: Terms, said: list[Entry], *, is_signal_on: bool) -> Standing:
    standing = Standing(term.code, State.NOT_OPTED_OUT, is_allowed=True)
    for entry in said:
        is_signal = entry.act is Act.SIGNAL_ON and term.heeds_signal
        if entry.purpose != term.code and not is_signal:
            continue
        if is_signal and standing.state is State.OPTED_OUT:
            continue  # a second no changes nothing, not even the twelve months of the first
        is_out = is_signal or entry.act is Act.OPTED_OUT
        standing = replace(
            standing,
            state=State.OPTED_OUT if is_out else State.NOT_OPTED_OUT,
            is_allowed=not is_out,
            since=entry.at,
            seq=entry.seq,
            wording=entry.wording,
            by_signal=is_signal,
            overrides_signal=not is_out and is_signal_on and term.heeds_signal,
            ask_again_from=add_months(entry.at, ASK_AGAIN_MONTHS) if is_out else None,
        )
    return standing


_CONSENT = {
    Act.GRANTED: State.GRANTED,
    Act.DENIED: State.DENIED,
    Act.WITHDRAWN: State.WITHDRAWN,
    Act.EXPIRED: State.EXPIRED,
}

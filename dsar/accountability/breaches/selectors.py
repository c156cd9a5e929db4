"""Reading the register: the list with its clocks, the page of an entry, its timeline in hours, what is still owed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches import rules, standing
from dsar.accountability.breaches.history_words import line_words
from dsar.accountability.breaches.models import Breach, BreachState, RiskDecision, RiskLevel
from dsar.accountability.breaches.rules import Audience, Clock, Risk
from dsar.accountability.breaches.work_models import NoticeStand
from dsar.audit.selectors import history
from dsar.foundation import clock
from dsar.foundation.keys import keys_given

OPEN_STATES = (BreachState.REPORTED, BreachState.OPEN)
STATE_TONES = {"reported": "warn", "open": "info", "closed": "quiet", "no_breach": "quiet"}
RISK_TONES = {"unlikely": "good", "likely": "warn", "high": "bad"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the register; `title` is "" for people who see dates only."""

    breach: Breach
    title: str
    risk: str
    risk_tone: str
    state_tone: str
    clock: Clock
    badge: dict[str, Any]
    due_words: str


def register(wanted: dict[str, str]) -> list[Breach]:
    """The entries that a filter leaves, in its order; words are looked for in what is sealed as well.

    Args:
        wanted: "q", "state" ("open", a state, or "" for all), "risk", "controller", "sort".
    """
    found = _narrowed(wanted)
    rows = list(found)
    words = wanted.get("q", "").strip().casefold()
    if words:
        with keys_given([row.key for row in rows]):
            rows = [row for row in rows if _speaks_of(row, words)]
    return _sorted(rows, wanted.get("sort", ""))


def loaded() -> QuerySet[Breach]:
    """Entries with what their clock needs."""
    return Breach.objects.select_related("controller", "key", "reported_by").prefetch_related("decisions")


def _narrowed(wanted: dict[str, str]) -> QuerySet[Breach]:
    found = loaded()
    state = wanted.get("state", "open")
    if state == "open":
        found = found.filter(state__in=OPEN_STATES)
    elif state in BreachState.values:
        found = found.filter(state=state)
    if controller := wanted.get("controller"):
        found = found.filter(controller_id=controller)
    risk = wanted.get("risk", "")
    if risk in RiskLevel.values:
        found = found.filter(decisions__holds=True, decisions__risk=risk)
    elif risk == "none":
        found = found.exclude(decisions__holds=True)
    return found.order_by("-reported_at")


def _speaks_of(row: Breach, words: str) -> bool:
    texts = (row.reference, row.title, row.what_happened, row.data_kinds, row.processor)
    return any(words in text.casefold() for text in texts)


def _sorted(rows: list[Breach], sort: str) -> list[Breach]:
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    keys: dict[str, Any] = {
        "reference": lambda row: row.reference,
        "found": lambda row: row.found_at,
        "aware": lambda row: row.aware_at or last,
        "persons": lambda row: row.persons_about or 0,
        "clock": lambda row: _left(row) or last,
    }
    name = sort.removeprefix("-")
    return sorted(rows, key=keys[name], reverse=sort.startswith("-")) if name in keys else rows


def _left(row: Breach) -> dt.datetime | None:
    now = clock.now()
    found = standing.clock_of_breach(row, now)
    return now + found.left if found.left is not None else None


def rows_of(breaches: list[Breach], *, with_titles: bool) -> list[Row]:
    """Entries as lines of the list."""
    now = clock.now()
    with keys_given([one.key for one in breaches]):
        return [_row(one, now, with_title=with_titles) for one in breaches]


def _row(breach: Breach, now: dt.datetime, *, with_title: bool) -> Row:
    found = standing.clock_of_breach(breach, now)
    decision = standing.holding_decision(breach)
    return Row(
        breach=breach,
        title=breach.title if with_title else "",
        risk=str(RiskLevel(decision.risk).label) if decision else "",
        risk_tone=RISK_TONES.get(decision.risk, "") if decision else "",
        state_tone=STATE_TONES[breach.state],
        clock=found,
        badge=standing.badge_of(found),
        due_words=standing.moment_words(found.due_at, breach.controller.time_zone),
    )


def running(user: User) -> list[Row]:
    """The entries whose hours run or that nobody has looked into, the most pressing first; none for other roles."""
    if not (user.may(Act.WORK_BREACHES) or user.may(Act.DECIDE_BREACH)):
        return []
    rows = rows_of(list(loaded().filter(state__in=OPEN_STATES)), with_titles=False)
    pressing = [row for row in rows if row.clock.is_running or row.breach.state == BreachState.REPORTED]
    return sorted(pressing, key=lambda row: (row.clock.left is None, row.clock.left or dt.timedelta(0)))


def still_owed(breach: Breach) -> list[str]:
    """What has to be done before a breach may be closed, in sentences."""
    decision = breach.decisions.filter(holds=True).first()
    if decision is None:
        return [_("The risk is not decided yet.")]
    duty, risk, owed = standing.duty_of(breach), Risk(decision.risk), []
    sent = set(breach.notices.filter(stand=NoticeStand.SENT).values_list("audience", flat=True))
    if rules.tells_authority(duty, risk) and standing.first_audience(breach).value not in sent:
        is_ours = not breach.is_processor
        owed.append(_("The authority has not been told.") if is_ours else _("The controller has not been told."))
    if owes_persons(breach, decision) and not sent & {Audience.PERSONS.value, Audience.PUBLIC.value}:
        owed.append(_("The people concerned have not been told."))
    if open_tasks := breach.tasks.filter(done_at__isnull=True).count():
        owed.append(_("Tasks are open: %(n)d.") % {"n": open_tasks})
    if not (breach.consequences.strip() and (breach.measures_taken.strip() or breach.measures_proposed.strip())):
        owed.append(_("The register does not say the effects and the measures (Art. 33(5))."))
    return owed


def owes_persons(breach: Breach, decision: RiskDecision) -> bool:
    """Whether people have to be told; by a public notice where the effort is disproportionate (Art. 34(3)(c))."""
    needed = rules.tells_persons(standing.duty_of(breach), Risk(decision.risk)) and not breach.is_processor
    exception = decision.exception
    return needed and exception in ("", rules.Exception34.DISPROPORTIONATE.value)


def timeline(breach: Breach) -> list[dict[str, Any]]:
    """Everything that happened, from the entry, its notes and the chain, in order, with hours from awareness."""
    zone = breach.controller.time_zone
    moments: list[tuple[dt.datetime, str, str, str]] = []
    known = (
        (breach.happened_at, _("It happened")),
        (breach.happened_until, _("It ended")),
        (breach.found_at, _("It was found")),
        (breach.processor_told_at, _("The processor told us")),
        (breach.aware_at, _("We became aware")),
        (standing.due_of(breach), _("The time for the notice to the authority ends")),
    )
    moments += [(at, words, "", "info") for at, words in known if at is not None]
    people = {user.pk: user.full_name for user in User.objects.all()}
    for note in breach.notes.all():
        note.breach = breach
        moments.append((note.at, note.text, people.get(note.written_by_id, "") if note.written_by_id else "", ""))
    for line in history(breach.pk, newest_first=False):
        if line.action != "breach.noted":
            who = people.get(line.actor_id, "") if line.actor_id else ""
            moments.append((line.at, line_words(line, zone), who, ""))
    return [
        {
            "what": words,
            "at": standing.moment_words(at, zone),
            "who": who,
            "tone": tone,
            "note": standing.hours_since_awareness(breach, at),
            "moment": at,
        }
        for at, words, who, tone in sorted(moments, key=lambda moment: moment[0])
    ]


CSV_HEAD = (
    "reference", "state", "title", "controller", "found", "aware", "notice due", "authority told", "clock", "risk",
    "people about", "records about", "categories of data", "processor", "consequences", "measures", "closed",
)  # fmt: skip


def csv_lines(breaches: list[Breach]) -> list[list[str]]:
    """The entries as lines of a table file; moments in UTC."""
    now = clock.now()
    with keys_given([one.key for one in breaches]):
        return [_csv_line(one, now) for one in breaches]


def _csv_line(breach: Breach, now: dt.datetime) -> list[str]:
    found = standing.clock_of_breach(breach, now)
    decision = standing.holding_decision(breach)
    measures = "; ".join(one for one in (breach.measures_taken, breach.measures_proposed) if one)
    given: tuple[object, ...] = (
        breach.reference, breach.state, breach.title, breach.controller.name, _iso(breach.found_at),
        _iso(breach.aware_at), _iso(found.due_at), _iso(breach.told_at), standing.clock_words(found),
        decision.risk if decision else "", breach.persons_about, breach.records_about, breach.data_kinds,
        breach.processor, breach.consequences, measures, _iso(breach.closed_at),
    )  # fmt: skip
    return ["" if value is None else str(value) for value in given]


def _iso(moment: dt.datetime | None) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="minutes") if moment else ""

"""Months in the life of an office, hour by hour, with standstills and clocks that jump; and an oracle beside it.

The oracle looks at the same columns of the cases as the sweep does, whenever a sweep runs, and works out with its own
arithmetic, day by day, what has to have been told by then. It shares no code with dsar.statistics.
"""

import datetime as dt
import random
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from dsar.access.models import Team, User
from dsar.access.rules import Role
from dsar.access.services import add_person
from dsar.cases import clock_acts
from dsar.cases.models import Case
from dsar.cases.permissions import PRIVACY_TEAM
from dsar.cases.services import NewRequest, PersonEntry, register_case
from dsar.cases.vocabulary import PersonRole
from dsar.deadlines.events import PauseKind
from dsar.foundation import clock
from dsar.foundation.errors import DsarError
from dsar.processing_records.models import Controller
from dsar.statistics.digest_services import send_digests
from dsar.statistics.models import Digest, Reminder, ReminderCopy
from dsar.statistics.reminder_services import sweep
from tests.dsar.statistics.hand import UTC, Hand, hand

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
PLACES = (("Europe/London", "UK"), ("Europe/Berlin", "EU"), ("America/Los_Angeles", "EU"), ("Pacific/Auckland", "UK"))
START = dt.datetime(2026, 1, 12, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Plan:
    """How large a world, and what goes wrong in it."""

    days: int
    cases: int
    outages: int
    jumps: int
    every_hours: int
    seed: int


@dataclass
class Outcome:
    """What was told and what should have been. `missed`, `surplus` and `late` are empty in a world that is right."""

    sweeps: int = 0
    acts: int = 0
    reminders: int = 0
    copies: int = 0
    digests: int = 0
    down: dt.timedelta = dt.timedelta()
    missed: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unmailed: list[str] = field(default_factory=list)


def simulate(plan: Plan) -> Outcome:
    """Live through the world and compare."""
    with hand(START) as held:
        return _World(plan, held).live()


class _World:
    def __init__(self, plan: Plan, held: Hand) -> None:
        self.plan, self.held, self.dice = plan, held, random.Random(plan.seed)
        self.outcome = Outcome()
        self.expected: set[tuple[object, str, dt.date]] = set()
        self.controllers = [
            Controller.objects.create(name=f"Office {zone}", time_zone=zone, regime=regime, calendar="none")
            for zone, regime in PLACES
        ]
        self.people = self._people()
        span = plan.days * DAY
        self.outages = [self._stretch(span, 1, 240) for _ in range(plan.outages)]
        self.jumps = [
            (self._stretch(span, 2, 30), self.dice.choice((-50, -26, -1, 1, 30, 73))) for _ in range(plan.jumps)
        ]
        self.to_do: list[tuple[dt.datetime, str, object]] = [
            (START + self.dice.random() * 0.9 * span, "register", number) for number in range(plan.cases)
        ]
        self.to_do.sort(key=lambda entry: entry[0])

    def _people(self) -> list[User]:
        roles = [Role.HANDLER, Role.HANDLER, Role.HANDLER, Role.DPO]
        zones = ["Europe/London", "America/Los_Angeles", "Pacific/Auckland", "Europe/Berlin"]
        people = [
            add_person(email=f"p{n}@example.org", full_name=f"Person {n}", roles=[role], actor=None)
            for n, role in enumerate(roles)
        ]
        for person, zone in zip(people, zones, strict=True):
            person.time_zone = zone
            person.save()
        team, _made = Team.objects.get_or_create(name=PRIVACY_TEAM)
        team.user_set.set(people)
        return people

    def _stretch(self, span: dt.timedelta, shortest: int, longest: int) -> tuple[dt.datetime, dt.datetime]:
        begin = START + self.dice.random() * span
        return begin, begin + self.dice.randint(shortest, longest) * HOUR

    def live(self) -> Outcome:
        at = START
        while at < START + self.plan.days * DAY:
            jump = next((hours for (begin, end), hours in self.jumps if begin <= at < end), 0)
            self.held.to(at + jump * HOUR)
            if not jump:  # people who look at a wrong clock do nothing; programs do
                self._work(at)
            if any(begin <= at < end for begin, end in self.outages):
                self.outcome.down += self.plan.every_hours * HOUR
            else:
                self._look()
                sweep()
                send_digests()
                self.outcome.sweeps += 1
            at += self.plan.every_hours * HOUR + dt.timedelta(seconds=self.dice.randint(0, 40))
        return self._compare()

    # What people do

    def _work(self, now: dt.datetime) -> None:
        while self.to_do and self.to_do[0][0] <= now:
            _at, act, thing = self.to_do.pop(0)
            try:
                getattr(self, f"_{act}")(thing)
                self.outcome.acts += 1
            except DsarError:  # the law refused it: nothing happened, so nothing has to be told
                continue

    def _later(self, days: float, act: str, thing: object) -> None:
        self.to_do.append((self.held.at + days * DAY, act, thing))
        self.to_do.sort(key=lambda entry: entry[0])

    def _register(self, number: object) -> None:
        details = {"name": f"Sim Person{number}"}
        request = NewRequest(
            controller=self.dice.choice(self.controllers),
            channel="email",
            received_at=self.held.at - self.dice.choice((0, 0, 0, 3, 24)) * DAY,
            people=(PersonEntry(PersonRole.SUBJECT, details), PersonEntry(PersonRole.REQUESTER, details)),
            request_text="All of it.",
        )
        handler = self.dice.choice([*self.people[:3], None])
        pk = register_case(request=request, actor=self.people[3], handler=handler).pk
        fate = self.dice.random()
        if fate < 0.3:
            self._later(
                self.dice.uniform(1, 12), "pause", (pk, self.dice.choice((PauseKind.IDENTITY, PauseKind.CLARIFICATION)))
            )
        elif fate < 0.5:
            self._later(self.dice.uniform(5, 40), "extend", pk)
        self._later(
            self.dice.choice((self.dice.uniform(2, 29), self.dice.uniform(25, 45), self.dice.uniform(40, 110))),
            "respond",
            pk,
        )

    def _pause(self, thing: object) -> None:
        pk, kind = thing
        clock_acts.pause(
            case=self._case(pk), waiting_for=kind, on=self._today(pk), reason="Who is it?", actor=self.people[3]
        )
        self._later(self.dice.uniform(1, 40), "resume", thing)

    def _resume(self, thing: object) -> None:
        pk, kind = thing
        clock_acts.resume(case=self._case(pk), waiting_for=kind, on=self._today(pk), actor=self.people[3])

    def _extend(self, pk: object) -> None:
        clock_acts.extend(
            case=self._case(pk), on=self._today(pk), criteria=["volume"], reason="Much of it.", actor=self.people[3]
        )

    def _respond(self, pk: object) -> None:
        clock_acts.respond(case=self._case(pk), on=self._today(pk), actor=self.people[3])
        Case.objects.filter(pk=pk).update(stage="sent")

    def _case(self, pk: object) -> Case:
        return Case.objects.select_related("controller").get(pk=pk)

    def _today(self, pk: object) -> dt.date:
        return clock.today(self._case(pk).controller.time_zone)

    # The oracle

    def _look(self) -> None:
        """What must have been told when this sweep is over."""
        open_stages = ("triage", "identity", "search", "review", "sign_off", "ready")
        for case in (
            Case.objects.filter(stage__in=open_stages)
            .select_related("controller")
            .only(
                "received_at",
                "clock_state",
                "waiting_for",
                "due_on",
                "statutory_due_on",
                "notice_by",
                "is_extended",
                "controller",
            )
        ):
            zone = ZoneInfo(case.controller.time_zone)
            today = self.held.at.astimezone(zone).date()
            self.expected |= {
                (case.pk, kind, on) for kind, on in oracle(case, case.received_at.astimezone(zone).date(), today)
            }

    def _compare(self) -> Outcome:
        found = self.outcome
        told = list(Reminder.objects.values_list("case_id", "kind", "on"))
        found.reminders, found.copies, found.digests = len(told), ReminderCopy.objects.count(), Digest.objects.count()
        found.missed = [f"{kind} {on}" for _pk, kind, on in sorted(self.expected - set(told), key=str)]
        found.surplus = [f"{kind} {on}" for _pk, kind, on in sorted(set(told) - self.expected, key=str)]
        found.twice = (
            [f"{kind} {on}" for _pk, kind, on in told if told.count((_pk, kind, on)) > 1]
            if len(told) != len(set(told))
            else []
        )
        copied = set(ReminderCopy.objects.values_list("reminder_id", flat=True))
        found.missed += [f"nobody was told of {row.kind}" for row in Reminder.objects.exclude(pk__in=copied)]
        long_ago = self.held.at - 30 * HOUR
        waiting = ReminderCopy.objects.filter(settled_at__isnull=True, reminder__told_at__lt=long_ago)
        if not any(
            begin <= self.held.at - 30 * HOUR < end or begin <= self.held.at < end for begin, end in self.outages
        ):
            found.unmailed = [str(pk) for pk in waiting.values_list("pk", flat=True)]
        return found


def oracle(case: Case, received: dt.date, today: dt.date) -> set[tuple[str, dt.date]]:
    """Walk from day to day and remember the last mark that was passed."""
    found = set()
    if case.clock_state == "running" and case.due_on:
        mark, day = None, case.due_on - 10 * DAY
        while day <= today:
            if day <= case.due_on and (case.due_on - day).days in {10, 5, 2, 1, 0}:
                mark = (f"due_{(case.due_on - day).days}", day)
            elif day > case.due_on:
                mark = ("past_target" if day <= case.statutory_due_on else "overdue", day)
            day += DAY
        found |= {mark} - {None}
    if case.notice_by and not case.is_extended and today <= case.notice_by:
        passed = [ahead for ahead in (0, 1, 3, 7) if case.notice_by - ahead * DAY <= today]
        found |= {(f"notice_{ahead}", case.notice_by - ahead * DAY) for ahead in passed[:1]}
    if case.waiting_for in {"identity", "authority"}:
        week, last = received + 7 * DAY, None
        while week <= today:
            last, week = week, week + 7 * DAY
        found |= {("waiting", last)} if last else set()
    return found

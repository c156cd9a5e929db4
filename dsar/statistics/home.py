"""The home page: numbers that lead to their lists, each counted by the query of its list."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import selectors
from dsar.cases.duties import HomeNumber, home_numbers
from dsar.cases.querysets import CaseQuerySet
from dsar.cases.queue_forms import CLOCK_GROUPS
from dsar.cases.selectors import CaseRow
from dsar.cases.vocabulary import OPEN_STAGES, Stage
from dsar.commissioning.selectors import waiting_for_owners
from dsar.delivery.selectors import sent_not_collected
from dsar.foundation import clock
from dsar.review.selectors import proposals_to_decide
from dsar.statistics.facts import late_at_this_pace
from dsar.statistics.home_mail import mail_tile, outbox_tiles
from dsar.statistics.pressing import Scope, cases_in, list_url, scope_of
from dsar.statistics.tiles import Tile

LIST_ROWS = 10
# Group, tone, icon; the order is the order of the page.
TILES = (
    ("overdue", "bad", "exclamation-octagon"),
    ("past_target", "warn", "exclamation-triangle"),
    ("due_7", "", "clock"),
    ("notice", "", "calendar-plus"),
    ("waiting", "", "hourglass-split"),
)
# The groups whose first cases stand below the numbers.
LISTS = ("overdue", "past_target", "due_7", "notice", "waiting")


@dataclass(frozen=True, slots=True)
class ShortList:
    """The first cases of a group."""

    label: str
    total: int
    url: str
    rows: list[CaseRow]
    shows_notice: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """What a person who works cases sees first. `is_mine`: it is about their own cases and those they cover."""

    tiles: list[Tile]
    lists: list[ShortList]
    by_stage: list[Tile]
    by_handler: list[Tile]
    open_count: int
    is_mine: bool
    may_switch: bool


def home_of(user: User, *, whole: bool = False) -> Home:
    """The numbers and lists that are this person's to see to; `whole`: of all the cases that they may see."""
    usual = scope_of(user)
    scope = Scope() if whole else usual
    found = {group: cases_in(user, group, scope) for group in LISTS}
    counts = {group: cases.count() for group, cases in found.items()}
    pressing = [_tile(group, counts[group], tone, icon, user, scope) for group, tone, icon in TILES]
    lists = [_short_list(group, found[group], counts[group], user, scope) for group in LISTS if counts[group]]
    told = home_numbers(user)
    return Home(
        tiles=[
            *other_rooms(told, is_first=True),
            *_first(user, scope),
            *pressing,
            *_others(user, scope),
            *other_rooms(told),
        ],
        lists=lists,
        by_stage=by_stage(user, scope),
        by_handler=[] if scope.handler else by_handler(user),
        open_count=cases_in(user, "", scope).count(),
        is_mine=bool(scope.handler),
        may_switch=bool(usual.handler),
    )


def _first(user: User, scope: Scope) -> list[Tile]:
    """What came in and waits to be looked at."""
    tiles = [tile] if (tile := mail_tile(user)) else []
    tiles += outbox_tiles(user)
    unread = selectors.queue(user, {"flag": "unread", "handler": scope.handler}).count()
    replies = list_url("", scope, flag="unread")
    tiles.append(Tile(_("Unread replies"), unread, replies, tone="warn" if unread else "", icon="envelope"))
    if user.may(Act.DECIDE_EXEMPTION):
        tiles.append(
            Tile(_("Decisions waiting"), pending_decisions(user), reverse("dsar:decisions"), icon="check2-all")
        )
    return tiles


def _others(user: User, scope: Scope) -> list[Tile]:
    """What waits for others, and what comes."""
    owners = waiting_for_owners(user).count()
    tiles = [Tile(_("Waiting for system owners"), owners, reverse("dsar:owners-waiting"), icon="hdd-stack")]
    tiles.append(
        Tile(_("Sent, not collected"), sent_not_collected(user).count(), reverse("dsar:deliveries"), icon="send")
    )
    if user.may(Act.ASSIGN_CASE):
        nobody = selectors.queue(user, {"handler": "nobody"}).count()
        tiles.append(Tile(_("Without a handler"), nobody, _list_url(handler="nobody"), icon="person-x"))
    if not scope.handler and user.may(Act.SEE_REPORTS):
        tiles.append(forecast_tile(user))
    return tiles


def other_rooms(told: Iterable[HomeNumber], *, is_first: bool = False) -> list[Tile]:
    """What presses that is no case, as the rooms beside this one told it; `is_first`: what is counted in hours."""
    return [
        Tile(one.label, one.number, one.url, one.note, one.tone if one.number else "", one.icon)
        for one in told
        if one.is_first is is_first
    ]


def forecast_tile(user: User) -> Tile:
    """How many open cases will be late at the pace of the last weeks."""
    coming = late_at_this_pace(user)
    note = _("%(pace)s finished a week") % {"pace": number_format(coming.pace, 1)}
    number = len(coming.late)
    address = reverse("dsar:reports-workload")
    return Tile(_("Late at this pace"), number, address, note, "warn" if number else "", "graph-up")


def _short_list(group: str, found: CaseQuerySet, total: int, user: User, scope: Scope) -> ShortList:
    rows = selectors.rows_of(found[:LIST_ROWS], selectors.today_of(user))
    return ShortList(str(CLOCK_GROUPS[group]), total, list_url(group, scope), rows, shows_notice=group == "notice")


def _tile(group: str, number: int, tone: str, icon: str, user: User, scope: Scope) -> Tile:
    notes = {
        "overdue": _("a breach until answered"),
        "past_target": _("late by our own target only"),
        "notice": _("last day within a week"),
        "waiting": _longest_wait(user, scope) if group == "waiting" and number else "",
    }
    shown = tone if number else ""
    return Tile(str(CLOCK_GROUPS[group]), number, list_url(group, scope), notes.get(group, ""), shown, icon)


def _longest_wait(user: User, scope: Scope) -> str:
    oldest = cases_in(user, "waiting", scope).order_by("received_at")
    first, zone = oldest.values_list("received_at", "controller__time_zone")[0]
    days = (selectors.today_of(user) - clock.day_of(first, zone)).days
    return ngettext("longest: %(days)d day since receipt", "longest: %(days)d days since receipt", days) % {
        "days": days
    }


def by_stage(user: User, scope: Scope) -> list[Tile]:
    """Open cases by stage."""
    visible = cases_in(user, "", scope).order_by()
    counts = dict(visible.values_list("stage").annotate(number=Count("pk")))
    labels = dict(Stage.choices)
    return [Tile(str(labels[stage]), counts.get(stage, 0), list_url("", scope, stage=stage)) for stage in OPEN_STAGES]


def by_handler(user: User) -> list[Tile]:
    """Open cases by handler, those without one first."""
    visible = selectors.queue(user, {}).order_by()
    counts = visible.values_list("handler_id", "handler__full_name").annotate(number=Count("pk"))
    rows = sorted(counts, key=lambda row: (row[0] is not None, row[1] or ""))
    return [
        Tile(name or _("Nobody yet"), number, _list_url(handler=str(pk) if pk else "nobody"))
        for pk, name, number in rows
    ]


def pending_decisions(user: User) -> int:
    """Exemptions that wait for a decision of this person."""
    return proposals_to_decide(user).count()


def _list_url(**filters: str) -> str:
    return f"{reverse('dsar:case-list')}?{urlencode(filters)}"

"""The home page: numbers that lead to their lists, each counted by the query of its list."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import selectors
from dsar.cases.forms import CLOCK_GROUPS
from dsar.cases.models import Case
from dsar.cases.querysets import CaseQuerySet
from dsar.cases.selectors import CaseRow
from dsar.cases.vocabulary import OPEN_STAGES, Stage
from dsar.delivery.selectors import sent_not_collected
from dsar.review.models import ExemptionProposal

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
class Tile:
    """A number with the address of its list."""

    label: str
    number: int
    url: str
    note: str = ""
    tone: str = ""
    icon: str = ""


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
    """What a person who works cases sees first."""

    tiles: list[Tile]
    lists: list[ShortList]
    by_stage: list[Tile]
    by_handler: list[Tile]
    open_count: int


def home_of(user: User) -> Home:
    """The numbers and lists of the cases that the person may see."""
    by_group = {group: selectors.queue(user, {"clock": group}) for group in LISTS}
    counts = {group: found.count() for group, found in by_group.items()}
    tiles = [_tile(group, counts[group], tone, icon, user) for group, tone, icon in TILES]
    if user.may(Act.DECIDE_EXEMPTION) and (decisions := _decisions_tile(user)):
        tiles.append(decisions)
    if uncollected := sent_not_collected(user).count():
        tiles.append(Tile(_("Sent, not collected"), uncollected, reverse("dsar:deliveries"), icon="send"))
    lists = [_short_list(group, by_group[group], counts[group], user) for group in LISTS if counts[group]]
    return Home(tiles, lists, by_stage(user), by_handler(user), selectors.queue(user, {}).count())


def _short_list(group: str, found: CaseQuerySet, total: int, user: User) -> ShortList:
    rows = selectors.rows_of(found[:LIST_ROWS], selectors.today_of(user))
    return ShortList(str(CLOCK_GROUPS[group]), total, _list_url(clock=group), rows, shows_notice=group == "notice")


def _tile(group: str, number: int, tone: str, icon: str, user: User) -> Tile:
    notes = {
        "overdue": _("a breach until answered"),
        "past_target": _("late by our own target only"),
        "notice": _("last day within a week"),
        "waiting": _longest_wait(user) if group == "waiting" and number else "",
    }
    shown = tone if number else ""
    return Tile(str(CLOCK_GROUPS[group]), number, _list_url(clock=group), notes.get(group, ""), shown, icon)


def _longest_wait(user: User) -> str:
    first = selectors.queue(user, {"clock": "waiting"}).order_by("received_at").values_list("received_at", flat=True)[0]
    days = (selectors.today_of(user) - first.date()).days
    return ngettext("longest: %(days)d day since receipt", "longest: %(days)d days since receipt", days) % {
        "days": days
    }


def by_stage(user: User) -> list[Tile]:
    """Open cases by stage."""
    visible = selectors.queue(user, {}).order_by()
    counts = dict(visible.values_list("stage").annotate(number=Count("pk")))
    labels = dict(Stage.choices)
    return [Tile(str(labels[stage]), counts.get(stage, 0), _list_url(stage=stage)) for stage in OPEN_STAGES]


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
    """Exemptions that wait for a decision in cases that the person may see."""
    visible = Case.objects.visible_to(user).values("pk")
    return ExemptionProposal.objects.filter(status="pending", case__in=visible).count()


def _decisions_tile(user: User) -> Tile | None:
    try:
        url = reverse("dsar:decisions")
    except NoReverseMatch:
        return None
    return Tile(_("Decisions waiting"), pending_decisions(user), url, icon="check2-all")


def _list_url(**filters: str) -> str:
    return f"{reverse('dsar:case-list')}?{urlencode(filters)}"

"""The history of a case in words: who did what when, for people who may see the case."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.access.models import User
from dsar.audit import catalogue, selectors
from dsar.audit.models import AuditEntry
from dsar.audit.selectors import HistoryLine
from dsar.cases.models import Case
from dsar.cases.vocabulary import Channel, Outcome, RightAsked, Stage
from dsar.foundation.keys import keys_at_hand
from dsar.templatetags.desk_words import date_words

ROOMS = {
    "case": gettext_lazy("Case"),
    "clock": gettext_lazy("Clock"),
    "identity": gettext_lazy("ID and authority"),
    "search": gettext_lazy("Search"),
    "scan": gettext_lazy("Search"),
    "review": gettext_lazy("Review"),
    "redaction": gettext_lazy("Redaction"),
    "response": gettext_lazy("Response"),
    "delivery": gettext_lazy("Delivery"),
    "notice": gettext_lazy("Messages"),
    "access": gettext_lazy("Access"),
}
_WHO = {
    "system": gettext_lazy("The system"),
    "requester": gettext_lazy("The requester"),
    "public": gettext_lazy("A visitor"),
}
_CODES: dict[str, Mapping[str, Any]] = {
    "source": dict(Stage.choices),
    "target": dict(Stage.choices),
    "channel": dict(Channel.choices),
    "right": dict(RightAsked.choices),
    "outcome": dict(Outcome.choices),
    "waiting_for": {
        "identity": gettext_lazy("proof of identity"),
        "authority": gettext_lazy("proof of authority"),
        "fee": gettext_lazy("the fee"),
        "clarification": gettext_lazy("clarification"),
    },
}
# Facts that the chain keeps as words of the house, in English.
_WORDS = frozenset({"letter", "kind", "role"})
# What spreadsheets take for the start of a formula; the wide forms too, which some read as the narrow ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_TONES = {"refused": "warn", "failed": "bad"}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One act as the timeline shows it."""

    what: str
    at: dt.datetime
    who: str
    tone: str
    kind: str
    room: str


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What of a history is shown: one room ("clock"), one person, days from and to in the controller's zone."""

    room: str = ""
    who: str = ""
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return bool(self.room or self.who or self.first or self.last)


def rows_of(
    case: Case, *, room: str = "", limit: int | None = None, only: HistoryFilter | None = None
) -> list[HistoryRow]:
    """The acts of the case, newest first; `room` keeps those of one room ("clock"), `only` narrows further."""
    entries = _narrowed(case, only or HistoryFilter(room=room))
    with keys_at_hand([case.key_id]):
        return in_words(selectors.tell(entries[:limit] if limit else entries))


def _narrowed(case: Case, only: HistoryFilter) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.filter(case_id=case.pk).order_by("-seq")
    zone = ZoneInfo(case.controller.time_zone)
    if only.room:
        entries = entries.filter(action__startswith=f"{only.room}.")
    if only.who in _WHO:
        entries = entries.filter(actor_id__isnull=True, actor_kind=only.who)
    elif only.who:
        entries = entries.filter(actor_id=UUID(only.who))
    if only.first:
        entries = entries.filter(at__gte=dt.datetime.combine(only.first, dt.time(), zone))
    if only.last:
        entries = entries.filter(at__lt=dt.datetime.combine(only.last + dt.timedelta(days=1), dt.time(), zone))
    return entries


def people_in(case: Case) -> list[tuple[str, str]]:
    """Who acted on the case, with their names: the choices of the filter."""
    entries = AuditEntry.objects.filter(case_id=case.pk).order_by()
    ids = {pk for pk in entries.values_list("actor_id", flat=True).distinct() if pk}
    named = [(str(user.pk), user.full_name) for user in User.objects.filter(pk__in=ids).order_by("full_name")]
    kinds = set(entries.filter(actor_id__isnull=True).values_list("actor_kind", flat=True).distinct())
    return named + [(kind, str(words)) for kind, words in _WHO.items() if kind in kinds]


def rooms_of(case: Case) -> list[tuple[str, str]]:
    """The rooms that have acted on the case, with their words: the choices of the filter."""
    actions = AuditEntry.objects.filter(case_id=case.pk).order_by().values_list("action", flat=True).distinct()
    present = sorted({action.partition(".")[0] for action in actions})
    return [(room, str(ROOMS.get(room, room.capitalize()))) for room in present]


def in_words(lines: Iterable[HistoryLine]) -> list[HistoryRow]:
    """Lines of the chain with names, dates and codes in words."""
    listed = list(lines)
    ids = {line.actor_id for line in listed if line.actor_id}
    names = {user.pk: user.full_name for user in User.objects.filter(pk__in=ids)}
    return [_row(line, names) for line in listed]


def cell(value: str) -> str:
    """A value for a spreadsheet: what would start a formula there is quoted (OWASP, CSV injection)."""
    return f"'{value}" if value[:1] in FORMULA_STARTS or value.lstrip()[:1] in FORMULA_STARTS else value


def reached_on(case: Case) -> dict[str, dt.datetime]:
    """When each stage was last reached."""
    entries = AuditEntry.objects.filter(case_id=case.pk, action="case.moved").order_by("seq")
    with keys_at_hand([case.key_id]):
        return {str(line.values.get("target")): line.at for line in selectors.tell(entries)}


def _row(line: HistoryLine, names: Mapping[Any, str]) -> HistoryRow:
    who = names.get(line.actor_id) or str(_WHO.get(line.actor_kind, ""))
    room = line.action.partition(".")[0]
    values = {name: _value(name, value) for name, value in line.values.items()}
    sentence = catalogue.sentence(line.action, values)
    tone = _TONES.get(line.outcome, "")
    return HistoryRow(sentence, line.at, who, tone, str(ROOMS.get(room, room.capitalize())), room)


def _value(name: str, value: Any) -> Any:
    """A stored fact as people say it: dates in words, codes as their labels, yes and no."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value == "":
        return _("none")
    if name in _WORDS:
        return _(str(value))
    if name in _CODES and str(value) in _CODES[name]:
        return str(_CODES[name][str(value)])
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return _day(value)


def _day(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 10 and value[4] == "-":
        try:
            return date_words(dt.date.fromisoformat(value))
        except ValueError:
            return value
    return value

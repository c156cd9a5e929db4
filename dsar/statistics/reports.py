"""Reports as sheets: how cases were answered, the work that waits and who will be late, and both by group."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases.clock_reports import capped_cases
from dsar.cases.selectors import today_of
from dsar.cases.vocabulary import Outcome
from dsar.statistics import charts, measures, periods
from dsar.statistics.facts import Period, cases_of, facts_of, flow_of, kept_for, late_at_this_pace
from dsar.statistics.measures import CaseFacts, Forecast, Performance
from dsar.statistics.pressing import Scope, counts, list_url
from dsar.statistics.sheets import Column, Figure, Row, Sheet, Table
from dsar.statistics.words import GROUP_WORDS
from dsar.templatetags.desk_words import date_words, short_date

LISTED_LATE = 50
DIMENSIONS: dict[str, Any] = {
    "right": gettext_lazy("Right"),
    "regime": gettext_lazy("Body of rules"),
    "channel": gettext_lazy("Channel"),
    "controller": gettext_lazy("Controller"),
    "team": gettext_lazy("Team"),
    "handler": gettext_lazy("Handler"),
}
NOW_GROUPS = ("overdue", "past_target", "due_7", "notice", "waiting")


def performance(user: User, period: Period) -> Sheet:
    """How the cases of the period were answered: in time by statute, by the original date, by our own target."""
    facts = facts_of(user, period)
    answered = [case for case in facts if case.is_answered and period.holds(case.responded_on)]
    received = [case for case in facts if period.holds(case.received_on)]
    done = measures.performance(answered)
    best, counted = measures.best_possible([*answered, *_open_and_due(facts, period)], today_of(user))
    figures = [
        Figure(_("Received"), str(len(received))),
        Figure(_("Answered"), str(done.answered)),
        _share_figure(_("In time"), done.in_time_share, _("by the statutory date that counted")),
        _share_figure(_("In time, before extension"), done.in_time_originally_share, _("by the original date")),
        _share_figure(_("Within our own target"), done.on_target_share, _("a target of ours, not the law's")),
        Figure(_("Median"), _days(done.median_days), _("from receipt to answer")),
        Figure(_("90th percentile"), _days(done.p90_days), _("nine of ten are answered by then")),
        _share_figure(_("Best possible"), measures.share(best, counted), _("if all that can still be in time will be")),
    ]
    tables = [_by_month(received, period), _lateness(done), _outcomes(user, period)]
    return Sheet("performance", _("How requests were answered"), periods.words(period), figures, tables, _method())


def workload(user: User, period: Period) -> Sheet:
    """What waits, what is finished a week, and who will be late at this pace; always as of today."""
    today = today_of(user)
    flow = flow_of(user)
    coming = late_at_this_pace(user)
    scope = Scope(is_skeleton=not user.may(Act.VIEW_CASE))
    now = counts(user, scope)
    figures = [Figure(pgettext("state", "Open"), str(coming.queue), url=list_url("", scope))]
    tones = {"overdue": "bad", "past_target": "warn"}
    figures += [
        Figure(
            str(GROUP_WORDS[group]),
            str(now[group]),
            "",
            tones.get(group, "") if now[group] else "",
            list_url(group, scope),
        )
        for group in NOW_GROUPS
    ]
    figures += [
        Figure(_("Finished a week"), number_format(coming.pace, 1), _("mean of the last full weeks")),
        Figure(_("Will be late at this pace"), str(len(coming.late)), "", "warn" if coming.late else ""),
    ]
    tables = [_flow_table(flow), _capped_table(user), _late_table(user, coming)]
    return Sheet(
        "workload", _("What waits, and who will be late"), _as_of(today), figures, tables, _pace_method(coming)
    )


def groups(user: User, period: Period, dimension: str, *, with_names: bool = True) -> Sheet:
    """The numbers by right, rules, channel, controller, team or handler. Without names handlers are numbered."""
    chosen = dimension if dimension in DIMENSIONS else "right"
    facts = [
        case for case in facts_of(user, period) if period.holds(case.received_on) or period.holds(case.responded_on)
    ]
    rows = measures.by_group(facts, chosen)
    label = str(DIMENSIONS[chosen])
    named = [
        Row(name if with_names or chosen != "handler" else f"{label} {number}", _group_cells(received, waiting, done))
        for number, (name, received, waiting, done) in enumerate(rows, 1)
    ]
    columns = [
        *(Column(words) for words in (_("Cases"), pgettext("state", "Open"), _("Answered"))),
        *(Column(words) for words in (_("In time %"), _("Before extension %"))),
        *(Column(words) for words in (_("Our target %"), _("Median days"), _("90th percentile"))),
    ]
    note = _("A case of several teams counts in each.") if chosen == "team" else ""
    table = Table(_("By %(what)s") % {"what": label.lower()}, label, columns, named, note, _("No case in this period."))
    lead = periods.words(period)
    return Sheet("groups", _("By %(what)s") % {"what": label.lower()}, lead, (), [table], _method())


def _group_cells(received: int, waiting: int, done: Performance) -> list[Any]:
    shares = [done.in_time_share, done.in_time_originally_share, done.on_target_share]
    return [received, waiting, done.answered, *shares, done.median_days, done.p90_days]


def _open_and_due(facts: Sequence[CaseFacts], period: Period) -> list[CaseFacts]:
    return [case for case in facts if case.ended_on is None and period.holds(case.received_on)]


def _by_month(received: Sequence[CaseFacts], period: Period) -> Table:
    firsts = periods.months_in(period)
    kinds: list[tuple[str, str, Callable[[CaseFacts], bool]]] = [
        ("good", _("in time"), lambda case: case.is_answered and not _is_late(case)),
        ("late", _("late"), lambda case: case.is_answered and _is_late(case)),
        ("ended", _("ended without an answer"), lambda case: not case.is_answered and case.ended_on is not None),
        ("open", _("not answered yet"), lambda case: case.ended_on is None),
    ]
    series = [
        charts.Series(
            kind,
            label,
            [sum(counts_as(case) for case in received if case.received_on.replace(day=1) == first) for first in firsts],
        )
        for kind, label, counts_as in kinds
    ]
    totals = [sum(one.values[place] for one in series) for place in range(len(firsts))]
    desc = _("Bars for each month of receipt: answered in time, late, ended without an answer, not answered yet.")
    chart = charts.stacked("months", _("Requests by month of receipt"), desc, [_month(day) for day in firsts], series)
    rows = [
        Row(formats.date_format(day, "F Y"), [totals[place], *(one.values[place] for one in series)])
        for place, day in reversed(list(enumerate(firsts)))
        if totals[place]
    ]
    columns = [Column(_("Received")), *(Column(one.label.capitalize()) for one in series)]
    return Table(
        _("By month of receipt"),
        _("Month"),
        columns,
        rows,
        empty=_("Nothing was received in this period."),
        chart=chart,
    )


def _is_late(case: CaseFacts) -> bool:
    return bool(case.responded_on and case.statutory_due and case.responded_on > case.statutory_due)


def _month(day: dt.date) -> str:
    return formats.date_format(day, "M y" if day.month == 1 else "M")


def _lateness(done: Performance) -> Table:
    rows = [
        Row(_("The statutory date that counted"), [done.in_time, done.late, done.in_time_share]),
        Row(
            _("The statutory date before any extension"),
            [done.in_time_originally, done.late_originally, done.in_time_originally_share],
        ),
        Row(_("Our own target (missing it is no breach)"), [done.on_target, done.missed_target, done.on_target_share]),
    ]
    columns = [Column(_("Answered by then")), Column(_("Answered later")), Column(_("Share %"))]
    words = _("The latest answer came %(days)d days after the statutory date.") % {"days": done.worst_late_days}
    note = words if done.worst_late_days else ""
    return Table(_("Measured against three dates"), _("Date"), columns, rows, note)


def _outcomes(user: User, period: Period) -> Table:
    ended = cases_of(user).exclude(outcome=Outcome.NONE)
    days = ended.filter(responded_on__gte=period.first, responded_on__lte=period.last)
    labels = dict(Outcome.choices)
    kept = [one.figure.outcome for one in kept_for(user, period) if period.holds(one.responded_on)]
    found = measures.grouped_texts([*days.values_list("outcome", flat=True), *kept])
    rows = [Row(str(labels[code]), [number]) for code, number in found]
    return Table(
        _("By outcome"), _("Outcome"), [Column(_("Cases"))], rows, empty=_("No case has ended in this period.")
    )


def _flow_table(flow: Sequence[measures.Week]) -> Table:
    labels = [short_date(week.monday) for week in flow]
    pairs = [
        charts.Series("received", _("received"), [week.received for week in flow]),
        charts.Series("finished", _("finished"), [week.finished for week in flow]),
    ]
    level = charts.Series("level", _("open at the end of the week"), [week.open_at_end for week in flow])
    desc = _("Bars for what was received and finished each week, and a line for what was open at its end.")
    chart = charts.flow("flow", _("Received, finished and open by week"), desc, labels, pairs, level)
    rows = [
        Row(date_words(week.monday), [week.received, week.finished, week.open_at_end]) for week in reversed(list(flow))
    ]
    columns = [Column(_("Received")), Column(_("Finished")), Column(_("Open at its end"))]
    return Table(_("Burn-down"), _("Week from"), columns, rows, chart=chart)


def _late_table(user: User, coming: Forecast) -> Table:
    may_open = user.may(Act.VIEW_CASE)
    rows = [
        Row(
            reference,
            [
                date_words(due),
                date_words(expected) if expected != dt.date.max else None,
                (expected - due).days if expected != dt.date.max else None,
            ],
            reverse("dsar:case", args=[reference]) if may_open else "",
        )
        for reference, expected, due in coming.late[:LISTED_LATE]
    ]
    columns = [
        Column(_("Statutory date"), is_number=False),
        Column(_("Expected at this pace"), is_number=False),
        Column(_("Days late")),
    ]
    more = len(coming.late) - LISTED_LATE
    note = _("And %(number)d more.") % {"number": more} if more > 0 else ""
    empty = _("At this pace every open case is finished by its statutory date.")
    return Table(_("Who will be late at this pace"), _("Case"), columns, rows, note, empty)


def _capped_table(user: User) -> Table:
    """Open cases whose 30 days would end after the statute: the due date is the law's (GDPR Art. 12(3))."""
    may_open = user.may(Act.VIEW_CASE)
    rows = [
        Row(
            one.reference,
            [date_words(one.target_on), date_words(one.statutory_on), one.days],
            reverse("dsar:case", args=[one.reference]) if may_open else "",
        )
        for one in capped_cases(cases_of(user).open())[:LISTED_LATE]
    ]
    columns = [
        Column(_("Our target would be"), is_number=False),
        Column(_("The law ends on"), is_number=False),
        Column(_("Days earlier")),
    ]
    empty = _("No open case has a target of ours that the statute cuts short.")
    return Table(_("Our target, cut short by the statute"), _("Case"), columns, rows, "", empty)


def _pace_method(coming: Forecast) -> list[str]:
    pace = _("Pace: %(pace)s cases finished a week, the mean of the last %(weeks)d full weeks (not this one).")
    found = [
        pace % {"pace": number_format(coming.pace, 1), "weeks": coming.weeks_counted},
        _("The open cases are thought to be finished one after another at this pace, the earliest date first."),
        _("What comes in later is due later and pushes none of them back."),
        _("Cases that wait for the requester keep their place, and are not called late."),
    ]
    if coming.clear_on:
        words = _("At this pace all %(queue)d open cases would be finished by %(day)s, if nothing came in.")
        found.append(words % {"queue": coming.queue, "day": date_words(coming.clear_on)})
    return found


def _method() -> list[str]:
    return [
        _("Days run from receipt to the day on which the answer was provided, in the controller's time zone."),
        _("Withdrawn, lapsed and duplicate requests had nothing to answer: they are neither in time nor late."),
        _("The date before an extension is computed anew by the clock, with every pause and without the extension."),
        _("Cases whose line has gone after its retention count on in their month, by kept figures."),
        _("Shares and medians of fewer than %(fewest)d answers are not shown: one case would decide them.")
        % {"fewest": measures.FEWEST},
    ]


def _share_figure(label: str, value: int | None, note: str) -> Figure:
    return Figure(label, f"{value} %" if value is not None else "–", note)


def _days(value: float | None) -> str:
    return _("%(days)s days") % {"days": f"{value:.1f}".removesuffix(".0")} if value is not None else "–"


def _as_of(today: dt.date) -> str:
    return _("As of %(day)s") % {"day": date_words(today)}

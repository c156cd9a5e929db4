"""The order of the sentences that explain a due date: from the receipt to the day."""

from datetime import date

from dsar.deadlines import measures
from dsar.deadlines.explain import Step, days_in_words, gate_reason, length_in_words, say
from dsar.deadlines.ledger import Gate, Pause
from dsar.deadlines.periods import add_months
from dsar.deadlines.policies import Policy
from dsar.deadlines.regimes import Counting, Effect, Regime, Right
from dsar.deadlines.results import Dates
from dsar.foundation.words import Words as _

POLICY_ARTICLE = _("the controller's deadline policy, within GDPR Art. 5(2)")


def steps_of(dates: Dates, tz: str, policy: Policy | None, if_answered: date | None) -> tuple[Step, ...]:
    """The whole explanation; each step names its article, the last ones name the day."""
    steps = [_received(dates, tz), *_pauses(dates), *_refusals(dates)]
    if dates.due is None:
        if if_answered is not None:
            steps.append(say("if_answered", dates.ledger.rules.base_article, today=dates.as_of, due=if_answered))
        return (*steps, *_end_of_clock(dates), *_remarks(dates))
    steps += [*_period(dates), *_roll(dates), *_due(dates, policy), *_around(dates)]
    return (*steps, *_end_of_clock(dates), *_remarks(dates))


def chained_end(dates: Dates) -> date | None:
    """Where one month and then two more end earlier than three at once: that earlier day, with nothing credited."""
    rule = dates.ledger.rules.extension_for(dates.ledger.right)
    if not (dates.ledger.extension and rule and rule.total and rule.total.months and dates.start and dates.plain):
        return None
    chained = add_months(dates.plain, rule.total.months - dates.ledger.rules.base.months)
    return chained if chained < add_months(dates.start, rule.total.months) else None


def _received(dates: Dates, tz: str) -> Step:
    rules = dates.ledger.rules
    counted_in_working_days = rules.base_for(dates.ledger.right).working_days > 0
    key = "received_working_days" if counted_in_working_days else "received"
    article = rules.short_article if counted_in_working_days else _joined(rules.start_article, rules.count_article)
    return say(key, article, day=dates.ledger.received, tz=tz)


def _pauses(dates: Dates) -> list[Step]:
    steps = []
    for pause in dates.ledger.pauses:
        steps.append(_pause(pause, dates))
        if measures.moves_nothing(dates.ledger, pause, dates.as_of):
            steps.append(say("no_effect", pause.rule.article, asked=pause.asked_on))
    return steps


def _pause(pause: Pause, dates: Dates) -> Step:
    rule, article = pause.rule, pause.rule.article
    if rule.effect is Effect.RESTART:
        if pause.answered_on is None:
            return say("waiting", article, label=rule.label, asked=pause.asked_on)
        start = dates.start or rule.start_after(pause.asked_on, pause.answered_on)
        return say(
            "restarted", article, label=rule.label, asked=pause.asked_on, answered=pause.answered_on, start=start
        )
    if pause.answered_on is None and dates.ledger.closed_on:
        return say("paused_closed", article, label=rule.label, asked=pause.asked_on, closed=dates.ledger.closed_on)
    if pause.answered_on is None:
        return say("paused_open", article, label=rule.label, asked=pause.asked_on, today=dates.as_of)
    key = "paused_both" if rule.counting is Counting.BOTH_DAYS else "paused_half"
    return say(key, article, label=rule.label, asked=pause.asked_on, answered=pause.answered_on)


def _refusals(dates: Dates) -> list[Step]:
    steps = []
    for refusal in dates.ledger.refusals:
        kind = str(getattr(refusal.event, "kind", ""))
        article = article_of_gate(dates.ledger.rules, dates.ledger.right, refusal.gate, kind)
        steps.append(say("remark", article, text=gate_reason(refusal.gate, kind=kind, day=refusal.event.date)))
    return steps


def article_of_gate(rules: Regime, right: Right, gate: Gate, kind: str) -> str:
    """The article on which the refusal of an act rests."""
    if gate.name.startswith("EXTENSION") and rules.extension:
        late = gate in {Gate.EXTENSION_LATE, Gate.EXTENSION_NO_REASONS}
        return rules.extension.notice_article if late else rules.extension.article
    rule = next((rule for rule in rules.pauses if rule.kind == kind), None)
    return rule.article if rule else rules.base_article_for(right)


def _period(dates: Dates) -> list[Step]:
    rules, right = dates.ledger.rules, dates.ledger.right
    start, plain, nominal = dates.start, dates.plain, dates.nominal
    if start is None or plain is None or nominal is None:
        return []
    length = rules.base_for(right)
    article = _joined(rules.base_article_for(right), rules.count_article)
    words = length_in_words(length)
    clamped = length.months and plain.day != start.day
    if clamped:
        steps = [say("base_clamped", article, length=words, start=start, end=plain, number=start.day)]
    else:
        steps = [say("base", article, length=words, start=start, end=plain)]
    extension, rule = dates.ledger.extension, rules.extension_for(right)
    if extension and rule:
        steps.append(say("extended", rule.article, sent=extension.date, start=start, end=nominal))
        chained = chained_end(dates)
        if chained:
            steps.append(say("chained", rule.article, end=chained))
    if dates.excluded:
        steps.append(say("credited", _credit_article(dates), days=days_in_words(dates.excluded), end=nominal))
    return steps


def _credit_article(dates: Dates) -> str:
    articles = [pause.rule.article for pause in dates.ledger.pauses if pause.rule.effect is Effect.SUSPEND]
    return _joined(*articles)


def _joined(*articles: str) -> str:
    return "; ".join(dict.fromkeys(articles))


def _roll(dates: Dates) -> list[Step]:
    rules, calendar, end = dates.ledger.rules, dates.ledger.calendar, dates.nominal
    if end is None or dates.statutory is None or calendar.is_working_day(end):
        return []
    why = (
        _("a public holiday ({name})").filled(name=name) if (name := calendar.holiday_name(end)) else _("a weekend day")
    )
    if not rules.rolls:
        return [say("not_rolled", rules.base_article, end=end, why=why)]
    return [
        say(
            "rolled",
            rules.roll_article,
            end=end,
            why=why,
            rule=rules.roll_article.rpartition("; ")[2],
            day=dates.statutory,
        )
    ]


def _due(dates: Dates, policy: Policy | None) -> list[Step]:
    article = dates.ledger.rules.base_article_for(dates.ledger.right)
    if dates.statutory is None or dates.due is None:
        return []
    if policy is None or dates.policy is None:
        return [say("due", article, day=dates.due)]
    length = policy.extended if dates.ledger.extension else policy.base
    key = "policy_credited" if dates.ledger.pauses else "policy"
    steps = [
        say("statutory", article, day=dates.statutory),
        say(key, POLICY_ARTICLE, length=length_in_words(length), day=dates.policy),
    ]
    if dates.policy > dates.statutory:
        return [*steps, say("policy_capped", article, policy=dates.policy, day=dates.due)]
    return [*steps, say("policy_governs", POLICY_ARTICLE, day=dates.due)]


def _around(dates: Dates) -> list[Step]:
    rules = dates.ledger.rules
    steps = []
    if dates.safe is not None and dates.safe != dates.due:
        steps.append(say("safe", rules.count_article, day=dates.safe))
    if dates.notice_by is not None and rules.extension:
        open_key = "notice" if dates.as_of <= dates.notice_by else "notice_over"
        key = "notice_used" if dates.ledger.extension else open_key
        steps.append(say(key, rules.extension.notice_article, day=dates.notice_by))
    return steps


def _end_of_clock(dates: Dates) -> list[Step]:
    closed, article = dates.ledger.closed_on, dates.ledger.rules.base_article_for(dates.ledger.right)
    if closed is None:
        return []
    if dates.statutory is None:
        return [say("closed_unstarted", article, day=closed)]
    if closed <= dates.statutory:
        return [say("closed_in_time", article, day=closed)]
    return [say("closed_late", article, day=closed, due=dates.statutory)]


def _remarks(dates: Dates) -> list[Step]:
    rules = dates.ledger.rules
    if rules.is_short(dates.ledger.right):
        return []
    steps = [say("remark", article, text=text) for text, article in rules.remarks]
    if rules.acknowledge:
        by = rules.acknowledge.end_from(dates.ledger.received, dates.ledger.calendar)
        steps.insert(0, say("acknowledge", rules.acknowledge_article, day=by))
    return steps

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dsar.deadlines import (
    FIXED28,
    FIXED30,
    MONTH,
    Answer,
    Ask,
    ClockRequest,
    ClockState,
    Close,
    Extend,
    PauseKind,
    Right,
    add_months,
    compute,
    custom_policy,
    run_vectors,
    work_calendar,
)
from tests.dsar.deadlines import daywalk

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
UK_DAYS = st.dates(date(2026, 2, 5), date(2032, 12, 31))
POLICIES = st.one_of(st.sampled_from([None, FIXED30, FIXED28, MONTH]), st.integers(1, 28).map(custom_policy))
PLACES = {
    "EU": ("Europe/Berlin", "DE"), "UK": ("Europe/London", "GB-EAW"), "CCPA": ("America/Los_Angeles", "US"),
    "PIPEDA": ("America/Toronto", "none"), "QC": ("America/Toronto", "none"), "LGPD": ("America/Sao_Paulo", "none"),
    "CH": ("Europe/Zurich", "none"),
}  # fmt: skip
REGIMES = st.sampled_from(sorted(PLACES))
SUSPENDING = {"EU": [PauseKind.IDENTITY, PauseKind.CLARIFICATION], "UK": [PauseKind.CLARIFICATION]}
FAR = date(2036, 1, 1)
# `make bench` takes many more of them than a test run has time for.
many = settings(max_examples=int(os.environ.get("DSAR_PROPERTY_SAMPLES", "300")), deadline=None)


def ask_for(regime, received, events=(), policy=None, right=Right.ACCESS):
    tz, cal = PLACES[regime]
    noon = datetime(received.year, received.month, received.day, 12)
    return ClockRequest(noon, tz, regime, work_calendar(cal), right, tuple(events), policy)


@st.composite
def histories(draw, received, regime_kinds=tuple(PauseKind)):
    """Any mixture of acts, sensible or not, after the receipt."""
    events = []
    for _ in range(draw(st.integers(0, 6))):
        day = received + timedelta(days=draw(st.integers(0, 120)))
        kind = draw(st.sampled_from(regime_kinds))
        events.append(
            draw(
                st.sampled_from([Ask(kind, day), Answer(kind, day), Extend(day, True), Extend(day, False), Close(day)])
            )
        )
    return events


@st.composite
def requests(draw):
    regime, received = draw(REGIMES), draw(DAYS)
    events = draw(histories(received))
    right = draw(st.sampled_from([Right.ACCESS, Right.ERASURE, Right.OPT_OUT]))
    today = received + timedelta(days=draw(st.integers(0, 200)))
    return ask_for(regime, received, events, draw(POLICIES), right), today


@many
@given(requests())
def test_whatever_happens_the_dates_keep_their_order(drawn):
    request, today = drawn

    result = compute(request, today=today)

    if result.due is None:
        assert result.not_started
        assert (
            result.nominal is result.statutory_due is result.policy_due is result.safe_due is result.notice_by is None
        )
    else:
        assert result.safe_due <= result.due <= result.statutory_due
        assert result.start <= result.nominal <= result.statutory_due
        assert result.work_by <= result.due
        assert result.due == min(result.statutory_due, result.policy_due or result.statutory_due)
        assert ("POLICY_LATER_THAN_STATUTE" in result.flags) == (
            result.policy_due is not None and result.policy_due > result.statutory_due
        )
    assert not (result.overdue and result.past_target)
    assert (result.state is ClockState.STOPPED) == (result.closed_on is not None)


@many
@given(requests())
def test_the_same_input_gives_the_same_result_in_any_order_of_events(drawn):
    request, today = drawn
    kinds = {(type(event), event.date) for event in request.events}
    assume(len(kinds) == len(request.events))

    again = compute(replace(request, events=tuple(reversed(request.events))), today=today)

    assert again == compute(request, today=today)


@many
@given(requests())
def test_every_step_names_an_article_and_the_steps_name_the_day(drawn):
    request, today = drawn

    result = compute(request, today=today)

    assert all(step.article and step.sentence and "{" not in step.sentence for step in result.steps)
    if result.due is not None:
        words = f"{result.due.day} {result.due:%B} {result.due.year}"
        assert any(words in step.sentence for step in result.steps)


@st.composite
def pauses_of_each_kind(draw, regime, received, longest=25):
    """At most one answered pause of each suspending kind, asked for while the plain month still runs."""
    events, spans = [], []
    for kind in SUSPENDING[regime]:
        if draw(st.booleans()):
            asked = received + timedelta(days=draw(st.integers(0, 27)))
            answered = asked + timedelta(days=draw(st.integers(0, longest)))
            events += [Ask(kind, asked), Answer(kind, answered)]
            spans.append((asked, answered))
    return events, spans


@many
@given(st.data(), st.sampled_from(["EU", "UK"]), UK_DAYS, POLICIES, st.booleans())
def test_a_pause_never_makes_a_date_earlier(data, regime, received, policy, extended):
    kind = data.draw(st.sampled_from(SUSPENDING[regime]))
    asked = received + timedelta(days=data.draw(st.integers(0, 60)))
    answered = asked + timedelta(days=data.draw(st.integers(0, 60)))
    others = [kind_ for kind_ in SUSPENDING[regime] if kind_ is not kind]
    events = data.draw(pauses_of_each_kind(regime, received))[0]
    events = [event for event in events if event.kind in others]
    if extended:
        events.append(Extend(received + timedelta(days=data.draw(st.integers(0, 50))), True))
    without = compute(ask_for(regime, received, events, policy), today=FAR)

    paused = compute(ask_for(regime, received, [*events, Ask(kind, asked), Answer(kind, answered)], policy), today=FAR)

    for name in ("nominal", "statutory_due", "due", "safe_due", "notice_by"):
        assert getattr(paused, name) >= getattr(without, name), name


@many
@given(UK_DAYS, st.integers(0, 27), st.integers(0, 90), st.sampled_from(["identity", "fee", "authority"]))
def test_in_the_united_kingdom_the_month_runs_from_the_answer(received, wait, long, kind):
    asked = received + timedelta(days=wait)
    answered = asked + timedelta(days=long)
    events = [Ask(PauseKind(kind), asked), Answer(PauseKind(kind), answered)]

    result = compute(ask_for("UK", received, events), today=FAR)

    assert result.start == answered
    assert result.nominal == add_months(answered, 1) >= add_months(received, 1)


@many
@given(st.sampled_from(["EU", "UK"]), UK_DAYS, st.integers(0, 28))
def test_an_extension_is_counted_from_the_start_not_from_the_old_date(regime, received, sent):
    result = compute(ask_for(regime, received, [Extend(received + timedelta(days=sent), True)]), today=FAR)

    assert result.nominal == daywalk.months_later(received, 3)


@many
@given(DAYS, st.integers(1, 25), st.integers(0, 10), st.integers(0, 10))
def test_days_of_overlapping_pauses_are_counted_once(received, first, long, shift):
    one = received + timedelta(days=first)
    asked = [one, one + timedelta(days=min(shift, long))]
    answered = [one + timedelta(days=long), one + timedelta(days=long + shift)]
    kinds = [PauseKind.IDENTITY, PauseKind.CLARIFICATION]
    events = [Ask(kind, day) for kind, day in zip(kinds, asked, strict=True)]
    events += [Answer(kind, day) for kind, day in zip(kinds, answered, strict=True)]
    assume(max(asked) <= add_months(received, 1))

    result = compute(ask_for("EU", received, events), today=FAR)
    single = [Ask(kinds[0], one), Answer(kinds[0], answered[1])]

    assert result.nominal == compute(ask_for("EU", received, single), today=FAR).nominal


@many
@given(st.datetimes(datetime(2026, 3, 1), datetime(2027, 12, 1)), st.sampled_from(sorted(PLACES)))
def test_the_zone_of_the_controller_decides_the_date_on_both_sides_of_clock_changes(moment, regime):
    instant = moment.replace(tzinfo=UTC)
    tz, cal = PLACES[regime]
    local = instant.astimezone(ZoneInfo(tz)).date()

    result = compute(ClockRequest(instant, tz, regime, work_calendar(cal)), today=instant)

    assert result.received == result.as_of == local
    assert result.due == compute(ask_for(regime, local), today=local).due
    assert result.days_left == (result.due - local).days


@many
@given(requests())
def test_a_stopped_clock_is_judged_on_its_response_date(drawn):
    request, today = drawn
    open_events = tuple(event for event in request.events if not isinstance(event, Close))
    closed_on = max([request.received_on, *(event.date for event in open_events)])
    request = replace(request, events=(*open_events, Close(closed_on)))

    result = compute(request, today=max(today, closed_on))

    assert result.state is ClockState.STOPPED
    assert result.as_of == closed_on
    assert not any(flag.startswith("OPEN:") for flag in result.flags)
    assert result.in_time == (result.statutory_due is None or closed_on <= result.statutory_due)
    assert result == replace(compute(request, today=FAR), notes=result.notes)


@many
@given(DAYS, REGIMES)
def test_a_vector_and_a_request_say_the_same(received, regime):
    tz, cal = PLACES[regime]
    raw = {"id": "P", "regime": regime, "received": f"{received}T12:00", "tz": tz, "cal": cal, "events": []}

    [answer] = run_vectors([raw])

    assert answer["expected"]["due"] == compute(ask_for(regime, received), today=received).due.isoformat()

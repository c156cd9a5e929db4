import datetime as dt

import pytest

from dsar.retention.rules import (
    BY_CODE,
    CATEGORIES,
    CaseState,
    Keeps,
    Mode,
    Period,
    Rule,
    Unit,
    appeal_until,
    due_on,
    needs_second_person,
    refusal_of,
    shipped,
    what_keeps,
)
from dsar.retention.term_services import months_in_words
from dsar.retention.words import LABELS, WHAT, WHY

ENDED = dt.date(2026, 1, 31)
MONTHS, DAYS = Unit.MONTHS, Unit.DAYS


def state(**more):
    given = {"ended_on": ENDED, "retain_until": dt.date(2029, 1, 31), "regime_id": "UK"} | more
    return CaseState(**given)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period(92, DAYS), dt.date(2026, 5, 3)),
        (Period(1, MONTHS), dt.date(2026, 2, 28)),
        (Period(12, MONTHS), dt.date(2027, 1, 31)),
        (Period(25, MONTHS), dt.date(2028, 2, 29)),
    ],
)
def test_a_period_ends_on_its_day_and_at_the_end_of_a_short_month(period, expected):
    assert period.after(ENDED) == expected


@pytest.mark.parametrize("category", CATEGORIES, ids=lambda one: one.code)
def test_every_category_has_a_label_a_reason_and_a_shipped_rule_that_could_be_set(category):
    assert all(str(words[category.code]) for words in (LABELS, WHAT, WHY))
    assert category.source
    assert refusal_of(category, category.period, category.mode) == ""


def test_nothing_irreversible_of_a_case_happens_by_itself_as_shipped():
    acting = [category.code for category in CATEGORIES if category.is_of_case and shipped(category).acts]

    assert acting == []


@pytest.mark.parametrize(
    ("code", "period", "refused"),
    [
        ("packages", Period(30, DAYS), "number:while_it_can_be_challenged"),
        ("packages", Period(92, DAYS), "number:while_it_can_be_challenged"),
        ("packages", Period(93, DAYS), ""),
        ("drafts", Period(1, DAYS), ""),
        ("drafts", Period(0, DAYS), "number:out_of_range"),
        ("register_line", Period(12, MONTHS), "number:below_the_floor"),
        ("opt_outs", Period(23, MONTHS), "number:below_the_floor"),
        ("case_details", Period(241, MONTHS), "number:out_of_range"),
    ],
)
def test_a_period_is_not_set_below_its_floor(code, period, refused):
    assert refusal_of(BY_CODE[code], period, Mode.ON) == refused


def test_a_second_person_is_wanted_where_it_will_delete_by_itself_or_earlier():
    category = BY_CODE["packages"]
    asks, acts = shipped(category), Rule(category, Period(12, MONTHS), Mode.ON)

    assert needs_second_person(category, Mode.ON, asks, Period(12, MONTHS))
    assert needs_second_person(category, Mode.ON, acts, Period(6, MONTHS))
    assert not needs_second_person(category, Mode.ON, acts, Period(24, MONTHS))
    assert not needs_second_person(category, Mode.ASK, acts, Period(6, MONTHS))


@pytest.mark.parametrize("reason", [Keeps.HOLD, Keeps.PERSON_HOLD, Keeps.COMPLAINT, Keeps.OPEN_CASE, Keeps.ERASURE])
def test_what_stands_keeps_every_category(reason):
    late = dt.date(2040, 1, 1)

    kept = {what_keeps(shipped(category), state(keeps=frozenset({reason})), late) for category in CATEGORIES[:6]}

    assert kept == {reason}


@pytest.mark.parametrize(
    ("regime", "day"), [("UK", dt.date(2026, 5, 3)), ("PIPEDA", dt.date(2026, 8, 3)), ("CCPA", dt.date(2028, 2, 1))]
)
def test_nothing_of_the_answer_goes_while_it_can_be_challenged(regime, day):
    rule = Rule(BY_CODE["packages"], Period(92, DAYS), Mode.ON)

    assert appeal_until(ENDED, regime) == day
    assert what_keeps(rule, state(regime_id=regime), day) is Keeps.APPEAL
    assert what_keeps(rule, state(regime_id=regime), day + dt.timedelta(days=1)) is None


def test_a_decision_to_keep_counts_until_its_day_and_for_its_category_alone():
    kept = state(kept_until=(("packages", dt.date(2027, 6, 1)),))
    packages, details = shipped(BY_CODE["packages"]), shipped(BY_CODE["case_details"])

    assert what_keeps(packages, kept, dt.date(2027, 6, 1)) is Keeps.DECIDED
    assert what_keeps(packages, kept, dt.date(2027, 6, 2)) is None
    assert what_keeps(details, kept, dt.date(2027, 6, 1)) is None


def test_the_content_goes_on_the_day_after_the_controllers_period():
    assert due_on(shipped(BY_CODE["case_content"]), state()) == dt.date(2029, 2, 1)


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("6 years after the end of the contract", 72),
        ("18 months", 18),
        ("90 days", 3),
        ("10 Jahre ab Jahresende (HGB § 257)", 120),
        ("Until the account is closed; then three years.", 36),
        ("Thirteen months.", 13),
        ("as long as needed", None),
    ],
)
def test_a_period_in_words_is_proposed_as_months(words, months):
    assert months_in_words(words) == months

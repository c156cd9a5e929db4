from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from dsar.deadlines import (
    RULESETS,
    Answer,
    Ask,
    ClockRequest,
    Extend,
    PauseKind,
    Right,
    compute,
    extension_criteria,
    pause_reasons,
    regime_ids,
    ruleset,
    ruleset_for,
    work_calendar,
)


def ask_for(regime, received, *events, right=Right.ACCESS, cal="none", version=None):
    moment = datetime.fromisoformat(f"{received}T12:00")
    return ClockRequest(moment, "UTC", regime, work_calendar(cal), right, events, None, version)


def kinds(rules, right, on):
    return {rule.kind.value: rule.effect.value for rule in pause_reasons(rules, right, on)}


def test_every_regime_of_the_table_is_there():
    assert regime_ids() == ["EU", "UK", "CCPA", "PIPEDA", "QC", "LGPD", "CH"]


def test_versions_are_unique_and_their_days_join_without_gap_or_overlap():
    assert len({rules.ruleset_version for rules in RULESETS}) == len(RULESETS)
    for regime in regime_ids():
        versions = [rules for rules in RULESETS if rules.regime_id == regime]
        for before, after in pairwise(versions):
            assert before.effective_until + timedelta(days=1) == after.effective_from
        assert versions[-1].effective_until == date.max


@pytest.mark.parametrize("rules", RULESETS, ids=[rules.ruleset_version for rules in RULESETS])
def test_every_rule_names_its_article(rules):
    articles = [rules.base_article, rules.count_article, rules.start_article, rules.refusal_article, *rules.sources]
    articles += [pause.article for pause in rules.pauses] + [pause.condition for pause in rules.pauses]
    articles += [article for _, article in rules.remarks]
    if rules.rolls:
        articles.append(rules.roll_article)
    if rules.extension:
        articles += [rules.extension.article, rules.extension.notice_article]
        articles += [criterion.article for criterion in rules.extension.criteria]
        assert rules.extension.criteria

    assert all(articles)


@pytest.mark.parametrize(
    ("version", "right", "wanted"),
    [
        ("EU-2018-05-25", Right.ACCESS, {"identity": "suspend", "clarification": "suspend"}),
        ("EU-2018-05-25", Right.ERASURE, {"identity": "suspend"}),
        (
            "UK-2026-02-05", Right.ACCESS,
            {"identity": "restart", "fee": "restart", "authority": "restart", "clarification": "suspend"},
        ),
        ("UK-2026-02-05", Right.ERASURE, {"identity": "restart", "fee": "restart", "authority": "restart"}),
        ("CCPA-2020-01-01", Right.ACCESS, {}),
        ("CCPA-2020-01-01", Right.OPT_OUT, {}),
        ("PIPEDA-2001-01-01", Right.ACCESS, {}),
        ("QC-1994-01-01", Right.ACCESS, {}),
        ("LGPD-2020-09-18", Right.ACCESS, {}),
        ("CH-2023-09-01", Right.ACCESS, {"fee": "restart"}),
    ],
)  # fmt: skip
def test_only_these_asks_stop_the_clock(version, right, wanted):
    assert kinds(ruleset(version), right, date(2026, 6, 1)) == wanted


def test_the_day_of_receipt_chooses_the_british_rules():
    assert ruleset_for("UK", date(2026, 2, 4)).ruleset_version == "UK-2018-05-25"
    assert ruleset_for("UK", date(2026, 2, 5)).ruleset_version == "UK-2026-02-05"


def test_a_clarification_before_the_reform_is_counted_carefully_and_gives_the_notice_no_time():
    days = (date(2025, 9, 8), date(2025, 9, 12))
    events = (Ask(PauseKind.CLARIFICATION, days[0]), Answer(PauseKind.CLARIFICATION, days[1]))

    result = compute(ask_for("UK", "2025-09-03", *events), today=date(2025, 9, 20))

    assert result.ruleset_version == "UK-2018-05-25"
    assert (result.excluded_days, result.nominal, result.notice_by) == (4, date(2025, 10, 7), date(2025, 10, 3))


def test_a_case_keeps_the_version_it_was_given():
    kept = compute(ask_for("UK", "2026-06-01", version="UK-2018-05-25"), today=date(2026, 6, 2))

    assert kept.ruleset_version == "UK-2018-05-25"


def test_the_swiss_extension_runs_to_the_day_announced_and_needs_one():
    asked = "2026-05-20"
    with_day = Extend(date(2026, 6, 10), True, until=date(2026, 9, 30))

    extended = compute(ask_for("CH", asked, with_day), today=date(2026, 6, 11))
    without = compute(ask_for("CH", asked, Extend(date(2026, 6, 10), True)), today=date(2026, 6, 11))
    late = Extend(date(2026, 6, 20), True, until=date(2026, 9, 30))
    too_late = compute(ask_for("CH", asked, late), today=date(2026, 6, 21))

    assert extended.due == date(2026, 9, 30)
    assert (without.due, without.flags) == (date(2026, 6, 19), ("EXTENSION_REFUSED_NO_DATE",))
    assert (too_late.due, too_late.flags) == (date(2026, 6, 19), ("EXTENSION_REFUSED_LATE",))


@pytest.mark.parametrize(("answered", "safe"), [("2026-05-25", "2026-06-24"), ("2026-06-08", "2026-07-01")])
def test_the_swiss_period_begins_when_the_ten_days_end_and_carefully_with_an_earlier_answer(answered, safe):
    events = (Ask(PauseKind.FEE, date(2026, 5, 22)), Answer(PauseKind.FEE, date.fromisoformat(answered)))

    result = compute(ask_for("CH", "2026-05-20", *events), today=date(2026, 6, 10))

    assert (result.start, result.due) == (date(2026, 6, 1), date(2026, 7, 1))
    assert result.safe_due == date.fromisoformat(safe)


def test_only_an_alternative_format_lifts_the_canadian_cap():
    until = date(2026, 6, 30)
    capped = Extend(date(2026, 2, 20), True, ("consultations",), until)
    converted = Extend(date(2026, 2, 20), True, ("alternative_format",), until)

    assert compute(ask_for("PIPEDA", "2026-01-31", capped), today=date(2026, 3, 1)).due == date(2026, 4, 1)
    assert compute(ask_for("PIPEDA", "2026-01-31", converted), today=date(2026, 3, 1)).due == until


def test_a_californian_opt_out_has_fifteen_working_days_and_no_extension():
    request = ask_for("CCPA", "2026-06-16", Extend(date(2026, 6, 20), True), right=Right.LIMIT, cal="US")

    result = compute(request, today=date(2026, 6, 21))

    assert (result.due, result.ack_by, result.notice_by) == (date(2026, 7, 9), None, None)
    assert result.flags == ("EXTENSION_NOT_AVAILABLE",)
    assert extension_criteria(ruleset("CCPA-2020-01-01"), Right.LIMIT) == ()

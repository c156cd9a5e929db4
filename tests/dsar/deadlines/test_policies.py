from datetime import date, timedelta

import pytest

from dsar.deadlines import FIXED28, FIXED30, MONTH, custom_policy, policy_named, receipts_capped

FEBRUARY_2027 = [(date(2027, 2, day), 2) for day in range(1, 29)]
FEBRUARY_2028 = [(date(2028, 2, day), 1) for day in range(1, 30)]


def test_thirty_days_are_later_than_the_month_on_exactly_these_days_of_a_common_year():
    assert receipts_capped(FIXED30, 2027) == [(date(2027, 1, 30), 1), (date(2027, 1, 31), 2), *FEBRUARY_2027]


def test_thirty_days_are_later_than_the_month_on_exactly_these_days_of_a_leap_year():
    assert receipts_capped(FIXED30, 2028) == [(date(2028, 1, 31), 1), *FEBRUARY_2028]


def test_ninety_days_are_later_than_three_months_only_in_a_common_year():
    common = [(date(2027, 1, 31) + timedelta(days=day), 1) for day in range(29)]

    assert receipts_capped(FIXED30, 2027, extended=True) == common
    assert receipts_capped(FIXED30, 2028, extended=True) == []


@pytest.mark.parametrize("policy", [FIXED28, MONTH, custom_policy(1), custom_policy(28)])
def test_no_other_target_is_ever_later_than_the_month(policy):
    assert receipts_capped(policy, 2027) == receipts_capped(policy, 2028) == []


def test_policies_are_found_by_name():
    assert [policy_named(name) for name in ("FIXED30", "FIXED28", "MONTH", None, "")] == [
        FIXED30, FIXED28, MONTH, None, None,
    ]  # fmt: skip
    assert policy_named("CUSTOM:21") == custom_policy(21)


@pytest.mark.parametrize("name", ["CUSTOM:0", "CUSTOM:29", "CUSTOM:x", "fixed30", "FIXED30:1"])
def test_other_names_are_refused(name):
    with pytest.raises(ValueError):
        policy_named(name)

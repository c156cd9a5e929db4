from datetime import date

import pytest

from dsar.deadlines import work_calendar


@pytest.mark.parametrize(
    ("code", "day", "works"),
    [
        ("none", "2026-12-25", True),
        ("none", "2026-12-26", False),
        ("DE", "2026-12-25", False),
        ("DE", "2026-06-04", True),
        ("DE-BY", "2026-06-04", False),
        ("GB-EAW", "2026-04-06", False),
        ("GB-SCT", "2026-04-06", True),
        ("GB-SCT", "2026-11-30", False),
        ("GB-NIR", "2026-07-13", False),
        ("GB-EAW", "2026-07-13", True),
        ("IE", "2026-02-02", False),
        ("FR", "2026-05-08", False),
        ("US", "2026-07-03", False),
        ("CA-QC", "2026-06-24", False),
    ],
)
def test_a_place_works_on_its_own_days(code, day, works):
    assert work_calendar(code).is_working_day(date.fromisoformat(day)) is works


def test_own_closing_days_are_added_and_named():
    calendar = work_calendar("DE", [date(2026, 4, 10)])

    assert not calendar.is_working_day(date(2026, 4, 10))
    assert calendar.holiday_name(date(2026, 4, 10)) == "closing day"
    assert calendar.on_or_after(date(2026, 4, 10)) == date(2026, 4, 13)
    assert calendar.on_or_before(date(2026, 4, 12)) == date(2026, 4, 9)


@pytest.mark.parametrize("code", ["", "XX", "DE-XX", "de", "GB-XXX"])
def test_an_unknown_place_is_refused(code):
    with pytest.raises(ValueError, match="unknown holiday calendar"):
        work_calendar(code)

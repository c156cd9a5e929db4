"""The clocks beside that of a request: H01 to H06 and I01 to I07 of the legal reference, and the school days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from dsar.deadlines import further, work_calendar
from dsar.deadlines.further import FURTHER
from dsar.deadlines.places import place_name, places


def at(text, tz):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz))


@pytest.mark.parametrize(
    ("aware", "tz", "due"),
    [
        pytest.param("2026-03-27T18:00", "Europe/Berlin", "2026-03-30T19:00+02:00", id="H01 clocks go forward"),
        pytest.param("2026-10-24T10:00", "Europe/Berlin", "2026-10-27T09:00+01:00", id="H02 clocks go back"),
        pytest.param("2026-05-01T16:00", "Europe/London", "2026-05-04T16:00+01:00", id="H03 bank holiday"),
        pytest.param("2026-06-10T10:20", "Europe/Dublin", "2026-06-13T10:20+01:00", id="H04 the earlier reading"),
        pytest.param("2028-02-27T09:00", "Europe/London", "2028-03-01T09:00+00:00", id="H06 leap February"),
    ],
)
def test_a_breach_is_told_within_72_elapsed_hours(aware, tz, due):
    assert further.breach_due(at(aware, tz), tz) == datetime.fromisoformat(due)


def test_h04_by_full_hours_it_may_end_later():
    aware = at("2026-06-10T10:20", "Europe/Dublin")

    assert further.breach_due_by_full_hours(aware, "Europe/Dublin") == at("2026-06-13T11:00", "Europe/Dublin")
    full = at("2026-06-10T10:00", "Europe/Dublin")
    assert further.breach_due_by_full_hours(full, "Europe/Dublin") == at("2026-06-13T10:00", "Europe/Dublin")


def test_h05_after_72_hours_only_with_reasons():
    aware, told = at("2026-06-10T10:00", "UTC"), at("2026-06-13T18:00", "UTC")

    assert further.breach_notice_is_late(aware, told)
    assert not further.breach_notice_accepted(aware, told, " ")
    assert further.breach_notice_accepted(aware, told, "The processor told us late")
    assert further.breach_notice_accepted(aware, at("2026-06-13T10:00", "UTC"), "")


def test_i01_a_complaint_is_acknowledged_within_30_days():
    found = further.complaint_acknowledgement(date(2026, 6, 19), work_calendar("GB-EAW"))

    assert (found.due, found.safe) == (date(2026, 7, 20), date(2026, 7, 18))


def test_i02_exam_marks_by_the_earlier_of_two_days():
    found = further.exam_marks(date(2026, 5, 10), date(2026, 8, 20))

    assert (found.due, found.safe) == (date(2026, 9, 29), date(2026, 9, 28))
    assert further.exam_marks(date(2026, 5, 10), date(2026, 12, 1)).due == date(2026, 10, 10)


def test_i03_the_swiss_period_begins_when_the_ten_days_end():
    found = further.swiss_fee_window(date(2026, 5, 1), date(2026, 5, 6))

    assert (found.reflection_ends, found.due, found.withdrawn_on) == (date(2026, 5, 11), date(2026, 6, 10), None)


@pytest.mark.parametrize("confirmed", [None, date(2026, 5, 12)])
def test_i04_silence_withdraws_the_swiss_request(confirmed):
    found = further.swiss_fee_window(date(2026, 5, 1), confirmed)

    assert (found.due, found.withdrawn_on) == (None, date(2026, 5, 12))


@pytest.mark.parametrize(
    ("relied_on", "is_valid"),
    [(date(2026, 7, 10), True), (date(2026, 7, 15), True), (date(2026, 7, 20), False), (date(2026, 1, 1), False)],
)
def test_i05_an_opinion_looks_back_six_months(relied_on, is_valid):
    assert further.health_opinion_valid(date(2026, 1, 15), relied_on) is is_valid


def test_i06_the_principal_reporter_is_informed_within_14_days():
    assert further.principal_reporter_informed_by(date(2026, 6, 1)) == date(2026, 6, 15)


def test_i07_no_prompt_to_opt_in_for_twelve_months():
    assert further.opt_in_prompt_from(date(2026, 3, 10)) == date(2027, 3, 10)


def test_a_pupil_s_record_is_given_within_15_school_days():
    calendar = work_calendar("GB-EAW")
    half_term = ((date(2026, 5, 25), date(2026, 5, 29)),)

    assert further.school_record_due(date(2026, 6, 1), calendar) == date(2026, 6, 22)
    assert further.school_record_due(date(2026, 5, 18), calendar, half_term) == date(2026, 6, 15)


def test_every_further_clock_names_its_article_and_stands_once():
    codes = [clock.code for clock in FURTHER]

    assert len(codes) == len(set(codes)) >= 17
    assert all(clock.article and clock.length and clock.starts for clock in FURTHER)


def test_every_place_offered_has_a_table_of_holidays():
    codes = [code for code, _name in places()]

    assert len(codes) == len(set(codes))
    assert {"GB-NIR", "GB-SCT", "GB-EAW", "DE-BY", "DE-TH", "none"} <= set(codes)
    for code in codes[:60]:
        assert work_calendar(code).code == code
    assert (place_name("GB-NIR"), place_name("XX")) == ("Northern Ireland", "XX")


def test_northern_ireland_keeps_its_own_days():
    twelfth = date(2026, 7, 13)

    assert not work_calendar("GB-NIR").is_working_day(twelfth)
    assert work_calendar("GB-EAW").is_working_day(twelfth)


def test_days_on_which_only_we_are_closed_move_the_work_and_not_the_law():
    ours = work_calendar("none", own_days=[date(2026, 12, 24)])
    laws = work_calendar("none", closing_days=[date(2026, 12, 24)])

    assert ours.on_or_after(date(2026, 12, 24)) == date(2026, 12, 24)
    assert ours.on_or_before(date(2026, 12, 24)) == date(2026, 12, 23)
    assert laws.on_or_after(date(2026, 12, 24)) == date(2026, 12, 25)

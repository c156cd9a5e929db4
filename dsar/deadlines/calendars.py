"""Working days: all days but Saturdays, Sundays and the public holidays of one place (Reg. 1182/71 Art. 2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

WEEKENDS_ONLY = "none"
SATURDAY = 5
ONE_DAY = timedelta(days=1)
# The United Kingdom's bank holidays fall into three areas; England and Wales share theirs.
AREA_CODES: dict[str, tuple[str, str | None]] = {"GB-EAW": ("GB", "ENG")}


@lru_cache(maxsize=1024)
def _public_holidays(country: str, area: str | None, year: int) -> dict[date, str]:
    import holidays  # with the first day that is asked about: most processes ask about none

    return dict(holidays.country_holidays(country, subdiv=area, years=year, language="en_US").items())


def _place(code: str) -> tuple[str, str | None] | None:
    if code == WEEKENDS_ONLY:
        return None
    if code in AREA_CODES:
        return AREA_CODES[code]
    country, _, area = code.partition("-")
    return country, area or None


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of one place.

    `code` is "none" (weekends only), a country ("DE"), a country and its part ("DE-BY", "GB-SCT"), or "GB-EAW" for
    England and Wales. `closing_days` are public holidays of the place that the table does not know: the law moves a
    date over them. `own_days` are days on which only this organisation is closed: they move no date of the law, they
    bring forward the day by which the work has to be done.
    """

    code: str = WEEKENDS_ONLY
    closing_days: frozenset[date] = frozenset()
    own_days: frozenset[date] = frozenset()

    def holiday_name(self, day: date) -> str | None:
        """What the place keeps on that day, in English, or nothing."""
        place = _place(self.code)
        name = _public_holidays(*place, day.year).get(day) if place else None
        return name or ("closing day" if day in self.closing_days else None)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and self.holiday_name(day) is None

    def on_or_after(self, day: date) -> date:
        """The first working day not before `day` (Reg. 1182/71 Art. 3(4))."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        """The last working day not after `day` on which the organisation is open: by then the work has to be done."""
        while not self.is_working_day(day) or day in self.own_days:
            day -= ONE_DAY
        return day

    def add_working_days(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`."""
        day = start
        for _ in range(count):
            day = self.on_or_after(day + ONE_DAY)
        return day


def work_calendar(code: str, closing_days: Iterable[date] = (), own_days: Iterable[date] = ()) -> WorkCalendar:
    """The calendar of that code.

    Raises:
        ValueError: the code names no country, or no part of it, with a known table of public holidays.
    """
    place = _place(code)
    if place:
        try:
            _public_holidays(*place, 2026)
        except NotImplementedError as error:
            raise ValueError(f"unknown holiday calendar {code!r}") from error
    return WorkCalendar(code, frozenset(closing_days), frozenset(own_days))

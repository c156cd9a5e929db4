"""A second way to the same dates, written apart from the product: it walks day by day and counts nothing in advance."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def same_day_later(start, months):
    """Walks months forward on the calendar and steps back from days that do not exist."""
    year, month = start.year, start.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    for day in (start.day, 30, 29, 28):
        if day <= start.day:
            try:
                return date(year, month, day)
            except ValueError:
                continue
    raise AssertionError("every month has a 28th")


def walk(start, months, is_skipped):
    """The last day: go through the plain period and then one more counted day for each skipped one."""
    plain = same_day_later(start, months)
    owed = 0
    day = start
    while day < plain or owed:
        day += DAY
        if day <= plain:
            owed += 1 if is_skipped(day) else 0
        elif not is_skipped(day):
            owed -= 1
    return day


def is_paused(day, pauses, both_days):
    for asked, answered in pauses:
        first = asked if both_days else asked + DAY
        if first <= day <= answered:
            return True
    return False


def due(start, pauses, months, both_days, is_holiday):
    """The last day of the period after pauses and the move over weekends and holidays."""
    end = walk(start, months, lambda day: is_paused(day, pauses, both_days))
    while end.weekday() in (5, 6) or is_holiday(end):
        end += DAY
    return end

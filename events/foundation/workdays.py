"""Working days: the official calendar, the office's corrections on top of it, and how official deadlines are counted.

First the special days of the desk, then the library's calendar of the State Council (holidays and make-up workdays).
A year that neither knows is provisional: Monday to Friday without the statutory holidays. Whoever shows a day of such a
year says so (`is_provisional`), and days are worked out again when the calendar of that year arrives.
"""

import datetime
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from chinese_calendar import get_solar_terms
from chinese_calendar.constants import holidays as official_holidays
from chinese_calendar.constants import workdays as official_workdays
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from events.models.special_day import SpecialDay

Day = datetime.date
ONE_DAY = datetime.timedelta(days=1)
SATURDAY = 5

OFFICIAL_YEARS = frozenset(range(min(official_holidays).year, max(official_holidays).year + 1))
# For which the library works out the solar terms, and with them 清明.
TERM_YEARS = range(1900, 2101)
OFFICIAL_HOLIDAYS = frozenset(official_holidays)
OFFICIAL_WORKDAYS = frozenset(official_workdays)

# 全国年节及纪念日放假办法 (2024): the holidays with a fixed day.
STATUTORY_DAYS = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
# Spring Festival, Dragon Boat, Mid-Autumn of the years to come, which no library of ours works out. Later years have
# only the fixed days until a row is added here or, as every autumn, the official calendar arrives.
MOON_DAYS = {
    2027: ("02-06", "06-09", "09-15"),
    2028: ("01-26", "05-28", "10-03"),
    2029: ("02-13", "06-16", "09-22"),
    2030: ("02-03", "06-05", "09-12"),
    2031: ("01-23", "06-24", "10-01"),
    2032: ("02-11", "06-12", "09-19"),
    2033: ("01-31", "06-01", "09-08"),
    2034: ("02-19", "06-20", "09-27"),
    2035: ("02-08", "06-10", "09-16"),
    2036: ("01-28", "05-30", "10-04"),
}

# Another process learns of a changed special day after this many seconds; the one that changed it, at once.
FRESH_FOR = 30


@dataclass(frozen=True)
class Calendar:
    """Counts working days. Pure: `special_days` says for a day whether it is a working day, whatever else says."""

    special_days: Mapping[Day, bool] = field(default_factory=dict)

    def is_workday(self, day: Day) -> bool:
        special = self.special_days.get(day)
        if special is not None:
            return special
        if day.year in OFFICIAL_YEARS:
            return day in OFFICIAL_WORKDAYS or (day.weekday() < SATURDAY and day not in OFFICIAL_HOLIDAYS)
        return day.weekday() < SATURDAY and day not in statutory_holidays(day.year)

    def is_provisional(self, day: Day, until: Day | None = None) -> bool:
        """Whether the year of the day, or any year from that day until another, has no official calendar yet."""
        last = until or day
        first, final = min(day, last).year, max(day, last).year
        return any(self.is_provisional_year(year) for year in range(first, final + 1))

    def is_provisional_year(self, year: int) -> bool:
        """Whether the year has no official calendar yet, neither the library's nor one that the office entered."""
        return year not in OFFICIAL_YEARS and Day(year, 10, 1) not in self.special_days

    def due_before(self, event_day: Day, n: int, strict: bool = False) -> Day:
        """The last working day for an act that must lie n working days ahead of the event.

        Ordinary: the n-th working day before it (the day of the act counts, the day of the event does not).
        Strict: n full working days lie between, so the working day before those.
        """
        return self._walk(event_day, n + 1 if strict else n, -ONE_DAY)

    def due_after(self, event_day: Day, n: int) -> Day:
        """The last day for an act "within n working days after": the day of the event does not count, the n-th does."""
        return self._walk(event_day, n, ONE_DAY)

    def counted_before(self, act_day: Day, event_day: Day, strict: bool = False) -> tuple[Day, ...]:
        """The working days that an act on one day leaves ahead of the event: what a judgement shows as its count."""
        days = (act_day + datetime.timedelta(days=i) for i in range(int(strict), (event_day - act_day).days))
        return tuple(day for day in days if self.is_workday(day))

    def days_left(self, act_day: Day, event_day: Day, strict: bool = False) -> int:
        """How many working days an act on one day leaves ahead of the event."""
        return len(self.counted_before(act_day, event_day, strict))

    def days_until(self, today: Day, last: Day) -> int:
        """Working days after today up to and with the last day."""
        return self.days_left(today, last, strict=True) + (last > today and self.is_workday(last))

    def is_late_before(self, act_day: Day, event_day: Day, n: int, strict: bool = False) -> bool:
        """Whether the act came too late, counted from its actual day, which may be a holiday.

        With n = 0 the day of the event is still in time, by the strict count the day before.
        """
        # The same as days_left(…) < n, without counting through the years that may lie between.
        latest = self._walk(event_day, n, -ONE_DAY)
        return act_day >= latest if strict else act_day > latest

    def is_late_after(self, act_day: Day, event_day: Day, n: int) -> bool:
        """Whether the act came after the n-th working day that follows the event."""
        return act_day > self.due_after(event_day, n)

    def _walk(self, day: Day, n: int, step: datetime.timedelta) -> Day:
        """The n-th working day from a day on; the first or the last day that there is, where it would lie beyond."""
        _refuse_negative(n)
        edge = Day.max if step > datetime.timedelta() else Day.min
        while n and day != edge:
            day += step
            n -= self.is_workday(day)
        return day


@lru_cache(maxsize=64)
def statutory_holidays(year: int) -> frozenset[Day]:
    """The statutory days off of a year, as far as they can be known before the State Council's calendar."""
    days = {Day(year, month, day) for month, day in STATUTORY_DAYS}
    if year in TERM_YEARS:
        days |= {day for day, name in get_solar_terms(Day(year, 4, 1), Day(year, 4, 10)) if name == "清明"}
    if year in MOON_DAYS:
        spring, *others = (Day.fromisoformat(f"{year}-{day}") for day in MOON_DAYS[year])
        days.update(others, (spring + datetime.timedelta(days=i) for i in range(-1, 3)))  # from New Year's Eve
    return frozenset(days)


_loaded: tuple[float, Calendar] | None = None


def calendar() -> Calendar:
    """The calendar with the office's special days, loaded once a process and renewed when they change."""
    global _loaded  # noqa: PLW0603 - one per process is the meaning of it
    age = time.monotonic()
    if _loaded is None or age - _loaded[0] > FRESH_FOR:
        _loaded = age, stored()
    return _loaded[1]


def stored() -> Calendar:
    """The calendar as this transaction sees it, kept nowhere: what may still be rolled back is for nobody else."""
    return Calendar(dict(SpecialDay.objects.values_list("day", "is_workday")))


def forget() -> None:
    """Load the special days anew at the next call, as after a change that sends no signal (bulk import)."""
    global _loaded  # noqa: PLW0603
    _loaded = None


@receiver([post_save, post_delete], sender=SpecialDay)
def _forget_changed(**kwargs: Any) -> None:
    forget()
    transaction.on_commit(forget)  # and once more for whoever loaded the old rows in between


def _refuse_negative(n: int) -> None:
    if n < 0:
        raise ValueError("Working days are counted from 0")

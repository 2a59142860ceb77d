"""How long counting takes: the first page of the desk counts for every duty it shows."""

import timeit
from datetime import date

import pytest

from events.foundation.workdays import Calendar

CALENDAR = Calendar({date(2019, 10, 9): False, date(2019, 10, 13): True})
EVENT = date(2019, 10, 14)
ACTS = {
    "is_workday, official year": lambda: CALENDAR.is_workday(EVENT),
    "is_workday, provisional year": lambda: CALENDAR.is_workday(date(2031, 10, 14)),
    "due_before, 5 days across a holiday": lambda: CALENDAR.due_before(EVENT, 5),
    "due_after, 5 days across a holiday": lambda: CALENDAR.due_after(date(2019, 9, 30), 5),
    "is_late_before, acted 20 days ahead": lambda: CALENDAR.is_late_before(date(2019, 9, 24), EVENT, 5),
    "due_before, 250 days": lambda: CALENDAR.due_before(EVENT, 250),
}


@pytest.mark.bench
@pytest.mark.parametrize("name", ACTS)
def test_counting_is_quick(name):
    timer = timeit.Timer(ACTS[name])
    number, _seconds = timer.autorange()
    microseconds = min(timer.repeat(3, number)) / number * 1e6
    print(f"\n{name:<40} {microseconds:9.2f} µs, {1e6 / microseconds:>12,.0f} a second", end="")
    assert microseconds < 5000  # a hundred times what was measured: a guard against a query or a parse slipping in

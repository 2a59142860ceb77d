"""Working days: the official calendar, the counting of official deadlines, what is provisional."""

import datetime
import threading
from datetime import date

import holidays
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from events.foundation import workdays
from events.foundation.workdays import Calendar
from events.management.commands import workday
from events.models import SpecialDay

OFFICIAL = Calendar()
DAY = datetime.timedelta(days=1)
MONDAY_AFTER_NATIONAL_DAY = date(2019, 10, 14)

days = st.dates(date(2010, 1, 1), date(2030, 12, 31))
counts = st.integers(0, 30)
specials = st.dictionaries(st.dates(date(2019, 9, 1), date(2019, 11, 30)), st.booleans(), max_size=20)


def test_every_day_of_17_years_agrees_with_a_second_library():
    second = holidays.China(years=range(2009, 2028))
    day, differing = date(2010, 1, 1), []
    while day.year < 2027:
        made_up = day in second.weekend_workdays
        works = made_up or (day.weekday() < 5 and day not in second)
        if OFFICIAL.is_workday(day) != works:
            differing.append(day)
        day += DAY
    assert differing == []


def test_the_statutory_days_of_years_to_come_agree_with_a_second_library():
    for year in workdays.MOON_DAYS:
        second = holidays.China(years=year, language="en_US")
        named = {day for day, name in second.items() if day.year == year and "observed" not in name}
        assert workdays.statutory_holidays(year) == named, year


def test_a_make_up_saturday_is_a_working_day():
    assert OFFICIAL.is_workday(date(2021, 9, 18))
    assert not OFFICIAL.is_workday(date(2021, 9, 21))


# The cases that the documents' own dates give.


@pytest.mark.parametrize(
    ("event", "n", "strict", "due"),
    [
        (date(2019, 10, 14), 5, False, date(2019, 10, 8)),
        (date(2019, 10, 14), 5, True, date(2019, 9, 30)),
        (date(2019, 10, 19), 5, False, date(2019, 10, 14)),
        (date(2019, 10, 19), 1, False, date(2019, 10, 18)),
        (date(2019, 10, 14), 0, False, date(2019, 10, 14)),
    ],
)
def test_the_last_day_ahead_of_an_event(event, n, strict, due):
    assert OFFICIAL.due_before(event, n, strict) == due


@pytest.mark.parametrize(
    ("event", "n", "due"),
    [
        (date(2019, 9, 30), 5, date(2019, 10, 12)),
        (date(2019, 10, 18), 5, date(2019, 10, 25)),
        (date(2019, 10, 19), 5, date(2019, 10, 25)),
        (date(2019, 10, 19), 0, date(2019, 10, 19)),
    ],
)
def test_the_last_day_after_an_event(event, n, due):
    assert OFFICIAL.due_after(event, n) == due


def test_a_count_across_new_year_uses_both_calendars():
    assert OFFICIAL.due_after(date(2020, 12, 31), 1) == date(2021, 1, 4)
    assert OFFICIAL.due_before(date(2021, 1, 4), 1) == date(2020, 12, 31)


def test_publishing_on_a_sunday_is_counted_from_that_sunday():
    sunday, event = date(2019, 10, 13), date(2019, 10, 19)
    assert OFFICIAL.counted_before(sunday, event) == tuple(date(2019, 10, day) for day in range(14, 19))
    assert OFFICIAL.days_left(sunday, event) == 5
    assert not OFFICIAL.is_late_before(sunday, event, 5)
    assert OFFICIAL.is_late_before(date(2019, 10, 15), event, 5)


def test_by_the_strict_count_a_holiday_may_still_be_in_time():
    holiday = date(2019, 10, 7)
    assert OFFICIAL.days_left(holiday, MONDAY_AFTER_NATIONAL_DAY, strict=True) == 5
    assert not OFFICIAL.is_late_before(holiday, MONDAY_AFTER_NATIONAL_DAY, 5, strict=True)
    assert OFFICIAL.is_late_before(date(2019, 10, 8), MONDAY_AFTER_NATIONAL_DAY, 5, strict=True)


def test_an_act_after_the_event_leaves_nothing_and_is_late():
    event = MONDAY_AFTER_NATIONAL_DAY
    assert OFFICIAL.days_left(event + DAY, event) == 0
    assert OFFICIAL.is_late_before(event + DAY, event, 0)
    assert not OFFICIAL.is_late_before(event, event, 0)
    assert OFFICIAL.is_late_before(event, event, 0, strict=True)


def test_a_report_is_late_after_the_last_working_day():
    event = date(2019, 9, 30)
    assert not OFFICIAL.is_late_after(date(2019, 10, 12), event, 5)
    assert OFFICIAL.is_late_after(date(2019, 10, 13), event, 5)


def test_days_are_counted_from_zero():
    for count in (OFFICIAL.due_before, OFFICIAL.due_after):
        with pytest.raises(ValueError, match="from 0"):
            count(MONDAY_AFTER_NATIONAL_DAY, -1)
    with pytest.raises(ValueError, match="from 0"):
        OFFICIAL.is_late_before(MONDAY_AFTER_NATIONAL_DAY, MONDAY_AFTER_NATIONAL_DAY, -1)


# What holds for every day.


@given(days, counts, st.booleans())
def test_the_due_day_is_the_last_working_day_that_is_in_time(event, n, strict):
    due = OFFICIAL.due_before(event, n, strict)
    assert not OFFICIAL.is_late_before(due, event, n, strict) or (strict and n == 0 and due == event)
    if n:
        assert OFFICIAL.is_workday(due)
        later = due + DAY
        while not OFFICIAL.is_workday(later):
            later += DAY
        assert OFFICIAL.is_late_before(later, event, n, strict)


@given(days, counts)
def test_strict_asks_for_one_working_day_more(event, n):
    assert OFFICIAL.due_before(event, n, strict=True) == OFFICIAL.due_before(event, n + 1)


@given(days, st.integers(1, 30))
def test_within_n_days_leaves_exactly_n_working_days(event, n):
    due = OFFICIAL.due_after(event, n)
    assert OFFICIAL.days_left(event + DAY, due + DAY) == n
    assert OFFICIAL.is_workday(due)


@given(days, days, counts, st.booleans())
def test_acting_earlier_never_makes_it_late(first, second, n, strict):
    early, late = sorted([first, second])
    event = late + 10 * DAY
    if OFFICIAL.is_late_before(early, event, n, strict):
        assert OFFICIAL.is_late_before(late, event, n, strict)


@given(days, st.integers(1, 30))
def test_adding_working_days_and_taking_them_off_again_comes_back(day, n):
    if OFFICIAL.is_workday(day):
        assert OFFICIAL.due_before(OFFICIAL.due_after(day, n), n) == day
        assert OFFICIAL.due_after(OFFICIAL.due_before(day, n), n) == day


@given(days, days, counts, st.booleans())
def test_a_later_event_is_never_due_earlier_and_the_strict_count_never_later(first, second, n, strict):
    early, late = sorted([first, second])
    assert OFFICIAL.due_before(early, n, strict) <= OFFICIAL.due_before(late, n, strict)
    assert OFFICIAL.due_after(early, n) <= OFFICIAL.due_after(late, n)
    assert OFFICIAL.due_before(late, n, strict=True) <= OFFICIAL.due_before(late, n)


@given(days, st.integers(-40, 40), counts, st.booleans())
def test_late_is_what_counting_the_days_says(event, offset, n, strict):
    act = event - offset * DAY
    latest = event - DAY if strict else event
    assert OFFICIAL.is_late_before(act, event, n, strict) == (
        act > latest or OFFICIAL.days_left(act, event, strict) < n
    )


@settings(max_examples=60)
@given(specials, st.dates(date(2019, 9, 1), date(2019, 11, 30)), st.integers(1, 10))
def test_special_days_go_before_everything_else(special, event, n):
    calendar = Calendar(special)
    assert all(calendar.is_workday(day) == works for day, works in special.items())
    assert calendar.days_left(calendar.due_before(event, n), event) == n


# Years without an official calendar.


def test_an_unknown_year_is_provisional_and_counts_weekdays_without_statutory_days():
    assert OFFICIAL.is_provisional(date(2028, 5, 1))
    assert not OFFICIAL.is_provisional(date(2026, 12, 31))
    assert not OFFICIAL.is_workday(date(2028, 1, 26))
    assert OFFICIAL.is_workday(date(2028, 1, 31))
    assert not OFFICIAL.is_workday(date(2060, 10, 1))


def test_a_span_is_provisional_when_one_of_its_years_is():
    assert OFFICIAL.is_provisional(date(2026, 12, 30), date(2027, 1, 5))
    assert OFFICIAL.is_provisional(date(2027, 1, 5), date(2026, 12, 30))
    assert not OFFICIAL.is_provisional(date(2025, 12, 30), date(2026, 1, 5))


def test_a_year_is_known_when_the_office_has_entered_its_national_day():
    assert Calendar({date(2027, 3, 3): False}).is_provisional(date(2027, 5, 1))
    assert not Calendar({date(2027, 10, 1): False}).is_provisional(date(2027, 5, 1))


@pytest.mark.parametrize(
    "day", [date.min, date(1, 1, 2), date(1899, 4, 5), date(2101, 4, 5), date(9999, 12, 30), date.max]
)
@pytest.mark.parametrize("strict", [False, True])
def test_a_day_beyond_every_calendar_is_provisional_and_no_error(day, strict):
    assert OFFICIAL.is_provisional(day)
    assert date.min <= OFFICIAL.due_before(day, 250, strict) <= day
    assert day <= OFFICIAL.due_after(day, 250) <= date.max
    assert OFFICIAL.is_late_after(day, date(2019, 10, 14), 5) == (day > date(2019, 10, 21))
    assert OFFICIAL.is_late_before(day, day, 5, strict) or day == date.min  # nobody could have acted before it
    assert OFFICIAL.days_left(day, day, strict) == 0


# The loaded calendar.


@pytest.fixture(autouse=True)
def nothing_loaded():
    workdays.forget()
    yield
    workdays.forget()


def special_day(day="2019-10-09", **fields):
    return SpecialDay.objects.create(day=date.fromisoformat(day), **{"is_workday": False, "name": "停电", **fields})


@pytest.mark.django_db
def test_the_calendar_is_loaded_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        for day in range(1, 20):
            workdays.calendar().due_before(date(2019, 10, day), 5)


@pytest.mark.django_db
def test_a_changed_special_day_counts_at_once():
    assert workdays.calendar().due_before(MONDAY_AFTER_NATIONAL_DAY, 5) == date(2019, 10, 8)
    day = special_day()
    assert workdays.calendar().due_before(MONDAY_AFTER_NATIONAL_DAY, 5) == date(2019, 9, 30)
    day.delete()
    assert workdays.calendar().due_before(MONDAY_AFTER_NATIONAL_DAY, 5) == date(2019, 10, 8)


@pytest.mark.django_db(transaction=True)
def test_who_loaded_the_old_days_before_the_commit_loads_anew():
    def load():
        workdays.calendar()
        connection.close()

    with transaction.atomic():
        special_day()
        reader = threading.Thread(target=load)
        reader.start()
        reader.join()
    assert not workdays.calendar().is_workday(date(2019, 10, 9))


@pytest.mark.django_db
def test_another_process_learns_of_it_a_little_later():
    workdays.calendar()
    SpecialDay.objects.bulk_create([SpecialDay(day=date(2019, 10, 9), is_workday=False, name="停电")])
    age, loaded = workdays._loaded
    assert workdays.calendar() is loaded
    workdays._loaded = age - workdays.FRESH_FOR - 1, loaded
    assert not workdays.calendar().is_workday(date(2019, 10, 9))


# python manage.py workday


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("2019-10-14 --before 5", "2019-10-08\n"),
        ("2019-10-14 --before 5 --strict", "2019-09-30\n"),
        ("2019-10-19 --before 5", "2019-10-14\n"),
        ("2019-09-30 --after 5", "2019-10-12\n"),
    ],
)
def test_the_command_prints_the_day_alone(line, printed, capsys):
    call_command("workday", *line.split())
    assert capsys.readouterr() == (printed, "")


@pytest.mark.django_db
def test_the_command_counts_the_offices_special_days(capsys):
    special_day()
    call_command("workday", "2019-10-14", "--before", "5")
    assert capsys.readouterr().out == "2019-09-30\n"


@pytest.mark.django_db
def test_the_command_says_that_a_day_is_provisional(capsys):
    call_command("workday", "2028-10-16", "--before", "5")
    out, err = capsys.readouterr()
    assert out == "2028-10-09\n"
    assert err.strip()


@pytest.mark.parametrize(
    "line",
    [
        "2019-02-30 --before 5",
        "2019-10-14 --before x",
        "2019-10-14 --before -1",
        "2019-10-14",
        "2019-10-14 --after 1 --before 1",
    ],
)
def test_the_command_refuses_what_it_cannot_read(line):
    with pytest.raises(CommandError):
        call_command("workday", *line.split())


def test_on_a_fresh_clone_the_command_needs_no_database_and_makes_none(tmp_path, monkeypatch, capsys):
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "portal.sqlite3"))
    else:
        monkeypatch.setattr(workday, "calendar", unreachable)
    call_command("workday", "2019-10-14", "--before", "5")
    assert capsys.readouterr().out == "2019-10-08\n"
    assert list(tmp_path.iterdir()) == []


def unreachable():
    raise OperationalError("no server")

"""The calendar month beside a list: its days, its links, its cost."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from events import months
from events.models import Session
from tests import make

TODAY = date(2019, 10, 8)


@pytest.fixture
def monday(db):
    return make.announced(starts_at=make.at("2019-10-14 00:00"))


def october(**options):
    return months.month(Session.objects.public(), date(2019, 10, 20), today=TODAY, **options)


def days(month):
    return {day.date: day for week in month.weeks for day in week.days if day}


def counts(month):
    return {day.day: found.sessions for day, found in days(month).items() if found.sessions}


def test_a_month_has_its_days_in_weeks_from_monday_on(db):
    month = october()
    assert [day and day.date.day for day in month.weeks[0].days] == [None, 1, 2, 3, 4, 5, 6]
    assert len(days(month)) == 31
    assert (month.before.first, month.before.last) == (date(2019, 9, 1), date(2019, 9, 30))
    assert (month.after.first, month.after.last) == (date(2019, 11, 1), date(2019, 11, 30))


def test_sessions_are_counted_on_their_day_in_shanghai(monday):
    make.announced(starts_at=make.at("2019-10-31 23:00"))
    make.announced(starts_at=make.at("2019-11-01 00:00"))
    make.announced(starts_at=make.at("2019-09-30 23:59"))
    assert counts(october()) == {14: 1, 31: 1}


def test_what_is_cancelled_or_not_announced_makes_no_day(monday):
    make.session(starts_at=make.at("2019-10-15 09:00"))
    make.announced(starts_at=make.at("2019-10-16 09:00"), state="cancelled", announced_at=make.at("2019-10-01 09:00"))
    assert counts(october()) == {14: 1}


def test_today_and_the_chosen_day_are_told_apart(monday):
    month = days(october(chosen=date(2019, 10, 14)))
    assert [day for day, found in month.items() if found.is_today] == [TODAY]
    assert [day for day, found in month.items() if found.is_chosen] == [date(2019, 10, 14)]


def test_a_small_screen_leaves_out_quiet_weeks_and_those_behind_us(monday):
    make.announced(starts_at=make.at("2019-10-02 09:00"))
    assert [week.is_quiet for week in october().weeks] == [True, False, False, True, True]
    past = months.month(Session.objects.public(), date(2019, 10, 1), today=date(2019, 12, 1))
    assert [week.is_quiet for week in past.weeks] == [False, True, False, True, True]


def test_a_list_that_looks_back_keeps_the_weeks_behind_us(monday):
    make.announced(starts_at=make.at("2019-10-02 09:00"))
    assert [week.is_quiet for week in october(looks_ahead=False).weeks] == [False, False, False, True, True]


@pytest.mark.parametrize("day", [date.min, date(1999, 12, 31), date(2100, 1, 1), date.max])
def test_where_no_calendar_reaches_today_s_month_is_shown(db, day):
    assert months.month(Session.objects.all(), day, today=TODAY).first == date(2019, 10, 1)


def test_the_calendar_ends_with_its_years(db):
    assert months.month(Session.objects.all(), date(2000, 1, 5), today=TODAY).before is None
    assert months.month(Session.objects.all(), date(2099, 12, 5), today=TODAY).after is None


# --- on the page


@pytest.fixture
def page(client):
    with time_machine.travel(make.at("2019-10-08 10:00"), tick=False):
        yield lambda **query: client.get(reverse("events:sessions"), query).content.decode()


def links(text):
    return re.findall(r'href="/sessions/\?([^"]*first=[^"]*)#results"', text)


def test_the_page_shows_the_month_in_which_its_list_begins(page, db):
    make.announced(starts_at=make.at("2019-12-03 09:00"))
    assert "2019年12月" in page()
    assert links(page()) == [
        "first=2019-11-01&amp;last=2019-11-30",
        "first=2020-01-01&amp;last=2020-01-31",
        "first=2019-12-03&amp;last=2019-12-03",
    ]


def test_a_link_keeps_the_filters_and_asks_anew_for_the_time(page, monday):
    shown = page(words=monday.title, when="ahead", page="2")
    assert all("words=" in link and "when=" not in link and "page=" not in link for link in links(shown))


def test_other_filters_narrow_the_calendar_and_time_does_not(page, monday):
    make.announced(starts_at=make.at("2019-10-01 09:00"), title="已过去的")
    assert any("first=2019-10-01&amp;last=2019-10-01" in link for link in links(page()))
    assert not any("last=2019-10-01" in link for link in links(page(words=monday.title)))


def test_a_chosen_day_shows_its_sessions_and_is_marked(page, monday):
    other = make.announced(starts_at=make.at("2019-10-15 09:00"))
    shown = page(first="2019-10-14", last="2019-10-14")
    assert monday.get_absolute_url() in shown
    assert other.get_absolute_url() not in shown
    assert re.search(r'last=2019-10-14#results"\s+rel="nofollow"\s+aria-current="true"', shown)


@pytest.mark.parametrize("first", ["0001-01-01", "9999-12-31"])
def test_a_day_out_of_all_time_breaks_nothing(page, monday, first):
    assert "2019年10月" in page(first=first, last=first)

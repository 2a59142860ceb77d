"""Days and moments as people read them."""

from datetime import date

import pytest
from django.utils import translation

from events.foundation import dates
from tests.make import at

START, END = at("2019-10-14 09:00"), at("2019-10-14 11:30")
THIS_YEAR = date(2019, 9, 1)


def test_the_year_is_left_out_while_it_is_the_present_one():
    assert dates.day(START.date(), today=THIS_YEAR) == "10月14日（周一）"
    assert dates.day(START.date(), today=date(2020, 1, 1)) == "2019年10月14日（周一）"
    assert dates.day(START.date()) == "2019年10月14日（周一）"


def test_a_span_names_the_second_day_only_where_it_is_another():
    assert dates.span(START, END, today=THIS_YEAR) == "10月14日（周一）09:00–11:30"
    assert dates.span(START, at("2019-10-15 11:30"), today=THIS_YEAR) == "10月14日（周一）09:00 – 10月15日（周二）11:30"


@pytest.mark.parametrize(("end", "words"), [("09:45", "45分钟"), ("11:00", "2小时"), ("11:30", "2小时30分钟")])
def test_how_long_it_takes(end, words):
    assert dates.duration(START, at(f"2019-10-14 {end}")) == words


def test_english():
    with translation.override("en"):
        assert dates.moment(START) == "Mon 14 October 2019, 09:00"
        assert dates.duration(START, END) == "2 h 30 min"

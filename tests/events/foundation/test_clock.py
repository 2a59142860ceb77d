"""The clock: real time, or the moment in the file that all processes share."""

import datetime

import pytest

from events.foundation import clock


@pytest.fixture
def moved_clock(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "var" / "clock")


def test_the_real_time_is_aware_and_moves(settings):
    settings.CLOCK_FILE = ""
    first = clock.now()
    assert first.tzinfo is not None
    assert clock.now() > first


def test_a_moved_clock_stands_at_its_moment(moved_clock):
    moment = datetime.datetime(2019, 10, 14, 9, 30, tzinfo=clock.ZONE)
    clock.move(moment)
    assert clock.now() == clock.now() == moment
    assert clock.today() == datetime.date(2019, 10, 14)


def test_a_moment_without_a_zone_is_meant_in_shanghai(moved_clock):
    clock.move(datetime.datetime(2019, 10, 14, 0, 30))
    assert clock.now() == datetime.datetime(2019, 10, 13, 16, 30, tzinfo=datetime.UTC)


def test_moving_to_nothing_returns_to_the_real_time(moved_clock):
    clock.move(datetime.datetime(2019, 10, 14, tzinfo=clock.ZONE))
    clock.move(None)
    clock.move(None)
    assert clock.now().year > 2024


def test_an_empty_file_means_the_real_time(moved_clock, settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    (tmp_path / "clock").write_text("\n")
    assert clock.now().year > 2024


def test_the_day_ends_at_midnight_in_shanghai():
    last = datetime.datetime(2019, 10, 14, 15, 59, 59, tzinfo=datetime.UTC)
    assert clock.day_of(last) == datetime.date(2019, 10, 14)
    assert clock.day_of(last + datetime.timedelta(seconds=1)) == datetime.date(2019, 10, 15)

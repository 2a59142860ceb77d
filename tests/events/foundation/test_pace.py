"""When letters leave and what they cost: paces of channels, quiet hours, one conversation a batch, the daily line."""

import datetime
from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.foundation import delivery, quiet, tally
from events.models import Message, Pace, Portal
from tests import make
from tests.events.foundation.conftest import LATER, MINUTE, NOW, at_once, letter, state

pytestmark = pytest.mark.django_db


# The pace of a channel


@pytest.fixture
def paced(scripted, settings):
    settings.LETTERS_PER_MINUTE = {"scripted": 3}
    return scripted


def test_what_is_above_the_pace_waits_and_nothing_is_lost(paced):
    made = [letter() for _number in range(7)]
    assert [delivery.deliver_due(NOW), delivery.deliver_due(NOW)] == [{"sent": 3}, {}]
    assert state(made[3]) == "queued"
    assert made[3].attempts == 0
    assert delivery.deliver_due(NOW + MINUTE) == {"sent": 3}
    assert delivery.deliver_due(NOW + 2 * MINUTE) == {"sent": 1}
    assert paced.sent == [message.pk for message in made]


def test_a_channel_that_is_full_holds_up_no_other(paced, monkeypatch):
    monkeypatch.setattr(delivery, "BATCH", 4)
    for _number in range(8):
        letter()
    other = letter("inbox")
    assert delivery.deliver_due(NOW) == {"sent": 3}
    assert delivery.deliver_due(NOW) == {"sent": 1}
    assert state(other) == "sent"


# The quiet hours of residents


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        ("2019-10-08 20:59", None),
        ("2019-10-08 21:00", "2019-10-09 08:00"),
        ("2019-10-09 07:59", "2019-10-09 08:00"),
        ("2019-10-09 08:00", None),
    ],
)
def test_a_residents_letter_waits_for_the_end_of_the_quiet_hours(scripted, moment, leaves):
    now = make.at(moment)
    made, urgent = letter(daytime_only=True, now=now), letter(now=now)
    delivery.deliver_due(now)
    assert (state(made), state(urgent)) == ("queued" if leaves else "sent", "sent")
    if leaves:
        assert (made.next_try_at, made.attempts) == (make.at(leaves), 0)
        assert delivery.deliver_due(make.at(leaves)) == {"sent": 1}


def test_quiet_hours_within_a_day_and_none_at_all(scripted):
    assert quiet.end_of(make.at("2019-10-08 13:00"), time(12), time(14)) == make.at("2019-10-08 14:00")
    assert quiet.end_of(make.at("2019-10-08 14:00"), time(12), time(14)) is None
    Portal.objects.update(quiet_from=None, quiet_until=None)
    assert quiet.ends(make.at("2019-10-08 23:00")) is None


# What a letter costs


def test_a_letter_costs_the_same_however_many_wait(scripted, monkeypatch):
    costs = []
    for number in (5, 20):
        for _letter in range(number):
            letter(unit=make.unit())
        with CaptureQueriesContext(connection) as queries:
            delivery.deliver_due(NOW)
        costs.append(len(queries) - 3 * number)  # claim, read, record
    assert costs[0] == costs[1] <= 4


def test_a_batch_is_one_conversation_and_a_broken_one_leaves_no_doubt(smtp):
    for _number in range(3):
        letter("email")
    delivery.deliver_due(NOW)
    assert (len(smtp.letters), smtp.conversations) == (3, 1)

    smtp.answers = {"NOOP": None}  # the server ends each conversation after one letter
    for _number in range(2):
        letter("email")
    assert delivery.deliver_due(NOW) == {"sent": 2}
    assert (len(smtp.letters), smtp.conversations) == (5, 3)


# How the letters stand


def test_the_daily_line_counts_what_waits_and_warns_of_what_needs_a_person(scripted, caplog):
    caplog.set_level("INFO", "events")
    sent, waiting = letter(now=NOW - 90 * MINUTE), letter(now=NOW - 61 * MINUTE)
    delivery.deliver(sent.pk, now=NOW - 90 * MINUTE)
    tally.write(now=NOW)
    Message.objects.filter(pk=waiting.pk).update(state="unknown")
    tally.write(now=NOW + datetime.timedelta(days=1))

    first, second = caplog.records
    assert first.getMessage() == (
        "letters: sent 1 in 24 hours, waiting 1, held 0, given up 0, unknown 0, oldest due 61 min"
    )
    assert second.getMessage().startswith("letters: sent 0 in 24 hours, waiting 0, held 0, given up 0, unknown 1")
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]


@pytest.mark.django_db(transaction=True)
def test_many_workers_keep_the_pace_together(paced):
    for _number in range(8):
        letter(now=LATER)
    Pace.objects.create(channel="scripted", minute=LATER - MINUTE, taken=3)
    at_once([lambda: delivery.deliver_due(LATER)] * 6)
    assert len(paced.sent) == len(set(paced.sent)) == 3
    assert Message.objects.filter(state="queued", attempts=0).count() == 5

"""No reminder is lost and none is sent twice by us, whatever breaks: counted where the letters arrive.

Each test lives on a working day of its own, so that its stage of the duties is nobody else's; Friday 29 November 2019
is the last day of every duty. A letter tells of one duty or of many: what counts is the duty that a person reads of.
"""

import signal
import time
from collections import Counter
from contextlib import contextmanager

import pytest

from tests.faults.town import DELIVER, RESIDENTS, SWEEP, Town, running, until

pytestmark = pytest.mark.faults

UNITS, ALL = ("units",), ("units", "office")
LOST = r"raised unexpected: (Operational|Interface)Error"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with running(tmp_path_factory.mktemp("town")) as town:
        yield town


@contextmanager
def told_once(town: Town, what: str, *groups: str, unknown: int = 0):
    """Whatever happens inside: in the end all the groups have read of all their duties, each once.

    Of `unknown` letters nobody can say whether they arrived; they are shown as such and stay as they are.
    Yields what says whether every reminder has its letter, and each letter is sent but the one in a worker's hands.
    """
    began, since, last = time.monotonic(), len(town.sink.letters), town.last_letter()
    expected, claimed = town.expected(*groups), town.last_reminder()
    yield lambda: town.reminders(claimed) == expected.total() and town.all_but_one_left(last)
    until(lambda: not expected - town.told(since), "not everybody has been told")
    town.goes_round()
    told, letters = town.told(since), len(town.sink.letters) - since
    lost, twice = expected - told, told - expected
    print(
        f"\n{what}: {expected.total()} reminders due, {(told & expected).total()} sent in {letters} letters, "
        f"{unknown} of them unknown, duplicates {twice.total()}, lost {lost.total()} ({time.monotonic() - began:.0f} s)"
    )
    assert (twice, lost) == (Counter(), Counter())
    wanted = Counter(sent=letters - unknown, unknown=unknown)
    assert Counter(town.letters_by_state(last)) == wanted


def test_two_beats_and_four_workers_at_once_send_each_reminder_once(town):
    with told_once(town, "Two beats and four workers at once", *UNITS), town.frozen(*town.workers):
        town.portal.live_at("2019-11-15T09:00")
        town.queue(*[SWEEP] * 16)
        until(lambda: town.queued() >= 8, "no tasks wait")


def test_residents_too_are_reminded_once(town):
    """On Friday, those who come on Monday and those who watch; the staff of that day among them."""
    everybody = told_once(town, "Residents, two beats and four workers at once", *ALL, "residents")
    with everybody, town.frozen(*town.workers):
        town.portal.live_at("2019-12-06T09:00")
        town.queue(*[RESIDENTS] * 16)
        until(lambda: town.queued() >= 8, "no tasks wait")


def test_a_worker_killed_in_mid_delivery_leaves_one_letter_unknown_and_the_others_go(town):
    unlucky = next(iter(town.people["units"]))
    victim, *others = town.workers
    with told_once(town, "A worker killed with SIGKILL in mid-delivery", *UNITS, unknown=1) as others_gone:
        hold, last = town.sink.hold(unlucky), town.last_letter()
        with town.frozen(*others):
            town.portal.live_at("2019-11-22T09:00")
            until(hold.reached.is_set, "the letter does not arrive")
            victim.end(signal.SIGKILL)
        hold.released.set()
        until(others_gone, "the others do not go")
        town.portal.live_at("2019-11-22T09:16")
        until(lambda: "unknown" in town.letters_by_state(last), "nobody says that the letter is lost")
        victim.start()
        town.portal.live_at("2019-11-22T18:00")


def test_redis_restarted_with_its_data_lost_costs_no_reminder(town):
    with told_once(town, "Redis killed and its data lost", *ALL):
        with town.frozen(*town.workers):
            town.portal.live_at("2019-12-02T09:00")
            town.queue(*[SWEEP] * 16)
            until(town.queued, "no tasks wait")
            town.broker.terminate()
        town.broker.start()
        assert town.queued() < 16


def test_a_database_lost_in_mid_delivery_leaves_that_letter_unknown(town):
    """It goes while a mail server has a letter in its hands: what that one answers can nowhere be written down."""
    unlucky = next(iter(town.people["units"]))
    with told_once(town, "The database gone in mid-delivery", *UNITS, unknown=1) as others_gone:
        hold, last = town.sink.hold(unlucky), town.last_letter()
        town.portal.live_at("2019-11-29T09:00")
        until(hold.reached.is_set, "the letter does not arrive")
        until(others_gone, "the others do not go")
        failed = town.finished(DELIVER, LOST)
        with town.database_away():
            hold.released.set()
            until(lambda: town.finished(DELIVER, LOST) > failed, "the worker does not miss it")
        town.portal.live_at("2019-11-29T09:16")
        until(lambda: "unknown" in town.letters_by_state(last), "nobody says that the letter is lost")


def test_a_database_that_is_away_for_a_minute_costs_no_reminder(town):
    with told_once(town, "The database gone for a minute", *ALL), town.database_away():
        town.portal.live_at("2019-12-04T09:00")
        failed = town.finished(SWEEP, LOST)
        until(lambda: town.finished(SWEEP, LOST) >= failed + 4, "no worker misses it")
        town.portal.live_at("2019-12-04T09:01")


def test_stages_missed_while_beat_was_down_collapse_into_the_latest(town):
    """Down from Monday night to Thursday: of two days and one day ahead only the latter is told; then all goes on."""
    for beat in town.beats:
        beat.end()
    with told_once(town, "Beat down for three days", *UNITS):
        last = town.last_reminder()
        for day in (26, 27, 28):
            town.portal.live_at(f"2019-11-{day}T09:00")
        for beat in town.beats:
            beat.start()
    stages = town.rows("SELECT stage, count(*) FROM events_reminder WHERE id > %s GROUP BY stage", last)
    assert stages == [("2019-11-29-ahead-1", town.expected(*UNITS).total())]
    with told_once(town, "The next stage after that", *ALL):
        town.portal.live_at("2019-12-03T09:00")

"""Many people at once, each in a thread with a connection of its own, on whatever database the tests run on."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import F

from events.models import AuditEntry, Session
from registrations import offers, seats, signups, waiting
from registrations.models import Signup
from tests import make

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
NOW = make.at("2019-10-05 09:00")
THREADS = 16


def at_once(call, arguments):
    """Call with each argument, in many threads that start together."""
    gate = Barrier(min(THREADS, len(arguments)))

    def one(argument):
        try:
            return call(argument)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=gate.parties, initializer=gate.wait) as pool:
        return list(pool.map(one, arguments))


def sign_up(session, number, **fields):
    typed = {"name": "朱建国", "phone": f"138{number:08}", "category": "resident", "consent": True, "now": NOW}
    return signups.sign_up(session, **{**typed, **fields})


def held(session):
    return sum(seats.held(session).values())


@pytest.mark.parametrize("quotas", [{}, {"resident": (0, 10)}])
def test_forty_people_on_ten_places_are_exactly_ten_and_thirty_wait_in_ranks_without_a_gap(quotas):
    session = make.announced(capacity=10, quotas=quotas)
    at_once(lambda number: sign_up(session, number), list(range(40)))
    session.refresh_from_db()
    assert (session.seats_taken, held(session)) == (10, 10)
    assert sorted(waiting.position(signup) for signup in waiting.of(session)) == list(range(1, 31))


def test_a_double_click_is_one_entry():
    session = make.announced()
    answers = at_once(lambda _: sign_up(session, 1, request_key="once").pk, list(range(8)))
    assert len(set(answers)) == 1
    assert Signup.objects.count() == 1


def test_one_person_in_many_windows_holds_one_seat():
    session = make.announced()
    at_once(lambda number: sign_up(session, 1, request_key=f"window {number}"), list(range(8)))
    session.refresh_from_db()
    assert (session.seats_taken, Signup.objects.standing().count(), Signup.objects.count()) == (1, 1, 8)


def test_while_people_come_and_go_no_seat_is_given_twice_and_none_stays_free_while_somebody_waits():
    session = make.announced(capacity=6)
    first = [sign_up(session, number, companions=number % 2) for number in range(8)]

    def come_or_go(number):
        return signups.cancel(first[number], now=NOW) if number < 8 else sign_up(session, number)

    at_once(come_or_go, list(range(24)))
    session.refresh_from_db()
    assert session.seats_taken == held(session) == 6
    assert waiting.of(session).exists()


def test_answers_lapses_newcomers_and_cancellations_at_once_give_no_place_twice_and_lose_none():
    """Eight places are offered; half are answered in the moment in which they lapse, while others come and go."""
    session = make.announced(capacity=8)
    first = [sign_up(session, number) for number in range(24)]
    for entry in first[:8]:
        signups.cancel(entry, now=NOW)
    late = Signup.objects.offered().first().offered_until

    def act(number):
        kind, entry = number % 4, first[8 + number // 4]
        if kind == 0:
            return _quietly(offers.accept, entry, now=NOW)
        if kind == 1:
            return _quietly(offers.decline, entry, stays=number % 8 > 4, now=NOW)
        return offers.lapse(now=late) if kind == 2 else sign_up(session, 100 + number)

    at_once(act, list(range(32)))
    session.refresh_from_db()
    assert session.seats_taken == held(session) <= 8
    # What is free has been declined, or not answered, by everyone who still waits: nobody else was passed over.
    passed = AuditEntry.objects.filter(act__in=["signup.lapse", "signup.decline"]).values_list("subject_id", flat=True)
    never_asked = waiting.of(session).exclude(pk__in=[int(key) for key in passed])
    assert session.seats_taken == 8 or not never_asked.exists()


def _quietly(answer, entry, **how):
    """An answer may come when there is no offer any more, or not yet."""
    try:
        return answer(entry, **how)
    except ValidationError:
        return None


def test_of_two_answers_to_one_offer_one_counts():
    session = make.announced(capacity=1)
    holder, waits, _third = (sign_up(session, number) for number in range(3))
    signups.cancel(holder, now=NOW)
    start = Barrier(2, timeout=20)

    def answer(act):
        start.wait()
        return _quietly(*act[:2], **act[2], now=NOW)

    at_once(answer, [(offers.accept, waits, {}), (offers.decline, waits, {"stays": False})])
    session.refresh_from_db()
    assert session.seats_taken == held(session) == 1
    assert Signup.objects.offered().count() + Signup.objects.filter(state="entered").count() == 1


def test_an_unlocked_count_would_give_too_many_seats():
    """The control: counting first and writing afterwards, as nobody should, shows that the threads do race."""
    session = make.announced(capacity=100)
    start = Barrier(2, timeout=20)

    def count_then_write(_number):
        taken = Session.objects.get(pk=session.pk).seats_taken
        start.wait()
        Session.objects.filter(pk=session.pk).update(seats_taken=taken + 1)

    at_once(count_then_write, [1, 2])
    lost = Session.objects.get(pk=session.pk).seats_taken
    at_once(lambda _: Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") + 1), [1, 2])
    assert (lost, Session.objects.get(pk=session.pk).seats_taken) == (1, 3)

"""The opening minute: hundreds of browsers at a running portal, served by processes and by threads."""

import json
import random
import re

import pytest

from tests import portal as portals
from tests.bench import crowd
from tests.bench.crowd import Visitor

PEOPLE, MANY, PLACES, AT_ONCE = 300, 1000, 30, 32
ACTS = 300
ROWS = """
import json
from events.models import Session
from registrations import seats, waiting
from registrations.models import Signup
one = Session.objects.get(pk={key})
waits = list(waiting.of(one).order_by("rank"))
print(json.dumps({{
    "capacity": one.capacity, "taken": one.seats_taken, "held": sum(seats.held(one).values()),
    "entries": Signup.objects.filter(session=one).count(),
    "ranks": [row.rank for row in waits], "smallest": min((row.seats for row in waits), default=0),
}}))
"""
NEW_SESSION = """
from events.models import Point, Session
from tests import make
code = f"CROWD{{Session.objects.count()}}"
print(make.announced(point=Point.objects.first(), card_code=code, capacity={capacity}).pk)
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    with portals.prepared(tmp_path_factory.mktemp("var")) as portal:
        portal.live_at("2019-10-05T09:00")
        yield portal


def shell(portal, code):
    return portal.manage("shell", "--no-imports", "-c", code).strip()


def session(portal, **fields):
    return shell(portal, NEW_SESSION.format(**fields))


def rows(portal, key):
    return json.loads(shell(portal, ROWS.format(key=key)))


def sign_up(portal, key, number, companions=0):
    """One visitor from the form to the private page; the status of the last answer, and the private address."""
    visitor = Visitor.of(portal.url)
    form = f"/sessions/{key}/sign-up/"
    typed = {"name": "朱建国", "phone": f"138{number:08}", "category": "resident", "companions": companions}
    answer = visitor.fill_in(form, consent="on", **typed)
    private = answer.header("Location")
    assert re.fullmatch(r"/my/[\w-]+/", private), answer
    return visitor.get(private).status, private


@pytest.mark.parametrize("people", [PEOPLE, pytest.param(MANY, marks=pytest.mark.bench)])
@pytest.mark.parametrize(("workers", "threads"), [(4, 1), (1, 8)], ids=["processes", "threads"])
def test_hundreds_of_people_on_thirty_places(portal, workers, threads, people):
    key = session(portal, capacity=PLACES)
    with portals.web(portal, workers=workers, threads=threads):
        answers, seconds = crowd.at_once(
            lambda number: sign_up(portal, key, number)[0], range(people), visitors=AT_ONCE
        )
    print(f"\n{people} people on {PLACES} places in {seconds:.1f} s", end="")
    assert answers == {200: people}
    found = rows(portal, key)
    assert (found["taken"], found["held"], found["entries"]) == (PLACES, PLACES, people)
    assert found["ranks"] == list(range(1, people - PLACES + 1))


def test_while_people_come_and_go_and_the_place_grows_no_seat_is_given_twice_and_none_stays_free(portal):
    """Sign-ups of one to three people, cancellations, answers to offers and a larger place, all at once.

    A place that is offered is held: it counts as taken, and nobody else can have it.
    """
    key, dice = session(portal, capacity=10), random.Random(7)
    private: list[str] = []
    with portals.web(portal, workers=1, threads=8):

        def act(number):
            if number == ACTS // 2:
                shell(portal, GROW.format(key=key))
                return 200
            if number % 3 and private:
                address = private.pop(dice.randrange(len(private)))
                visitor = Visitor.of(portal.url)
                if number % 3 == 1:
                    return visitor.post(f"{address}cancel/").status
                private.append(address)
                return visitor.post(f"{address}offer/", answer=("accept", "leave")[number % 2]).status
            status, address = sign_up(portal, key, number, companions=dice.randrange(3))
            private.append(address)
            return status

        answers, seconds = crowd.at_once(act, range(ACTS), visitors=AT_ONCE)
    print(f"\n{answers[200]} sign-ups and {answers[302]} cancellations and answers in {seconds:.1f} s", end="")
    assert set(answers) == {200, 302}
    assert answers.total() == ACTS
    found = rows(portal, key)
    assert found["capacity"] == 14
    assert found["taken"] == found["held"] <= 14
    assert found["smallest"] == 0 or found["smallest"] > 14 - found["taken"]


GROW = """
from django.db import transaction
from events.foundation import clock
from events.models import Session
from registrations import offers, seats
with transaction.atomic():
    one = seats.lock(Session.objects.get(pk={key}))
    one.capacity = 14
    one.save(update_fields=["capacity"])
    offers.session_changed(one, now=clock.now())
"""

"""The door: ticking in, undoing, walk-ins, and the count of those who came."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events import sessions
from events.models import Session, Staff
from registrations import checkin, statistics
from registrations.models import Signup
from tests import make

pytestmark = pytest.mark.django_db
BEFORE, DURING, AFTER = make.at("2019-10-14 08:40"), make.at("2019-10-14 09:10"), make.at("2019-10-14 11:30")
State = Signup.State


@pytest.fixture
def session():
    return make.announced(capacity=4)


@pytest.fixture
def helper(session):
    return make.staff(Staff.Role.DOOR, unit=session.unit)


def selected(session, **fields):
    return make.signup(session, state=State.SELECTED, **fields)


def code_of(call, *args, **fields):
    with pytest.raises(ValidationError) as caught:
        call(*args, **fields)
    return caught.value.code


def walk_in(session, helper, now, **fields):
    given = {"name": "路人", "people": 1, "category": "resident", **fields}
    return checkin.walk_in(session, **given, by=helper, now=now)


def test_a_party_is_ticked_in_with_the_number_of_people_who_came(session, helper):
    entry = selected(session, companions=2)
    checkin.arrive(entry, people=2, by=helper, now=BEFORE)
    entry.refresh_from_db()
    assert (entry.arrived_at, entry.arrived_people, entry.arrived_by) == (BEFORE, 2, helper)


def test_ticking_in_twice_keeps_the_first_tick(session, helper):
    entry = selected(session)
    checkin.arrive(entry, people=1, by=helper, now=BEFORE)
    assert checkin.arrive(entry, people=1, by=helper, now=DURING).arrived_at == BEFORE


@pytest.mark.parametrize("people", [0, 3])
def test_a_party_is_ticked_in_as_large_as_it_signed_up_at_most(session, helper, people):
    entry = selected(session, companions=1)
    assert code_of(checkin.arrive, entry, people=people, by=helper, now=BEFORE) == "people"


@pytest.mark.parametrize("state", [State.REFUSED, State.CANCELLED])
def test_who_has_no_seat_is_not_ticked_in(session, helper, state):
    entry = make.signup(session, state=state)
    assert code_of(checkin.arrive, entry, people=1, by=helper, now=BEFORE) == "state"


def test_the_code_of_a_repeated_entry_opens_the_door_for_the_first(session, helper):
    first = selected(session)
    again = make.signup(session, state=State.REPEATED, first=first)
    assert checkin.arrive(again, people=1, by=helper, now=BEFORE) == first


def test_undo_takes_the_tick_back(session, helper):
    entry = selected(session)
    checkin.arrive(entry, people=1, by=helper, now=BEFORE)
    checkin.undo(entry, by=helper, now=BEFORE)
    entry.refresh_from_db()
    assert (entry.arrived_at, entry.arrived_people, entry.state) == (None, 0, State.SELECTED)


def test_before_the_beginning_the_seats_of_the_selected_wait_for_them(session, helper):
    selected(session, companions=2)
    walk_in(session, helper, BEFORE)
    assert code_of(walk_in, session, helper, BEFORE, name="另一位") == "room"


def test_from_the_beginning_on_who_is_late_has_given_up_the_seats(session, helper):
    late = selected(session, companions=3)
    walk_in(session, helper, DURING, people=2)
    assert code_of(checkin.arrive, late, people=4, by=helper, now=DURING) == "room"
    assert checkin.arrive(late, people=2, by=helper, now=DURING).arrived_people == 2


def test_somebody_from_the_waiting_list_may_come_in_where_there_is_room(session, helper):
    selected(session, companions=2)
    first, second = (make.signup(session, state=State.WAITING, rank=n) for n in (1, 2))
    checkin.arrive(first, people=1, by=helper, now=BEFORE)
    assert code_of(checkin.arrive, second, people=1, by=helper, now=BEFORE) == "room"


def test_a_walk_in_needs_a_name_but_no_number(session, helper):
    assert walk_in(session, helper, BEFORE).arrived_people == 1
    assert walk_in(session, helper, BEFORE).seats == 1
    with pytest.raises(ValidationError):
        walk_in(session, helper, BEFORE, name=" ")


def test_many_walk_ins_of_one_name_and_no_number_are_many_people():
    hall = make.announced(capacity=40)
    helper = make.staff(Staff.Role.DOOR, unit=hall.unit)
    assert len({walk_in(hall, helper, BEFORE).pk for _ in range(30)}) == 30


def test_a_walk_in_who_stands_on_the_list_is_ticked_there(session, helper):
    walk_in(session, helper, BEFORE, phone="13800000001")
    assert code_of(walk_in, session, helper, BEFORE, phone="138 0000 0001") == "twice"


def test_a_walk_in_that_is_undone_leaves_the_list(session, helper):
    guest = walk_in(session, helper, BEFORE)
    checkin.undo(guest, by=helper, now=BEFORE)
    assert checkin.door_list(session) == []


def test_walk_ins_leave_the_seats_of_the_list_alone(session, helper):
    walk_in(session, helper, BEFORE)
    assert Session.objects.get(pk=session.pk).seats_taken == 0


def test_the_door_opens_on_the_day(session, helper):
    entry = selected(session)
    assert code_of(checkin.arrive, entry, people=1, by=helper, now=make.at("2019-10-13 23:59")) == "door"
    assert checkin.arrive(entry, people=1, by=helper, now=make.at("2019-10-14 00:00"))


def test_helpers_of_another_unit_tick_nobody(session):
    with pytest.raises(PermissionDenied):
        checkin.arrive(selected(session), people=1, by=make.staff(Staff.Role.DOOR), now=BEFORE)


def test_the_door_list_has_the_selected_first_then_those_who_wait_and_not_the_refused(session):
    waits = make.signup(session, state=State.WAITING, rank=1)
    comes = selected(session)
    make.signup(session, state=State.REFUSED)
    make.signup(session, state=State.CANCELLED)
    assert checkin.door_list(session) == [comes, waits]


def test_when_the_session_is_held_the_people_are_counted_and_the_no_shows_known(session, helper):
    checkin.arrive(selected(session, companions=1, category="parent"), people=1, by=helper, now=BEFORE)
    selected(session)
    walk_in(session, helper, DURING)
    sessions.hold(session, head_present=True, by=make.staff(unit=session.unit), now=AFTER)
    session.refresh_from_db()
    turnout = statistics.of([session])[session.pk]
    assert session.attendance == turnout.came == 2
    assert (turnout.entries, turnout.signed_up, turnout.walk_ins, turnout.no_shows) == (2, 3, 1, 2)
    assert turnout.came_by_category == {"parent": 1, "resident": 1}


def test_where_nobody_was_ticked_nobody_is_counted(session):
    sessions.hold(session, head_present=True, by=make.staff(unit=session.unit), now=AFTER)
    session.refresh_from_db()
    assert session.attendance is None

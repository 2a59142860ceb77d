"""How parties fill seats: floors first, ceilings never passed, parties whole."""

import itertools
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from registrations.seating import Party, Places, fill


def party(key, category="resident", seats=1):
    return Party(key=key, category=category, seats=seats)


def keys(parties):
    return [party.key for party in parties]


def test_a_party_that_does_not_fit_is_passed_over_and_a_smaller_one_behind_it_fits():
    queue = [party("a", seats=2), party("b", seats=3), party("c", seats=1)]
    assert keys(fill(queue, Places(capacity=3))) == ["a", "c"]


def test_a_floor_is_reached_before_others_take_the_seats():
    queue = [party("r1"), party("r2"), party("p1", "parent")]
    assert set(keys(fill(queue, Places(capacity=2, floors={"parent": 1})))) == {"p1", "r1"}


def test_seats_that_a_floor_cannot_use_go_to_others():
    queue = [party("r1"), party("r2")]
    assert keys(fill(queue, Places(capacity=2, floors={"parent": 1}))) == ["r1", "r2"]


def test_a_ceiling_stops_a_category_while_others_go_on():
    queue = [party("b1", "business"), party("b2", "business"), party("r1")]
    assert keys(fill(queue, Places(capacity=3, ceilings={"business": 1}))) == ["b1", "r1"]


def test_room_leaves_alone_what_the_floors_of_others_still_need():
    places = Places(capacity=10, floors={"deputy": 3, "parent": 2}, taken={"deputy": 1, "resident": 4})
    assert places.room("resident", keep_floors=True) == 10 - 5 - 2 - 2
    assert places.room("deputy", keep_floors=True) == 10 - 5 - 2
    assert places.room("resident", keep_floors=False) == 5


PARTIES = st.lists(st.tuples(st.sampled_from(["resident", "parent", "business"]), st.integers(1, 4)), max_size=40).map(
    lambda rows: [Party(key=n, category=category, seats=seats) for n, (category, seats) in enumerate(rows)]
)
QUOTAS = st.dictionaries(st.sampled_from(["resident", "parent"]), st.integers(0, 8))


@settings(deadline=None)  # a loaded machine is slow, not wrong
@given(PARTIES, st.integers(0, 30), QUOTAS, QUOTAS)
def test_no_seat_is_given_twice_no_ceiling_passed_and_none_left_while_a_party_fits(queue, capacity, floors, ceilings):
    places = Places(capacity=capacity, floors=floors, ceilings=ceilings)
    seated = fill(queue, places)
    taken = Counter()
    for one in seated:
        taken[one.category] += one.seats
    assert len(set(keys(seated))) == len(seated)
    assert sum(taken.values()) <= capacity
    assert all(taken[category] <= ceiling for category, ceiling in ceilings.items())
    left = [one for one in queue if one not in seated]
    assert not any(places.fits(one, keep_floors=False) for one in left)


@settings(deadline=None)  # a loaded machine is slow, not wrong
@given(st.integers(0, 12), st.integers(0, 12), st.integers(1, 12))
def test_the_floor_of_single_people_is_met_whenever_there_are_enough_of_them(residents, parents, capacity):
    floor = min(3, capacity)
    queue = [party(f"r{n}") for n in range(residents)] + [party(f"p{n}", "parent") for n in range(parents)]
    seated = fill(queue, Places(capacity=capacity, floors={"parent": floor}))
    assert sum(one.category == "parent" for one in seated) >= min(floor, parents)


def can_meet(queue, places):
    """Whether any choice of parties at all meets every floor: tried one by one."""
    for chosen in itertools.product([False, True], repeat=len(queue)):
        taken = Counter(places.taken)
        for one, is_in in zip(queue, chosen, strict=True):
            taken[one.category] += one.seats if is_in else 0
        fits = sum(taken.values()) <= places.capacity
        below = all(
            taken[category] <= max(most, places.taken.get(category, 0)) for category, most in places.ceilings.items()
        )
        if fits and below and all(taken[category] >= least for category, least in places.floors.items()):
            return True
    return False


@settings(deadline=None)  # a loaded machine is slow, not wrong
@given(
    st.lists(st.tuples(st.sampled_from(["resident", "parent", "business"]), st.integers(1, 4)), max_size=8),
    st.integers(0, 14),
    QUOTAS,
    QUOTAS,
)
def test_the_floors_are_met_whenever_any_choice_of_parties_meets_them(rows, capacity, floors, ceilings):
    queue = [Party(key=n, category=category, seats=seats) for n, (category, seats) in enumerate(rows)]
    places = Places(capacity=capacity, floors=floors, ceilings=ceilings)
    possible = can_meet(queue, places)
    fill(queue, places)
    assert not possible or all(places.taken.get(category, 0) >= floor for category, floor in floors.items())


def test_a_party_too_large_to_reach_two_floors_together_is_passed_over():
    queue = [party("p1", "parent", 3), party("p2", "parent", 2), party("r1", seats=2), party("p3", "parent", 2)]
    assert keys(fill(queue, Places(capacity=6, floors={"parent": 4, "resident": 2}))) == ["p2", "r1", "p3"]

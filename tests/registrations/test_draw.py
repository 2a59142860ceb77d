"""The draw: an order that the seed alone decides, held once."""

import hashlib
import hmac
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from events import signals
from events.models import Session
from registrations import draw, selection
from registrations.models import Draw, Signup
from registrations.seating import Party, Places, fill
from tests import make

CLOSED = make.at("2019-10-10 12:00")


def test_the_order_is_that_of_hmac_sha_256_in_hexadecimal():
    codes = [f"CODE{n:04}" for n in range(50)]
    digests = {code: hmac.new(b"seed", code.encode("ascii"), hashlib.sha256).hexdigest() for code in codes}
    assert draw.rank("seed", codes) == sorted(codes, key=digests.get)


@settings(deadline=None)  # a loaded machine is slow, not wrong
@given(st.lists(st.text("ABCDEFGH234567", min_size=8, max_size=8), unique=True), st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_list(codes, random):
    shuffled = random.sample(codes, len(codes))
    assert draw.rank("seed", codes) == draw.rank("seed", shuffled)


def test_another_seed_gives_another_order():
    codes = [f"CODE{n:04}" for n in range(50)]
    assert draw.rank("seed", codes) != draw.rank("Seed", codes)


def test_every_place_is_equally_likely_for_the_first_entry():
    """Chi-square over 4,000 seeds and 10 entries: 9 degrees of freedom, the limit is the 99.9 % point."""
    codes, seen = [f"CODE{n:04}" for n in range(10)], [0] * 10
    for seed in range(4000):
        seen[draw.rank(str(seed), codes).index(codes[0])] += 1
    assert sum((count - 400) ** 2 / 400 for count in seen) < 27.88


@pytest.fixture
def session(db):
    session = make.announced(capacity=3, selection=Session.Selection.DRAW)
    draw.commit(session, now=session.announced_at)
    for _ in range(10):
        make.signup(session)
    return session


@pytest.fixture
def editor(session):
    return make.staff(unit=session.unit)


def code_of(call, *args, **fields):
    with pytest.raises(ValidationError) as caught:
        call(*args, **fields)
    return caught.value.code


def test_the_seed_is_fixed_with_the_announcement_and_only_its_fingerprint_shows(session):
    before = Draw.objects.get(session=session)
    signals.session_announced.send(sender=Session, session=session, by=None, now=CLOSED)
    after = Draw.objects.get(session=session)
    assert (after.seed, after.committed_at) == (before.seed, session.announced_at)
    assert after.seed_fingerprint == hashlib.sha256(after.seed.encode()).hexdigest()


@pytest.mark.django_db
def test_without_a_draw_no_seed_is_made():
    session = make.announced(selection="order")
    signals.session_announced.send(sender=Session, session=session, by=None, now=CLOSED)
    assert not Draw.objects.exists()


def test_everyone_gets_the_place_that_the_seed_gives(session, editor):
    held = draw.run(session, by=editor, now=CLOSED)
    drawn = list(Signup.objects.filter(session=session).order_by("rank"))
    assert [row.public_code for row in drawn] == draw.rank(held.seed, [row.public_code for row in drawn])
    assert [row.rank for row in drawn] == list(range(1, 11))


def test_the_first_in_the_draw_are_selected_and_the_rest_waits_in_its_order(session, editor):
    draw.run(session, by=editor, now=CLOSED)
    selection.confirm(session, by=editor, now=CLOSED)
    states = [row.state for row in Signup.objects.filter(session=session).order_by("rank")]
    assert states == ["selected"] * 3 + ["waiting"] * 7


def test_it_is_held_once(session, editor):
    draw.run(session, by=editor, now=CLOSED)
    assert code_of(draw.run, session, by=editor, now=CLOSED) == "drawn"


def test_it_is_held_after_closing(session, editor):
    assert code_of(draw.run, session, by=editor, now=make.at("2019-10-09 12:00")) == "open"


def test_without_a_seed_from_the_announcement_nothing_is_drawn(session, editor):
    Draw.objects.all().delete()
    assert code_of(draw.run, session, by=editor, now=CLOSED) == "not_committed"


def test_nobody_else_holds_it(session):
    with pytest.raises(PermissionDenied):
        draw.run(session, by=make.staff(), now=CLOSED)


def test_whoever_was_refused_in_the_vetting_is_not_drawn(session, editor):
    out = Signup.objects.first()
    selection.decide(session, [out.pk], "refused", reason="年龄不符", by=editor, now=CLOSED)
    draw.run(session, by=editor, now=CLOSED)
    out.refresh_from_db()
    assert out.rank is None
    assert list(Signup.objects.filter(rank__isnull=True)) == [out]


def test_the_frozen_list_has_a_fingerprint_of_its_own(session, editor):
    held = draw.run(session, by=editor, now=CLOSED)
    text = "".join(sorted(f"{row.public_code} {row.category} {row.seats}\n" for row in Signup.objects.all()))
    assert held.list_fingerprint == hashlib.sha256(text.encode()).hexdigest()


def test_the_code_for_the_door_is_not_the_public_one(session, editor):
    held = draw.run(session, by=editor, now=CLOSED)
    for row in Signup.objects.all():
        assert row.public_code in held.record
        assert row.code not in held.record


def test_the_drawn_hold_their_seats_from_the_draw_on(session, editor):
    draw.run(session, by=editor, now=CLOSED)
    session.refresh_from_db()
    assert session.seats_taken == 3


def test_whoever_was_drawn_keeps_the_seat_whoever_leaves(session, editor):
    """A party passed over for its size does not push out a smaller one that was drawn, once somebody makes room."""
    session.capacity = 2
    session.save()
    for row in Signup.objects.all():
        row.companions = 1
        row.save()
    draw.run(session, by=editor, now=CLOSED)
    drawn = Signup.objects.get(won_at__isnull=False)
    Signup.objects.filter(rank=drawn.rank + 1).update(companions=0)
    session.refresh_from_db()
    session.capacity = 3
    session.save()
    selection.confirm(session, by=editor, now=CLOSED)
    drawn.refresh_from_db()
    assert drawn.state == Signup.State.SELECTED
    assert sorted(Signup.objects.filter(state="selected").values_list("rank", flat=True)) == [1, 2]


def places_of_first(strata, floors, capacity, seeds):
    """How often each party of a line gets seats over so many seeds."""
    seated = Counter()
    for seed in range(seeds):
        order = draw.rank(str(seed), strata)
        places = Places(capacity=capacity, floors=floors)
        seated.update(party.key for party in fill((strata[code] for code in order), places))
    return seated


def test_within_a_stratum_everybody_of_a_size_has_the_same_chance():
    """Chi-square over 3,000 seeds: two categories, a floor, parties of one and of two; 5 degrees of freedom each, the
    limit is the 99.9 % point.
    """
    kinds = [("resident", 1), ("resident", 2), ("parent", 1), ("parent", 2)]
    strata = {f"{c[:2].upper()}{s}{n:04}": Party(f"{c[:2].upper()}{s}{n:04}", c, s) for c, s in kinds for n in range(6)}
    seated = places_of_first(strata, {"parent": 4}, 10, 3000)
    for category, size in kinds:
        counts = [seated[key] for key, one in strata.items() if (one.category, one.seats) == (category, size)]
        mean = sum(counts) / len(counts)
        # Seated or not is a yes or no: its variance is less than the mean by the share of those who are seated.
        spread = mean * (1 - mean / 3000)
        assert sum((count - mean) ** 2 for count in counts) / spread < 20.52, (category, size, counts)

"""The draw: an order that the seed alone decides, held once."""

import hashlib
import hmac

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from events import signals
from events.models import Session
from registrations import draw, selection
from registrations.models import Draw, Signup
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
    assert [row.code for row in drawn] == draw.rank(held.seed, [row.code for row in drawn])
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
    text = "".join(sorted(f"{row.code} {row.category} {row.seats}\n" for row in Signup.objects.all()))
    assert held.list_fingerprint == hashlib.sha256(text.encode()).hexdigest()


def test_the_public_page_keeps_the_fingerprints_after_closing_and_after_the_draw(session, editor, client):
    address = session.get_absolute_url()
    record = Draw.objects.get(session=session)
    assert record.seed_fingerprint in client.get(address).content.decode()

    draw.run(session, by=editor, now=CLOSED)

    page = client.get(address).content.decode()
    record.refresh_from_db()
    assert record.seed_fingerprint in page
    assert record.list_fingerprint in page
    assert record.seed not in page

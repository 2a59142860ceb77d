"""The words of the result page are enough: a program written from them alone agrees with the portal's draws."""

import json
import random

import pytest

from events.models import Session
from registrations import draw, draw_record, verify_draw
from registrations.models import Draw
from registrations.seating import Places, fill
from tests import make
from tests.registrations import draw_by_words

CATEGORIES = ["resident", "parent", "business", "deputy"]


def random_record(seed: int) -> str:
    """The record of a draw over whatever list, seats and quotas chance makes; without a database."""
    chance = random.Random(seed)
    session = Session(pk=1, title="走进区政务服务中心", unit=make.Unit(name="黄村镇"))
    found = Draw(pk=1, session=session, committed_at=make.at("2019-09-20 09:00"), frozen_at=make.at("2019-10-09 17:01"))
    found.seed = f"{chance.getrandbits(256):064x}"
    found.seed_fingerprint = draw.fingerprint(found.seed)
    codes = ["".join(chance.choices("23456789ABCDEFGH", k=8)) for _ in range(chance.randint(3, 60))]
    lines = sorted(f"{code} {chance.choice(CATEGORIES)} {chance.randint(1, 5)}\n" for code in set(codes))
    found.entries = "".join(lines)
    found.list_fingerprint, found.drawn_at = draw.fingerprint(found.entries), make.at("2019-10-10 20:30")
    if chance.random() < 0.7:
        found.value_source, found.value = "双色球", f"{chance.randint(1, 33):02} + 07"
        found.value_known_at = found.value_at = make.at("2019-10-10 20:00")
    parties = {str(party.key): party for party in draw.listed(found.entries)}
    left_out = {code: chance.choice(["cancelled", "refused", "picked"]) for code in parties if chance.random() < 0.1}
    taken = {category: chance.randint(0, 3) for category in CATEGORIES}
    places = Places(
        capacity=sum(taken.values()) + chance.randint(0, 40),
        floors={category: chance.randint(1, 12) for category in CATEGORIES if chance.random() < 0.6},
        ceilings={category: chance.randint(4, 15) for category in CATEGORIES if chance.random() < 0.5},
        taken=dict(taken),
    )
    order = draw.rank(found.seed, [code for code in parties if code not in left_out], found.value)
    seated = {party.key for party in fill((parties[code] for code in order), places)}
    return draw_record.text(found, session, order=order, selected=seated, left_out=left_out, places=places, taken=taken)


@pytest.mark.parametrize("seed", range(20))
def test_a_program_written_from_the_words_alone_agrees_with_the_draw(seed):
    assert draw_by_words.agrees(json.loads(random_record(seed))) == []


@pytest.mark.parametrize("seed", range(20, 40))
def test_the_script_that_is_offered_agrees_too(seed, tmp_path):
    file, said = tmp_path / "record.json", []
    file.write_text(random_record(seed), encoding="utf-8")
    assert verify_draw.main([str(file)], out=said.append) == 0, said


def test_the_program_from_the_words_finds_a_changed_place():
    record = json.loads(random_record(1))
    record["order"].reverse()
    assert draw_by_words.agrees(record)

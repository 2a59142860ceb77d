"""Proof of work: solved for one purpose, in time, and spent once."""

import base64
import json
from datetime import timedelta

import altcha
import pytest

from events.foundation import proofs
from tests import make

pytestmark = pytest.mark.once
NOW = make.at("2019-10-05 09:00")


@pytest.fixture(autouse=True)
def light(settings):
    settings.PROOF_OF_WORK = 20


def solved(subject="signup:1", **changes):
    challenge = altcha.Challenge.from_dict(json.loads(proofs.challenge(subject, now=NOW)))
    solution = altcha.solve_challenge(challenge)
    payload = {"challenge": challenge.to_dict(), "solution": solution.to_dict()}
    payload["challenge"]["parameters"].update(changes)
    return base64.b64encode(json.dumps(payload).encode()).decode()


def holds(payload, subject="signup:1", by="a", now=NOW):
    return proofs.holds(payload, subject, by=by, now=now)


def test_a_solution_holds_and_the_same_form_may_come_twice():
    payload = solved()
    assert holds(payload)
    assert holds(payload)


def test_another_form_cannot_spend_it_again():
    payload = solved()
    assert holds(payload)
    assert not holds(payload, by="b")


def test_it_holds_for_its_purpose_only():
    assert not holds(solved("signup:2"))


def test_it_runs_out():
    assert not holds(solved(), now=NOW + proofs.LASTS + timedelta(seconds=1))


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "x",
        "bm9uc2Vuc2U=",
        base64.b64encode(b"[]").decode(),
        base64.b64encode(b'{"challenge": "", "solution": []}').decode(),
        "A" * 100_000,
    ],
)
def test_nonsense_is_no_proof(payload):
    assert not holds(payload)


def test_a_challenge_made_easier_by_the_sender_is_none():
    assert not holds(solved(keyPrefix="00"))

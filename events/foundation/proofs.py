"""Proof of work (altcha): a browser calculates a moment, so that a thousand forms cost a program real time.

The challenge is signed and names what it is for; its end is ours, by the portal's clock, and the library's own is left
unused. A solution counts once: whoever sends the same form again is let through, everybody else is refused.
"""

import base64
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

import altcha
from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

# Plain hashes: a counter is found by trying, and checked by one hash. Chosen because browsers on an address without
# HTTPS, which have no cryptography of their own, do it in a script as well.
ALGORITHM, COST = "SHA-256", 1
LASTS = timedelta(hours=2)
LONGEST = 4000


def is_on() -> bool:
    return settings.PROOF_OF_WORK > 0


def challenge(subject: str, *, now: datetime) -> str:
    """What the browser is to solve, as JSON: so many tries as PROOF_OF_WORK says at most, and half of them at least."""
    most = settings.PROOF_OF_WORK
    made = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=most // 2 + secrets.randbelow(most - most // 2),
        data={"for": subject, "until": int((now + LASTS).timestamp())},
        hmac_secret=_key(),
    )
    return json.dumps(made.to_dict())


def holds(payload: str, subject: str, *, by: str, now: datetime) -> bool:
    """Whether this is a solution of a challenge for this subject, in time, and not spent by anybody but `by`."""
    if len(payload) > LONGEST or not altcha.verify_solution(payload, _key()).verified:
        return False
    parameters = _parameters(payload)
    data = parameters["data"]
    if data["for"] != subject or data["until"] < now.timestamp():
        return False
    name = f"proof:{parameters['nonce']}"
    return cache.add(name, by, LASTS.total_seconds()) or cache.get(name) == by


def _parameters(payload: str) -> dict[str, Any]:
    return json.loads(base64.b64decode(payload))["challenge"]["parameters"]


def _key() -> str:
    return salted_hmac("opendays.proof", "challenge", algorithm="sha256").hexdigest()

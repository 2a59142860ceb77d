"""What a phone at the door carries: for each entry a locked box that only the code on the ticket itself opens.

A phone without a net must say who stands before it, and a phone that is lost must say nothing. So the list on the phone
holds no name, no code and no key. From a code comes a key, slowly; from the key come the place in the list and what
opens the box there.

How slowly: a code is 8 of 31 signs, 2^39.6 of them, and one guess is tried against the whole list at once. With 100,000
rounds of PBKDF2-SHA-256 a phone of some years ago needs 0.1 to 0.2 seconds for one ticket and a graphics card of 2023
(hashcat mode 10900) makes about 90,000 guesses a second: all codes in 110 days, a first name of a list of a hundred
after about a day. That keeps a list from whoever finds a phone, and not from a laboratory; the list goes from the phone
with the end of the session. Ten times as many rounds would cost a queue at the door more than a laboratory.
"""

import base64
import hashlib
import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.foundation import clock, crypto
from events.models import Session
from registrations import asking, checkin
from registrations.models import Asked, DoorLink, Signup

ROUNDS = 100_000
NONCE = 12  # bytes, as AES-GCM wants it
BOX = 256  # every box is a multiple of so many bytes: a long one says nothing of a name
BATCH = 200
State = Signup.State
# What is left of an entry that lets nobody in: not even a name.
CLOSED = (State.REFUSED, State.CANCELLED)


@dataclass(frozen=True)
class Boxes:
    """The list for a phone: box by place; how many entries have no box yet; a word that changes with the list."""

    boxes: dict[str, str]
    lacking: int
    version: str


def salt(session: Session) -> bytes:
    """Each session has its own, so that no work on one list serves for another."""
    return bytes.fromhex(crypto.index(str(session.pk), purpose="door.salt"))[:16]


def place(key: str) -> str:
    """Where in the list the box of this key stands; it opens nothing."""
    return hashlib.sha256(b"place" + bytes.fromhex(key)).hexdigest()[:32]


def prepare(session: Session, *, seconds: float, first: Collection[int] = ()) -> int:
    """Work out lacking keys, those of `first` before others, for at most so many seconds; how many still lack."""
    rows = list(_rows(session).filter(door_key="").only("pk", "code", "session_id"))
    rows.sort(key=lambda row: row.pk not in first)
    end, done = time.monotonic() + seconds, 0
    salted = salt(session)
    while done < len(rows) and (not done or time.monotonic() < end):
        rows[done].door_key = hashlib.pbkdf2_hmac("sha256", rows[done].code.encode(), salted, ROUNDS).hex()
        done += 1
    Signup.objects.bulk_update(rows[:done], ["door_key"], batch_size=BATCH)
    return len(rows) - done


def sweep(*, now: datetime, seconds: float = 40.0) -> int:
    """Prepare the lists of all links that are in use, so that no helper waits for them; how many entries lack a key."""
    links = DoorLink.objects.standing().filter(session__ends_at__gt=now).select_related("session")
    sessions = {link.session_id: link.session for link in links}
    end, lacking = time.monotonic() + seconds, 0
    for session in sessions.values():
        lacking += prepare(session, seconds=max(end - time.monotonic(), 0))
    return lacking


def boxes(session: Session) -> Boxes:
    """Everyone with a code of this session, the cancelled and refused too: their tickets must be known to say so."""
    rows = list(_rows(session).select_related("first"))
    for row in rows:
        row.session = session
    ready = [row for row in rows if row.door_key]
    made = dict(sorted((place(row.door_key), _lock(row)) for row in ready))
    version = hashlib.sha256(json.dumps(made).encode()).hexdigest()[:16]
    return Boxes(made, len(rows) - len(ready), version)


def inside(session: Session) -> dict[str, dict[str, Any]]:
    """Who is in, by the place in the list: since when, how many, by whom. It tells nobody's name."""
    rows = Signup.objects.standing().filter(session=session, arrived_at__isnull=False).exclude(door_key="")
    return {place(row.door_key): standing(row) for row in rows.select_related("arrived_by", "arrived_link")}


def standing(signup: Signup) -> dict[str, Any]:
    at = signup.arrived_at
    return {
        "people": signup.arrived_people,
        "at": f"{at.astimezone(clock.ZONE):%H:%M}" if at else "",
        "by": signup.let_in_by,
    }


def find(session: Session, where: str) -> Signup:
    """The entry at a place of the list; ValidationError, code "unknown"."""
    rows = Signup.objects.filter(session=session).exclude(door_key="")
    for row in rows.only("pk", "door_key"):
        if place(row.door_key) == where:
            return Signup.objects.select_related("session__unit", "first__session__unit").get(pk=row.pk)
    raise ValidationError(_("This code is not on the list of this session."), code="unknown")


def content(signup: Signup) -> dict[str, Any]:
    """What a helper sees of an entry: name, code, category, people and needs."""
    entry = signup.standing_entry
    entry.session = signup.session
    if entry.state in CLOSED and not entry.arrived_at:
        return {"state": "closed", "said": entry.get_state_display(), "code": entry.code}
    return {
        "state": "expected" if entry.state in checkin.AWAITED else "waiting",
        "said": "" if entry.state == State.SELECTED else entry.get_state_display(),
        "name": entry.name,
        "code": entry.code,
        "category": entry.get_category_display(),
        "people": entry.seats,
        "needs": asking.value(entry, Asked.Item.ACCESS),
        "place": place(entry.door_key) if entry.door_key else "",
    }


def _rows(session: Session) -> Any:
    return Signup.objects.filter(session=session, erased_at=None)


def _lock(signup: Signup) -> str:
    """The nonce follows from key and content, so that an unchanged list stays the same word for word."""
    secret = hashlib.sha256(b"secret" + bytes.fromhex(signup.door_key)).digest()
    text = json.dumps(content(signup), ensure_ascii=False).encode()
    text += b" " * (-len(text) % BOX)
    nonce = hashlib.sha256(b"nonce" + secret + text).digest()[:NONCE]
    return base64.b64encode(nonce + AESGCM(secret).encrypt(nonce, text, None)).decode()

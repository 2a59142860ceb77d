"""The draw: a secret seed whose fingerprint is public before anyone signs up, and an order that it alone decides.

Step by step, each published when it is done: the seed is committed to with the announcement, and the announcement may
name a value that nobody controls; at closing the list of entries is frozen; the value, once it is known, is typed in by
two people; the draw is held, once; the seed is revealed (draw_record). Who was given the record can repeat it all.

The order of the entries is that of HMAC-SHA-256 (key: seed and public value, message: the public code), ascending.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, permissions
from events.models import Session, Staff
from registrations import draw_record, makeup, seats
from registrations.models import Draw, Signup
from registrations.models.draw import VALUE_LENGTH
from registrations.seating import Party, fill

State = Signup.State
RIGHT = "registrations.select_signup"
# A request that was sent in time is answered or ended by the web server before this has passed.
SETTLED = timedelta(minutes=1)


# --- pure


def rank(seed: str, codes: Iterable[str], value: str = "") -> list[str]:
    """The codes in the order of the draw; it does not depend on the order in which they come.

    Key: the seed in ASCII and, where there is a public value, a line feed and the value in UTF-8. Message: the code in
    ASCII. Ascending by the 32 bytes of the HMAC. A million codes in about two seconds: the two halves of the HMAC are
    begun once, and each line that is sorted is its bytes with the code behind them.
    """
    inner, outer = _halves(f"{seed}\n{value}".encode() if value else seed.encode())
    lines = []
    for code in codes:
        message = code.encode("ascii")
        first, second = inner.copy(), outer.copy()
        first.update(message)
        second.update(first.digest())
        lines.append(second.digest() + message)
    lines.sort()
    return [line[inner.digest_size :].decode("ascii") for line in lines]


def _halves(key: bytes) -> tuple["hashlib._Hash", "hashlib._Hash"]:
    """SHA-256 begun with the inner and with the outer key of HMAC (RFC 2104)."""
    size = hashlib.sha256().block_size
    block = (hashlib.sha256(key).digest() if len(key) > size else key).ljust(size, b"\0")
    return hashlib.sha256(bytes(byte ^ 0x36 for byte in block)), hashlib.sha256(bytes(byte ^ 0x5C for byte in block))


def fingerprint(text: str) -> str:
    """SHA-256 of the text in UTF-8, in lowercase hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def list_text(signups: Iterable[Signup]) -> str:
    """The list of entries, each a line of its own: public code, category, people; sorted, ended by a line feed."""
    return "".join(sorted(f"{signup.public_code} {signup.category} {signup.seats}\n" for signup in signups))


def listed(text: str) -> list[Party]:
    """The entries of such a list, each known by its public code."""
    lines = (line.split(" ") for line in text.splitlines())
    return [Party(key=code, category=category, seats=int(people)) for code, category, people in lines]


# --- the steps


def commit(session: Session, *, now: datetime, terms: Mapping[str, Any] | None = None) -> Draw | None:
    """Fix the seed with the announcement, so that nobody chooses it later. Only where a draw decides; made once.

    With it goes what was announced of the moment and of the public value (`terms`, where it is not the session's own).
    """
    if not session.is_drawn:
        return None
    announced = {
        "planned_at": session.draws_at,
        "value_source": session.draw_value,
        "value_known_at": session.draw_value_at,
    }
    seed = secrets.token_hex(32)
    fresh = {"seed": seed, "seed_fingerprint": fingerprint(seed), "committed_at": now}
    fresh |= announced if terms is None else terms
    return Draw.objects.get_or_create(session=session, voided_at=None, defaults=fresh)[0]


def freeze_due(*, now: datetime) -> int:
    """Freeze the list of every announced session whose sign-up has closed; how many. Each session by itself."""
    ready = Draw.objects.standing().filter(
        frozen_at=None,
        session__state=Session.State.ANNOUNCED,
        session__selection__in=Session.DRAWN,
        session__signup_closes_at__lte=now - SETTLED,
    )
    keys = list(ready.values_list("session", flat=True))
    return sum(freeze(Session(pk=key), now=now) is not None for key in keys)


@transaction.atomic
def freeze(session: Session, *, now: datetime) -> Draw | None:
    """Fix the list of entries and publish its fingerprint; the frozen draw, None while that is not due.

    It waits for every entry that is being written (their rows refer to the session's), and none comes after closing.
    """
    locked = Session.objects.select_for_update().get(pk=session.pk)
    found = Draw.objects.standing().filter(session=locked).first()
    if found is None or found.frozen_at or not locked.is_drawn:
        return found
    if not is_settled(locked, now=now):
        return None
    found.entries = list_text(entered(locked))
    found.list_fingerprint, found.frozen_at = fingerprint(found.entries), now
    found.save(update_fields=["entries", "list_fingerprint", "frozen_at"])
    after = {"entries": found.entries.count("\n"), "list_fingerprint": found.list_fingerprint}
    audit.record(found, "draw.freeze", by=None, now=now, after=after, unit=locked.unit)
    return found


def thaw(session: Session, *, now: datetime) -> None:
    """Forget the frozen list where another way selects from now on, and entries may come in again."""
    for found in Draw.objects.standing().filter(session=session, frozen_at__isnull=False, drawn_at=None):
        found.entries, found.list_fingerprint, found.frozen_at = "", "", None
        found.save(update_fields=["entries", "list_fingerprint", "frozen_at"])
        audit.record(found, "draw.thaw", by=None, now=now, unit=session.unit)


@transaction.atomic
def enter_value(session: Session, *, value: str, by: Staff, now: datetime) -> Draw:
    """Type in the public value. What the first person typed is kept unseen; it counts once a second one types the same.

    ValidationError, code "no_value" where none was announced, "entered", "early" before it is known or the list is
    frozen, "same_person", at the field `value` "value" for what can be none, and "differs", which sets both aside.
    """
    permissions.require(by, RIGHT, session)
    found = _open(seats.lock(session))
    typed = " ".join(value.split())
    if not found.value_source:
        raise ValidationError(_("No public value was announced for this draw."), code="no_value")
    if found.value_at:
        raise ValidationError(_("The public value has been entered already."), code="entered")
    if found.frozen_at is None or (found.value_known_at and now < found.value_known_at):
        raise ValidationError(_("The value is entered once it is known and the list is frozen."), code="early")
    if not typed or len(typed) > VALUE_LENGTH:
        raise ValidationError({"value": ValidationError(_("Please type the value as it was published."), code="value")})
    if not found.value_typed or found.value_typed_by_id == by.pk:  # who notices a slip of the own types it again
        found.value_typed, found.value_typed_at, found.value_typed_by = typed, now, by
    elif found.value_typed != typed:
        return _set_aside(found, by=by, now=now)
    else:
        found.value, found.value_at, found.value_by = typed, now, by
    found.save(update_fields=["value_typed", "value_typed_at", "value_typed_by", "value", "value_at", "value_by"])
    after = {"value": found.value} if found.value_at else {}
    audit.record(found, "draw.enter_value", by=by, now=now, after=after, unit=found.session.unit)
    return found


@transaction.atomic
def run(session: Session, *, by: Staff, now: datetime) -> Draw:
    """Draw once, after closing, among the frozen entries about which the unit proposed nothing; every rank is kept.

    Whoever was refused in the vetting, or picked where the unit picks first, or has cancelled is not drawn: the record
    says so of each. Whoever is drawn holds the seats from now on.

    ValidationError, code "open", "early", "value" while an announced value is missing, "not_committed", "drawn" or
    "nobody".
    """
    permissions.require(by, RIGHT, session)
    need_closed(session, now=now)
    freeze(session, now=now)
    locked = seats.lock(session)
    found = _open(locked)
    _need_ready(found, now=now)
    left = {signup.public_code: signup for signup in entered(locked)}
    drawn = [party for party in listed(found.entries) if party.key in left and not left[party.key].proposal]
    if not drawn:
        raise ValidationError(_("There is nobody to draw from."), code="nobody")
    parties = {party.key: party for party in drawn}
    places = seats.places(locked, _taken(locked, left.values()))
    before = dict(places.taken)
    order = rank(found.seed, (str(party.key) for party in drawn), found.value)
    seated = {party.key for party in fill((parties[code] for code in order), places)}
    _keep_places(locked, left, order, seated, now=now)
    found.session, found.drawn_at, found.drawn_by = locked, now, by
    found.record = draw_record.text(
        found,
        locked,
        order=order,
        selected=seated,
        left_out=_left_out(locked, found, parties),
        places=places,
        taken=before,
    )
    found.save(update_fields=["record", "drawn_at", "drawn_by"])
    after = {"entries": len(order), "record_fingerprint": fingerprint(found.record)}
    audit.record(found, "draw.run", by=by, now=now, after=after, unit=locked.unit)
    return found


def need_closed(session: Session, *, now: datetime) -> None:
    """Raise ValidationError (code "open") while people can still sign up."""
    if session.has_signup and session.signup_closes_at and now < session.signup_closes_at:
        raise ValidationError(_("Sign-up is still open; the list is made after it closes."), code="open")


def is_settled(session: Session, *, now: datetime) -> bool:
    """Whether every entry that was sent before closing has been written."""
    return not session.signup_closes_at or session.signup_closes_at + SETTLED <= now


def is_frozen(session: Session) -> bool:
    """Whether the list is one that only cancellations change."""
    return session.is_drawn and Draw.objects.standing().filter(session=session, frozen_at__isnull=False).exists()


def need_frozen_closed(session: Session, *, now: datetime) -> None:
    """Raise ValidationError (code "frozen") where sign-up would open again after its list was frozen."""
    if session.signup_closes_at and now < session.signup_closes_at and is_frozen(session):
        text = _("The list of the draw is frozen since sign-up has closed: it cannot be opened again.")
        raise ValidationError({"signup_closes_at": ValidationError(text, code="frozen")})


def entered(session: Session) -> list[Signup]:
    return list(Signup.objects.select_for_update().filter(session=session, state=State.ENTERED).by_rank())


def _open(session: Session) -> Draw:
    """The draw that is still to be held; its session is locked."""
    found = Draw.objects.select_for_update().standing().filter(session=session).first()
    if found is None:
        raise ValidationError(_("No seed was fixed when this session was announced."), code="not_committed")
    if found.drawn_at:
        raise ValidationError(_("The draw has been held; it is not repeated."), code="drawn")
    found.session = session
    return found


def _set_aside(found: Draw, *, by: Staff, now: datetime) -> Draw:
    """Two people typed different values: neither counts."""
    found.value_typed, found.value_typed_at, found.value_typed_by = "", None, None
    found.save(update_fields=["value_typed", "value_typed_at", "value_typed_by"])
    audit.record(found, "draw.value_differs", by=by, now=now, unit=found.session.unit)
    return found


def value_differed(found: Draw) -> bool:
    """Whether the last two who typed the public value typed different ones, and nobody has typed it since."""
    newest = audit.latest(found) if found.awaits_value and not found.value_typed else None
    return newest is not None and newest.act == "draw.value_differs"


def _need_ready(found: Draw, *, now: datetime) -> None:
    if found.frozen_at is None:
        text = _("Sign-up has just closed. The last entries are being written: try again in a minute.")
        raise ValidationError(text, code="open")
    if found.planned_at and now < found.planned_at:
        raise ValidationError(_("The announcement states a later moment for the draw."), code="early")
    if found.awaits_value:
        raise ValidationError(_("First two people enter the public value that was announced."), code="value")


def _taken(session: Session, entries: Iterable[Signup]) -> dict[str, int]:
    """Seats that are gone before the draw, by category: of the invited, and of those whom the unit has picked."""
    taken = dict(seats.held(session))
    for category, people in makeup.of(row for row in entries if row.proposal == State.SELECTED).by_category.items():
        taken[category] = taken.get(category, 0) + people
    return taken


def _left_out(session: Session, found: Draw, drawn: Mapping[int | str, Party]) -> dict[str, str]:
    """Of the frozen list, who was not drawn, and why: one of draw_record.WHY."""
    gone = {str(party.key) for party in listed(found.entries) if party.key not in drawn}
    rows = Signup.objects.filter(session=session, public_code__in=gone).only("public_code", "proposal")
    proposals = {row.public_code: row.proposal for row in rows}
    return {code: draw_record.WHY.get(proposals.get(code, ""), draw_record.CANCELLED) for code in sorted(gone)}


def _keep_places(
    session: Session, entries: Mapping[str, Signup], order: list[str], seated: set[int | str], *, now: datetime
) -> None:
    for place, code in enumerate(order, 1):
        entries[code].rank, entries[code].won_at = place, now if code in seated else None
    Signup.objects.bulk_update([entries[code] for code in order], ["rank", "won_at"], batch_size=500)
    seats.recount(session)

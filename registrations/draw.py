"""The draw: a secret seed whose fingerprint is public before anyone signs up, and an order that it alone decides.

The order of the entries is that of HMAC-SHA-256(key = the seed in UTF-8, message = the code in ASCII), written as
lowercase hexadecimal, ascending. Whoever is given the seed and the codes afterwards can repeat it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, permissions
from events.models import Session, Staff
from registrations import seats
from registrations.models import Draw, Signup


def rank(seed: str, codes: Iterable[str]) -> list[str]:
    """The codes in the order of the draw. Pure: it does not depend on the order in which they come."""
    key = seed.encode()
    return sorted(codes, key=lambda code: (hmac.new(key, code.encode(), hashlib.sha256).hexdigest(), code))


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def list_text(signups: Iterable[Signup]) -> str:
    """The frozen list, one entry a line: code, category, people; sorted by code, each line ended by a line feed."""
    return "".join(sorted(f"{signup.code} {signup.category} {signup.seats}\n" for signup in signups))


def commit(session: Session, *, now: datetime) -> Draw | None:
    """Fix the seed with the announcement, so that nobody chooses it later. Only where a draw decides; made once."""
    if not session.is_drawn:
        return None
    seed = secrets.token_hex(32)
    fresh = {"seed": seed, "seed_fingerprint": fingerprint(seed), "committed_at": now}
    return Draw.objects.get_or_create(session=session, defaults=fresh)[0]


@transaction.atomic
def run(session: Session, *, by: Staff, now: datetime) -> Draw:
    """Draw once, after closing, among the entries about which the unit proposed nothing; every rank is kept.

    Whoever was refused in the vetting, or picked where the unit picks first, is not drawn.

    ValidationError, code "open", "not_committed", "drawn" or "nobody".
    """
    permissions.require(by, "registrations.select_signup", session)
    locked = seats.lock(session)
    need_closed(locked, now=now)
    draw = Draw.objects.filter(session=locked).first()
    if draw is None:
        raise ValidationError(_("No seed was fixed when this session was announced."), code="not_committed")
    if draw.drawn_at:
        raise ValidationError(_("The draw has been held; it is not repeated."), code="drawn")
    entered = [signup for signup in _entered(locked) if not signup.proposal]
    if not entered:
        raise ValidationError(_("There is nobody to draw from."), code="nobody")
    places = {code: number for number, code in enumerate(rank(draw.seed, [s.code for s in entered]), 1)}
    for signup in entered:
        signup.rank = places[signup.code]
    Signup.objects.bulk_update(entered, ["rank"], batch_size=500)
    draw.list_fingerprint, draw.drawn_at, draw.drawn_by = fingerprint(list_text(entered)), now, by
    draw.save(update_fields=["list_fingerprint", "drawn_at", "drawn_by"])
    after = {"entries": len(entered), "list_fingerprint": draw.list_fingerprint}
    audit.record(draw, "draw.run", by=by, now=now, after=after, unit=locked.unit)
    return draw


def need_closed(session: Session, *, now: datetime) -> None:
    """Raise ValidationError (code "open") while people can still sign up."""
    if session.has_signup and session.signup_closes_at and now < session.signup_closes_at:
        raise ValidationError(_("Sign-up is still open; the list is made after it closes."), code="open")


def _entered(session: Session) -> list[Signup]:
    return list(Signup.objects.select_for_update().filter(session=session, state=Signup.State.ENTERED).by_rank())

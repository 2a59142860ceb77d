"""A draw declared void: only with a reason that the office approves, and never out of sight.

The seed of the void draw is known to all, and so is its outcome. What follows is a new draw with a new seed, over those
who are still entered; its page shows both.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, permissions
from events.models import Session, Staff
from registrations import draw, notify, notify_staff, seats, selection
from registrations.models import Draw, Signup

APPROVES = "registrations.void_draw"


@transaction.atomic
def ask(session: Session, *, reason: str, by: Staff, now: datetime) -> Draw:
    """Ask the office to declare the draw of this session void.

    ValidationError, code "reason", "not_drawn", "asked", or "confirmed" once the list stands.
    """
    permissions.require(by, draw.RIGHT, session)
    locked = selection.open_list(session)
    found = _held(locked)
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Please give the reason."), code="reason")})
    if found.void_asked_at:
        raise ValidationError(_("The office has been asked already."), code="asked")
    found.void_reason, found.void_asked_at, found.void_asked_by = reason.strip(), now, by
    found.save(update_fields=["void_reason", "void_asked_at", "void_asked_by"])
    audit.record(found, "draw.ask_void", by=by, now=now, reason=found.void_reason, unit=locked.unit)
    notify_staff.draw_doubted(found, by=by, now=now)
    return found


@transaction.atomic
def decline(session: Session, *, reason: str, by: Staff, now: datetime) -> Draw:
    """Let the draw stand; its unit is told why. ValidationError, code "reason", "not_drawn" or "not_asked"."""
    permissions.require(by, APPROVES, session)
    locked = selection.open_list(session)
    found = _asked(locked)
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Please give the reason."), code="reason")})
    before = {"void_reason": found.void_reason}
    found.void_reason, found.void_asked_at, found.void_asked_by = "", None, None
    found.save(update_fields=["void_reason", "void_asked_at", "void_asked_by"])
    audit.record(found, "draw.decline_void", by=by, now=now, before=before, reason=reason.strip(), unit=locked.unit)
    notify_staff.draw_judged(found, stands=True, reason=reason.strip(), by=by, now=now)
    return found


@transaction.atomic
def approve(
    session: Session,
    *,
    by: Staff,
    now: datetime,
    value_source: str = "",
    value_known_at: datetime | None = None,
    planned_at: datetime | None = None,
) -> Draw:
    """Declare the draw void and commit to a new seed, over those who are still entered; the new draw.

    A new public value is named now or never: one that is not known yet. Who asked does not approve it.

    ValidationError, code "not_drawn", "not_asked", "same_person", "confirmed", or at `value_known_at` "known".
    """
    permissions.require(by, APPROVES, session)
    locked = selection.open_list(session)
    found = _asked(locked)
    if found.void_asked_by_id == by.pk:
        raise ValidationError(_("Whoever asked for it does not approve it."), code="same_person")
    if value_source.strip() and (value_known_at is None or value_known_at <= now):
        text = _("Say from when the value is known; it must be a later moment.")
        raise ValidationError({"value_known_at": ValidationError(text, code="known")})
    found.voided_at, found.voided_by = now, by
    found.save(update_fields=["voided_at", "voided_by"])
    audit.record(found, "draw.void", by=by, now=now, reason=found.void_reason, unit=locked.unit)
    drawn = [row for row in draw.entered(locked) if row.rank]
    for row in drawn:
        row.session, row.rank, row.won_at = locked, None, None
    Signup.objects.bulk_update(drawn, ["rank", "won_at"], batch_size=500)
    seats.recount(locked)
    named = {"value_source": value_source.strip(), "value_known_at": value_known_at if value_source.strip() else None}
    fresh = draw.commit(locked, now=now, terms={**named, "planned_at": planned_at})
    fresh = draw.freeze(locked, now=now) or fresh
    assert fresh is not None, "the session was drawn"
    notify_staff.draw_judged(found, stands=False, reason=found.void_reason, by=by, now=now)
    notify.draw_void(drawn, reason=found.void_reason, by=by, now=now)
    return fresh


def _held(session: Session) -> Draw:
    found = Draw.objects.select_for_update().standing().filter(session=session, drawn_at__isnull=False).first()
    if found is None or not session.is_drawn:
        raise ValidationError(_("The draw has not been held."), code="not_drawn")
    found.session = session
    return found


def _asked(session: Session) -> Draw:
    found = _held(session)
    if not found.void_asked_at:
        raise ValidationError(_("Nobody has asked for it."), code="not_asked")
    return found

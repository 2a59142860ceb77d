"""The queue put in order anew, where what was promised to those in it changes: another way of selection."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.models import Session, Staff
from registrations import draw, makeup, notify, seats, selection
from registrations.models import Draw, Roster, Signup

State = Signup.State


def way_changed(session: Session, *, before: dict[str, Any], reason: str, by: Staff, now: datetime) -> None:
    """Give everyone who waits for the selection the standing of the new way, and tell them.

    ValidationError, code "drawn" or "confirmed", takes the change back: whom the old way has chosen, stays chosen.
    """
    if Roster.objects.filter(session=session).exists():
        raise ValidationError(_("The list has been confirmed."), code="confirmed")
    if Draw.objects.standing().filter(session=session, drawn_at__isnull=False).exists():
        raise ValidationError(_("The draw has been held; it is not repeated."), code="drawn")
    draw.commit(session, now=now)
    if not session.is_drawn:
        draw.thaw(session, now=now)
    known = selection.decisions(session)
    Signup.objects.filter(session=session).exclude(proposal__in=known).update(proposal="", reason="")
    reseat(session)
    notify.way_changed(session, before=before, reason=reason, by=by, now=now)


def reseat(session: Session) -> None:
    """By order of entry, keep seats for those who came first, as far as they go; by any other way nobody has one yet.

    The session's row is locked by the caller.
    """
    rows = Signup.objects.select_for_update().filter(session=session, state__in=[State.ENTERED, State.WAITING])
    entries = list(rows.order_by("entered_at", "pk"))
    held = Signup.objects.filter(session=session, state__in=[State.SELECTED, State.OFFERED])
    places = seats.places(session, makeup.of(held.exclude(source=Signup.Source.DOOR)).by_category)
    waiting = 0
    for entry in entries:
        entry.state, entry.rank = State.ENTERED, None
        if session.is_ordered and places.fits(seats.party(entry), keep_floors=True):
            places.put(seats.party(entry))
        elif session.is_ordered:
            waiting += 1
            entry.state, entry.rank = State.WAITING, waiting
    Signup.objects.bulk_update(entries, ["state", "rank"], batch_size=500)
    seats.recount(session)

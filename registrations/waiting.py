"""The waiting list: who stands on it, in which place, and who moves up when seats become free."""

from datetime import datetime

from django.db.models import Max

from events.foundation import audit
from events.models import Session, Staff
from registrations import notify, seats
from registrations.models import Roster, Signup
from registrations.models.signup import SignupQuerySet

State = Signup.State


def of(session: Session) -> SignupQuerySet:
    return Signup.objects.filter(session=session, state=State.WAITING)


def last_rank(session: Session) -> int:
    """The greatest rank given so far, 0 where none was; ranks of those who left are not used again."""
    return Signup.objects.filter(session=session).aggregate(Max("rank"))["rank__max"] or 0


def position(signup: Signup) -> int:
    """The person's place on the waiting list, counted from 1 without gaps."""
    return of(signup.session).filter(rank__lt=signup.rank or 0).count() + 1


def join(signup: Signup, *, now: datetime) -> None:
    """Put a new entry behind everyone who waits; it has its seat at once where one is free for it."""
    session = seats.lock(signup.session)
    signup.state, signup.rank = State.WAITING, last_rank(session) + 1
    signup.save(update_fields=["state", "rank"])
    if signup in move_up(session, now=now, newcomer=signup):
        signup.state, signup.rank = State.ENTERED, None


def session_changed(session: Session, *, now: datetime) -> None:
    """A place that has grown takes in those who wait for it."""
    move_up(seats.lock(session), now=now)


def move_up(session: Session, *, now: datetime, newcomer: Signup | None = None) -> list[Signup]:
    """Give free seats to the next parties that fit, and tell them. The session's row is locked by the caller.

    By order of entry this happens from the first sign-up on; after a draw, from the confirmed list on, in the order of
    the draw. Where the unit chooses, it chooses again by hand. Once the session has begun, free seats go to walk-ins.
    A newcomer need not be told: the answer to the sign-up says it.
    """
    confirmed = Roster.objects.filter(session=session).exists()
    goes_on = session.is_ordered or (session.is_drawn and confirmed)
    if session.state != Session.State.ANNOUNCED or session.starts_at <= now or not goes_on:
        return []
    if not session.seats_left:  # of the locked row
        return []  # in the opening minute this is the rule, and the list of those who wait is long
    places = seats.places(session, seats.held(session))
    moved = []
    for signup in of(session).by_rank():
        party = seats.party(signup)
        if places.fits(party, keep_floors=not confirmed) and seats.take(session, signup.seats):
            places.put(party)
            moved.append(signup)
    for signup in moved:
        signup.session = session
        if signup == newcomer:
            Signup.objects.filter(pk=signup.pk).update(state=State.ENTERED, rank=None)
        else:
            seat(signup, State.SELECTED if confirmed else State.ENTERED, by=None, now=now)
    return moved


def seat(signup: Signup, state: str, *, by: Staff | None, now: datetime, reason: str = "") -> None:
    """Write and tell that a seat, which is already taken out of the session's, goes to this entry."""
    before, after, unit = {"state": signup.state}, {"state": state}, signup.session.unit
    signup.state, signup.decided_at, signup.decided_by, signup.reason = state, now, by, reason
    signup.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    audit.record(signup, "signup.move_up", by=by, now=now, before=before, after=after, reason=reason, unit=unit)
    notify.moved_up(signup, by=by, now=now)

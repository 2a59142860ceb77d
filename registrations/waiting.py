"""The waiting list: who stands on it and in which place. Who of them is offered what became free: offers.py."""

from datetime import datetime

from django.db.models import Max

from events.foundation import audit
from events.models import Session, Staff
from registrations import notify
from registrations.models import Signup
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


def put_last(signup: Signup) -> None:
    """Put the entry behind everyone who waits; the caller saves it and holds the session's lock."""
    signup.state, signup.rank = State.WAITING, last_rank(signup.session) + 1


def seat(
    signup: Signup,
    state: str,
    *,
    by: Staff | None,
    now: datetime,
    reason: str = "",
    act: str = "signup.move_up",
) -> None:
    """Write and tell that a seat, which is already taken out of the session's, goes to this entry."""
    before, after, unit = {"state": signup.state}, {"state": state}, signup.session.unit
    signup.state, signup.decided_at, signup.decided_by, signup.reason = state, now, by, reason
    signup.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    audit.record(signup, act, by=by, now=now, before=before, after=after, reason=reason, unit=unit)
    notify.moved_up(signup, by=by, now=now)

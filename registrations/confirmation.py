"""Whether the selected come: where the session asks it, they say so by a moment, or their place is offered on.

Asked is whoever was selected before that moment (Terms.confirm_until): not a guest, who answers the invitation, nor who
accepted an offered place, which says the same. Whoever has not answered by then goes to the end of the waiting list
rather than out: most have overlooked the letter, and may still be offered what becomes free. Whoever could not be told
in the first place keeps the seat until staff have reached them.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from events.foundation import audit, permissions
from events.models import Message, Session, Staff
from registrations import calls, notify, offers, seats
from registrations.models import Signup
from registrations.models.signup import SignupQuerySet

State, Source = Signup.State, Signup.Source
LOST = (Message.State.GIVEN_UP, Message.State.UNKNOWN)


def asked() -> SignupQuerySet:
    """The selected who are asked whether they come and have not said it yet."""
    return (
        Signup.objects.seated()
        .filter(confirmed_at__isnull=True, arrived_at__isnull=True, decided_at__lt=F("session__terms__confirm_until"))
        .exclude(source__in=[Source.INVITATION, Source.DOOR])
    )


def until(signup: Signup) -> datetime | None:
    """The moment by which this person is asked to confirm; None where nothing is asked, or it has been said."""
    if signup.state != State.SELECTED or signup.source in (Source.INVITATION, Source.DOOR):
        return None
    if signup.decided_at is None or signup.confirmed_at or signup.arrived_at:
        return None
    terms = getattr(signup.session, "terms", None)
    last = terms.confirm_until if terms else None
    return last if last and signup.decided_at < last else None


@transaction.atomic
def confirm(signup: Signup, *, now: datetime, by: Staff | None = None) -> Signup:
    """Say that the person comes; staff do it for somebody on the telephone. Twice changes nothing.

    As long as the place has not gone on it is not too late, even where the moment has passed. Code "not_selected".
    """
    if by:
        permissions.require(by, offers.RIGHT, signup)
    session = seats.lock(signup.session)
    row = Signup.objects.select_for_update().get(pk=signup.pk)
    if row.state != State.SELECTED:
        raise ValidationError(_("There is no place to confirm for this sign-up."), code="not_selected")
    if row.confirmed_at:
        return row
    row.confirmed_at = now
    row.save(update_fields=["confirmed_at"])
    after = {"confirmed_at": now}
    audit.record(row, "signup.confirm", by=by, now=now, after=after, unit=session.unit)
    if by and row.call_about:
        calls.tell(row, by=by, now=now)
    return row


def release(*, now: datetime) -> int:
    """Give back the places that were not confirmed in time and offer them on; how many. Each session by itself."""
    due = Q(session__state=Session.State.ANNOUNCED, session__starts_at__gt=now, session__terms__confirm_until__lte=now)
    keys = _told(asked()).filter(due).order_by("session").values_list("session", flat=True).distinct()
    return sum(_release(Session(pk=key), now=now) for key in keys)


@transaction.atomic
def _release(session: Session, *, now: datetime) -> int:
    locked = seats.lock(session)
    late = _told(asked()).filter(session=locked, session__terms__confirm_until__lte=now)
    rows = list(Signup.objects.select_for_update().filter(pk__in=list(late.values_list("pk", flat=True))).by_rank())
    for row in rows:
        row.session = locked
        offers.give_up(row, act="signup.release", now=now)
        notify.released(row, now=now)
    offers.refill(locked, now=now, passing={row.pk for row in rows})
    return len(rows)


def _told(signups: SignupQuerySet) -> SignupQuerySet:
    """Whom the news has reached, by a letter that is not lost or by telephone."""
    return signups.filter(told_at__isnull=False).exclude(letter__state__in=LOST)

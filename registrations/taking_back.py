"""A confirmed list taken back, while nobody has come: it is kept as withdrawn, and everybody hears of it.

Who was picked, put on the waiting list or refused is proposed so again, with the reason, so that the unit changes only
what was wrong. A draw is not repeated: its order stands.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from events import duties
from events.foundation import audit, permissions
from events.models import Duty, Session, Staff
from registrations import listings, notify, notify_staff, queue, seats, selection
from registrations.models import Roster, Signup, WithdrawnRoster

State, Source = Signup.State, Signup.Source


def may_take_back(session: Session, *, now: datetime) -> bool:
    """Whether a list stands, the session is still to come, and nobody has been ticked in."""
    came = Signup.objects.filter(session=session, arrived_at__isnull=False)
    return now < session.starts_at and Roster.objects.filter(session=session).exists() and not came.exists()


@transaction.atomic
def take_back(session: Session, *, reason: str, by: Staff, now: datetime) -> WithdrawnRoster:
    """Take the confirmed list back; everyone who was told a decision is told so, and the office.

    ValidationError, code "reason", or "state" where no list stands, the session has begun or somebody has come.
    """
    permissions.require(by, selection.RIGHT, session)
    locked = seats.lock(session)
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Please give the reason."), code="reason")})
    if locked.state != Session.State.ANNOUNCED or not may_take_back(locked, now=now):
        text = _("Only a confirmed list can be taken back, before the session and while nobody has come.")
        raise ValidationError(text, code="state")
    roster = Roster.objects.select_for_update().get(session=locked)
    kept = WithdrawnRoster.objects.create(
        session=locked,
        **{name: getattr(roster, name) for name in Roster.KEPT},
        withdrawn_at=now,
        withdrawn_by=by,
        reason=reason.strip(),
    )
    roster.delete()
    told = _open_again(locked)
    listings.end(locked, reason=reason.strip(), by=by, now=now)
    entry = audit.record(
        kept, "roster.take_back", by=by, now=now, after={"people": len(told)}, reason=kept.reason, unit=locked.unit
    )
    duties.reopen(Duty.Kind.TELL_SELECTED, locked, now=now, cause=entry)
    notify.list_taken_back(told, reason=kept.reason, by=by, now=now)
    notify_staff.list_withdrawn(kept, by=by, now=now)
    return kept


def _open_again(session: Session) -> list[Signup]:
    """Undo the decisions of the list; who was invited stays on it, who cancelled stays away. The entries it touched."""
    decided = Q(state__in=[*Signup.DECIDED, State.OFFERED]) & ~Q(source__in=[Source.INVITATION, Source.DOOR])
    rows = list(Signup.objects.select_for_update().filter(decided, session=session))
    known = selection.decisions(session)
    for row in rows:
        row.session = session
        is_drawn = session.is_drawn and row.rank is not None
        was = State.WAITING if row.state == State.OFFERED else row.state
        row.proposal = was if was == State.REFUSED or (was in known and not is_drawn) else ""
        row.reason = row.reason if row.proposal else ""
        row.state, row.decided_at, row.decided_by = State.ENTERED, None, None
        row.offered_until = row.confirmed_at = None
    fields = ["proposal", "reason", "state", "decided_at", "decided_by", "offered_until", "confirmed_at"]
    Signup.objects.bulk_update(rows, fields, batch_size=500)
    if session.is_ordered:
        queue.reseat(session)
    seats.recount(session)
    return rows

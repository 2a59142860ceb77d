"""The door: who came, with how many people; walk-ins as long as there is room.

Until the session begins, the seats of the selected wait for them. From then on whoever is late has given them up, and
the room is counted by the people who are in. The seats of the list itself do not change any more.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from events.foundation import audit, clock, crypto, permissions
from events.models import Category, Session, Staff
from registrations import consent, entries, seats
from registrations.models import Signup

RIGHT = "registrations.checkin_signup"
State = Signup.State
# For whom a seat waits until the beginning, and who comes in where there is room.
AWAITED = (State.SELECTED, State.OFFERED)
ON_THE_LIST = (State.ENTERED, State.WAITING)


def door_list(session: Session) -> list[Signup]:
    """Everyone who may stand at the door: the selected and the walk-ins, then those who wait for a place."""
    rows = Signup.objects.standing().filter(session=session).exclude(state=State.REFUSED, arrived_at=None)
    order = {state: n for n, state in enumerate([State.SELECTED, State.OFFERED, *ON_THE_LIST, State.REFUSED])}
    return sorted(rows.by_rank(), key=lambda signup: order[State(signup.state)])


def room(session: Session, *, now: datetime) -> int:
    """Places that are free for walk-ins at this moment."""
    people = Sum("arrived_people", default=0)
    absent = Q(state__in=AWAITED, arrived_at__isnull=True)
    counts = (
        Signup.objects.standing()
        .filter(session=session)
        .aggregate(
            inside=people,
            expected=Sum("companions", filter=absent, default=0) + Count("pk", filter=absent),
        )
    )
    return session.capacity - counts["inside"] - (counts["expected"] if now < session.starts_at else 0)


@transaction.atomic
def arrive(signup: Signup, *, people: int, by: Staff, now: datetime) -> Signup:
    """Tick a party in, with the number of people who came. Ticking in twice changes nothing.

    ValidationError, code "people" for more or fewer than the party, "room" where all places are taken, "door".
    """
    session = _open_door(signup.session, by=by, now=now)
    row = Signup.objects.select_for_update().get(pk=signup.pk).standing_entry
    if row.arrived_at:
        return row
    if row.state not in (*AWAITED, *ON_THE_LIST):
        raise ValidationError(_("This entry was cancelled or not selected."), code="state")
    if not 1 <= people <= row.seats:
        text = _("This party is of %(count)d. Enter further people as walk-ins.") % {"count": row.seats}
        raise ValidationError(text, code="people")
    expected = row.state in AWAITED and now < session.starts_at
    if people > room(session, now=now) + (row.seats if expected else 0):
        raise ValidationError(_("All places are taken."), code="room")
    row.arrived_at, row.arrived_people, row.arrived_by = now, people, by
    if row.state == State.OFFERED:  # by coming the offered place is accepted
        row.state = State.SELECTED
    row.save(update_fields=["arrived_at", "arrived_people", "arrived_by", "state"])
    audit.record(row, "signup.arrive", by=by, now=now, after={"people": people}, unit=session.unit)
    return row


@transaction.atomic
def undo(signup: Signup, *, by: Staff, now: datetime) -> Signup:
    """Take back a tick; a walk-in leaves the list again."""
    session = _open_door(signup.session, by=by, now=now)
    row = Signup.objects.select_for_update().get(pk=signup.pk)
    if not row.arrived_at:
        return row
    before = {"people": row.arrived_people}
    row.arrived_at, row.arrived_people, row.arrived_by = None, 0, None
    if row.source == Signup.Source.DOOR:
        row.state, row.cancelled_at = State.CANCELLED, now
    row.save(update_fields=["arrived_at", "arrived_people", "arrived_by", "state", "cancelled_at"])
    audit.record(row, "signup.undo", by=by, now=now, before=before, unit=session.unit)
    return row


@transaction.atomic
def walk_in(
    session: Session, *, name: str, people: int, category: str, by: Staff, now: datetime, phone: str = ""
) -> Signup:
    """Let in somebody who never signed up, within the free places; a person without a number is known by the code."""
    locked = _open_door(session, by=by, now=now)
    if not name.strip():
        raise ValidationError({"name": ValidationError(_("Please enter your name."), code="name")})
    if category not in Category.values:
        raise ValidationError(_("Please choose one of the groups listed here."), code="category")
    if not 1 <= people <= room(locked, now=now):
        raise ValidationError(_("There is no room for this many people."), code="room")
    guest = Signup(
        session=locked,
        name=name.strip(),
        phone=crypto.normalise_phone(phone),
        category=category,
        companions=people - 1,
        source=Signup.Source.DOOR,
        state=State.SELECTED,
        consent_version=consent.version(),
        entered_at=now,
        entered_by=by,
        told_at=now,
        arrived_at=now,
        arrived_people=people,
        arrived_by=by,
    )
    nobody_else = crypto.index(guest.code, purpose="signup.walk_in")
    guest.person_index = entries.person_index(name, phone) if phone.strip() else nobody_else
    guest.phone_index = entries.phone_index(phone) if phone.strip() else nobody_else
    standing = Signup.objects.standing().filter(session=locked, person_index=guest.person_index)
    if standing.exists():
        raise ValidationError(_("This person is on the door list already: tick the entry there."), code="twice")
    guest.save(force_insert=True)
    audit.record(guest, "signup.walk_in", by=by, now=now, after={"people": people}, unit=locked.unit)
    return guest


def close(session: Session) -> int:
    """When the session is recorded as held: keep the number of people ticked in, unless the unit counted by hand."""
    came = Signup.objects.filter(session=session, arrived_at__isnull=False).aggregate(n=Sum("arrived_people"))["n"]
    if came is not None and session.attendance is None:
        Session.objects.filter(pk=session.pk).update(attendance=came)
        session.attendance = came
    return came or 0


def opens_at(session: Session) -> datetime:
    """The door opens on the day itself, at midnight in Beijing."""
    return session.starts_at.astimezone(clock.ZONE).replace(hour=0, minute=0, second=0, microsecond=0)


def _open_door(session: Session, *, by: Staff, now: datetime) -> Session:
    """The locked session, on its day until it is reported: what was forgotten at the door can be entered afterwards."""
    permissions.require(by, RIGHT, session)
    locked = seats.lock(session)
    if locked.state not in (Session.State.ANNOUNCED, Session.State.HELD) or now < opens_at(locked):
        raise ValidationError(_("The door list opens on the day of the session."), code="door")
    return locked

"""The door: who came, with how many people; walk-ins as long as there is room.

Until the session begins, the seats of the selected wait for them. From then on whoever is late has given them up, and
the room is counted by the people who are in. The seats of the list itself do not change any more.

Who keeps the door is a member of staff with the right to, or a helper by the link of this session. What happened where
the portal could not be asked (a telephone without a net, a sheet of paper) is recorded as it happened: nobody who
stands inside is refused afterwards.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from events.foundation import audit, clock, crypto, dates, permissions
from events.models import Category, Session, Staff
from registrations import consent, entries, seats
from registrations.models import DoorLink, DoorScan, Signup

RIGHT = "registrations.checkin_signup"
State = Signup.State
# For whom a seat waits until the beginning, and who comes in where there is room.
AWAITED = (State.SELECTED, State.OFFERED)
ON_THE_LIST = (State.ENTERED, State.WAITING)
Keeper = Staff | DoorLink


@dataclass(frozen=True)
class Line:
    """A line of the sheet: somebody without a sign-up who signed it by hand."""

    name: str
    category: str
    people: int


def door_list(session: Session) -> list[Signup]:
    """Everyone who may stand at the door: the selected and the walk-ins, then those who wait for a place."""
    rows = Signup.objects.standing().filter(session=session).exclude(state=State.REFUSED, arrived_at=None)
    rows = rows.select_related("arrived_by", "arrived_link")
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


def _full(session: Session, *, now: datetime) -> ValidationError:
    """Why nobody else comes in: who is still expected has a place until the beginning."""
    free = {"n": max(room(session, now=now), 0), "time": dates.hour(session.starts_at)}
    if now < session.starts_at:
        text = _("Free places: %(n)d. The others are kept until %(time)s for those who are still to come.")
    else:
        text = _("Free places: %(n)d.")
    return ValidationError(text % free, code="room")


@transaction.atomic
def arrive(signup: Signup, *, people: int, by: Keeper, now: datetime, has_happened: bool = False) -> Signup:
    """Tick a party in, with the number of people who came. Ticking in twice changes nothing.

    Where it `has_happened`, `now` is when, and neither room nor the selection refuses it; only a cancelled entry, whose
    place on the list is gone, comes in as a walk-in. ValidationError, code "people" for more or fewer than the party,
    "room" where all places are taken, "state", "door".
    """
    session = _open_door(signup.session, by=by, now=now)
    row = Signup.objects.select_for_update().get(pk=signup.pk).standing_entry
    if row.arrived_at:
        return row
    may_come = (*AWAITED, *ON_THE_LIST, *([State.REFUSED] if has_happened else []))
    if row.state not in may_come:
        raise ValidationError(_("This entry was cancelled or not selected."), code="state")
    if not 1 <= people <= row.seats:
        text = _("This party is of %(count)d. Enter further people as walk-ins.") % {"count": row.seats}
        raise ValidationError(text, code="people")
    expected = row.state in AWAITED and now < session.starts_at
    if not has_happened and people > room(session, now=now) + (row.seats if expected else 0):
        raise _full(session, now=now)
    row.arrived_at, row.arrived_people = now, people
    _keep_who(row, by)
    if row.state == State.OFFERED:  # by coming the offered place is accepted
        row.state = State.SELECTED
    row.save(update_fields=[*ARRIVAL, "state"])
    _record(row, "signup.arrive", by=by, now=now, after={"people": people})
    _follow(session, people)
    return row


@transaction.atomic
def undo(signup: Signup, *, by: Keeper, now: datetime) -> Signup:
    """Take back a tick; a walk-in leaves the list again."""
    session = _open_door(signup.session, by=by, now=now)
    row = Signup.objects.select_for_update().get(pk=signup.pk)
    if not row.arrived_at:
        return row
    people = row.arrived_people
    row.arrived_at, row.arrived_people, row.arrived_by, row.arrived_link = None, 0, None, None
    if row.source == Signup.Source.DOOR:
        row.state, row.cancelled_at = State.CANCELLED, now
    row.save(update_fields=[*ARRIVAL, "state", "cancelled_at"])
    _record(row, "signup.undo", by=by, now=now, before={"people": people})
    _follow(session, -people)
    return row


@transaction.atomic
def walk_in(
    session: Session,
    *,
    name: str,
    people: int,
    category: str,
    by: Keeper,
    now: datetime,
    phone: str = "",
    has_happened: bool = False,
) -> Signup:
    """Let in somebody who never signed up, within the free places; a person without a number is known by the code.

    Where it `has_happened`, no place needs to be free. ValidationError, code "name", "category", "room", "twice" or
    "door".
    """
    locked = _open_door(session, by=by, now=now)
    if not name.strip():
        raise ValidationError({"name": ValidationError(_("Please enter your name."), code="name")})
    if category not in Category.values:
        raise ValidationError(_("Please choose one of the groups listed here."), code="category")
    if people < 1 or (not has_happened and people > room(locked, now=now)):
        raise _full(locked, now=now)
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
        told_at=now,
        arrived_at=now,
        arrived_people=people,
    )
    _keep_who(guest, by)
    guest.entered_by = guest.arrived_by
    nobody_else = crypto.index(guest.code, purpose="signup.walk_in")
    guest.person_index = entries.person_index(name, phone) if phone.strip() else nobody_else
    guest.phone_index = entries.phone_index(phone) if phone.strip() else nobody_else
    standing = Signup.objects.standing().filter(session=locked, person_index=guest.person_index)
    if standing.exists():
        raise ValidationError(_("This person is on the door list already: tick the entry there."), code="twice")
    guest.save(force_insert=True)
    _record(guest, "signup.walk_in", by=by, now=now, after={"people": people})
    _follow(locked, people)
    return guest


@transaction.atomic
def enter_sheet(session: Session, *, came: dict[int, int], lines: Iterable[Line], by: Staff, now: datetime) -> int:
    """Enter a signed sheet in one go, all of it or nothing; how many people it brought in.

    `came`: the people by the key of the sign-up. The sheet knows no hours: who signed it counts as in from the
    beginning, or from now while that lies ahead. ValidationError as a dictionary of `signup-<key>` and `line-<n>`,
    every fault at once.
    """
    at = min(now, max(session.starts_at, opens_at(session)))
    found: dict[str, ValidationError] = {}
    rows = Signup.objects.filter(session=session).in_bulk(came)
    if missing := came.keys() - rows.keys():
        text = _("This entry is not of this session.")
        raise ValidationError({f"signup-{key}": ValidationError(text, code="session") for key in missing})
    how: dict[str, Any] = {"by": by, "now": at, "has_happened": True}
    acts = [(f"signup-{key}", partial(arrive, rows[key], people=people, **how)) for key, people in came.items()]
    for number, line in enumerate(lines):
        acts.append((f"line-{number}", partial(walk_in, session, **asdict(line), **how)))
    before = _came(session)
    for name, act in acts:
        try:
            act()
        except ValidationError as refused:
            found[name] = ValidationError(refused.messages)
    if found:
        raise ValidationError(found)
    return _came(session) - before


@dataclass(frozen=True)
class Figures:
    """The door in people: who came, who of them is inside now, who is still expected, what is free for walk-ins."""

    came: int
    inside: int
    expected: int
    room: int
    over: int


def figures(session: Session, *, now: datetime) -> Figures:
    """The count for the door and, if it must be left in a hurry, for whoever counts people outside."""
    came, free = _came(session), room(session, now=now)
    absent = Signup.objects.standing().filter(session=session, state__in=AWAITED, arrived_at=None)
    expected = absent.aggregate(n=Sum("companions", default=0) + Count("pk"))["n"]
    inside = min(max(came - DoorScan.objects.outside(session), 0), came)
    return Figures(came, inside, expected, max(free, 0), max(came - session.capacity, 0))


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


ARRIVAL = ["arrived_at", "arrived_people", "arrived_by", "arrived_link"]


def _open_door(session: Session, *, by: Keeper, now: datetime) -> Session:
    """The locked session, on its day until it is reported: what was forgotten at the door can be entered afterwards."""
    if not isinstance(by, DoorLink):
        permissions.require(by, RIGHT, session)
    elif by.session_id != session.pk or by.revoked_at:
        raise PermissionDenied(RIGHT)
    locked = seats.lock(session)
    if locked.state not in (Session.State.ANNOUNCED, Session.State.HELD) or now < opens_at(locked):
        raise ValidationError(_("The door list opens on the day of the session."), code="door")
    return locked


def _keep_who(row: Signup, by: Keeper) -> None:
    row.arrived_by = None if isinstance(by, DoorLink) else by
    row.arrived_link = by if isinstance(by, DoorLink) else None


def _record(row: Signup, act: str, *, by: Keeper, now: datetime, **values: Any) -> None:
    """A helper stands in the log by the number of the link: the name is erased with the session's people."""
    if isinstance(by, DoorLink):
        values["after"] = {**values.get("after", {}), "link": by.pk}
        audit.record(row, act, by=None, now=now, unit=row.session.unit, **values)
    else:
        audit.record(row, act, by=by, now=now, unit=row.session.unit, **values)


def _came(session: Session) -> int:
    return Signup.objects.standing().filter(session=session).aggregate(n=Sum("arrived_people", default=0))["n"]


def _follow(session: Session, people: int) -> None:
    """What arrives after the session was recorded as held changes the number that was counted then; a number that the
    unit counted by hand stays.
    """
    came = _came(session)
    if session.held_at and session.attendance == came - people:
        Session.objects.filter(pk=session.pk).update(attendance=came)

"""A place that becomes free is offered to the next party of the waiting list that fits, and held for it for a while.

Whoever is offered a place holds its seats until a moment in working hours: the end of the working day that the rule
`hold_offer` reaches, or the last day on which the selected may be told, whichever comes first (S1, section 四:
最晚于活动开始前1个工作日将活动内容通知到所选取人员). Whoever accepts has the seat; whoever does not answer goes to the
end of the list, and the next is offered it; where there is no next, the same person once more on another day. Once
nobody could be told in time any more, nothing is offered: what becomes free then is given by staff, with a reason
(selection.admit), or at the door.

By order of entry this holds from the first sign-up on, where a draw decides, from the confirmed list on. Where the unit
chooses, it offers by hand (`offer`). The session's row is locked in every act: an answer, a lapse, a newcomer and
whoever cancels meet there one after the other.
"""

from collections.abc import Container
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from events import deadlines
from events.foundation import audit, clock, permissions, workdays
from events.models import Duty, Reminding, Rule, Session, Staff
from registrations import calls, notify, seats, waiting
from registrations.models import Roster, Signup

State = Signup.State
RIGHT = "registrations.change_signup"
# A letter may be overlooked once. Who has let so many offers pass is asked no more by itself, but by staff.
MOST_UNANSWERED = 2


# --- until when


def last_moment(session: Session) -> datetime:
    """Until when whoever is offered a place may answer: the end of the last working day on which the selected may be
    told by the plan's rule; where no rule names one, the beginning of the session."""
    told_by = (duty.due_on for duty in deadlines.foreseen(session) if duty.kind == Duty.Kind.TELL_SELECTED)
    day = next(told_by, None)
    if day is None:
        return session.starts_at
    return datetime.combine(day, Reminding.objects.current().get().day_ends, clock.ZONE)


def hold_until(session: Session, *, now: datetime) -> datetime | None:
    """Until when a place that is offered now is held; None where too little time is left to be told and to answer."""
    office, last = Reminding.objects.current().get(), last_moment(session)
    rule = Rule.objects.binding(session.point.plan).get(Rule.Code.HOLD_OFFER)
    days = rule.parsed() if rule else None
    until = last
    if isinstance(days, int):
        day = workdays.calendar().due_after(clock.day_of(now), days)
        until = min(datetime.combine(day, office.day_ends, clock.ZONE), last)
    return until if until - now >= timedelta(minutes=office.offer_minutes) else None


# --- handing out


def join(signup: Signup, *, now: datetime) -> None:
    """Put a new entry behind everyone who waits; it has its seat at once where one is free for it.

    A newcomer need not be offered what it has just asked for: the answer to the sign-up says it.
    """
    session = seats.lock(signup.session)
    waiting.put_last(signup)
    signup.save(update_fields=["state", "rank"])
    if refill(session, now=now, newcomer=signup):
        signup.state, signup.rank = State.ENTERED, None
        signup.save(update_fields=["state", "rank"])


def session_changed(session: Session, *, now: datetime) -> None:
    """The places of a session that has grown are offered to those who wait for them."""
    refill(seats.lock(session), now=now)


@transaction.atomic
def session_moved(session: Session, *, now: datetime) -> None:
    """An offer ends before the session does; where it has become shorter, the person is told the new moment."""
    locked = seats.lock(session)
    last = last_moment(locked)
    for row in Signup.objects.select_for_update().offered().filter(session=locked, offered_until__gt=last):
        row.session, row.offered_until = locked, last
        row.save(update_fields=["offered_until"])
        if last > now:  # else it lapses with the next sweep, which says so
            notify.offered(row, by=None, now=now)
    refill(locked, now=now)


def refill(
    session: Session, *, now: datetime, newcomer: Signup | None = None, passing: Container[int] = frozenset()
) -> bool:
    """Offer the free seats to the next parties that fit. The session's row is locked by the caller.

    Passed over is who has just had the place (`passing`), who declined one as long as that one would have been held,
    who let MOST_UNANSWERED of them pass, and who is to be refused in the vetting. Whether the newcomer, who stands
    last, has got its seats.
    """
    if session.state != Session.State.ANNOUNCED or session.starts_at <= now or not session.seats_left:
        return False  # in the opening minute this is the rule, and the list of those who wait is long
    confirmed = Roster.objects.filter(session=session).exists()
    if not goes_by_rank(session, confirmed=confirmed):
        return False
    chosen = _fitting(session, keep_floors=not confirmed, passing=passing, now=now)
    others = [key for key in chosen if newcomer is None or key != newcomer.pk]
    if others and (until := hold_until(session, now=now)):
        for signup in Signup.objects.filter(pk__in=others).by_rank():
            if seats.take(session, signup.seats):
                signup.session = session
                _hold(signup, until, by=None, now=now)
    # Where nobody can be offered any more, a newcomer still leaves what those before it could take.
    return newcomer is not None and newcomer.pk in chosen and seats.take(session, newcomer.seats)


def goes_by_rank(session: Session, *, confirmed: bool) -> bool:
    """Whether what becomes free goes to the next by itself; else the unit decides."""
    return session.is_ordered or (session.is_drawn and confirmed)


def _fitting(session: Session, *, keep_floors: bool, passing: Container[int], now: datetime) -> list[int]:
    """Whom the free seats reach, in the order of the list; a smaller party passes one that does not fit."""
    places = seats.places(session, seats.held(session))
    in_line = waiting.of(session).exclude(proposal=State.REFUSED).exclude(offered_until__gt=now)
    in_line = in_line.filter(unanswered__lt=MOST_UNANSWERED)
    chosen = []
    # Names and numbers of a long list are not decrypted for this.
    for signup in in_line.by_rank().only("category", "companions").iterator():
        party = seats.party(signup)
        if signup.pk not in passing and places.fits(party, keep_floors=keep_floors):
            places.put(party)
            chosen.append(signup.pk)
        if not places.free:
            break
    return chosen


@transaction.atomic
def offer(signup: Signup, *, by: Staff, now: datetime, reason: str = "") -> Signup:
    """Offer a free place by hand to somebody who waits, where the unit chooses; a jump of the order has its reason.

    ValidationError, code "state", "late" where nobody could answer in time, "full".
    """
    permissions.require(by, "registrations.select_signup", signup.session)
    session, row = _locked(signup)
    if row.state != State.WAITING or not Roster.objects.filter(session=session).exists():
        raise ValidationError(_("A place is offered after the list, to somebody who waits."), code="state")
    until = hold_until(session, now=now)
    if until is None:
        raise ValidationError(_("Too little time is left to answer: give the place with a reason."), code="late")
    if not seats.take(session, row.seats):
        raise ValidationError(_("There are not enough free seats for this party."), code="full")
    _hold(row, until, by=by, now=now, reason=reason.strip())
    return row


def _hold(signup: Signup, until: datetime, *, by: Staff | None, now: datetime, reason: str = "") -> None:
    """Write and tell that seats, which are already taken out of the session's, are held for this entry until then."""
    before, unit = {"state": signup.state}, signup.session.unit
    signup.state, signup.offered_until = State.OFFERED, until
    signup.save(update_fields=["state", "offered_until"])
    after = {"state": signup.state, "offered_until": until}
    audit.record(signup, "signup.offer", by=by, now=now, before=before, after=after, reason=reason, unit=unit)
    notify.offered(signup, by=by, now=now)


# --- the answer


@transaction.atomic
def accept(signup: Signup, *, now: datetime, by: Staff | None = None) -> Signup:
    """Take the offered place; staff do it for somebody on the telephone. Accepting twice changes nothing.

    By order of entry the seat is kept until the list is confirmed, as for everyone; afterwards the person is selected.
    ValidationError, code "no_offer", or "late" once the moment has passed, whether or not the place has gone on.
    """
    if by:
        permissions.require(by, RIGHT, signup)
    session, row = _locked(signup)
    if row.offered_until and row.state in (State.ENTERED, State.SELECTED):
        return row
    if row.offered_until and row.offered_until <= now:
        raise ValidationError(_("The moment until which the place was held has passed."), code="late")
    _need_offer(row)
    if Roster.objects.filter(session=session).exists():
        row.confirmed_at = now
        row.save(update_fields=["confirmed_at"])
        state = State.SELECTED
    else:
        state = State.ENTERED
    waiting.seat(row, state, by=by, now=now, act="signup.accept")
    if by and row.call_about:
        calls.tell(row, by=by, now=now)
    return row


@transaction.atomic
def decline(signup: Signup, *, stays: bool, now: datetime, by: Staff | None = None) -> Signup:
    """Give the offered place back: leave the list, or stay on it in the same place without this one.

    Who stays is not asked again before the moment until which the place would have been held. Code "no_offer".
    """
    if by:
        permissions.require(by, RIGHT, signup)
    session, row = _locked(signup)
    _need_offer(row)
    row.state = State.WAITING if stays else State.CANCELLED
    row.cancelled_at = None if stays else now
    row.call_about, row.letter = "", None
    row.save(update_fields=["state", "cancelled_at", "call_about", "letter"])
    before, after = {"state": State.OFFERED}, {"state": row.state}
    audit.record(row, "signup.decline", by=by, now=now, before=before, after=after, unit=session.unit)
    if not stays:
        notify.withdrawn(row, by=by, now=now)
    seats.give_back(session, row.seats)
    refill(session, now=now, passing={row.pk})
    return row


def _locked(signup: Signup) -> tuple[Session, Signup]:
    session = seats.lock(signup.session)
    row = Signup.objects.select_for_update().get(pk=signup.pk)
    row.session = session
    return session, row


def _need_offer(row: Signup) -> None:
    if row.state != State.OFFERED:
        raise ValidationError(_("No place is offered to this sign-up at the moment."), code="no_offer")


# --- no answer


def lapse(*, now: datetime) -> int:
    """Take back every offer whose moment has passed and offer the places on; how many. Each session by itself."""
    due = Signup.objects.offered().filter(offered_until__lte=now, session__state=Session.State.ANNOUNCED)
    keys = due.order_by("session").values_list("session", flat=True).distinct()
    return sum(_lapse(Session(pk=key), now=now) for key in keys)


@transaction.atomic
def _lapse(session: Session, *, now: datetime) -> int:
    locked = seats.lock(session)
    due = Signup.objects.select_for_update().offered().filter(session=locked, offered_until__lte=now)
    rows = list(due.by_rank())  # somebody may have answered while this waited for the lock
    for row in rows:
        row.session = locked
        give_up(row, act="signup.lapse", now=now)
        if now < locked.starts_at:
            notify.offer_lapsed(row, now=now)
    refill(locked, now=now, passing={row.pk for row in rows})
    return len(rows)


def give_up(row: Signup, *, act: str, now: datetime) -> None:
    """Take the seats back from a party that did not answer, and put it last. Its session is locked.

    The place was held for it until now, at the latest: see `again`.
    """
    before = {"state": row.state, "rank": row.rank}
    if row.state != State.OFFERED:
        row.offered_until = now
    waiting.put_last(row)
    row.unanswered += 1
    row.save(update_fields=["state", "rank", "unanswered", "offered_until"])
    after = {"state": row.state, "rank": row.rank, "unanswered": row.unanswered}
    audit.record(row, act, by=None, now=now, before=before, after=after, unit=row.session.unit)
    seats.give_back(row.session, row.seats)


def again(*, now: datetime) -> int:
    """Offer the places that stayed free because nobody else fitted than who had just let them go; in how many sessions.

    From the next day on, so that nobody is told twice on one day; how often, MOST_UNANSWERED says.
    """
    today = datetime.combine(clock.day_of(now), time.min, clock.ZONE)
    asked = Signup.objects.filter(session=OuterRef("pk"), state=State.WAITING).filter(
        offered_until__lt=today, unanswered__lt=MOST_UNANSWERED
    )
    free = Session.objects.filter(
        Exists(asked), state=Session.State.ANNOUNCED, starts_at__gt=now, seats_taken__lt=F("capacity")
    )
    keys = list(free.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        _again(Session(pk=key), today=today, now=now)
    return len(keys)


@transaction.atomic
def _again(session: Session, *, today: datetime, now: datetime) -> None:
    locked = seats.lock(session)
    of_today = waiting.of(locked).filter(offered_until__gte=today)
    refill(locked, now=now, passing=set(of_today.values_list("pk", flat=True)))

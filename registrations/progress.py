"""Where a sign-up stands, as the person sees it: the state in words, and the steps behind and ahead."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from events import deadlines
from events.foundation import clock, dates, sharing
from events.models import Duty, Session
from registrations import confirmation, offers, revisions, waiting
from registrations.models import Roster, Signup

State = Signup.State
Stage = tuple[str, bool, str]


@dataclass(frozen=True)
class Progress:
    """`state` is what the page tells; `position` the place on the waiting list, from 1.

    `held_until`: the offered place is held until then; `confirm_until`: by then the person is asked to confirm;
    `details_until`: by then what only the selected are asked; `offers_until`: so long whoever waits can be offered one;
    `public_code`: that of the entry that counts, once nobody can sign up any more: before, a repeated entry would have
    none of its own; `drawn_as`: its place in the draw.
    """

    state: str
    position: int | None
    answer_on: date | None
    can_cancel: bool
    can_change: bool
    has_seat: bool
    has_code: bool
    is_over: bool
    held_until: datetime | None
    has_lapsed: bool
    confirm_until: datetime | None
    confirmed_at: datetime | None
    details_until: datetime | None
    offers_until: datetime | None
    may_be_offered: bool
    public_code: str
    drawn_as: int | None
    is_asked_no_more: bool
    steps: list[dict[str, str]]


def of(signup: Signup, *, now: datetime) -> Progress:
    entry, session = _entry(signup, now=now), signup.session
    state = _shown(signup, entry)
    may_come = state not in (State.CANCELLED, State.REFUSED) and session.state != Session.State.CANCELLED
    answer_on = answer_day(session)
    is_over, lies_ahead = now >= session.ends_at, may_come and now < session.starts_at
    held_until = entry.offered_until if lies_ahead and state == State.OFFERED else None
    has_lapsed = held_until is not None and held_until <= now
    confirm_until = confirmation.until(entry) if lies_ahead else None
    asked_until = confirm_until if has_lapsed else held_until or confirm_until
    offers_until = offers.last_moment(session) if lies_ahead and state == State.WAITING else None
    return Progress(
        state=state,
        position=_position(entry) if state == State.WAITING else None,
        answer_on=answer_on,
        can_cancel=lies_ahead and not entry.arrived_at,
        can_change=revisions.is_open(signup, now=now) and entry.state in revisions.MAY_CHANGE,
        has_seat=may_come and state in (State.ENTERED, State.SELECTED),
        has_code=may_come and not is_over,
        is_over=is_over,
        held_until=held_until,
        has_lapsed=has_lapsed,
        confirm_until=confirm_until,
        confirmed_at=entry.confirmed_at if entry.state == State.SELECTED else None,
        details_until=_details_until(entry, session, now=now) if lies_ahead else None,
        offers_until=offers_until,
        may_be_offered=offers_until is not None and now < offers_until,
        public_code="" if session.takes_signups(now) else entry.public_code,
        drawn_as=entry.rank if session.is_drawn else None,
        is_asked_no_more=entry.unanswered >= offers.MOST_UNANSWERED,
        steps=_steps(entry, session, answer_on, asked_until, now) if may_come else [],
    )


def _shown(signup: Signup, entry: Signup) -> State:
    """The state that the page tells: of an entry that only answers, the one in which a new one would stand now.

    A place is offered on the page of the first entry alone.
    """
    if entry.state == State.REPEATED and Roster.objects.filter(session=entry.session).exists():
        return State.REFUSED
    if entry.state == State.REPEATED:
        full = entry.session.is_ordered and not entry.session.seats_left
        return State.WAITING if full else State.ENTERED
    if entry.state == State.OFFERED and signup.state == State.REPEATED:
        return State.WAITING
    return State(entry.state)


def _position(entry: Signup) -> int:
    return waiting.position(entry) if entry.state == State.WAITING else waiting.of(entry.session).count() + 1


def answer_day(session: Session) -> date | None:
    """The last day on which the selected are told, by the plan's rule; None where there is none. To be shown only."""

    def due_on() -> date | None:
        duty = deadlines.find(Duty.Kind.TELL_SELECTED, session=session)
        return duty.due_on if duty else None

    return sharing.kept(f"answer-day:{session.pk}", due_on)


def _entry(signup: Signup, *, now: datetime) -> Signup:
    """The entry that counts, with the session as it was read for the page.

    As long as anybody may sign up, a repeated entry speaks for itself, as a new one would: the seat or the invitation
    of the first would tell whoever typed another's name that the person is registered. Afterwards both say the same,
    unless the first was cancelled: that would tell it as well, for nobody who holds this page has cancelled anything.
    """
    answers_only = signup.state == State.REPEATED and not signup.session.takes_signups(now)
    entry = signup.standing_entry if answers_only else signup
    entry = signup if entry.state == State.CANCELLED else entry
    entry.session = signup.session
    return entry


def _details_until(entry: Signup, session: Session, *, now: datetime) -> datetime | None:
    terms = getattr(session, "terms", None)
    last = terms.details_until if terms and entry.state == State.SELECTED else None
    return last if last and now < last and session.asked.of_the_selected().exists() else None


def _steps(
    entry: Signup, session: Session, answer_on: date | None, asked_until: datetime | None, now: datetime
) -> list[dict[str, str]]:
    stages = _stages(entry, session, answer_on, now)
    current = next((number for number, (_label, done, _note) in enumerate(stages) if not done), None)
    if asked_until is not None and current is not None:
        # What the person is asked now stands before whatever is still to come.
        label = _("You confirm that you come") if entry.state == State.SELECTED else _("You answer the offer")
        note = _("until %(moment)s") % {"moment": dates.moment(asked_until, today=clock.day_of(now))}
        stages.insert(current, (label, False, note))
    return [
        {"label": label, "note": note, "state": "done" if done else "current" if number == current else "todo"}
        for number, (label, done, note) in enumerate(stages)
    ]


def _stages(entry: Signup, session: Session, answer_on: date | None, now: datetime) -> list[Stage]:
    # Who was invited is selected from the start, without a decision of its own.
    undecided = (State.ENTERED, State.OFFERED)
    decided = entry.state == State.SELECTED or (entry.decided_at is not None and entry.state not in undecided)
    closed = session.signup_closes_at is None or session.signup_closes_at <= now
    today = clock.day_of(now)
    closes = dates.moment(session.signup_closes_at, today=today) if session.signup_closes_at else ""
    answer = _("by %(day)s") % {"day": dates.day(answer_on, today=today)} if answer_on else ""
    return [
        (_("Signed up"), True, dates.moment(entry.entered_at, today=today)),
        (_("Sign-up closes"), closed or decided, closes),
        (_("List is made, everyone is told"), decided, answer),
        (_("The day itself"), now >= session.ends_at, dates.span(session.starts_at, session.ends_at, today=today)),
    ]

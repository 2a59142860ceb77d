"""Where a sign-up stands, as the person sees it: the state in words, and the steps behind and ahead."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from events import deadlines
from events.foundation import clock, dates
from events.models import Duty, Session
from registrations import waiting
from registrations.models import Signup

State = Signup.State


@dataclass(frozen=True)
class Progress:
    """`state` is what the page tells; `position` the place on the waiting list, from 1."""

    state: str
    position: int | None
    answer_on: date | None
    can_cancel: bool
    has_code: bool
    is_over: bool
    steps: list[dict[str, str]]


def of(signup: Signup, *, now: datetime) -> Progress:
    entry = signup.standing_entry if signup.state == State.REPEATED else signup
    session = signup.session
    # An entry above the yearly limit looks like any other: who it is for is told elsewhere.
    state = entry.state if entry.state != State.REPEATED else _as_new(session)
    may_come = entry.state not in (State.CANCELLED, State.REFUSED) and session.state != Session.State.CANCELLED
    answer_on = answer_day(session)
    is_over = now >= session.ends_at
    return Progress(
        state=state,
        position=_position(entry) if state == State.WAITING else None,
        answer_on=answer_on,
        can_cancel=may_come and now < session.starts_at and not entry.arrived_at,
        has_code=may_come and not is_over,
        is_over=is_over,
        steps=_steps(entry, session, answer_on, now) if may_come else [],
    )


def _as_new(session: Session) -> State:
    """The state in which an entry of this moment would stand."""
    full = session.selection == Session.Selection.ORDER and not session.seats_left
    return State.WAITING if full else State.ENTERED


def _position(entry: Signup) -> int:
    return waiting.position(entry) if entry.state == State.WAITING else waiting.of(entry.session).count() + 1


def answer_day(session: Session) -> date | None:
    """The last day on which the selected are told, by the plan's rule; None where there is no such rule."""
    duty = deadlines.find(Duty.Kind.TELL_SELECTED, session=session)
    return duty.due_on if duty else None


def _steps(entry: Signup, session: Session, answer_on: date | None, now: datetime) -> list[dict[str, str]]:
    # Who was invited is selected from the start, without a decision of its own.
    decided = entry.state == State.SELECTED or (entry.decided_at is not None and entry.state != State.ENTERED)
    closed = session.signup_closes_at is None or session.signup_closes_at <= now
    is_over = now >= session.ends_at
    today = clock.day_of(now)
    closes = dates.moment(session.signup_closes_at, today=today) if session.signup_closes_at else ""
    answer = _("by %(day)s") % {"day": dates.day(answer_on, today=today)} if answer_on else ""
    stages = [
        (_("Signed up"), True, dates.moment(entry.entered_at, today=today)),
        (_("Sign-up closes"), closed or decided, closes),
        (_("List is made, everyone is told"), decided, answer),
        (_("The day itself"), is_over, dates.span(session.starts_at, session.ends_at, today=today)),
    ]
    current = next((number for number, (_label, done, _note) in enumerate(stages) if not done), None)
    return [
        {"label": label, "note": note, "state": "done" if done else "current" if number == current else "todo"}
        for number, (label, done, note) in enumerate(stages)
    ]

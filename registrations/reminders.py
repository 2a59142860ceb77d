"""Reminders to residents: the selected on the working day before and, where the session asks, in the morning of the
day; who is to confirm, on the working day before the last; who asked to be reminded of a livestream, on the working day
before and shortly before it begins.

A sweep sends the stage that is reached now; what an outage missed collapses into the latest. The row (person, stage)
is the claim, written in one transaction with its letter. Who hears of the session later than the moment of a stage, by
a selection or by asking, has just read all that the reminder would say.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from events.foundation import addressing, clock, workdays
from events.models import Reminding, Session
from registrations import confirmation, notify, stream_notify
from registrations.models import ResidentReminder, Signup, Watcher

# The longest holidays, with their weekends, lie between a session and the working day before it.
HORIZON = timedelta(days=20)
BATCH = 200


@dataclass(frozen=True)
class Stage:
    """The moment from which it is told, and the key that tells it from others."""

    moment: datetime
    key: str


@dataclass(frozen=True)
class Told:
    """What one sweep sent about a session, to how many of each."""

    session: Session
    signups: int
    watchers: int


def sweep(*, now: datetime, is_trial: bool = False) -> list[Told]:
    """Remind everybody who is to be reminded now of an announced session that has not begun; a trial only counts."""
    hours = Reminding.objects.current().get()
    soon = Q(starts_at__lt=now + HORIZON) | Q(terms__confirm_until__gt=now, terms__confirm_until__lt=now + HORIZON)
    near = Session.objects.filter(soon, state=Session.State.ANNOUNCED, starts_at__gt=now).select_related("terms")
    told = [
        Told(session, *_of(session, hours, now=now, is_trial=is_trial)) for session in near.order_by("starts_at", "pk")
    ]
    return [one for one in told if one.signups or one.watchers]


def _of(session: Session, hours: Reminding, *, now: datetime, is_trial: bool) -> tuple[int, int]:
    visit, stream = visit_stage(session, hours, now=now), stream_stage(session, hours, now=now)
    confirm = confirm_stage(session, hours, now=now)
    tell = _count if is_trial else _remind
    return (
        (tell("signup", to_visit(session, visit), session, visit, now=now) if visit else 0)
        + (tell("confirm", to_confirm(session, confirm), session, confirm, now=now) if confirm else 0),
        tell("watcher", to_watch(session, stream), session, stream, now=now) if stream else 0,
    )


def _count(kind: str, people: QuerySet, session: Session, stage: Stage, *, now: datetime) -> int:
    return sum(addressing.way_to(email, phone) is not None for email, phone in people.values_list("email", "phone"))


def visit_stage(session: Session, hours: Reminding, *, now: datetime) -> Stage | None:
    """The stage that the selected have reached; None while it is far, and once the session has begun."""
    again = [("again", _at(session, hours.again_from))] if session.reminds_again else []
    stages = [("before", _before(session, hours)), *again]
    return _latest(session, stages, now=now) if session.is_onsite else None


def stream_stage(session: Session, hours: Reminding, *, now: datetime) -> Stage | None:
    """The same for those who watch."""
    soon = session.starts_at - timedelta(minutes=hours.stream_minutes)
    stages = [("before", _before(session, hours)), ("soon", soon)]
    return _latest(session, stages, now=now) if session.is_livestream else None


def confirm_stage(session: Session, hours: Reminding, *, now: datetime) -> Stage | None:
    """The working day before the last moment to confirm; None where there is none, and once it has passed."""
    terms = getattr(session, "terms", None)
    last = terms.confirm_until if terms else None
    if last is None or not now < last:
        return None
    day = workdays.calendar().due_before(clock.day_of(last), 1)
    moment = datetime.combine(day, hours.residents_from, clock.ZONE)
    return Stage(moment, f"confirm-{last.astimezone(clock.ZONE):%Y-%m-%dT%H:%M}") if moment <= now else None


def to_confirm(session: Session, stage: Stage) -> QuerySet[Signup]:
    """Who is asked and has not answered, and was told of it before the moment of the stage."""
    asked = confirmation.asked().filter(session=session, told_at__lt=stage.moment)
    return asked.exclude(reminders__stage=stage.key)


def to_visit(session: Session, stage: Stage) -> QuerySet[Signup]:
    """The selected whom a letter reaches and this stage has not; none who came in at the door."""
    heard_before = Q(told_at__isnull=True) | Q(told_at__lt=stage.moment)
    return (
        Signup.objects.seated()
        .filter(heard_before, session=session, arrived_at__isnull=True)
        .exclude(source=Signup.Source.DOOR)
        .exclude(reminders__stage=stage.key)
    )


def to_watch(session: Session, stage: Stage) -> QuerySet[Watcher]:
    return Watcher.objects.filter(session=session, asked_at__lt=stage.moment).exclude(reminders__stage=stage.key)


def _remind(kind: str, people: QuerySet, session: Session, stage: Stage, *, now: datetime) -> int:
    keys = list(people.order_by("pk").values_list("pk", flat=True))
    return sum(_claim(kind, people, session, stage, batch, now=now) for batch in _batches(keys))


@transaction.atomic
def _claim(kind: str, people: QuerySet, session: Session, stage: Stage, keys: Sequence[int], *, now: datetime) -> int:
    """Claim and write the letters of a batch, while the people are locked and certainly still to be told.

    Another sweep, or a cancellation, waits at the lock; after it, the people are asked for anew.
    """
    type(session).objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    list(people.model._default_manager.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",), no_key=True))
    fresh = Session.objects.select_related("unit", "point__plan", "terms").get(pk=session.pk)
    if fresh.state != Session.State.ANNOUNCED or fresh.starts_at != session.starts_at:
        return 0
    waiting = list(people.filter(pk__in=keys).order_by("pk"))
    for person in waiting:
        person.session = fresh
    letters = LETTERS[kind](waiting, now=now)
    claims = [
        ResidentReminder(**{CLAIMED[kind]: person}, stage=stage.key, claimed_at=now, message=message)
        for person, message in letters
    ]
    ResidentReminder.objects.bulk_create(claims)
    return len(claims)


LETTERS: dict[str, Callable[..., notify.Letters]] = {
    "signup": notify.visit_near,
    "confirm": notify.confirm_near,
    "watcher": stream_notify.near,
}
# Whose claim it is.
CLAIMED = {"signup": "signup", "confirm": "signup", "watcher": "watcher"}


def _latest(session: Session, stages: list[tuple[str, datetime]], *, now: datetime) -> Stage | None:
    begins = session.starts_at.astimezone(clock.ZONE)
    reached = [(moment, name) for name, moment in stages if moment <= now < session.starts_at]
    if not reached:
        return None
    moment, name = max(reached)
    return Stage(moment, f"{begins:%Y-%m-%dT%H:%M}-{name}")


def _before(session: Session, hours: Reminding) -> datetime:
    day = workdays.calendar().due_before(session.day, 1)
    return datetime.combine(day, hours.residents_from, clock.ZONE)


def _at(session: Session, hour: time) -> datetime:
    return datetime.combine(session.day, hour, clock.ZONE)


def _batches(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))

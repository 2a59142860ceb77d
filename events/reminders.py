"""Reminders: ahead of a duty's last day, on it, and on each working day after it. Exactly once each, whoever sweeps.

A sweep sends for every open duty the stage it has reached now; stages that an outage missed collapse into the latest.
The row (duty, stage, recipient) is the claim; it is written in one transaction with the letter it stands for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from events import notify, special_days
from events.foundation import clock, workdays
from events.models import Duty, Message, Plan, Point, Reminder, Staff, Unit

# Working days left at which a reminder goes out, and the hour of a working day from which any does.
AHEAD = (10, 5, 2, 1)
FROM_HOUR = time(9)


@dataclass(frozen=True)
class Stage:
    """Where a duty stands: working days left of it (None when overdue), and the key that tells this stage from others.

    The key holds the last day, so a duty that moves is reminded of again; an overdue one holds the day of the sweep.
    """

    key: str
    left: int | None


@dataclass
class Swept:
    """What one sweep did; `recounted` are duties whose last day the calendar has moved."""

    recounted: int = 0
    is_silent: bool = False
    sent: list[Reminder] = field(default_factory=list)


def sweep(*, now: datetime) -> Swept:
    """Remind of every duty that has reached a stage; silent on days off and before FROM_HOUR."""
    swept, today = Swept(recounted=special_days.settle(now=now)), clock.day_of(now)
    if now.astimezone(clock.ZONE).time() < FROM_HOUR or not workdays.calendar().is_workday(today):
        swept.is_silent = True
        return swept
    reached = [(duty, stage) for duty in _near(today) if (stage := stage_of(duty, today))]
    recipients = _Recipients(duty for duty, _stage in reached)
    claimed = set(Reminder.objects.filter(duty__in=[d for d, _s in reached]).values_list("duty", "stage", "recipient"))
    for duty, stage in reached:
        people = recipients.of(duty, is_overdue=stage.left is None)
        waiting = [person for person in people if (duty.pk, stage.key, person.pk) not in claimed]
        if waiting:
            swept.sent += _remind(duty, stage, waiting, now=now)
    return swept


def stage_of(duty: Duty, today: date) -> Stage | None:
    """The stage that the duty has reached on a working day, None while its day is far."""
    if duty.due_on < today:
        return Stage(f"overdue-{today}", None)
    if duty.kind in Duty.AFTER and duty.counted_from and today <= duty.counted_from:
        return None  # nobody can report on what has not been yet
    left = _left(duty, today)
    near = min((days for days in AHEAD if left <= days), default=None)
    if near is None:
        return None
    return Stage(f"{duty.due_on}-day" if left == 0 else f"{duty.due_on}-ahead-{near}", left)


def _left(duty: Duty, today: date) -> int:
    """Working days after today up to the last day; 0 also on the last working day before one that is a day off."""
    return workdays.calendar().days_until(today, duty.due_on)


def _near(today: date) -> Iterable[Duty]:
    """Open duties that are overdue or due within the longest stage, of plans in force or of no plan.

    A filing that waits for the office is left alone.
    """
    horizon = workdays.calendar().due_after(today, max(AHEAD) + 1)
    in_force = Q(plan__isnull=True) | Q(plan__state=Plan.State.IN_FORCE)
    duties = Duty.objects.open().filter(in_force, due_on__lt=horizon)
    filed = Point.objects.filter(filing=Point.Filing.FILED, plan=OuterRef("plan"), proposed_by=OuterRef("unit"))
    return duties.exclude(Exists(filed), kind=Duty.Kind.FILING).select_related("plan", "unit", "point", "session")


class _Recipients:
    """Who is told: the editors and approvers of the unit, of the one above it where it has none; then the office."""

    def __init__(self, duties: Iterable[Duty]) -> None:
        units = {duty.unit for duty in duties}
        ids = {unit.pk for unit in units} | {unit.parent_id for unit in units}
        roles = [Staff.Role.EDITOR, Staff.Role.APPROVER]
        self.office = notify.office()
        self.by_unit: dict[int | None, list[Staff]] = {}
        for person in Staff.objects.active().filter(unit__in=ids, role__in=roles).select_related("unit"):
            self.by_unit.setdefault(person.unit_id, []).append(person)

    def of(self, duty: Duty, *, is_overdue: bool) -> list[Staff]:
        own = self._of_unit(duty.unit)
        return own + self.office if is_overdue or not own else own

    def _of_unit(self, unit: Unit) -> list[Staff]:
        return self.by_unit.get(unit.pk) or self.by_unit.get(unit.parent_id, [])


@transaction.atomic
def _remind(duty: Duty, stage: Stage, people: list[Staff], *, now: datetime) -> list[Reminder]:
    """Claim and write the letters of one stage, while the duty is locked and certainly still open."""
    if not Duty.objects.open().select_for_update().filter(pk=duty.pk, due_on=duty.due_on).exists():
        return []
    sent = []
    for person in people:
        reminder, is_mine = Reminder.objects.get_or_create(
            duty=duty, stage=stage.key, recipient=person, defaults={"claimed_at": now}
        )
        if is_mine:
            reminder.message = _letter(duty, stage, person, now=now)
            reminder.save(update_fields=["message"])
            sent.append(reminder)
    return sent


def _letter(duty: Duty, stage: Stage, to: Staff, *, now: datetime) -> Message:
    if stage.left is None:
        return notify.duty_overdue(duty, to=to, now=now)
    if stage.left == 0:
        return notify.duty_today(duty, to=to, now=now)
    return notify.duty_ahead(duty, to=to, left=stage.left, now=now)

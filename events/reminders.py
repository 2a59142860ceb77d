"""Reminders: ahead of a duty's last day, on it, and on each working day after it. Exactly once each, whoever sweeps.

A sweep sends for every open duty the stage it has reached now; stages that an outage missed collapse into the latest.
At which stages, and from which hour, the office says (`Reminding`), for single kinds of duties otherwise. The row
(duty, stage, recipient) is the claim; those of one person are written in one transaction with the one letter that
tells of them all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import notify, special_days
from events.digest import Line
from events.foundation import clock, workdays
from events.models import Duty, Plan, Point, Reminder, Reminding, Staff, Unit
from events.models.duty import DutyQuerySet
from events.models.reminder import Stages


@dataclass(frozen=True)
class Stage:
    """Where a duty stands: working days left of it (None when overdue), and the key that tells this stage from others.

    The key holds the last day, so a duty that moves is reminded of again; an overdue one holds the day of the sweep.
    """

    key: str
    left: int | None

    @property
    def words(self) -> str:
        """5 working days left; due today; overdue."""
        if self.left is None:
            return _("overdue")
        days = ngettext("%(n)s working day left", "%(n)s working days left", self.left) % {"n": self.left}
        return days if self.left else _("due today")


@dataclass
class Digest:
    """What one person is to be told of now."""

    to: Staff
    reached: list[tuple[Duty, Stage]] = field(default_factory=list)


@dataclass
class Swept:
    """What one sweep did; `recounted` are duties whose last day the calendar has moved."""

    recounted: int = 0
    is_silent: bool = False
    sent: list[Digest] = field(default_factory=list)


class Rules:
    """The office's stages and hours, and the stages of a kind of duty. Two queries."""

    def __init__(self) -> None:
        self.office = Reminding.objects.current().get()
        self.kinds: dict[str, Stages] = {row.kind: row for row in self.office.kinds.all()}

    def of(self, duty: Duty) -> Stages:
        return self.kinds.get(duty.kind, self.office)

    @cached_property
    def farthest(self) -> int:
        """The greatest number of working days left at which anything is reminded of."""
        return max((day for row in (self.office, *self.kinds.values()) for day in row.days), default=0)


def sweep(*, now: datetime) -> Swept:
    """Tell everybody of the duties that have reached a stage; silent on days off and before the office's hour."""
    swept, rules = Swept(recounted=special_days.settle(now=now)), Rules()
    if is_silent(rules, now=now):
        swept.is_silent = True
        return swept
    told = (_send(digest, now=now) for digest in digests(rules, now=now))
    swept.sent = [digest for digest in told if digest]
    return swept


def is_silent(rules: Rules, *, now: datetime) -> bool:
    local = now.astimezone(clock.ZONE)
    return local.time() < rules.office.staff_from or not workdays.calendar().is_workday(local.date())


def digests(rules: Rules, *, now: datetime) -> list[Digest]:
    """Whom a sweep at this moment would tell of what, whatever the hour; in a constant number of queries."""
    today = clock.day_of(now)
    reached = [(duty, stage) for duty in _near(rules, today) if (stage := stage_of(duty, today, rules.of(duty)))]
    recipients = _Recipients(duty for duty, _stage in reached)
    claimed = _claimed([duty for duty, _stage in reached])
    found: dict[int, Digest] = {}
    for duty, stage in reached:
        with_office = stage.left is None and rules.of(duty).tells_office
        for person in recipients.of(duty, with_office=with_office):
            if (duty.pk, stage.key, person.pk) not in claimed:
                found.setdefault(person.pk, Digest(person)).reached.append((duty, stage))
    return list(found.values())


def stage_of(duty: Duty, today: date, stages: Stages) -> Stage | None:
    """The stage that the duty has reached on a working day, None while its day is far."""
    if duty.due_on < today:
        return Stage(f"overdue-{today}", None) if stages.when_overdue else None
    if duty.kind in Duty.AFTER and duty.counted_from and today <= duty.counted_from:
        return None  # nobody can report on what has not been yet
    left = _left(duty, today)
    near = min((days for days in stages.days if left <= days), default=None)
    if near is None:
        return None
    return Stage(f"{duty.due_on}-ahead-{near}" if near else f"{duty.due_on}-day", left)


def _left(duty: Duty, today: date) -> int:
    """Working days after today up to the last day; 0 also on the last working day before one that is a day off."""
    return workdays.calendar().days_until(today, duty.due_on)


def _near(rules: Rules, today: date) -> DutyQuerySet:
    """Open duties that are overdue or due within the longest stage, of plans in force or of no plan.

    A filing that waits for the office is left alone.
    """
    horizon = workdays.calendar().due_after(today, rules.farthest + 1)
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

    def of(self, duty: Duty, *, with_office: bool) -> list[Staff]:
        own = self._of_unit(duty.unit)
        return own + self.office if with_office or not own else own

    def _of_unit(self, unit: Unit) -> list[Staff]:
        return self.by_unit.get(unit.pk) or self.by_unit.get(unit.parent_id, [])


@transaction.atomic
def _send(digest: Digest, *, now: datetime) -> Digest | None:
    """Claim the stages of one person and write their letter, while the duties are locked and certainly still open.

    Another sweep waits at the lock and then sees the claims. What is told, None where nothing is left to tell.
    """
    keys = [duty.pk for duty, _stage in digest.reached]
    locked = Duty.objects.open().filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    days = dict(locked.values_list("pk", "due_on"))
    claimed = _claimed(days, digest.to)
    mine = [
        (duty, stage)
        for duty, stage in digest.reached
        if days.get(duty.pk) == duty.due_on and (duty.pk, stage.key, digest.to.pk) not in claimed
    ]
    if not mine:
        return None
    lines = [Line(duty, stage.left) for duty, stage in mine]
    message = notify.duties(lines, to=digest.to, now=now)
    Reminder.objects.bulk_create(
        Reminder(duty=duty, stage=stage.key, recipient=digest.to, claimed_at=now, message=message)
        for duty, stage in mine
    )
    return Digest(digest.to, mine)


def _claimed(duties: Iterable[Duty | int], to: Staff | None = None) -> set[tuple[int, str, int]]:
    rows = Reminder.objects.filter(duty__in=list(duties))
    rows = rows.filter(recipient=to) if to else rows
    return set(rows.values_list("duty", "stage", "recipient"))

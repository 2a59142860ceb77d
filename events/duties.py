"""The rows of duties: made, moved, handed on and withdrawn, each with its cause, in the transaction of that cause.

Which duties there are and when they fall due stands in deadlines.py. What is closed stays as it was, unless the act
that closed it is taken back.
"""

from collections.abc import Iterable
from datetime import datetime

from events.models import AuditEntry, Duty, DutyChange, Session, Unit
from events.models.duty import DutyQuerySet

Kind = DutyChange.Kind

# What a duty that is still open takes over when its cause changes.
FACTS = (
    "unit",
    "plan",
    "point",
    "due_on",
    "counted_from",
    "is_provisional",
    "rule_value",
    "rule_unit",
    "rule_source",
    "rule_is_default",
)


def settle(standing: Duty | None, wanted: Duty, *, now: datetime, cause: AuditEntry | None = None) -> Duty:
    """Save the wanted duty, or give its facts to the one that stands and is still open."""
    if standing is None:
        wanted.save()
        DutyChange.objects.bulk_create([made(wanted, now=now, cause=cause)])
        return wanted
    if standing.is_open:
        change = moved(standing, wanted, now=now, cause=cause)
        for name in FACTS:
            setattr(standing, name, getattr(wanted, name))
        standing.save(update_fields=FACTS)
        DutyChange.objects.bulk_create([change] if change else [])
    return standing


def settle_many(pairs: Iterable[tuple[Duty | None, Duty]], *, now: datetime, cause: AuditEntry | None = None) -> None:
    """As `settle`, for what a plan brings to every unit at once."""
    fresh = []
    for standing, wanted in pairs:
        if standing is None:
            fresh.append(wanted)
        else:
            settle(standing, wanted, now=now, cause=cause)
    Duty.objects.bulk_create(fresh)
    DutyChange.objects.bulk_create(made(duty, now=now, cause=cause) for duty in fresh)


def reopen(kind: str, session: Session, *, now: datetime, cause: AuditEntry | None = None) -> None:
    """What was done and was taken back is owed again, by its old last day."""
    done = Duty.objects.standing().filter(kind=kind, session=session, subject="", done_at__isnull=False)
    done.update(done_at=None, done_by=None, is_late=False, late_reason="")


def withdraw(duties: DutyQuerySet, *, now: datetime, cause: AuditEntry | None = None) -> None:
    """What is still open of these is owed no more."""
    going = list(duties.open())
    if not going:
        return
    Duty.objects.open().filter(pk__in=[duty.pk for duty in going]).update(withdrawn_at=now)
    DutyChange.objects.bulk_create(
        DutyChange(duty=duty, kind=Kind.WITHDRAWN, at=now, cause=cause, day_before=duty.due_on) for duty in going
    )


def made(duty: Duty, *, now: datetime, cause: AuditEntry | None) -> DutyChange:
    return DutyChange(
        duty=duty, kind=Kind.MADE, at=now, cause=cause, day_after=duty.due_on, is_provisional=duty.is_provisional
    )


def moved(before: Duty, after: Duty, *, now: datetime, cause: AuditEntry | None) -> DutyChange | None:
    """What has become of an open duty, as a row to be saved; None where day and unit stay."""
    days = (before.due_on, before.is_provisional), (after.due_on, after.is_provisional)
    unit_before: Unit | None = None
    if before.unit_id != after.unit_id:
        kind, unit_before = Kind.HANDED, before.unit
    elif before.due_on != after.due_on:
        kind = Kind.MOVED
    elif days[0] != days[1]:
        kind = Kind.SETTLED
    else:
        return None
    return DutyChange(
        duty=before,
        kind=kind,
        at=now,
        cause=cause,
        day_before=before.due_on,
        day_after=after.due_on,
        is_provisional=after.is_provisional,
        unit_before=unit_before,
    )

"""The office's special days: written in one act, after which every open duty is worked out anew.

What moved is kept with its cause, listed on the page of the act, and told to the people concerned, each in one letter.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events import deadlines, notify, shifts
from events.foundation import audit, permissions, workdays
from events.models import AuditEntry, CalendarChange, Duty, DutyChange, SpecialDay, Staff

SOURCE_LIMIT = 200


@dataclass(frozen=True)
class NewDay:
    """A day to be entered: whether it is worked on, and what it is called."""

    day: date
    is_workday: bool
    name: str


@transaction.atomic
def enter(days: Iterable[NewDay], *, source: str, text: str = "", by: Staff, now: datetime) -> CalendarChange:
    """Enter days read from a document, in one act; a day that stands already takes the new nature and source.

    Raises ValidationError (code "no_days") where there is none.
    """
    permissions.require(by, "events.change_specialday")
    wanted = {day.day: day for day in days}
    if not wanted:
        raise ValidationError(_("Choose at least one day."), code="no_days")
    known = SpecialDay.objects.in_bulk(list(wanted), field_name="day")
    source = source.strip()[:SOURCE_LIMIT]
    natures = {}
    for day, new in sorted(wanted.items()):
        was = known.get(day)
        natures[day.isoformat()] = [nature(was), nature(new)]
        facts = {"is_workday": new.is_workday, "name": new.name, "source": source}
        SpecialDay.objects.update_or_create(day=day, defaults=facts)
    return changed(natures, source=source, text=text, by=by, now=now)


@transaction.atomic
def changed(
    natures: dict[str, list[str]], *, source: str, by: Staff | None, now: datetime, text: str = ""
) -> CalendarChange:
    """Record that special days changed (by ISO day what each was and became), and work out open duties anew."""
    change = CalendarChange.objects.create(made_at=now, made_by=by, source=source, text=text, days=natures)
    before, after = ({day: pair[side] for day, pair in natures.items()} for side in (0, 1))
    entry = audit.record(change, "calendar.change", by=by, now=now, before=before, after=after)
    _work_out(change, entry, by=by, now=now)
    return change


@transaction.atomic
def settle(*, now: datetime) -> int:
    """What the sweep does: a year's calendar may have arrived with a new version of the portal. Number of changes."""
    calendar = workdays.stored()
    moved = deadlines.recount(calendar, now=now)
    deadlines.for_calendars(calendar, now=now)
    if moved:
        change = CalendarChange.objects.create(made_at=now)
        entry = audit.record(change, "calendar.change", by=None, now=now)
        DutyChange.objects.filter(pk__in=[row.pk for row in moved]).update(cause=entry)
        _tell(change, moved, by=None, now=now)
    return len(moved)


def moved_by(change: CalendarChange) -> Iterable[DutyChange]:
    """What became of the open duties through this act."""
    rows = DutyChange.objects.filter(
        cause__subject_type=CalendarChange._meta.label_lower,
        cause__subject_id=str(change.pk),
        duty__counted_from__isnull=False,
    )
    return rows.select_related("duty__unit", "duty__session", "duty__point", "duty__plan").order_by("day_after", "id")


def _work_out(change: CalendarChange, entry: AuditEntry, *, by: Staff | None, now: datetime) -> None:
    calendar = workdays.stored()
    moved = deadlines.recount(calendar, now=now, cause=entry)
    deadlines.for_calendars(calendar, now=now, by=by, cause=entry)
    _tell(change, moved, by=by, now=now)


def _tell(change: CalendarChange, moved: list[DutyChange], *, by: Staff | None, now: datetime) -> None:
    """One letter to each person whose duties fall due on another day."""
    before: dict[int, Duty] = {}
    for row in moved:
        before[row.duty_id] = was = copy(row.duty)
        was.due_on = row.day_before or was.due_on
    after = {row.duty_id: row.duty for row in moved}
    for person, shift in shifts.told(before, after):
        notify.calendar_changed(change, shift, to=person, by=by, now=now)


def nature(day: SpecialDay | NewDay | None) -> str:
    """As a change of the calendar keeps it: "workday", "day off", or "" where the day stood or stands no more."""
    return "" if day is None else "workday" if day.is_workday else "day off"

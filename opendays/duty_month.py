"""The duties of a month as a calendar: each day with its lights, beside it the list of the day or of the month."""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from events import months
from events.admin import reaching
from events.foundation import clock, dates, permissions, workdays
from events.models import Duty, Staff, Unit
from events.models.duty import DutyQuerySet
from opendays.lights import RIGHT, STATES, Lights, legend

LISTED = 100
NAMED = 3
SATURDAY = 5


@dataclass(frozen=True)
class Day:
    """A place of the calendar; `mark` says where the official calendar departs from the week."""

    date: date
    url: str
    is_today: bool
    is_chosen: bool
    mark: str
    lights: Any = ""
    total: int = 0
    names: list[str] = field(default_factory=list)


def urls(site: admin.AdminSite) -> list:
    return [path("duties/month/", site.admin_view(page), name="duty_month")]


def page(request):
    """`month` as 2019-10, `day` as 2019-10-08, `unit` by its key: whatever is no month or day is the present one."""
    permissions.require(request.user, RIGHT)
    today = clock.today()
    chosen = _day(request.GET.get("day", ""))
    shown = chosen or _day(f"{request.GET.get('month', '')}-01") or today
    frame = months.frame(shown) or months.Month(today.replace(day=1), [])
    units = list(Unit.objects.visible_to(request.user).active()) if request.user.sees_everything else []
    unit = next((unit for unit in units if str(unit.pk) == request.GET.get("unit")), None)
    mine = Duty.objects.standing().visible_to(request.user)
    mine = mine.filter(unit=unit) if unit else mine
    first, last = (chosen, chosen) if chosen else (frame.first, frame.last)
    listed = list(reaching.fetched(mine.filter(due_on__range=(first, last))).order_by("due_on", "id")[: LISTED + 1])
    kept = {"unit": unit.pk} if unit else {}
    context = {
        **admin.site.each_context(request),
        "title": _("Duties by month"),
        "today": today,
        "month": frame,
        "weeks": weeks(frame, mine, kept, today=today, chosen=chosen, listed=[] if chosen else listed),
        "weekdays": dates.WEEKDAYS,
        "legend": legend(),
        "chosen": chosen,
        "is_provisional": workdays.calendar().is_provisional(frame.first),
        "groups": by_day(listed[:LISTED], request.user, today),
        "more_url": _list_of(first, last, unit) if len(listed) > LISTED else "",
        "units": units,
        "unit": unit,
        "before": _address(kept, month=frame.before) if frame.before else "",
        "after": _address(kept, month=frame.after) if frame.after else "",
        "now_url": _address(kept),
        "month_url": _address(kept, month=frame),
    }
    return TemplateResponse(request, "desk/duties/month.html", context)


def weeks(
    frame: months.Month,
    duties: DutyQuerySet,
    kept: dict[str, Any],
    *,
    today: date,
    chosen: date | None,
    listed: list[Duty],
) -> list[list[Day | None]]:
    """The weeks of the month from Monday on, each day counted in one query; None where another month has the day."""
    is_open = Q(done_at__isnull=True)
    counts = {
        row["due_on"]: row
        for row in duties.filter(due_on__range=(frame.first, frame.last))
        .order_by()
        .values("due_on")
        .annotate(
            overdue=Count("pk", filter=is_open & Q(due_on__lt=today)),
            open=Count("pk", filter=is_open & Q(due_on__gte=today)),
            late=Count("pk", filter=Q(is_late=True)),
            done=Count("pk", filter=Q(done_at__isnull=False, is_late=False)),
        )
    }
    names: dict[date, list[str]] = {}
    for duty in listed if len(listed) <= LISTED else []:
        names.setdefault(duty.due_on, []).append(duty.get_kind_display())
    light = Lights()

    def place(number: int) -> Day | None:
        if not number:
            return None
        day = frame.first.replace(day=number)
        row = counts.get(day)
        total = sum(row[state] for state in list(STATES)[:4]) if row else 0
        url = _address(kept, day=day)
        named = names.get(day, [])[:NAMED]
        return Day(day, url, day == today, day == chosen, mark_of(day), light.row(row) if row else "", total, named)

    return [
        [place(number) for number in week]
        for week in calendar.Calendar().monthdayscalendar(frame.first.year, frame.first.month)
    ]


def mark_of(day: date) -> str:
    """Where the official calendar departs from the week: a weekday off, or a weekend worked."""
    works, is_weekday = workdays.calendar().is_workday(day), day.weekday() < SATURDAY
    return "" if works == is_weekday else "work" if works else "off"


def by_day(duties: list[Duty], staff: Staff, today: date) -> list[tuple[date, list[dict[str, Any]]]]:
    light, groups = Lights(), {}
    for duty in duties:
        row = {"duty": duty, "light": light.one(duty.light(today)), "url": reaching.step_of(duty, staff)}
        groups.setdefault(duty.due_on, []).append(row)
    return list(groups.items())


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and months.frame(day) else None


def _address(kept: dict[str, Any], *, month: months.Month | None = None, day: date | None = None) -> str:
    query = {
        **kept,
        **({"month": f"{month.first:%Y-%m}"} if month else {}),
        **({"day": day.isoformat()} if day else {}),
    }
    return reverse("duty_month") + (f"?{urlencode(query)}" if query else "") + ("#list" if day else "")


def _list_of(first: date, last: date, unit: Unit | None) -> str:
    query: dict[str, Any] = {"due_on__gte": first.isoformat(), "due_on__lt": (last + timedelta(days=1)).isoformat()}
    query |= {"unit__id__exact": unit.pk} if unit else {}
    return f"{reverse('admin:events_duty_changelist')}?{urlencode(query)}"

"""The first steps in an empty installation: what is done, what comes next, and where each is done."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events import identity
from events.foundation import workdays
from events.models import Notice, Plan, Staff, Unit


@dataclass(frozen=True)
class FirstStep:
    title: Promise
    why: Promise
    url: str
    is_done: bool
    is_next: bool = False


def steps(staff: Staff, *, today: date) -> list[FirstStep]:
    """The five steps as they stand; none for other staff than the office, nor once units, plan and people are there."""
    if not staff.has_perm("events.change_portal"):
        return []
    has_units = Unit.objects.exclude(kind=Unit.Kind.OFFICE).exists()
    has_plan = Plan.objects.exists() or Notice.objects.exists()
    has_people = Staff.objects.active().exclude(role=Staff.Role.OFFICE).exists()
    if has_units and has_plan and has_people:
        return []
    portal = identity.current()
    return list(
        _with_next(
            [
                FirstStep(
                    _("Name the portal"),
                    _("Name, district, and what government sites owe at their foot: organiser, telephone, records."),
                    reverse("admin:events_portal_change", args=[portal.pk]),
                    bool(portal.name or portal.district or portal.organiser),
                ),
                FirstStep(
                    _("Enter the units"),
                    _("Towns, subdistricts and departments, one by one or from a table; notices are matched to them."),
                    reverse("admin:events_unit_changelist"),
                    has_units,
                ),
                FirstStep(
                    _("Look at the calendar"),
                    _("Days count as working days by the official calendar; enter what it does not know yet."),
                    reverse("admin:events_specialday_changelist"),
                    not workdays.calendar().is_provisional(today),
                ),
                FirstStep(
                    _("Read in the first notice"),
                    _("The year's notice as DOCX, PDF or text becomes a plan with its points, days and rules."),
                    reverse("admin:events_notice_add"),
                    has_plan,
                ),
                FirstStep(
                    _("Open the first accounts"),
                    _("Each unit needs somebody who edits and somebody who approves."),
                    reverse("admin:events_staff_add"),
                    has_people,
                ),
            ]
        )
    )


def _with_next(steps: Iterable[FirstStep]) -> Iterable[FirstStep]:
    is_waiting = True
    for step in steps:
        yield replace(step, is_next=is_waiting and not step.is_done)
        is_waiting = is_waiting and step.is_done

"""The first page of the desk: a person's own duties by day, and what waits for this person to act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from events.admin import reaching
from events.foundation import clock, tally, workdays
from events.models import ChangeFiling, Duty, ErrorReport, Message, Point, Publication, Session, Staff
from events.models.duty import DutyQuerySet
from feedback.models import Card, Opinion
from opendays import beginning
from registrations.models import Draw, Objection, Signup

SHOWN = 40
PARTS = ("year", "month", "day")


class DeskRequest(HttpRequest):
    """A request at the desk, where only staff are let in."""

    user: Staff


class Rows(Protocol):
    """Rows that units own: everyone sees their own part of them."""

    @property
    def model(self) -> type[Model]: ...

    def visible_to(self, staff: Staff) -> QuerySet: ...


# Right, title, rows, and the filter that shows them in their list.
Pile = tuple[str, Promise, Rows, dict[str, Any]]


@dataclass(frozen=True)
class Waiting:
    """A pile of rows that wait for the person, and where they lie."""

    title: Promise
    count: int
    url: str


@dataclass(frozen=True)
class Day:
    """A duty with the step by which it is done, and how far away its last day is, in working days."""

    duty: Duty
    url: str
    light: str
    workdays: int


def first_page(request: DeskRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What Unfold puts on the index page."""
    today = clock.today()
    duties = own_duties(request.user)
    groups = by_day(list(duties[: SHOWN + 1]), today, request.user)
    waiting = waiting_for(request.user)
    return {
        **context,
        "today": today,
        "waiting": waiting,
        "duty_groups": groups,
        "has_more_duties": sum(len(days) for _title, days in groups) >= SHOWN,
        "letters": letters(request.user),
        "letters_url": list_of(Message.objects),
        "first_steps": beginning.steps(request.user, today=today),
        "duties_url": reverse("admin:events_duty_changelist") if request.user.has_perm("events.view_duty") else "",
        "sessions_url": reverse("admin:events_session_changelist"),
    }


def letters(staff: Staff) -> tally.Tally | None:
    """How the letters stand, for those who can do something about them."""
    return tally.of(Message.objects.all(), now=clock.now()) if staff.has_perm("events.hold_message") else None


def own_duties(staff: Staff) -> DutyQuerySet:
    """The open duties of the person's units; the office has its own, and those that are overdue anywhere."""
    duties = Duty.objects.open().visible_to(staff) if staff.has_perm("events.view_duty") else Duty.objects.none()
    if staff.sees_everything:
        duties = duties.filter(Q(due_on__lt=clock.today()) | Q(unit=staff.unit))
    return reaching.fetched(duties).order_by("due_on", "id")


def by_day(duties: Sequence[Duty], today: date, staff: Staff) -> list[tuple[Promise, list[Day]]]:
    """Overdue, this week, next week, later: in this order, empty groups left out. A week ends on Sunday."""
    groups: dict[Promise, list[Day]] = {_("Overdue"): [], _("This week"): [], _("Next week"): [], _("Later"): []}
    overdue, this_week, next_week, later = groups.values()
    sunday = today + timedelta(days=6 - today.weekday())
    ends = ((today - timedelta(days=1), overdue), (sunday, this_week), (sunday + timedelta(days=7), next_week))
    calendar = workdays.calendar()
    for duty in duties[:SHOWN]:
        target = next((group for end, group in ends if duty.due_on <= end), later)
        first, last = sorted([today, duty.due_on])
        url = reaching.step_of(duty, staff)
        target.append(Day(duty, url, duty.light(today), calendar.days_until(first, last)))
    return [(title, days) for title, days in groups.items() if days]


def waiting_for(staff: Staff) -> list[Waiting]:
    """The piles that this person's rights allow to clear, the empty ones left out."""
    found = [
        Waiting(title, rows.visible_to(staff).count(), f"{list_of(rows)}?{urlencode(chosen)}")
        for code, title, rows, chosen in piles(staff)
        if staff.has_perm(code) and admin.site.is_registered(rows.model)
    ]
    return [pile for pile in found if pile.count]


def list_of(rows: Rows) -> str:
    opts = rows.model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")


def piles(staff: Staff) -> list[Pile]:
    """Everything that may wait for somebody, in the order of the year."""
    return [*piles_of_the_programme(staff), *piles_of_the_public(staff), *piles_of_letters()]


def piles_of_the_programme(staff: Staff) -> list[Pile]:
    """What was returned waits for its unit, what was filed for the office."""
    sessions, points, today = Session.objects, Point.objects, clock.today()
    over = sessions.filter(state=Session.State.ANNOUNCED, ends_at__lte=clock.now())
    for_unit = points.filter(filing=Point.Filing.RETURNED, proposed_by__in=staff.unit_ids)
    return [
        (
            "events.approve_session",
            _("Sessions to approve"),
            sessions.filter(state=Session.State.DRAFT),
            {"state__exact": Session.State.DRAFT},
        ),
        (
            "events.publish_publication",
            _("Papers to publish"),
            Publication.objects.ready(),
            {"state__exact": Publication.State.DRAFT},
        ),
        (
            "events.hold_session",
            _("Sessions to record as held"),
            over,
            {"state__exact": Session.State.ANNOUNCED},
        ),
        (
            "registrations.checkin_signup",
            _("Sessions of today: the door list"),
            sessions.filter(state=Session.State.ANNOUNCED, starts_at__date=today),
            {"state__exact": Session.State.ANNOUNCED, **{f"starts_at__{part}": getattr(today, part) for part in PARTS}},
        ),
        (
            "events.judge_point",
            _("Filed points and talks to judge"),
            points.filter(filing=Point.Filing.FILED),
            {"filing__exact": Point.Filing.FILED},
        ),
        (
            "events.file_point",
            _("Proposals returned by the office"),
            for_unit,
            {"filing__exact": Point.Filing.RETURNED},
        ),
        (
            "events.change_changefiling",
            _("Changes filed, not seen yet"),
            ChangeFiling.objects.filter(seen_at__isnull=True),
            {"seen": "no"},
        ),
    ]


def piles_of_the_public(staff: Staff) -> list[Pile]:
    values = Draw.objects.awaiting_value(clock.now()).exclude(value_typed_by=staff)
    return [
        (
            "registrations.select_signup",
            _("Draws whose public value is to be typed in"),
            Session.objects.filter(pk__in=values.values("session")),
            {"state__exact": Session.State.ANNOUNCED, "selection__in": ",".join(Session.DRAWN)},
        ),
        (
            "registrations.tell_signup",
            _("People to call"),
            Signup.objects.to_call(),
            {"to_call": "yes"},
        ),
        (
            "registrations.answer_objection",
            _("Objections to public listings"),
            Objection.objects.open(),
            {"state__exact": Objection.State.OPEN},
        ),
        (
            "feedback.change_card",
            _("Opinion cards to take up"),
            Card.objects.waiting(),
            {"state__exact": Card.State.RECEIVED},
        ),
        (
            "feedback.approve_opinion",
            _("Replies to approve"),
            Opinion.objects.filter(state=Opinion.State.REPLIED),
            {"state__exact": Opinion.State.REPLIED},
        ),
        (
            "feedback.reply_opinion",
            _("Opinions to reply to"),
            Opinion.objects.filter(state__in=[Opinion.State.OPEN, Opinion.State.RETURNED], unit__in=staff.unit_ids),
            {"state__exact": Opinion.State.OPEN},
        ),
        (
            "events.handle_errorreport",
            _("Error reports of visitors"),
            ErrorReport.objects.open(),
            {"state__exact": ErrorReport.State.OPEN},
        ),
    ]


def piles_of_letters() -> list[Pile]:
    return [
        (
            "events.resend_message",
            _("Letters that could not be delivered"),
            Message.objects.filter(state=Message.State.GIVEN_UP, copies=None, erased_at=None),
            {"state__exact": Message.State.GIVEN_UP, "again": "no"},
        ),
        (
            "events.resend_message",
            _("Letters of which nobody knows whether they arrived"),
            Message.objects.filter(state=Message.State.UNKNOWN, copies=None),
            {"state__exact": Message.State.UNKNOWN, "again": "no"},
        ),
    ]

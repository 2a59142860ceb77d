"""A month as a calendar shows it: its weeks, and how many sessions each day has."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate

from events import search
from events.foundation import clock
from events.models import Session
from events.models.session import SessionQuerySet

# The filters of a list that say when: a calendar shows what the others leave.
OF_TIME = frozenset({"first", "last", "when"})
# Nobody announces a session for another century; what lies outside is a slip of the finger in an address.
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Day:
    date: date
    sessions: int
    is_today: bool
    is_chosen: bool


@dataclass(frozen=True)
class Week:
    """Seven places from Monday on; None where another month has the day."""

    days: list[Day | None]
    # Without a session, or behind us in a list of what lies ahead: what a small screen leaves out.
    is_quiet: bool


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[Week]

    @property
    def last(self) -> date:
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])

    @property
    def before(self) -> "Month | None":
        """The month before, as an empty frame; None where the calendar ends."""
        return frame(self.first - timedelta(days=1))

    @property
    def after(self) -> "Month | None":
        return frame(self.last + timedelta(days=1))


def frame(day: date) -> Month | None:
    return Month(day.replace(day=1), []) if day.year in YEARS else None


def month(
    sessions: SessionQuerySet, day: date, *, today: date, chosen: date | None = None, looks_ahead: bool = True
) -> Month:
    """The month of this day (of `today` where no calendar reaches), counting these sessions in one query.

    A cancelled session stays in lists, where it says so; a day with nothing else is a day without a session.
    """
    empty = frame(day) or Month(today.replace(day=1), [])
    first, last = empty.first, empty.last
    counts = dict(
        sessions.exclude(state=Session.State.CANCELLED)
        .filter(starts_at__range=(search.day_begins(first), search.day_ends(last)))
        .order_by()
        .values_list(TruncDate("starts_at", tzinfo=clock.ZONE))
        .annotate(Count("pk"))
    )

    def place(number: int) -> Day | None:
        if not number:
            return None
        date = first.replace(day=number)
        return Day(date, counts.get(date, 0), is_today=date == today, is_chosen=date == chosen)

    def week(numbers: list[int]) -> Week:
        days = [place(number) for number in numbers]
        is_behind = looks_ahead and first <= today <= last and first.replace(day=max(numbers)) < today
        return Week(days, is_quiet=is_behind or not any(day and (day.sessions or day.is_today) for day in days))

    return Month(first, [week(numbers) for numbers in calendar.Calendar().monthdayscalendar(first.year, first.month)])

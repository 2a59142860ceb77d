"""Whether a notice leaves the days that its rules ask for; needs a calendar, which the parser does not know.

Where the notice is silent the office's defaults apply. The days are those of a first look at the notice: what binds is
judged again for each session, from the act itself (events/deadlines.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from events.notices import grading
from events.notices.doubts import Doubt
from events.notices.notice import Notice, Session


class Calendar(Protocol):
    """Counts working days, as events.foundation.workdays.Calendar does."""

    def due_before(self, event_day: date, n: int, strict: bool = False) -> date: ...
    def days_left(self, act_day: date, event_day: date, strict: bool = False) -> int: ...


@dataclass(frozen=True)
class Ahead:
    """A rule that asks for `days` ahead of a session; `is_working` says which days count."""

    days: int
    is_working: bool = True

    def due(self, day: date, calendar: Calendar) -> date:
        return calendar.due_before(day, self.days) if self.is_working else day - timedelta(days=self.days)

    def left(self, act: date, day: date, calendar: Calendar) -> int:
        return calendar.days_left(act, day) if self.is_working else max((day - act).days, 0)


def judged(notice: Notice, calendar: Calendar, defaults: Mapping[str, Ahead] | None = None) -> Notice:
    """The notice with a doubt for each session that leaves too few days; `defaults` are the office's rules by code."""
    rules = {**(defaults or {}), **_stated(notice)}
    found = [doubt for session in notice.sessions for doubt in _of_session(session, notice, rules, calendar)]
    return grading.doubted(notice, found) if found else notice


def _stated(notice: Notice) -> dict[str, Ahead]:
    found: dict[str, Ahead] = {}
    for rule in notice.rules:
        if isinstance(rule.value, int) and rule.unit in ("working_days", "calendar_days"):
            found.setdefault(rule.code, Ahead(rule.value, rule.unit == "working_days"))
    return found


def _of_session(session: Session, notice: Notice, rules: Mapping[str, Ahead], calendar: Calendar) -> Iterator[Doubt]:
    if session.starts is None or session.tentative:
        return
    day = _day(session.starts)
    blank = Doubt(session.line, "", session.title or "", keys=(session.key,))
    tell, closes = rules.get("tell_selected"), session.signup_closes
    if tell and closes and tell.due(day, calendar) <= _day(closes) < day:
        values = {"closes": _day(closes), "days": tell.days, "due": tell.due(day, calendar)}
        yield replace(blank, code="signup_closes_late", values=tuple(values.items()))
    announced = notice.header.published_on or notice.header.issued_on
    ahead = rules.get("announce_onsite")
    if ahead and announced and announced < day and (left := ahead.left(announced, day, calendar)) < ahead.days:
        values = {"announced": announced, "day": day, "left": left, "days": ahead.days}
        yield replace(blank, code="announced_late", values=tuple(values.items()))


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment

"""What a notice says against what it says elsewhere: declared counts, running numbers, days that cannot be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from events.notices import dates
from events.notices.doubts import Doubts
from events.notices.lines import Line, Origin
from events.notices.notice import Declared, Header, Period, Point, Rule, Session
from events.notices.programme import Programme

MOST_MISSING = 20
# As the rules of a plan allow (events/models/rule.py): what lies beyond is a slip, of the pen or of the reading.
MOST = {"working_days": 250, "calendar_days": 250, "people": 100_000, "times": 366, "share": 1}


def programme(found: Programme, declared: Declared, places: dict[str, Origin], doubts: Doubts) -> None:
    """What was read must equal what the notice declares, and its numbers must run on."""
    themes = [theme.title for theme in found.themes if theme.title]
    points = [point for theme in found.themes for point in theme.points]
    if not points:
        doubts.add(None, "no_points")
    if declared.points is not None and declared.points != len(points):
        doubts.add(places["points"].lines[0], "points_differ", declared=declared.points, found=len(points))
    if declared.themes is not None and declared.themes != len(themes):
        doubts.add(places["themes"].lines[0], "themes_differ", declared=declared.themes, found=len(themes))
    _numbers(points, doubts)
    if themes and found.themes[0].title is None:
        for point in found.themes[0].points:
            doubts.add(point.line, "point_outside_theme", point.title or "")


def _numbers(points: Iterable[Point], doubts: Doubts) -> None:
    seen: set[int] = set()
    last = 0
    for point in points:
        if point.number is None:
            continue
        if point.number in seen:
            doubts.add(point.line, "number_repeated", number=point.number)
        if last < point.number - 1 <= last + MOST_MISSING:
            for missing in range(last + 1, point.number):
                doubts.add(point.line, "number_missing", number=missing)
        seen.add(point.number)
        last = max(last, point.number)


def sessions(found: Iterable[Session], period: Period, header: Header, doubts: Doubts) -> None:
    """Sessions outside the period or before the notice, and sign-up that goes on until nobody can be told."""
    written = header.issued_on or header.published_on
    for session in found:
        if session.starts is None:
            continue
        first, last = _day(session.starts), _day(session.ends or session.starts)
        if period.first and period.last and not period.first <= first <= period.last:
            doubts.add(session.line, "date_outside_period", first.isoformat())
        if written and last < written:
            doubts.add(session.line, "session_before_notice", last.isoformat())
        if session.signup_closes and _day(session.signup_closes) >= first and not session.tentative:
            doubts.add(session.line, "signup_after_start", _day(session.signup_closes).isoformat())


def rules(found: tuple[Rule, ...], header: Header, doubts: Doubts) -> tuple[Rule, ...]:
    """The rules, doubted where no act could ever keep them: 0 or 400 days, a filing day before the notice."""
    written = header.issued_on or header.published_on
    for rule in found:
        value = rule.value
        if isinstance(value, date):
            if written and value < written:
                doubts.add(rule.line, "filing_before_notice", value.isoformat(), day=value.isoformat())
        elif not 0 < value <= MOST.get(rule.unit, value):
            doubts.add(rule.line, "rule_impossible", rule.source[:60])
    return found


def weekdays(lines: Iterable[Line], year: int | None, doubts: Doubts) -> None:
    """A weekday that its date does not have, wherever the date stands."""
    for line in lines:
        for span in dates.spans(line.words.text, year):
            if span.wrong_weekday:
                doubts.add(line.number, "weekday_differs", span.first.isoformat())


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment

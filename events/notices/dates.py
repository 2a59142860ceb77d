"""Days and hours as notices write them: 2024年10月18日上午9:00-11:30, 9月中旬至10月底, 二〇一九年八月二十六日."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from events.notices import hours
from events.notices.numerals import number

DIGIT = "[0-9一二三四五六七八九十〇零○]"
YEAR = rf"(?:\d{{4}}|[一二][{'一二三四五六七八九〇零○'}]{{3}})"
PARTS_OF_MONTH = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10), "底": (21, 31), "末": (21, 31)}
PARTS_OF_MONTH |= {"中": (11, 20), "上半月": (1, 15), "下半月": (16, 31), "中下旬": (11, 31), "上中旬": (1, 20)}
SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
# A day or a month whose 日 or 月 stands only behind the last of a list or a range: 8月26、27日, 5月1-3日, 4至6月.
MORE_DAYS = rf"(?=(?:(?:[、,和及]|-{{1,2}}|[至到]){SMALL}){{1,6}}[日号])"
MORE_MONTHS = rf"(?=(?:-{{1,2}}|[至到]){SMALL}月)"
DAY = rf"""
    (?:(?P<year>{YEAR})年|(?P<said_year>本年度?|今年|当年)|(?P<next_year>次年|翌年|明年|第二年))?
    (?:(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})(?:月(?:份)?|{MORE_MONTHS})
       (?:(?P<part>中下旬|上中旬|上旬|中旬|下旬|上半月|下半月|初|底|末|中(?=[至到\-、,。;)(]|$))
         |(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:日|号|{MORE_DAYS}))?
      |第?(?P<quarter>[一二三四1-4])季度)
"""
NUMERIC = r"(?P<nyear>(?:19|20)\d{2})[-./](?P<nmonth>\d{1,2})[-./](?P<nday>\d{1,2})(?!\d)"
SLASHED = r"(?:^(?P<smonth>1[0-2]|0?[1-9])/(?P<sday>\d{1,2})(?![\d/]))"  # 10/18 opens a cell; elsewhere 1/3 is a share
DATE = re.compile(rf"(?<![0-9])(?:{NUMERIC}|{SLASHED}|{DAY})", re.VERBOSE)
LISTED = re.compile(rf"(?:(?:日|号)?[、,和及]{SMALL}(?![\d月:时点]))+(?:日|号)")
LISTED_DAY = re.compile(rf"[、,和及](?P<day>{SMALL})")
SHORT_END = re.compile(
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})(?:日|号)|(?P<part>上旬|中旬|下旬|月底|月末|底|末)"
)
YEAR_ALONE = re.compile(rf"(?<![0-9])(?P<year>{YEAR})年")
WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])\)?")
TENTATIVE = re.compile(r"暂定|拟定|待定|另行通知|初定|预计|左右|视情况|具体时间")
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Span:
    """First and last day, with hours where they are written, and what is not certain about them."""

    first: date
    last: date
    begins: time | None = None
    ends: time | None = None
    exact: bool = True  # a day is named, not a month or a third of one
    has_year: bool = True
    tentative: bool = False
    wrong_weekday: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def starts(self) -> date | datetime:
        return datetime.combine(self.first, self.begins) if self.begins else self.first

    @property
    def finishes(self) -> date | datetime | None:
        if self.ends:
            return datetime.combine(self.last, self.ends)
        return None if self.begins and self.last == self.first else self.last


@dataclass(frozen=True)
class _Day:
    first: date
    last: date
    month: int
    exact: bool
    has_year: bool


AGAIN = re.compile(r"[,、;]?(?:第[一二三四]场:?|[和及与])?")


def spans(text: str, year: int | None) -> list[Span]:
    """Every day or range of days in a folded text; `year` stands in where a date names none."""
    found, place = [], 0
    while match := DATE.search(text, place):
        span = _span(text, match, year)
        place = max(match.end(), span.end if span else 0)
        if span:
            found += _listed(text, span)
            place = max(place, found[-1].end)
            year = span.first.year if span.has_year else year
    return found


def occasions(text: str, year: int | None) -> list[Span]:
    """The first day or range of days in a text, once for each pair of hours on that day."""
    found = spans(text, year)[:1]
    if not found or not found[0].exact or found[0].first != found[0].last or not found[0].ends:
        return found
    place, half = found[0].end, ""
    while (again := AGAIN.match(text, place)) is not None:
        begins, half, end = hours.clock(text, again.end(), half)
        sign = hours.RANGE.match(text, end) if begins else None
        ends, half, end = hours.clock(text, sign.end(), half) if sign else (None, half, end)
        if not (begins and ends):
            break
        found.append(replace(found[0], begins=begins, ends=ends, end=end))
        place = end
    return found


def _listed(text: str, span: Span) -> list[Span]:
    """8月26、27日 and 10月18日、19日: the days behind the first; days that follow each other are one span."""
    match = LISTED.match(text, span.end) if span.exact and span.first == span.last and not span.begins else None
    if match is None:
        return [span]
    days = [span.first]
    for one in LISTED_DAY.finditer(match[0]):
        other = _whole(span.first.year, span.first.month, number(one["day"]) or 0, has_year=span.has_year)
        if other is None or other.first <= days[-1]:
            return [span]
        days.append(other.first)
    begins, half, end = hours.clock(text, match.end(), "")
    ends = None
    if begins and (sign := hours.RANGE.match(text, end)):
        ends, _half, after = hours.clock(text, sign.end(), half)
        end = after if ends else end
    if days[-1] - days[0] == timedelta(days=len(days) - 1):
        return [replace(span, last=days[-1], begins=begins, ends=ends, end=end)]
    return [replace(span, first=day, last=day, begins=begins, ends=ends, end=end) for day in days]


def _span(text: str, match: re.Match[str], year: int | None) -> Span | None:
    begin = _day(match, year)
    if begin is None:
        return None
    weekdays = [(begin.first, begin.exact, WEEKDAY.match(text, match.end()))]
    end = weekdays[0][2].end() if weekdays[0][2] else match.end()
    begins, half, end = hours.clock(text, end, "")
    closing, ends = begin, None
    if sign := hours.RANGE.match(text, end):
        ends, _half, after = hours.clock(text, sign.end(), half)
        if begins and ends:
            end = after
        elif (other := _other_day(text, sign.end(), begin, year)) is not None:
            closing, end = other
            weekdays.append((closing.last, closing.exact, WEEKDAY.match(text, end)))
            end = weekdays[1][2].end() if weekdays[1][2] else end
            ends, _half, end = hours.clock(text, end, "")
            if begins is None:
                begins, ends, end = hours.behind(text, end, ends)
        else:
            ends = None
    if closing.last < begin.first:
        closing, ends = begin, None
    tail = text[end : end + 12]
    return Span(
        first=begin.first,
        last=closing.last,
        begins=begins,
        ends=ends,
        exact=begin.exact and closing.exact,
        has_year=begin.has_year,
        tentative=not begin.exact or bool(TENTATIVE.match(tail.lstrip("(,"))),
        wrong_weekday=any(_is_wrong(day, exact, sign) for day, exact, sign in weekdays),
        start=match.start(),
        end=end,
    )


def _day(match: re.Match[str], year: int | None) -> _Day | None:
    groups = match.groupdict()
    if groups["nyear"]:
        return _whole(int(groups["nyear"]), int(groups["nmonth"]), int(groups["nday"]), has_year=True)
    if groups["smonth"]:
        return _whole(year, int(groups["smonth"]), int(groups["sday"]), has_year=False) if year else None
    written = number(groups["year"]) if groups["year"] else None
    month = number(groups["month"]) if groups["month"] else None
    chosen = written or (year + 1 if year and groups["next_year"] else year)
    has_year = bool(written or groups["said_year"] or groups["next_year"])
    if chosen and groups["quarter"]:
        return _quarter(chosen, number(groups["quarter"]) or 1, has_year=has_year)
    if chosen is None or month is None or not 1 <= month <= 12:
        return None
    if groups["day"]:
        return _whole(chosen, month, number(groups["day"]) or 0, has_year=has_year)
    return _portion(chosen, month, groups["part"], has_year=has_year)


def _quarter(year: int, quarter: int, *, has_year: bool) -> _Day | None:
    if not 1 <= year <= 9998:
        return None
    last = date(year + quarter // 4, quarter * 3 % 12 + 1, 1) - timedelta(days=1)
    return _Day(date(year, quarter * 3 - 2, 1), last, quarter * 3, exact=False, has_year=has_year)


def _whole(year: int, month: int, day: int, *, has_year: bool) -> _Day | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return _Day(found, found, month, exact=True, has_year=has_year)


def _portion(year: int, month: int, part: str | None, *, has_year: bool) -> _Day | None:
    first, last = PARTS_OF_MONTH.get(part or "", (1, 31))
    last = min(last, calendar.monthrange(year, month)[1])
    try:
        return _Day(date(year, month, first), date(year, month, last), month, exact=False, has_year=has_year)
    except ValueError:
        return None


def _other_day(text: str, place: int, begin: _Day, year: int | None) -> tuple[_Day, int] | None:
    """The far end of a range: a full date, or a day or a third of the same month."""
    if match := DATE.match(text, place):
        written_year = begin.first.year
        other = _day(match, written_year)
        if other and not other.has_year and other.last < begin.first:  # 11月至次年2月
            other = _day(match, written_year + 1)
        return (other, match.end()) if other else None
    if match := SHORT_END.match(text, place):
        if match["day"]:
            other = _whole(begin.first.year, begin.month, number(match["day"]) or 0, has_year=begin.has_year)
        else:
            other = _portion(begin.first.year, begin.month, match["part"].removeprefix("月"), has_year=begin.has_year)
        return (other, match.end()) if other else None
    return None


def _is_wrong(day: date, exact: bool, sign: re.Match[str] | None) -> bool:
    if sign is None or not exact:
        return False
    return day.weekday() != WEEKDAYS.index(sign["weekday"].replace("天", "日"))


def joined(days: list[Span]) -> Span | None:
    """One span for several: from the first to the last."""
    if not days:
        return None
    return replace(
        days[0],
        first=min(span.first for span in days),
        last=max(span.last for span in days),
        tentative=any(span.tentative for span in days),
    )


def is_long(span: Span) -> bool:
    """More than a month: a season, not a session."""
    return span.last - span.first > timedelta(days=31)

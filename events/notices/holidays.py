"""The State Council's notice of a year's holidays, as text → days off and make-up workdays. Pure: no database.

An item runs: 10月1日(周三)至8日(周三)放假调休,共8天。9月28日(周日)、10月11日(周六)上班。 A day belongs to the next
放假 or 上班 of its sentence. What the words contradict (a weekday, a declared number of days), and a day about which
nothing is said, is a doubt with its line; nothing is left out silently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from events.foundation import dates

MOST_DAYS = 31
USUAL_DAYS = 12
SATURDAY = 5
OCTOBER = 10
DECEMBER = 12
WEEKDAYS = "一二三四五六日"

DAY = (
    r"(?:(?P<{0}year>\d{{4}})年)?(?:(?P<{0}month>\d{{1,2}})月)?(?P<{0}day>\d{{1,2}})日(?P<{0}bracket>\([^()]*\))?"
).format
SPAN = rf"{DAY('')}(?:(?:至|到|-|—|–|~){DAY('to_')})?"
TOKEN = re.compile(rf"(?P<span>{SPAN})|(?P<off>(?<!不)(?:放假|调休))|(?P<work>(?<!不)上班)")
COUNT = re.compile(r"(?:共|放假)(\d{1,2})天")
BETWEEN = re.compile(r"[\s、,和及与也均都照常正常应为其中时间安排:是]*")
WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
NAMES = re.compile(r"元旦|春节|清明节?|劳动节|端午节?|中秋节?|国庆节")
OF_A_YEAR = re.compile(r"(\d{4})年.{0,24}?(?:节假日|放假)")
TITLE = re.compile(r"(?:国务院办公厅)?关于\d{4}年[^。]{0,20}?节假日(?:[^。]{0,12}?通知|安排)")
NUMBER = re.compile(r"[^\s,。:;()]{1,12}[〔\[(]\d{4}[〕\])]第?\d+号")
SAYS = re.compile(r"放假|上班|调休|公休|休息")
GIVEN_UP = re.compile(r"调(?:休)?(?:至|到)$")  # 1月4日公休日调至1月2日: what stands behind it is told before
FIXED = {(1, 1): "元旦", (5, 1): "劳动节", (10, 1): "国庆节"}

MESSAGES = {
    "year_missing": _("Nowhere does the text say for which year it is: please give the year."),
    "weekday": _("%(day)s is a %(weekday)s: the weekday in the text is another one."),
    "count": _("The text declares %(declared)s days, %(found)s were read."),
    "no_such_day": _("There is no such day: %(text)s"),
    "unread": _("%(text)s stands here, and nothing says whether it is off or worked."),
    "backwards": _("This span ends before it begins: %(text)s"),
    "long": _("So many days off in a row are hardly meant: %(text)s"),
    "both": _("%(day)s stands as a day off and as a workday; the workday was taken."),
    "weekday_worked": _("%(day)s is a %(weekday)s and needs no make-up."),
    "other_year": _("%(day)s lies in another year than the notice is about."),
    "no_national_day": _("1 October is not among the days: the year stays provisional until it is entered."),
    "no_days": _("No day off and no make-up workday could be read."),
}


@dataclass(frozen=True)
class Doubt:
    """`line` counts from 1; None where it is about the whole text. `day` is the day it touches, if it is one."""

    line: int | None
    code: str
    values: tuple[tuple[str, object], ...] = ()
    day: date | None = None

    @property
    def message(self) -> str:
        return str(MESSAGES[self.code] % dict(self.values))


@dataclass(frozen=True)
class ReadDay:
    day: date
    is_workday: bool
    holiday: str
    line: int
    words: str


@dataclass(frozen=True)
class Holidays:
    """What was read: the year, the document it stands in, the days in their order, and every doubt."""

    year: int | None
    source: str
    days: tuple[ReadDay, ...]
    doubts: tuple[Doubt, ...]


@dataclass
class _Reading:
    year: int
    holiday: str = ""
    doubts: list[Doubt] = field(default_factory=list)
    days: dict[date, ReadDay] = field(default_factory=dict)

    def doubt(self, line: int | None, code: str, touches: date | None = None, **values: object) -> None:
        found = Doubt(line, code, tuple(values.items()), touches)
        if found not in self.doubts:
            self.doubts.append(found)


def read(lines: Iterable[str], *, year: int | None = None) -> Holidays:
    """Read a notice. `year` is the one that was asked for; without it that of the title, else it is a doubt."""
    texts = [re.sub(r"[ \t\u3000]", "", unicodedata.normalize("NFKC", line)) for line in lines]
    whole = "".join(texts)
    stated = OF_A_YEAR.search(whole)
    meant = year or (int(stated[1]) if stated else None)
    source = _source(whole, texts)
    if meant is None or not 1 < meant < date.max.year:
        return Holidays(None, source, (), (Doubt(None, "year_missing"),))
    reading = _Reading(meant)
    for number, text in enumerate(texts, 1):
        if named := NAMES.findall(text):
            reading.holiday = "、".join(dict.fromkeys(named))
        for sentence in re.split(r"[。;!\n]", text):
            _sentence(reading, sentence, number)
    _whole(reading)
    days = tuple(reading.days[day] for day in sorted(reading.days))
    doubts = tuple(sorted(reading.doubts, key=lambda doubt: (doubt.line is not None, doubt.line or 0)))
    return Holidays(meant, source, days, doubts)


def _source(whole: str, texts: Iterable[str]) -> str:
    """The document's own name and number, as far as they stand in it."""
    title, number = TITLE.search(whole), NUMBER.search("\n".join(texts))
    return " ".join(found[0] for found in (title, number) if found)


def _sentence(reading: _Reading, sentence: str, line: int) -> None:
    if not SAYS.search(sentence):
        return
    waiting: list[tuple[str, tuple[date, ...]]] = []
    month, end, off = 0, 0, 0
    for token in TOKEN.finditer(sentence):
        gap, end = sentence[end : token.start()], token.end()
        if waiting and not BETWEEN.fullmatch(gap):
            _unread(reading, waiting, line)
            waiting = []
        if token["span"]:
            month = int(token["month"] or month)
            days = tuple(_days(reading, token, month, line))
            month = int(token["to_month"] or month)
            found = (token["span"], days)
            if GIVEN_UP.search(gap):
                _unread(reading, [found], line)
            else:
                waiting.append(found)
            continue
        for words, days in waiting:
            _take(reading, days, words, line, is_workday=bool(token["work"]))
            off += 0 if token["work"] else len(days)
        waiting = []
    _unread(reading, waiting, line)
    if off and (declared := COUNT.search(sentence)) and int(declared[1]) != off:
        reading.doubt(line, "count", declared=int(declared[1]), found=off)


def _days(reading: _Reading, token: re.Match[str], month: int, line: int) -> Iterator[date]:
    """The days of a span, each checked against its weekday in brackets."""
    words = token["span"]
    year = int(token["year"] or reading.year - (month == DECEMBER and "元旦" in reading.holiday))
    first = _day(year, month, token["day"])
    last = first
    if token["to_day"]:
        to_month = int(token["to_month"] or month)
        last = _day(int(token["to_year"] or year + (to_month < month)), to_month, token["to_day"])
    if first is None or last is None:
        reading.doubt(line, "no_such_day", text=words)
        return
    for day, bracket in ((first, token["bracket"]), (last, token["to_bracket"])):
        _check_weekday(reading, day, bracket, line)
    length = (last - first).days + 1
    if length < 1 or length > MOST_DAYS:
        reading.doubt(line, "backwards" if length < 1 else "long", text=words)
        return
    if length > USUAL_DAYS:
        reading.doubt(line, "long", text=words)
    yield from (first + timedelta(days=i) for i in range(length))


def _day(year: int, month: int, day: str) -> date | None:
    try:
        return date(year, month, int(day))
    except ValueError:
        return None


def _check_weekday(reading: _Reading, day: date, bracket: str | None, line: int) -> None:
    stated = WEEKDAY.search(bracket or "")
    if stated and WEEKDAYS.index(stated[1].replace("天", "日")) != day.weekday():
        reading.doubt(line, "weekday", day, day=day.isoformat(), weekday=dates.WEEKDAYS[day.weekday()])


def _take(reading: _Reading, days: tuple[date, ...], words: str, line: int, *, is_workday: bool) -> None:
    fixed = (FIXED.get((day.month, day.day), "") for day in days)
    reading.holiday = reading.holiday or next(filter(None, fixed), "")
    for day in days:
        was = reading.days.get(day)
        if was and was.is_workday != is_workday:
            reading.doubt(line, "both", day, day=day.isoformat())
            if was.is_workday:
                continue
        if is_workday and day.weekday() < SATURDAY:
            reading.doubt(line, "weekday_worked", day, day=day.isoformat(), weekday=dates.WEEKDAYS[day.weekday()])
        if abs((day - date(reading.year, 1, 1)).days) > 400 or (
            day.year != reading.year and "元旦" not in reading.holiday
        ):
            reading.doubt(line, "other_year", day, day=day.isoformat())
        reading.days[day] = ReadDay(day, is_workday, reading.holiday, line, words)


def _unread(reading: _Reading, waiting: Iterable[tuple[str, tuple[date, ...]]], line: int) -> None:
    """Kept until the whole is read: a day that is taken elsewhere leaves no doubt."""
    for words, days in waiting:
        reading.doubt(line, "unread", days[0] if days else None, text=words)


def _whole(reading: _Reading) -> None:
    """What only shows at the end: days spoken of twice, and whether the calendar of the year is here now."""
    reading.doubts = [
        doubt
        for doubt in reading.doubts
        if doubt.code != "unread" or doubt.day is None or doubt.day not in reading.days
    ]
    if not reading.days:
        reading.doubt(None, "no_days")
    elif date(reading.year, OCTOBER, 1) not in reading.days:
        reading.doubt(None, "no_national_day")

"""An open point or a talk while it is read: its head, the paragraphs under it, and what they give."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from events.notices import brackets, closing, dates, fields, modes, seats, titles, units
from events.notices.doubts import Doubts
from events.notices.folding import EMPTY, Folded, fold
from events.notices.lines import Line
from events.notices.notice import Point, Session, Talk, grade
from events.notices.unit_names import MASK

LONGEST_DATE = 40
LEAST_TEXT = 12  # signs: a shorter line may be the name alone
PLACE = re.compile(r"在(?P<place>[^,。;:]{2,30}?)(?:举办|举行|开展|组织|召开)")
STATED_FIRST = 60  # signs in which a day that opens a paragraph stands with its hours
PLANNED = re.compile(r"(?:拟定?|定|将|计划|预计)[于在]")


@dataclass
class Entry:
    """`words` follow the number of the head; `body` are the paragraphs below it; `listed` the list's own number."""

    line: int
    words: Folded
    numbers: tuple[int, ...] = ()
    is_talk: bool = False
    labelled: bool = True
    theme_units: tuple[units.Unit, ...] = ()
    body: list[Line] = field(default_factory=list)
    listed: int | None = None
    continued: list[int] = field(default_factory=list)
    judged: int = 0
    has_units: bool = False
    has_text: bool = False

    @property
    def parts(self) -> list[Line]:
        return [Line(self.line, self.words), *self.body] if self.words.text else list(self.body)

    @property
    def lines(self) -> tuple[int, ...]:
        return tuple(sorted({self.line, *(part.number for part in self.body), *self.continued}))

    @property
    def has_named_units(self) -> bool:
        """Its units are known, from its own words or from the theme's."""
        return bool(self.theme_units) or self.is_complete or self.has_units

    @property
    def is_complete(self) -> bool:
        """The unit and a text are there: what follows unmarked does not belong to it."""
        parts = self.parts
        for part in parts[self.judged :]:
            found = units.find(part.words)
            self.has_units = self.has_units or bool(found.units)
            self.has_text = self.has_text or len(found.rest.text) > LEAST_TEXT
        self.judged = len(parts)
        return self.has_units and self.has_text


@dataclass(frozen=True)
class Facts:
    """What the paragraphs of an entry say."""

    title: str | None
    units: tuple[str, ...]
    co_units: tuple[str, ...]
    description: str
    sure: bool = True


def facts(entry: Entry, doubts: Doubts) -> Facts:
    """Title, units and text of an entry; each guess leaves a doubt."""
    found = [units.find(part.words) for part in entry.parts]
    named = tuple(unit for one in found for unit in one.units)
    first = found[0].rest if found else EMPTY
    titled = titles.read(first, has_unit=bool(named or entry.theme_units))
    title = titled.title
    if title is None or fields.opening(first) is not None or fields.kind_of(fold(title).text):
        title = _stated_title(entry)  # the first clause is a label: "开放时间:9月20日"
    if titled.guessed:
        doubts.add(entry.line, "title_unclosed", first.joined[:40])
    if titled.unit:
        named += (units.Unit(titled.unit, 1),)
        doubts.add(entry.line, "unit_from_title", titled.unit)
    if not named and (bracketed := units.unlabelled(found[-1].rest if found else EMPTY)):
        named = bracketed
        doubts.add(entry.line, "unit_unlabelled", "、".join(unit.name for unit in named))
    if not named and entry.theme_units:
        named = entry.theme_units
        doubts.add(entry.line, "unit_from_theme", "、".join(unit.name for unit in named))
    _doubt(entry, title, named, doubts)
    leads, helpers = units.shared_out(named)
    rests = [titled.rest, *(one.rest for one in found[1:])]
    description = "\n".join(text for rest in rests if (text := _text(rest)))
    return Facts(title, tuple(leads), tuple(helpers), description, sure=not titled.cut)


def _stated_title(entry: Entry) -> str | None:
    for part in entry.parts:
        opened = fields.opening(part.words)
        if opened and opened[0] == "title" and opened[1].text:
            return titles.read(opened[1], has_unit=True, whole_sentence=True).title
        for inside in fields.inline(part.words, part.number):
            if inside.kind == "title" and inside.value.text:
                return titles.read(inside.value, has_unit=True, whole_sentence=True).title
    return None


def _text(rest: Folded) -> str:
    return re.sub(r"[(（]\s*[)）]$", "", rest.joined).strip().lstrip("：:，,、；;)）").strip()


def _doubt(entry: Entry, title: str | None, named: tuple[units.Unit, ...], doubts: Doubts) -> None:
    if title is None:
        doubts.add(entry.line, "title_missing")
    if not any(unit.tier < 2 for unit in named):
        doubts.add(entry.line, "unit_missing")
    if any(unit.open_ended for unit in named):
        doubts.add(entry.line, "units_open_ended", named[-1].name)
    if {unit.tier for unit in named} >= {0, 1}:
        doubts.add(entry.line, "units_by_role", "、".join(unit.name for unit in named))
    if any(MASK.search(text) for text in (title or "", *(unit.name for unit in named))):
        doubts.add(entry.line, "masked")


def points(entry: Entry, doubts: Doubts) -> list[Point]:
    """One point for each number of the entry."""
    return numbered(facts(entry, doubts), entry.numbers, entry.lines, doubts)


def numbered(read: Facts, numbers: tuple[int, ...], lines: tuple[int, ...], doubts: Doubts) -> list[Point]:
    """One point for each number, paired with the units in order where there are as many."""
    line = lines[0]
    if not numbers:
        doubts.add(line, "point_unnumbered", read.title or "")
        return [Point(None, read.title, read.units, read.co_units, read.description, line, lines)]
    sure = grade(sure=read.sure)
    count = len(numbers)
    paired = count > 1 and len(read.units) == count
    if count > 1 and not paired and len(read.units) > 1:
        doubts.add(line, "units_not_paired", "、".join(read.units), points=count, units=len(read.units))
    shares = [(unit,) for unit in read.units] if paired else [read.units] * count
    return [
        Point(one, read.title, own, read.co_units, read.description, line, lines, grade=sure)
        for one, own in zip(numbers, shares, strict=True)
    ]


def talk(entry: Entry, doubts: Doubts) -> Talk:
    read = facts(entry, doubts)
    return Talk(read.title, read.units, read.description, entry.line, entry.lines, grade=grade(sure=read.sure))


def sessions(
    entry: Entry, made: list[Point], title: str | None, named: tuple[str, ...], *, year: int | None, doubts: Doubts
) -> list[Session]:
    """The session that an entry's own words fix: a labelled time, or "拟于10月中旬举办"."""
    stated = [field for part in entry.parts for field in _fields(part)]
    times = next(
        (found for one in stated if one.kind == "time" and (found := dates.occasions(one.value.text, year))), []
    )
    line = next((one.line for one in stated if one.kind == "time"), entry.line)
    if not times:
        times, line = _planned(entry, year, doubts)
    if not times:
        return []
    place = next((one.value.joined for one in stated if one.kind == "place" and one.value.text), _place(entry, line))
    capacity = next((seats.of(one.value) for one in stated if one.kind in ("capacity", "people")), None)
    if capacity is None and not any(one.kind == "time" for one in stated):
        capacity = next((people for part in entry.parts if (people := seats.invited(part.words))), None)
    base = session(times[0], line, title=title, named=named, place=place, capacity=capacity, doubts=doubts)
    closes = closing.of_fields((one.value.text for one in stated if one.kind == "signup"), year)
    lines = tuple(sorted({entry.line, line, *(one.line for one in stated)}))
    told = [one.value.text for one in stated if one.kind in ("content", "place")]
    base = replace(base, signup_closes=closes, mode=modes.mode(*told), lines=lines)
    one_each = [replace(base, point=one.number, units=one.units) for one in made] or [base]
    return repeated(one_each, times)


def _place(entry: Entry, line: int) -> str | None:
    """在县图书馆举办: in the paragraph that says when."""
    words = next((part.words for part in entry.parts if part.number == line), EMPTY)
    match = PLACE.search(words.text)
    return words.cut(*match.span("place")) if match else None


def repeated(made: list[Session], times: list[dates.Span]) -> list[Session]:
    """Each session once for each pair of hours: 9:00-11:00 and 14:00-16:00 on one day are two."""
    return [replace(one, starts=when.starts, ends=when.finishes) for one in made for when in times]


def _fields(part: Line) -> list[fields.Field]:
    opened = fields.opening(part.words)
    found = fields.inline(part.words, part.number)
    if opened and opened[0] in ("time", "place", "capacity", "people", "signup", "content") and opened[1].text:
        stop = re.search(r"[。;]", opened[1].text)
        own = fields.Field(opened[0], opened[1].part(0, stop.start() if stop else None), part.number)
        return [own, *(one for one in found if one.kind != own.kind)]
    return found


def _planned(entry: Entry, year: int | None, doubts: Doubts) -> tuple[list[dates.Span], int]:
    for part in entry.parts:
        for match in PLANNED.finditer(part.words.text):
            found = dates.occasions(part.words.text[match.end() : match.end() + 40], year)
            if found and found[0].start == 0:
                return found, part.number
        found = dates.occasions(part.words.text[:STATED_FIRST], year)
        if found and found[0].start == 0 and part.words.text[found[0].end : found[0].end + 1] in (",", "在", "于"):
            doubts.add(part.number, "session_from_prose", part.raw[:60])
            return found, part.number
        for opened, closed in brackets.groups(part.words.text):
            inner = part.words.text[opened + 1 : closed]
            found = dates.spans(inner, year) if len(inner) <= LONGEST_DATE else []
            if found and found[0].start == 0 and len(inner) - found[0].end <= len("(暂定)"):
                return found[:1], part.number
    return [], entry.line


def session(
    when: dates.Span,
    line: int,
    *,
    title: str | None,
    named: tuple[str, ...],
    place: str | None,
    capacity: int | None,
    doubts: Doubts,
) -> Session:
    """A session from its day; what is uncertain about the day becomes a doubt."""
    if when.tentative:
        doubts.add(line, "date_tentative")
    if when.wrong_weekday:
        doubts.add(line, "weekday_differs", _shown(when.first))
    if not when.has_year:
        doubts.add(line, "date_without_year", _shown(when.first), year=when.first.year)
    return Session(None, title, named, when.starts, when.finishes, place, capacity, when.tentative, line, lines=(line,))


def _shown(day: date) -> str:
    return day.isoformat()

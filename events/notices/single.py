"""A unit's own plan for one session: headings 活动时间, 地点, 主题, 对象, 内容, 报名 in any order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from events.notices import dates, entries, fields, outline, titles, units
from events.notices.doubts import Doubts
from events.notices.folding import Folded, bare, fold
from events.notices.lines import Line
from events.notices.notice import Header, Session

FIXED = re.compile(r"(?:定|拟|将|计划|决定|兹定|拟定)[于在]")
OPEN_DAY = re.compile(r"开放日|公开讲|开放活动|宣讲")
PLACE = re.compile(r"在(?P<place>[^,。;:]{2,30}?)(?:举办|举行|开展|组织|召开)")
ABOUT = re.compile(r"以(?P<title>\"[^\"]{2,40}\")为主题")
OPENING = re.compile(r"开放日|公开讲|开放活动|宣讲|讲座|接待日|接待群众|面对面|走进|开放(?:时间|地点|对象|内容)")
OTHER_EVENT = re.compile(r"召开.{0,40}会|会议的?通知|培训班?的?通知|招聘|招录|招标|采购|考试|比赛|放假|值班")
INVITED = re.compile(r"(?:邀请?|招募|征集|名额|限)[^。;]{0,24}?\d{1,4}(?:-\d{1,4})?[名人位家]")
LOCATED = re.compile(r"(?:地点|地址)(?:设在|定在|在|为|是|:)(?P<place>[^,。;:]{2,40})")
EACH = re.compile(r"第[一1]场|首场|第[一1]批|分[两二三四2-9][场批次]")
ASKED = {"time", "place", "title", "people", "capacity", "content", "signup"}


@dataclass
class Sheet:
    """The labelled values of one session; `unit` where a heading names nothing but the unit."""

    unit: str = ""
    heads: set[int] = field(default_factory=set)
    values: dict[str, list[tuple[int, Folded]]] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines of what a session keeps: its day, place, name, people, units and sign-up."""
        kept = {"time", "place", "title", "people", "capacity", "signup", "units"} & set(self.values)
        return tuple(sorted({line for kind in kept for line, _value in self.values[kind]} | self.heads))

    def first(self, kind: str) -> tuple[int, Folded] | None:
        return next((pair for pair in self.values.get(kind, []) if pair[1].text), None)


def read(lines: Sequence[Line], header: Header, year: int | None, doubts: Doubts) -> tuple[Session, ...]:
    """Sessions of a plan that states them by headings; none where it states a season or too little."""
    if not _opens_something(lines, header):
        return ()
    sheets = _sheets(lines)
    found: list[Session] = []
    for sheet in sheets:
        if not _is_session(sheet, year):
            continue
        found += _sessions(sheet, header, year, doubts)
    if not found:
        found = _scheduled(lines, year, doubts)
    if not found:
        found = _announced(lines, sheets[0] if len(sheets) == 1 else Sheet(), header, year, doubts)
    return tuple(found)


def _opens_something(lines: Sequence[Line], header: Header) -> bool:
    """An open day, a talk or a reception is spoken of; a meeting or an examination has a time and a place too."""
    title = fold(header.title or "").text
    if OTHER_EVENT.search(title):
        return False
    return bool(OPENING.search(title)) or any(OPENING.search(line.words.text) for line in lines)


def _scheduled(lines: Sequence[Line], year: int | None, doubts: Doubts) -> list[Session]:
    """(一)县公安局。开放时间:9月20日;地点:指挥中心: one numbered line a unit."""
    found: list[Session] = []
    for line in lines:
        sign = outline.marker(line.words)
        entry = entries.Entry(line.number, line.words.part(sign.end))
        if not sign.style or not any(one.kind == "time" for one in fields.inline(line.words, line.number)):
            continue
        read = entries.facts(entry, Doubts())
        made = entries.sessions(entry, [], read.title, read.units, year=year, doubts=doubts) if read.units else []
        if made:
            doubts.add(line.number, "session_from_prose", line.raw[:60])
        found += made
    return found


def _announced(lines: Sequence[Line], sheet: Sheet, header: Header, year: int | None, doubts: Doubts) -> list[Session]:
    """定于10月12日上午9:30在区食品检验所举办政府开放日: a day fixed in a sentence, proposed with a doubt.

    `sheet` holds the fields beside it, which name no day.
    """
    titled, located = sheet.first("title"), sheet.first("place")
    for line in lines:
        for sentence in outline.sentences(line.words):
            match = FIXED.search(sentence.text)
            spans = dates.spans(sentence.text[match.end() :], year) if match else []
            if not spans or spans[0].start > 0 or not spans[0].exact or dates.is_long(spans[0]):
                continue
            if not OPEN_DAY.search(sentence.text):
                continue
            after = match.end() if match else 0
            where = PLACE.search(sentence.text, after) or LOCATED.search(sentence.text, after)
            place = sentence.cut(*where.span("place")) if where else _place(located[1]) if located else None
            issuer = (header.issuer,) if header.issuer else ()
            doubts.add(line.number, "session_from_prose", sentence.cut()[:60])
            seats = _invited(line.words)
            made = entries.session(
                spans[0],
                line.number,
                title=_title(titled[1]) if titled else header.title,
                named=_named(sheet) or issuer,
                place=place,
                capacity=_seats(sheet) if seats is None else seats,
                doubts=doubts,
            )
            return [replace(made, lines=tuple(sorted({line.number, *sheet.lines})))]
    return []


def _invited(words: Folded) -> int | None:
    """诚邀8-10家企业代表, 招募群众代表15名: the first number of people in a paragraph that invites them."""
    match = INVITED.search(words.text)
    return entries.seats(words.part(match.start())) if match else None


def _sheets(lines: Sequence[Line]) -> list[Sheet]:
    """The fields in order; a second time or title after a full sheet begins the next session."""
    sheets = [Sheet()]
    kind = ""
    for line in lines:
        opened = fields.opening(line.words)
        if opened:
            kind = opened[0]
            if kind in ("time", "title") and kind in sheets[-1].values and "time" in sheets[-1].values:
                sheets.append(Sheet())
            sheets[-1].values.setdefault(kind, []).append((line.number, opened[1]))
            for more in fields.inline(opened[1], line.number):
                sheets[-1].values.setdefault(more.kind, []).append((line.number, more.value))
        elif _is_unit_heading(line.words):
            unit = line.words.part(outline.marker(line.words).end).joined.rstrip(":：。")
            sheets.append(Sheet(unit=unit, heads={line.number}))
            kind = ""
        elif outline.is_heading(line.words) and outline.marker(line.words).rank <= 2:
            kind = ""
        elif kind in ASKED:
            sheets[-1].values[kind].append((line.number, line.words))
    return sheets


def _is_unit_heading(words: Folded) -> bool:
    """(一)区公安局, above the fields of its session."""
    sign = outline.marker(words)
    return bool(sign.style) and units.is_unit(words.part(sign.end).joined.rstrip(":：。"))


def _is_session(sheet: Sheet, year: int | None) -> bool:
    """A day and something beside it; a season without a place is the period of a programme."""
    kinds = ASKED & set(sheet.values)
    if "time" not in kinds or len(kinds) < 2:
        return False
    when = [span for _line, value in sheet.values["time"] for span in dates.spans(value.text, year)]
    if not when:
        return "place" in kinds and len(kinds) > 2
    if sheet.unit:
        return not dates.is_long(when[0])
    return "place" in kinds or (when[0].exact and not dates.is_long(when[0]))


def _sessions(sheet: Sheet, header: Header, year: int | None, doubts: Doubts) -> list[Session]:
    titled, where = sheet.first("title"), sheet.first("place")
    title = _title(titled[1]) if titled else None if sheet.unit else header.title
    named = _named(sheet) or ((header.issuer,) if header.issuer else ())
    counted = sheet.first("capacity") or sheet.first("people")
    capacity = _seats(sheet)
    place = _place(where[1]) if where else None
    line = sheet.values["time"][0][0]
    spans = [(number, span) for number, value in sheet.values["time"] for span in dates.spans(value.text, year)]
    if not spans:
        doubts.add(line, "date_unread", sheet.values["time"][0][1].joined[:40])
        return [Session(None, title, named, None, None, place, capacity, True, line, lines=sheet.lines)]
    if counted is None and capacity is None:
        capacity = None
    if len(spans) > 1 and not EACH.search(sheet.values["time"][0][1].text):
        doubts.add(line, "dates_several", sheet.values["time"][0][1].joined[:60])
        spans = spans[:1]
    made = [
        entries.session(span, number, title=title, named=named, place=place, capacity=capacity, doubts=doubts)
        for number, span in spans
    ]
    return [replace(one, tentative=one.tentative or _is_tentative(sheet), lines=sheet.lines) for one in made]


def _title(value: Folded) -> str | None:
    if match := ABOUT.search(value.text):
        return bare(value.part(*match.span("title")))
    return titles.read(value, has_unit=True, whole_sentence=True).title


def _is_tentative(sheet: Sheet) -> bool:
    return any("暂定" in value.text for _line, value in sheet.values["time"])


def _place(value: Folded) -> str | None:
    text = value.joined.rstrip("。；;，,")
    return text or None


def _named(sheet: Sheet) -> tuple[str, ...]:
    if sheet.unit:
        return (sheet.unit,)
    found = tuple(unit for _line, value in sheet.values.get("units", []) for unit in units.find(value).units)
    return tuple(units.shared_out(found)[0])


def _seats(sheet: Sheet) -> int | None:
    for kind in ("capacity", "people", "signup"):
        for _line, value in sheet.values.get(kind, []):
            seats = entries.seats(value)
            if seats is not None:
                return seats
    return None

"""A unit's own plan or announcement: its sessions, by the headings of each or by a sentence that fixes the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from events.notices import closing, dates, entries, fields, outline, seats, sheets
from events.notices.doubts import Doubts
from events.notices.folding import fold
from events.notices.lines import Line
from events.notices.notice import Header, Session, grade
from events.notices.sheets import EACH, Sheet

FIXED = re.compile(r"(?:定|拟|将|计划|决定|兹定|拟定)[于在]")
OPEN_DAY = re.compile(r"开放日|公开讲|开放活动|宣讲")
OPENING = re.compile(r"开放日|公开讲|开放活动|宣讲|讲座|接待日|接待群众|面对面|走进|开放(?:时间|地点|对象|内容)")
OTHER_EVENT = re.compile(r"召开.{0,40}会|会议的?通知|培训班?的?通知|招聘|招录|招标|采购|考试|比赛|放假|值班")
LOCATED = re.compile(r"(?:地点|地址)(?:设在|定在|在|为|是|:)(?P<place>[^,。;:]{2,40})")


def read(lines: Sequence[Line], header: Header, year: int | None, doubts: Doubts) -> tuple[Session, ...]:
    """Sessions of a plan that states them by headings; none where it states a season or too little."""
    if not _opens_something(lines, header):
        return ()
    stated = sheets.read(lines)
    found = [one for sheet in stated if sheet.is_session(year) for one in _sessions(sheet, header, year, doubts)]
    if not found:
        found = _scheduled(lines, year, doubts)
    if not found:
        found = _announced(lines, stated[0] if len(stated) == 1 else Sheet(), header, year, doubts)
    if len(found) == 1 and found[0].signup_closes is None:
        found = [replace(found[0], signup_closes=closing.of_text(lines, year))]
    return tuple(found)


def _opens_something(lines: Sequence[Line], header: Header) -> bool:
    """An open day, a talk or a reception is spoken of; a meeting or an examination has a time and a place too."""
    title = fold(header.title or "").text
    if OTHER_EVENT.search(title):
        return False
    return bool(OPENING.search(title)) or any(OPENING.search(line.words.text) for line in lines)


def _sessions(sheet: Sheet, header: Header, year: int | None, doubts: Doubts) -> list[Session]:
    """One session for a sheet, several where it counts them (第一场, 第二场)."""
    title = sheet.title or (None if sheet.unit else header.title)
    named = sheet.units or ((header.issuer,) if header.issuer else ())
    line, words = sheet.values["time"][0]
    days = sheet.days(year)
    if not days:
        doubts.add(line, "date_unread", words.joined[:40])
        made = [Session(None, title, named, None, None, sheet.place, sheet.seats, True, line)]
    else:
        if len(days) > 1 and not EACH.search(words.text):
            doubts.add(line, "dates_several", words.joined[:60])
            days = days[:1]
        made = [
            entries.session(
                span, number, title=title, named=named, place=sheet.place, capacity=sheet.seats, doubts=doubts
            )
            for number, span in days
        ]
    if len(sheet.parts) > 1:
        doubts.add(made[0].line, "capacity_summed", "、".join(map(str, sheet.parts)), seats=sheet.seats or 0)
    sure = grade(sure=sheet.title is not None or bool(sheet.unit))
    closes = sheet.signup_closes(year)
    return [
        replace(
            one,
            tentative=one.tentative or sheet.is_tentative,
            signup_closes=closes,
            mode=sheet.mode,
            lines=sheet.lines,
            grade=sure,
        )
        for one in made
    ]


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
    for line in lines:
        for sentence in outline.sentences(line.words):
            match = FIXED.search(sentence.text)
            spans = dates.spans(sentence.text[match.end() :], year) if match else []
            if not spans or spans[0].start > 0 or not spans[0].exact or dates.is_long(spans[0]):
                continue
            if match is None or not OPEN_DAY.search(sentence.text):
                continue
            where = entries.PLACE.search(sentence.text, match.end()) or LOCATED.search(sentence.text, match.end())
            invited = seats.invited(line.words)
            doubts.add(line.number, "session_from_prose", sentence.cut()[:60])
            made = entries.session(
                spans[0],
                line.number,
                title=sheet.title or header.title,
                named=sheet.units or ((header.issuer,) if header.issuer else ()),
                place=sentence.cut(*where.span("place")) if where else sheet.place,
                capacity=sheet.seats if invited is None else invited,
                doubts=doubts,
            )
            lined = tuple(sorted({line.number, *sheet.lines}))
            return [replace(made, signup_closes=sheet.signup_closes(year), mode=sheet.mode, lines=lined)]
    return []

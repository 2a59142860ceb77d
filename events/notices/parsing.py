"""From the lines of a notice to what it says. No database, no settings: the same for the trial run and the real one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from events.notices import brackets, checks, grading, header, overall, rules, single, tables, unwrapping
from events.notices.activities import Walk
from events.notices.doubts import Doubts
from events.notices.folding import fold
from events.notices.grid import Table
from events.notices.header import Read
from events.notices.layout import Layout
from events.notices.lines import Line
from events.notices.notice import Notice, Passage, Session
from events.notices.programme import Programme


def parse(texts: Sequence[str]) -> Notice:
    """Read a document given as its lines, the first of them line 1. Never raises: what is unclear becomes a doubt."""
    doubts = Doubts()
    lines = _lines(texts)
    head = header.read(lines, tables.covered(lines))
    body = unwrapping.joined(head.rest)
    year = _year(head, body)
    if overall.years([Line(0, fold(head.header.title or ""))]):
        doubts.needless.add("date_without_year")  # the title names the year of the whole plan
    programme = Walk(Layout(_blocks(body), head.header.title or ""), Programme(year, doubts)).run()
    _account(body, programme)
    own: tuple[Session, ...] = ()
    if not any(theme.points for theme in programme.themes):
        own = single.read(programme.text, head.header, year, doubts)
    text = programme.text
    declared, places = overall.declared(text)
    fixed = {session.line for session in own}
    period, season = overall.period([line for line in text if line.number not in fixed], year)
    sessions = tuple(programme.sessions) + own
    checks.programme(programme, declared, places, doubts)
    checks.sessions(sessions, period, head.header, doubts)
    checks.weekdays(text, year, doubts)
    listed = {
        "column": overall.columns(text),
        "channel": overall.channels(text),
        "category": overall.categories(text),
    }
    notice = Notice(
        header=head.header,
        period=period,
        declared=declared,
        columns=tuple(listed["column"]),
        channels=tuple(listed["channel"]),
        categories=tuple(listed["category"]),
        themes=programme.gathered(),
        talks=tuple(programme.talks),
        sessions=sessions,
        rules=checks.rules(rules.read(_binding(text, own), year, doubts), head.header, doubts),
        doubts=tuple(doubts),
        prose=_passages(text),
        unread=tuple(sorted(programme.unread, key=lambda passage: passage.line)),
    )
    origins = {f"header.{kind}": origin for kind, origin in head.origins.items()}
    origins |= {"period": season} if season else {}
    origins |= {f"declared.{kind}": origin for kind, origin in places.items()}
    for kind, found in listed.items():
        origins |= {f"{kind}.{place}": origin for place, origin in enumerate(found.values(), 1)}
    extents = unwrapping.extents(head.rest, body)
    return grading.graded(notice, origins, extents, [line.number for line in lines])


def _lines(texts: Sequence[str]) -> list[Line]:
    numbered = [Line(number, fold(text)) for number, text in enumerate(texts, 1) if text.strip()]
    return [line for line in numbered if line.words.text]


def _blocks(lines: Sequence[Line]) -> list[Line | Table]:
    found = tables.blocks([(line.number, line.words.raw) for line in lines])
    return [block if isinstance(block, Table) else Line(block.number, brackets.mended(block.words)) for block in found]


def _year(head: Read, body: Iterable[Line]) -> int | None:
    """The title's year, else the year the notice was written in, else the first one it names."""
    title = [Line(0, fold(head.header.title))] if head.header.title else []
    return overall.years(title, head.header.issued_on, head.header.published_on) or overall.years(body)


def _account(lines: Iterable[Line], programme: Programme) -> None:
    """Nothing is dropped: a line that no step took is left to a person."""
    known = programme.accounted()
    for line in lines:
        if line.number not in known:
            programme.leave_unread(line.number, line.raw)


def _binding(lines: Sequence[Line], own: Sequence[Session]) -> list[Line]:
    """Where a unit's plan holds several sessions, what is said of one of them is no rule for all."""
    apart = {number for session in own for number in session.lines} if len(own) > 1 else set()
    return [line for line in lines if line.number not in apart]


def _passages(lines: Iterable[Line]) -> tuple[Passage, ...]:
    return tuple(Passage(line.number, line.raw) for line in lines)

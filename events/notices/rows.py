"""What the rows of a table give: points, talks and their sessions."""

from __future__ import annotations

from dataclasses import replace

from events.notices import closing, dates, entries, heads, modes, outline, seats, titles, units
from events.notices.doubts import Doubts
from events.notices.folding import EMPTY, Folded, bare
from events.notices.grid import Row, Table
from events.notices.notice import Point, Session, Talk
from events.notices.programme import Programme


def take(table: Table, found: Programme, *, talks: bool) -> None:
    """Read each row into `found`; a row that fits no column is left unread."""
    is_talks = "talk" in table.kinds or (talks and not _names_points(table))
    found.used |= {*table.lines} - {*table.loose}
    before: list[Point] = []
    for row in table.rows:
        if "band" in row.cells:
            _band(row, found)
        elif not row.fits or not _has_words(row):
            found.doubts.add(row.line, "table_row_unread", row.raw[:40])
            found.leave_unread(row.line, row.raw)
        elif is_talks:
            _talk(row, found)
        elif {"point", "number", "units"} & set(table.kinds):
            before = _points(row, table, found, before)
        else:
            _session(row, found, [], None, ())
        for kind in row.filled:
            found.doubts.add(row.line, "merged_cell", row.get(kind).joined)


def _names_points(table: Table) -> bool:
    """开放点6(社银合作): a timetable of open points may stand behind the talks."""
    return "number" in table.kinds or any(heads.point(row.get("point")) for row in table.rows)


def _has_words(row: Row) -> bool:
    return any(row.get(kind).text for kind in ("point", "talk", "number", "units", "content", "time"))


def _band(row: Row, found: Programme) -> None:
    title = heads.theme(row.get("band")) or bare(row.get("band").part(outline.marker(row.get("band")).end))
    found.begin_theme(title, row.line)


def _points(row: Row, table: Table, found: Programme, before: list[Point]) -> list[Point]:
    numbers, title_words = _numbered(row)
    leads, helpers = _named(row)
    title, text = _title(row, title_words)
    read = entries.Facts(title, leads, helpers, text)
    if known := found.known(entries.numbered(read, numbers, row.lines, Doubts())):
        _session(row, found, known, title, leads)
        return known
    _theme(row, found)
    same = before and tuple(point.number for point in before) == numbers and before[0].title == title and numbers
    if not same:
        _doubt(row, read.title, leads, found)
        points = entries.numbered(read, numbers, row.lines, found.doubts)
        found.add_points(points)
    else:
        points = before
    _session(row, found, points, title, leads)
    return points


def _doubt(row: Row, title: str | None, leads: tuple[str, ...], found: Programme) -> None:
    if title is None:
        found.doubts.add(row.line, "title_missing")
    if not leads:
        found.doubts.add(row.line, "unit_missing")


def _theme(row: Row, found: Programme) -> None:
    cell = row.get("theme")
    if not cell.text:
        return
    title = heads.theme(cell) or bare(cell.part(outline.marker(cell).end))
    title = title.removesuffix("专题") or title
    if not found.themes or found.themes[-1].title != title:
        found.begin_theme(title, row.line)


def _numbered(row: Row) -> tuple[tuple[int, ...], Folded]:
    """The numbers of a row: of its own column, of "开放点3(…)", else the running number."""
    for kind in ("number", "point"):
        cell = row.get(kind)
        head = heads.point(cell)
        if head and head.numbers:
            return head.numbers, cell.part(head.end) if kind == "point" else row.get("point")
        if cell.text and all(letter.isdigit() or letter in "、,-至和" for letter in cell.text):
            return heads.numbers_of(cell.text)[0], row.get("point") if kind == "number" else EMPTY
        sign = outline.marker(cell)
        if kind == "point" and sign.style in ("number", "bracketed") and not row.get("index").text:
            return heads.numbers_of(sign.numeral)[0], cell.part(sign.end)
    numbers = heads.numbers_of(row.get("index").text)[0] if row.get("index").text else ()
    return numbers, row.get("point")


def _named(row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    cell = row.get("units")
    found = units.find(cell)
    named = found.units or tuple(units.names(cell, 1))
    named += tuple(units.names(row.get("co_units"), 2))
    if not named:
        named = units.find(row.get("content")).units
    leads, helpers = units.shared_out(named)
    return tuple(leads), tuple(helpers)


def _title(row: Row, words: Folded) -> tuple[str | None, str]:
    """The title and the text of a row, without its units; what follows the title in its cell belongs to the text."""
    content = units.find(row.get("content")).rest
    titled = titles.read(words if words.text else content, has_unit=True, whole_sentence=bool(words.text))
    pieces = [titled.rest.joined if words.text else "", content.joined, *row.others]
    return titled.title, "\n".join(piece for piece in pieces if piece)


def _talk(row: Row, found: Programme) -> None:
    cell = row.get("talk") if row.get("talk").text else row.get("point")
    title, text = _title(row, cell)
    leads, helpers = _named(row)
    _doubt(row, title, leads, found)
    found.talks.append(Talk(title, (*leads, *helpers), text, row.line, row.lines))
    _session(row, found, [], title, leads)


def _session(row: Row, found: Programme, points: list[Point], title: str | None, leads: tuple[str, ...]) -> None:
    cell = row.get("time")
    if not cell.text:
        return
    times = dates.occasions(cell.text, found.year)
    if not times:
        found.doubts.add(row.line, "date_unread", cell.joined)
        return
    place = row.get("place").joined or None
    counted = row.get("capacity") if row.get("capacity").text else row.get("people")
    base = entries.session(
        times[0], row.line, title=title, named=leads, place=place, capacity=seats.of(counted), doubts=found.doubts
    )
    closes = closing.of_fields([row.get("signup").text], found.year)
    mode = modes.mode(row.get("content").text, row.get("place").text)
    base = replace(base, signup_closes=closes, mode=mode, lines=row.lines)
    made: list[Session] = [replace(base, point=point.number, units=point.units) for point in points] or [base]
    found.sessions += entries.repeated(made, times)

"""Tables that were copied with one cell a line: the heads stand below each other, then the cells of all rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from events.notices import dates, grid, unit_names, units
from events.notices.folding import fold
from events.notices.grid import Frame, Row, Table
from events.notices.numerals import number

Cell = tuple[int, str]
END = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,2}[)）]|附件|备注|注[:：])")
REMARK = re.compile(r"备\s*注|说\s*明|附\s*注|其他")
LONGEST_HEAD = 12
MOST_COLUMNS = 12


def read(lines: Sequence[Cell], place: int) -> tuple[Table, int] | None:
    """The table whose heads begin at `place`, and the place behind its last cell."""
    labels, end = _labels(lines, place)
    kinds = grid.head(labels) if len(labels) >= 3 else None
    if kinds is None or not {"units", "point", "talk"} & set(kinds):
        return None
    cells, stop = _cells(lines, end)
    frame = Frame(kinds, labels)
    grouped = _by_number(cells, kinds) if {"index", "number"} & set(kinds) else _by_shape(cells, kinds)
    rows = [row for group in grouped if (row := _row(frame, group)) is not None]
    if not rows:
        return None
    taken = {line for group in grouped for line, _text in group}
    loose = tuple(line for line, _text in cells if line not in taken)
    return Table(tuple(line for line, _raw in lines[place:stop]), tuple(kinds), tuple(rows), loose), stop


def _labels(lines: Sequence[Cell], place: int) -> tuple[list[str], int]:
    labels: list[str] = []
    near = [raw.strip() for _line, raw in lines[place : place + MOST_COLUMNS]]
    while place < len(lines) and len(labels) < MOST_COLUMNS:
        raw = lines[place][1].strip()
        if raw and (len(raw) > LONGEST_HEAD or not (grid.kind_of(raw, near) or (labels and REMARK.fullmatch(raw)))):
            break
        if raw:
            labels.append(raw)
        place += 1
    return labels, place


def _cells(lines: Sequence[Cell], start: int) -> tuple[list[Cell], int]:
    """The cells below the heads; the table ends where a section of the text begins."""
    place = start
    while place < len(lines) and not END.match(lines[place][1]):
        place += 1
    return [(line, raw.strip()) for line, raw in lines[start:place] if raw.strip()], place


def _row(frame: Frame, group: list[Cell]) -> Row | None:
    texts = [text for _line, text in group]
    lines = tuple(dict.fromkeys(line for line, text in group if text))
    row = grid.row(frame, lines[0], texts, " ".join(texts).strip())
    return replace(row, lines=lines) if row is not None else None


def _by_number(cells: list[Cell], kinds: list[str]) -> list[list[Cell]]:
    """Rows by their running number; cells missing in front of it were merged with those above."""
    column = kinds.index("index") if "index" in kinds else kinds.index("number")
    width, expected = len(kinds), None
    anchors: list[int] = []
    for place, (_line, text) in enumerate(cells):
        value = number(re.sub(r"^开放点", "", fold(text).text))
        far_enough = not anchors or place - anchors[-1] >= 2
        if value is not None and far_enough and (value == expected or (expected is None and place <= column)):
            anchors.append(place)
            expected = value + 1
    rows = []
    for order, anchor in enumerate(anchors):
        previous_end = anchors[order - 1] + width - column if order else 0
        front = cells[max(previous_end, anchor - column) : anchor]
        following = anchors[order + 1] if order + 1 < len(anchors) else len(cells)
        tail = cells[anchor : min(anchor + width - column, following)]
        rows.append(_padded(front, column, cells[anchor][0]) + _with_merged_theme(tail, kinds[column:]))
    return rows or _by_shape(cells, kinds)


def _with_merged_theme(tail: list[Cell], kinds: list[str]) -> list[Cell]:
    """序号 | 专题 | …: a row whose theme was merged with that above lacks the cell behind its number."""
    if len(tail) != len(kinds) - 1 or "theme" not in kinds:
        return tail
    place = kinds.index("theme")
    whole = [*tail[:place], (tail[0][0], ""), *tail[place:]]
    return whole if _fits(whole, kinds) else tail


def _by_shape(cells: list[Cell], kinds: list[str]) -> list[list[Cell]]:
    """Rows without numbers: units must fall into the column of units, days into that of days."""
    rows, place, width = [], 0, len(kinds)
    merged = next((index for index, kind in enumerate(kinds) if kind != "theme"), 0)
    while place < len(cells):
        for missing in range(merged + 1):
            group = cells[place : place + width - missing]
            if len(group) == width - missing and _fits(group, kinds[missing:]):
                rows.append(_padded([], missing, group[0][0]) + group)
                place += width - missing
                break
        else:
            place += 1
    return rows


def _padded(front: list[Cell], width: int, line: int) -> list[Cell]:
    return [(line, "")] * (width - len(front)) + front


def _fits(group: list[Cell], kinds: list[str]) -> bool:
    shaped = [(kind, text) for kind, (_line, text) in zip(kinds, group, strict=True) if kind in ("units", "time")]
    return all(
        all(unit_names.is_unit(name.name) for name in units.names(fold(text), 1))
        if kind == "units"
        else bool(dates.spans(fold(text).text, 2000))
        for kind, text in shaped
    )

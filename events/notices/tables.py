"""Tables: rows with tabs or upright strokes, one cell a line, cells merged downwards, forms of label and value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from events.notices import fields, units
from events.notices.folding import EMPTY, Folded, fold
from events.notices.lines import Line
from events.notices.numerals import number

SEPARATOR = re.compile(r"\t|\s?[|｜│┃]\s?")
RULE_LINE = re.compile(r"[\s|｜│┃+:\-—─=_]+")
INDEX = re.compile(r"序号|编号|顺序|No\.?|NO\.?")
THEME = re.compile(r"(?:所属|活动)?(?:专题|板块|类别|类型)(?:名称)?")
SUBJECT = re.compile(r"主题")
NUMBER = re.compile(r"(?:开放点)(?:编号|序号|号)")
POINT = re.compile(
    r"(?:政务|政府)?(?:开放点|开放项目|活动项目|开放点位)(?:名称|内容)?|活动名称|名称|项目名称|(?:活动|开放)主题|主题名称"
)
TALK = re.compile(r"(?:政策)?(?:公开讲|宣讲|讲座|讲解)(?:题目|主题|名称|课题|内容|政策)?|讲题|政策名称|宣讲政策")
UNITS = re.compile(r"(?:开放|活动|申报)?(?:单位|部门)(?:名称)?|镇街|街镇|乡镇|科室")
CARRIED = ("theme", "units", "co_units", "index", "number", "point")  # what a merged cell may hold for the rows below


@dataclass(frozen=True)
class Row:
    """A row's cells by the kind of their column; `others` are the cells of columns with names of their own."""

    line: int
    cells: dict[str, Folded]
    others: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    fits: bool = True
    raw: str = ""

    def get(self, kind: str) -> Folded:
        return self.cells.get(kind, EMPTY)


@dataclass(frozen=True)
class Table:
    """Rows under one head; `kinds` are the kinds of its columns, `lines` the lines it takes up."""

    lines: tuple[int, ...]
    kinds: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass
class _Frame:
    kinds: list[str]
    labels: list[str]
    above: dict[str, Folded] = field(default_factory=dict)


def cells_of(raw: str) -> list[str] | None:
    """The cells of a table's line; None where the line is no row."""
    if "\t" not in raw and "|" not in raw and "｜" not in raw and "│" not in raw:
        return None
    text = raw.rstrip()
    if any(stroke in text for stroke in "|｜│"):
        text = re.sub(r"^\s*[|｜│]|[|｜│]\s*$", "", text)
        cells = [cell.strip() for cell in re.split(r"[|｜│]", text)]
    else:
        cells = [cell.strip() for cell in text.split("\t")]
    return (
        cells
        if len(cells) > 1 and (len([cell for cell in cells if cell]) > 1 or raw[:1] in "\t|" or "\t" in raw)
        else None
    )


def blocks(lines: Sequence[tuple[int, str]]) -> list[Line | Table]:
    """The document as lines and tables; a row under no head stays a line."""
    found: list[Line | Table] = []
    place = 0
    while place < len(lines):
        stacked = _stacked(lines, place)
        if stacked:
            table, place = stacked
            found.append(table)
            continue
        end = _run_end(lines, place)
        if end > place:
            found += _table(lines[place:end])
            place = end
        else:
            found.append(Line(lines[place][0], fold(lines[place][1])))
            place += 1
    return found


def covered(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that stand in tables."""
    found = blocks([(line.number, line.words.raw) for line in lines])
    return {number for block in found if isinstance(block, Table) for number in block.lines}


def _run_end(lines: Sequence[tuple[int, str]], place: int) -> int:
    end = place
    while end < len(lines) and (cells_of(lines[end][1]) is not None or (end > place and _is_band(lines, end))):
        end += 1
    return end


def _is_band(lines: Sequence[tuple[int, str]], place: int) -> bool:
    """A line without cells between rows: the ruling of the table, or a title over the rows that follow."""
    raw = lines[place][1]
    if RULE_LINE.fullmatch(raw):
        return True
    following = lines[place + 1][1] if place + 1 < len(lines) else ""
    return "专题" in fold(raw).text and len(raw) < 40 and cells_of(following) is not None


def kind_of(label: str, labels: Sequence[str] = ()) -> str:
    """What a column holds by its head."""
    label = fold(label).text.strip(":*()")
    label = re.sub(r"\([^()]*\)$", "", label)
    has_point = any("开放点" in fold(other).text for other in labels)
    for kind, pattern in (("index", INDEX), ("number", NUMBER), ("theme", THEME), ("talk", TALK)):
        if pattern.fullmatch(label):
            return kind
    if match := units.LABEL.fullmatch(label):
        return "co_units" if match["label"] in units.HELPERS else "units"
    if SUBJECT.fullmatch(label):
        return "theme" if has_point else "point"
    if POINT.fullmatch(label):
        return "content" if has_point and "开放点" not in label and label not in ("名称", "项目名称") else "point"
    return "units" if UNITS.fullmatch(label) else fields.kind_of(label)


def _head(cells: list[str]) -> list[str] | None:
    """The kinds of a head's columns, where the cells are a head."""
    kinds = [kind_of(cell, cells) for cell in cells]
    known = [kind for kind in kinds if kind]
    named = [cell for cell in cells if cell]
    if len(known) < 2 or len(known) * 2 < len(named) or len(set(known)) < 2:
        return None
    return kinds if {"point", "number", "talk", "units", "time", "theme"} & set(known) else None


def _table(lines: Sequence[tuple[int, str]]) -> list[Line | Table]:
    rows = [(number, cells_of(raw), raw) for number, raw in lines]
    head = next((place for place, (_n, cells, _r) in enumerate(rows[:4]) if cells and _head(cells)), None)
    if head is None:
        return _form(rows) or [Line(number, fold(raw)) for number, _cells, raw in rows]
    before: list[Line | Table] = [Line(number, fold(raw)) for number, _cells, raw in rows[:head]]
    labels = rows[head][1] or []
    frame = _Frame(_head(labels) or [], labels)
    body = [_row(frame, number, cells, raw) for number, cells, raw in rows[head + 1 :] if not RULE_LINE.fullmatch(raw)]
    read = tuple(row for row in body if row is not None)
    return [*before, Table(tuple(number for number, _raw in lines), tuple(frame.kinds), read)]


def _row(frame: _Frame, line: int, cells: list[str] | None, raw: str) -> Row | None:
    if cells is None:
        cells = [raw.strip()]
    filled_cells = [cell for cell in cells if cell]
    if not filled_cells or cells == frame.labels:
        return None
    if len(filled_cells) == 1 and len(frame.kinds) > 2 and cells[0]:
        band = fold(filled_cells[0])
        frame.above = {"theme": band}
        return Row(line, {"band": band}, raw=raw)
    extra = [cell for cell in cells[len(frame.kinds) :] if cell]
    cells = cells[: len(frame.kinds)] + [""] * (len(frame.kinds) - len(cells))
    values: dict[str, Folded] = {}
    others = []
    for kind, label, cell in zip(frame.kinds, frame.labels, cells, strict=True):
        if not kind and cell:
            others.append(f"{label}：{cell}" if label else cell)
        elif kind and cell:
            values[kind] = fold(f"{values[kind].raw}；{cell}") if kind in values else fold(cell)
    return Row(line, *_filled(frame, values, tuple(others)), fits=not extra, raw=raw)


def _filled(
    frame: _Frame, values: dict[str, Folded], others: tuple[str, ...]
) -> tuple[dict[str, Folded], tuple[str, ...], tuple[str, ...]]:
    """Empty cells of a merged column take the text above; the theme silently, the rest by name."""
    filled = []
    new_theme = "theme" in values and frame.above.get("theme") != values["theme"]
    for kind in CARRIED:
        if kind in frame.kinds and kind not in values and kind in frame.above and not new_theme:
            if kind in ("index", "number", "point") and "time" not in values:
                continue
            if kind == "co_units" and "units" in values:
                continue
            values[kind] = frame.above[kind]
            if kind != "theme":
                filled.append(kind)
    if "theme" not in values and "theme" in frame.above and "theme" not in frame.kinds:
        values["theme"] = frame.above["theme"]
    frame.above.update({kind: value for kind, value in values.items() if kind in CARRIED})
    return values, others, tuple(filled)


def _form(rows: Sequence[tuple[int, list[str] | None, str]]) -> list[Line | Table]:
    """A form of labels and values becomes a line for each pair."""
    lines: list[Line | Table] = []
    for number_, cells, raw in rows:
        cells = [cell for cell in cells or [raw] if cell]
        labels = [fold(cell).text.strip(":") for cell in cells[::2]]
        if len(cells) < 2 or not all(_is_label(label) for label in labels):
            return []
        if len(cells) % 2:
            return []
        lines += [
            Line(number_, fold(f"{label.strip(':： ')}：{value}"))
            for label, value in zip(cells[::2], cells[1::2], strict=True)
        ]
    return lines


def _is_label(label: str) -> bool:
    return bool(fields.kind_of(label) or units.LABEL.fullmatch(label) or kind_of(label))


def _stacked(lines: Sequence[tuple[int, str]], place: int) -> tuple[Table, int] | None:
    """A table copied with one cell a line: three or more heads in a row, then their cells."""
    labels: list[str] = []
    end = place
    while end < len(lines) and len(labels) < 12:
        raw = lines[end][1].strip()
        if raw and (len(raw) > 12 or not kind_of(raw, [line for _n, line in lines[place : place + 12]])):
            break
        if raw:
            labels.append(raw)
        end += 1
    kinds = _head(labels) if len(labels) >= 3 else None
    if kinds is None or not {"units", "point", "talk"} & set(kinds):
        return None
    cells, stop = _stack(lines, end)
    frame = _Frame(kinds, labels)
    grouped = _by_index(cells, kinds) if "index" in kinds or "number" in kinds else _by_count(cells, len(kinds))
    rows = []
    for group in grouped:
        row = _row(
            frame,
            next(line for line, text in group if text),
            [text for _line, text in group],
            " ".join(t for _l, t in group),
        )
        if row is not None:
            rows.append(row)
    return (Table(tuple(number for number, _raw in lines[place:stop]), tuple(kinds), tuple(rows)), stop) if rows else None


def _stack(lines: Sequence[tuple[int, str]], start: int) -> tuple[list[tuple[int, str]], int]:
    """The cells below the heads; the table ends where a section of the text begins."""
    cells: list[tuple[int, str]] = []
    place = start
    while place < len(lines):
        line, raw = lines[place]
        if raw.strip() and re.match(
            r"\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]\)|（[一二三四五六七八九十]）|附件|备注|注[:：])",
            raw,
        ):
            break
        if raw.strip():
            cells.append((line, raw.strip()))
        place += 1
    return cells, place


def _by_count(cells: list[tuple[int, str]], width: int) -> list[list[tuple[int, str]]]:
    return [cells[start : start + width] for start in range(0, len(cells), width)]


def _by_index(cells: list[tuple[int, str]], kinds: list[str]) -> list[list[tuple[int, str]]]:
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
        rows.append([(cells[anchor][0], "")] * (column - len(front)) + front + tail)
    return rows or _by_count(cells, width)

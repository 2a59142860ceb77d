"""Tables in the lines of a document: rows with tabs or upright strokes, one cell a line, forms of label and value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.notices import fields, grid, stacks, units
from events.notices.folding import Folded, fold
from events.notices.grid import Frame, Table
from events.notices.lines import Line

RULE_LINE = re.compile(r"[\s|｜│┃+:\-—─=_]+")

LONGEST_BAND, HEAD_ROWS = 40, 4
SENTENCE = re.compile(r"[。；;:：]\s*$")


def cells_of(raw: str, *, bordered: bool = True) -> list[str] | None:
    """The cells of a table's line; None where the line is no row. A stroke at its edge may be a border."""
    if "\t" not in raw and "|" not in raw and "｜" not in raw and "│" not in raw:
        return None
    text = raw.rstrip()
    if any(stroke in text for stroke in "|｜│"):
        text = re.sub(r"^\s*[|｜│]|[|｜│]\s*$", "", text) if bordered else text
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
        stacked = stacks.read(lines, place)
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
    while end < len(lines) and (cells_of(lines[end][1]) is not None or (end > place and _is_band(lines, place, end))):
        if end > place and _begins_anew(lines, end) and _has_head(lines, place, end):
            break
        end += 1
    return end


def _is_band(lines: Sequence[tuple[int, str]], first: int, place: int) -> bool:
    """A line without cells between rows: the ruling of the table, or a title over the rows that follow."""
    raw = lines[place][1]
    if RULE_LINE.fullmatch(raw):
        return True
    following = cells_of(lines[place + 1][1]) if place + 1 < len(lines) else None
    if following is None or len(raw) >= LONGEST_BAND:
        return False
    if "专题" in fold(raw).text:
        return True
    # A cell that was merged over the whole row has lost its neighbours: a short title, and no head of a new table.
    return not SENTENCE.search(raw) and _has_head(lines, first, place) and not grid.head(following)


def _has_head(lines: Sequence[tuple[int, str]], first: int, end: int) -> bool:
    return any(grid.head(cells_of(raw) or []) for _number, raw in lines[first : min(first + HEAD_ROWS, end)])


def _begins_anew(lines: Sequence[tuple[int, str]], place: int) -> bool:
    """The head of another table behind a blank line, which a table of its own document never has within."""
    (above, before), (number, raw) = lines[place - 1], lines[place]
    cells = cells_of(raw) or []
    return number > above + 1 and grid.head(cells) is not None and cells != cells_of(before)


def _table(lines: Sequence[tuple[int, str]]) -> list[Line | Table]:
    # Where no row ends in a stroke, one in front of a row stands behind an empty cell.
    bordered = any(raw.rstrip().endswith(("|", "｜", "│")) for _number, raw in lines)
    rows = [(number, cells_of(raw, bordered=bordered), raw) for number, raw in lines]
    head = next((place for place, (_n, cells, _r) in enumerate(rows[:HEAD_ROWS]) if cells and grid.head(cells)), None)
    if head is None:
        return _form(rows) or [Line(number, fold(raw)) for number, _cells, raw in rows]
    before: list[Line | Table] = [Line(number, fold(raw)) for number, _cells, raw in rows[:head]]
    labels, below = rows[head][1] or [], head + 1
    if below < len(rows) and (both := grid.under(labels, rows[below][1] or [])):
        labels, below = both, below + 1
    frame = Frame(grid.head(labels) or [], labels)
    body = [grid.row(frame, number, cells, raw) for number, cells, raw in rows[below:] if not RULE_LINE.fullmatch(raw)]
    read = tuple(row for row in body if row is not None)
    return [*before, Table(tuple(number for number, _raw in lines), tuple(frame.kinds), read)]


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
        lines += [Line(number_, _pair(label, value)) for label, value in zip(cells[::2], cells[1::2], strict=True)]
    return lines


def _pair(label: str, value: str) -> Folded:
    """Label and value as a line with a colon between them to be read by, and the blank that is written there."""
    label = label.rstrip(":： ")
    before, after = fold(label), fold(value)
    behind = tuple(len(label) + 1 + place for place in after.at)
    return Folded(f"{label}\t{value}", f"{before.text}:{after.text}", (*before.at, len(label), *behind))


def _is_label(label: str) -> bool:
    return bool(fields.kind_of(label) or units.LABEL.fullmatch(label) or grid.kind_of(label))

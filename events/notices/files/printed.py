"""The pages of a PDF as lines: text in reading order, ruled tables as rows. Pure: letters and rulings in, lines out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from events.notices.files import cells, columns, margins, rulings, typeset
from events.notices.files.bounds import Budget
from events.notices.files.cells import Cell, Filling
from events.notices.files.pages import Letter, Page
from events.notices.files.rulings import Ruled
from events.notices.files.typeset import TextLine

MOSTLY = 0.5  # of a page is covered: the page is a picture
FEW_LETTERS = 30
SAME = 4.0  # points
HEAD_ROWS = 2
INDEX = ("序号", "编号")


class Remark(NamedTuple):
    """What a reader has to know about a page."""

    kind: str
    page: int


@dataclass
class TableOnPage:
    """A ruled table's rows, and where it stands."""

    top: float
    xs: tuple[float, ...]
    rows: list[list[str]]
    page: int


@dataclass
class Sheet:
    """A page after its letters were put in lines and cells."""

    number: int
    width: float
    height: float
    lines: list[TextLine]
    tables: list[TableOnPage]
    is_picture: bool
    is_in_columns: bool = False


def sheet(page: Page) -> Sheet:
    """The lines and tables of one page."""
    tables, free = [], page.letters
    for ruled in rulings.find(page.level, page.upright):
        inside = [letter for letter in free if ruled.holds(letter)]
        if not any(letter.sign not in typeset.BLANK for letter in inside):
            continue
        taken = set(map(id, inside))
        free = [letter for letter in free if id(letter) not in taken]
        tables.append(TableOnPage(ruled.ys[0], ruled.xs, _rows(ruled, inside), page.number))
    is_picture = page.pictured >= MOSTLY and len(page.letters) < FEW_LETTERS
    found = typeset.lines(free, page.number)
    for one in () if tables else columns.tables(found):
        tables.append(TableOnPage(one.lines[0].top, one.edges, one.rows, page.number))
        taken = set(map(id, one.lines))
        found = [line for line in found if id(line) not in taken]
    return Sheet(page.number, page.width, page.height, found, tables, is_picture, columns.is_two(found))


def _rows(ruled: Ruled, letters: Iterable[Letter]) -> list[list[str]]:
    places = {
        (row, column): region
        for region in ruled.regions
        for row in range(region.top, region.bottom)
        for column in range(region.left, region.right)
    }
    held: dict[rulings.Region, list[Letter]] = {region: [] for region in ruled.regions}
    for letter in letters:
        row = min(bisect_right(ruled.ys, letter.middle), len(ruled.ys) - 1) - 1
        column = min(bisect_right(ruled.xs, (letter.left + letter.right) / 2), len(ruled.xs) - 1) - 1
        held[places[max(row, 0), max(column, 0)]].append(letter)
    rows: list[list[Cell]] = [[] for _row in ruled.ys[1:]]
    for region in ruled.regions:
        text = _cell_text(held[region], ruled.xs[region.right] - ruled.xs[region.left])
        rows[region.top].append(Cell(text, region.bottom - region.top, region.right - region.left))
    filling = Filling(Budget())
    return [filling.row(row) for row in rows]


def _cell_text(letters: Sequence[Letter], width: float) -> str:
    """The cell's paragraphs: a line that fills the cell goes on in the next."""
    text = ""
    fills = False
    for line in typeset.lines(letters):
        if not text:
            text = line.text
        elif fills:
            text = typeset.joined(text, line.text)
        else:
            text += "\n" + line.text
        # What the cell leaves beside the text is its padding, and less than the next sign.
        fills = line.right - line.left >= width - 2.4 * line.em
    return text


def lines(sheets: Sequence[Sheet]) -> Iterator[str | Remark]:
    """The document's lines; a page that is a picture, or set in columns, is told by a remark."""
    texts = margins.without([(one.height, one.lines) for one in sheets])
    measures = _measures(sheets, texts)
    for block in _blocks(sheets, texts):
        if isinstance(block, TableOnPage):
            for row in block.rows:
                yield from cells.lines(row)
        elif isinstance(block, Remark):
            yield block
        else:
            yield from typeset.paragraphs(block, measures)


def _measures(sheets: Sequence[Sheet], texts: Sequence[list[TextLine]]) -> dict[int, typeset.Measure]:
    """For each page the edges of the text: those of all pages as wide as it."""
    wide: dict[int, list[TextLine]] = {}
    for one, found in zip(sheets, texts, strict=True):
        wide.setdefault(round(one.width), []).extend(found)
    edges = {width: typeset.measure(found, width) for width, found in wide.items() if found}
    return {one.number: edges[round(one.width)] for one in sheets if round(one.width) in edges}


def _blocks(
    sheets: Sequence[Sheet], texts: Sequence[list[TextLine]]
) -> Iterator[TableOnPage | Remark | list[TextLine]]:
    """Text that runs on, across pages too, and the tables between, those put together that go on over a page."""
    flow: list[TextLine] = []
    table: TableOnPage | None = None
    for one, text in zip(sheets, texts, strict=True):
        placed: list[TextLine | TableOnPage] = [*text, *one.tables]
        placed.sort(key=lambda part: part.top)
        for part in [*_remarks(one), *placed]:
            if isinstance(part, TextLine) and table is None:
                flow.append(part)
            elif isinstance(part, TableOnPage) and table is not None and _goes_on(table, part):
                _append(table, part)
            else:
                yield from filter(None, (flow, table))
                flow, table = [], None
                if isinstance(part, Remark):
                    yield part
                elif isinstance(part, TextLine):
                    flow = [part]
                else:
                    table = part
    yield from filter(None, (flow, table))


def _remarks(one: Sheet) -> Iterator[Remark]:
    if one.is_picture:
        yield Remark("picture", one.number)
    if one.is_in_columns:
        yield Remark("columns", one.number)


def _goes_on(table: TableOnPage, following: TableOnPage) -> bool:
    """Nothing stands between them, and their columns are the same."""
    return (
        following.page > table.page
        and len(table.xs) == len(following.xs)
        and all(abs(one - other) < SAME for one, other in zip(table.xs, following.xs, strict=True))
    )


def _append(table: TableOnPage, following: TableOnPage) -> None:
    """The rows of the next page, without the head that is printed again; a row that the page broke is put together."""
    rows = list(following.rows)
    for head in table.rows[:HEAD_ROWS]:
        if rows and rows[0] == head:
            rows.pop(0)
    if rows and table.rows[0][0].replace(" ", "") in INDEX and not rows[0][0] and any(rows[0]):
        table.rows[-1] = [typeset.joined(one, more) for one, more in zip(table.rows[-1], rows.pop(0), strict=True)]
    table.rows.extend(rows)
    table.page = following.page

"""Spreadsheets: the rows with what a person sees in them, hidden ones left out, merged cells filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.escape import unescape

from events.notices.files import cells, kinds, packages
from events.notices.files.packages import Package
from events.notices.files.values import Formats
from events.notices.lines import UnreadableNotice

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ROW, CELL, MERGE, COLUMN, STRING = (f"{NAMESPACE}{name}" for name in ("row", "c", "mergeCell", "col", "si"))
MAX_SHEETS, MAX_ROWS, MAX_COLUMNS, MAX_FILLED = 50, 20_000, 200, 1_000_000
TOO_LARGE = _(
    "The workbook is larger than a notice can be: at most %(sheets)s sheets of %(rows)s filled rows and %(columns)s "
    "columns. Copy what belongs to the notice into a new workbook, and upload that."
)
Grid = dict[int, dict[int, str]]


def read(data: bytes) -> Iterator[str]:
    """The visible sheets in their order; where there are several, the name of each is a line."""
    package = Package(data)
    book = package.of_type("sheet.main+xml", "template.main+xml")
    if book is None:
        raise UnreadableNotice(kinds.UNKNOWN_OFFICE)
    workbook = package.tree(book)
    shown = [sheet for sheet in workbook.iter(f"{NAMESPACE}sheet") if sheet.get("state", "visible") == "visible"]
    if len(shown) > MAX_SHEETS:
        raise _too_large()
    places = _places(package, book)
    settings = workbook.find(f"{NAMESPACE}workbookPr")
    styles = package.of_type("spreadsheetml.styles+xml")
    formats = Formats(
        package.tree(styles) if styles else None,
        from_1904=settings is not None and settings.get("date1904") in ("1", "true"),
    )
    strings = _strings(package)
    for sheet in shown:
        place = places.get(sheet.get(RELATION, ""))
        if place is None:
            continue  # a sheet of charts
        if len(shown) > 1:
            yield sheet.get("name", "")
        yield from _Sheet(strings, formats).read(package, place)


def _places(package: Package, book: str) -> dict[str, str]:
    """The parts of the worksheets by the names that the workbook has for them."""
    folder, _slash, name = book.rpartition("/")
    links = package.tree(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    found = {}
    for link in links:
        target = link.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        if link.get("Type", "").endswith("/worksheet") and part in package.names:
            found[link.get("Id", "")] = part
    return found


def _strings(package: Package) -> list[str]:
    name = package.of_type("sharedStrings+xml")
    found: list[str] = []
    for element in package.elements(name, [STRING]) if name else ():
        found.append(_words(element))
        packages.forget(element)
    return found


def _words(holder: Any) -> str:
    """A string's runs without the reading aids above them."""
    skipped = f"{NAMESPACE}rPh"
    return unescape(
        "".join(node.text or "" for node in holder.iter(f"{NAMESPACE}t") if node.getparent().tag != skipped)
    )


@dataclass
class _Sheet:
    strings: list[str]
    formats: Formats
    grid: Grid = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    row: int = 0
    filled: int = 0

    def read(self, package: Package, part: str) -> Iterator[str]:
        for element in package.elements(part, [ROW, MERGE, COLUMN]):
            if element.tag == ROW:
                self._row(element)
            elif element.tag == MERGE:
                self._merge(element.get("ref", ""))
            elif element.get("hidden") in ("1", "true"):
                last = min(int(element.get("max", "0")), 20_000)
                self.hidden_columns |= set(range(int(element.get("min", "1")), last + 1))
            packages.forget(element)
        for merge in self.merges:
            self._fill(*merge)
        yield from self._lines()

    def _row(self, element: Any) -> None:
        self.row = int(element.get("r") or self.row + 1)
        found: dict[int, str] = {}
        column = 0
        for cell in element.iterchildren(CELL):
            column = coordinate_to_tuple(cell.get("r"))[1] if cell.get("r") else column + 1
            if text := self._value(cell):
                found[column] = text
        if element.get("hidden") in ("1", "true"):
            self.hidden_rows.add(self.row)
        if found:
            self.grid.setdefault(self.row, {}).update(found)
        if len(self.grid) > MAX_ROWS or len(found) > MAX_COLUMNS:
            raise _too_large()

    def _value(self, cell: Any) -> str:
        kind, style = cell.get("t", "n"), int(cell.get("s", "0"))
        if kind == "inlineStr":
            return _words(cell)
        value, formula = cell.findtext(f"{NAMESPACE}v"), cell.findtext(f"{NAMESPACE}f")
        if not value:  # a formula that was never worked out: what it says is all there is
            return f"={formula}" if formula and kind != "str" else ""
        if kind == "s":
            return self.strings[int(value)]
        return self.formats.shown(value, kind, style)

    def _merge(self, ref: str) -> None:
        first_column, first_row, last_column, last_row = range_boundaries(ref)
        self.merges.append((first_row or 1, first_column or 1, last_row or 1 << 20, last_column or 1 << 14))

    def _fill(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """A merged cell's text stands in the first column that is seen, in every row that holds anything."""
        text = self.grid.get(first_row, {}).get(first_column, "")
        if not text:
            return
        columns = range(first_column, min(last_column, first_column + MAX_COLUMNS) + 1)
        column = next((one for one in columns if one not in self.hidden_columns), None)
        self.filled += 1 + min(last_row - first_row, len(self.grid))
        if self.filled > MAX_FILLED:
            raise _too_large()
        if column is None:
            return
        if last_row - first_row > len(self.grid):
            rows = [row for row in self.grid if first_row <= row <= last_row]
        else:
            rows = [row for row in range(first_row, last_row + 1) if row in self.grid]
        for row in rows:
            self.grid[row][column] = text

    def _lines(self) -> Iterator[str]:
        rows = [row for row in sorted(self.grid) if row not in self.hidden_rows]
        used = {column for row in rows for column in self.grid[row]} - self.hidden_columns
        columns = range(min(used, default=1), max(used, default=0) + 1)
        kept = [column for column in columns if column not in self.hidden_columns]
        if len(kept) > MAX_COLUMNS:
            raise _too_large()
        before = 0
        for row in rows:
            if before and row > before + 1:
                yield ""
            before = row
            yield from cells.lines([self.grid[row].get(column, "") for column in kept])


def _too_large() -> UnreadableNotice:
    return UnreadableNotice(TOO_LARGE % {"sheets": MAX_SHEETS, "rows": MAX_ROWS, "columns": MAX_COLUMNS})

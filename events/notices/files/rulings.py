"""Ruled tables: where lines cross there are cells, and a cell without a line inside it was merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from events.notices.files.pages import Letter, Ruling

NEAR = 3.0  # points: lines this close are one, and ends this close meet
MAX_BOXES = 5_000


@dataclass(frozen=True)
class Region:
    """A cell: rows `top` to `bottom` and columns `left` to `right` of the grid, the last of each not included."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Ruled:
    """A table's lines: `xs` from the left, `ys` from the top, and the cells between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]

    def holds(self, letter: Letter) -> bool:
        return (
            self.xs[0] <= (letter.left + letter.right) / 2 <= self.xs[-1] and self.ys[0] <= letter.middle <= self.ys[-1]
        )


def find(level: Sequence[Ruling], upright: Sequence[Ruling]) -> list[Ruled]:
    """The tables of a page from the top; a frame around text is none."""
    level, upright = _joined(level), _joined(upright)
    tables = [_ruled(*group) for group in _groups(level, upright)]
    found = [table for table in tables if table is not None and len(table.regions) > 1]
    outer = [one for one in found if not any(other is not one and _is_inside(one, other) for other in found)]
    return sorted(outer, key=lambda table: (table.ys[0], table.xs[0]))


def _joined(lines: Sequence[Ruling]) -> list[Ruling]:
    """Pieces of one line put together."""
    kept: list[Ruling] = []
    at: float | None = None
    rows: list[list[Ruling]] = []
    for line in sorted(lines, key=lambda line: line.at):
        if at is None or line.at - at > NEAR:
            at = line.at
            rows.append([])
        rows[-1].append(line)
    for row in rows:
        middle = sum(line.at for line in row) / len(row)
        row.sort(key=lambda line: line.start)
        start, end = row[0].start, row[0].end
        for line in row[1:]:
            if line.start > end + NEAR:
                kept.append(Ruling(middle, start, end))
                start, end = line.start, line.end
            end = max(end, line.end)
        kept.append(Ruling(middle, start, end))
    return kept


def _groups(level: list[Ruling], upright: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Lines that hang together by crossing."""
    parents = list(range(len(level) + len(upright)))

    def root(one: int) -> int:
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    for row, across in enumerate(level):
        for column, down in enumerate(upright):
            if _cross(across, down):
                parents[root(row)] = root(len(level) + column)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for place, line in enumerate([*level, *upright]):
        groups.setdefault(root(place), ([], []))[place >= len(level)].append(line)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _cross(across: Ruling, down: Ruling) -> bool:
    return across.start - NEAR <= down.at <= across.end + NEAR and down.start - NEAR <= across.at <= down.end + NEAR


def _ruled(level: list[Ruling], upright: list[Ruling]) -> Ruled | None:
    """The grid of a group; a table that is open at its sides ends where its level lines do."""
    xs = _places([line.at for line in upright] + [line.start for line in level] + [line.end for line in level])
    ys = _places([line.at for line in level])
    boxes = (len(xs) - 1) * (len(ys) - 1)
    if not 1 < boxes <= MAX_BOXES:
        return None
    return Ruled(tuple(xs), tuple(ys), tuple(_regions(xs, ys, level, upright)))


def _places(values: Sequence[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > 2 * NEAR:
            places.append(value)
    return places


def _regions(xs: list[float], ys: list[float], level: list[Ruling], upright: list[Ruling]) -> list[Region]:
    """Boxes of the grid with no line between them are one cell."""
    columns = [_drawn(upright, x, ys) for x in xs]
    walls = list(zip(*columns, strict=True))
    floors = [_drawn(level, y, xs) for y in ys]
    taken = [[False] * (len(xs) - 1) for _row in ys[1:]]
    regions = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if taken[row][column]:
                continue
            right = column + 1
            while right < len(xs) - 1 and not walls[row][right] and not taken[row][right]:
                right += 1
            bottom = row + 1
            while bottom < len(ys) - 1 and not any(floors[bottom][column:right]):
                bottom += 1
            for line in taken[row:bottom]:
                line[column:right] = [True] * (right - column)
            regions.append(Region(row, bottom, column, right))
    return regions


def _drawn(lines: list[Ruling], at: float, places: list[float]) -> list[bool]:
    """For each step between `places`, whether a line is drawn there."""
    near = [line for line in lines if abs(line.at - at) <= 2 * NEAR]
    middles = [(one + other) / 2 for one, other in pairwise(places)]
    return [any(line.start <= middle <= line.end for line in near) for middle in middles]


def _is_inside(one: Ruled, other: Ruled) -> bool:
    return (
        other.xs[0] - NEAR <= one.xs[0]
        and one.xs[-1] <= other.xs[-1] + NEAR
        and other.ys[0] - NEAR <= one.ys[0]
        and one.ys[-1] <= other.ys[-1] + NEAR
    )

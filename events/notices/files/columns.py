"""What stands side by side on a page without lines between: the columns of a table, or two columns of running text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from events.notices.files import typeset
from events.notices.files.typeset import Piece, TextLine

FEWEST_COLUMNS, FEWEST_ROWS = 3, 3
FARTHEST = 3.5  # signs from line to line within a table
FEWEST_LINES, MOSTLY, LEAST_WIDTH = 10, 0.6, 8  # lines in two columns, their share of the page, signs in each


@dataclass(frozen=True)
class Columned:
    """The rows of a table without rulings, and the lines they were made of."""

    lines: tuple[TextLine, ...]
    edges: tuple[float, ...]
    rows: list[list[str]]


def tables(found: Sequence[TextLine]) -> list[Columned]:
    """Lines in a row whose pieces stand in the same columns; what is put under a short cell belongs to it."""
    made = []
    for run in _runs(found):
        spans = _merged(piece for line in run for piece in line.pieces)
        if len(spans) >= FEWEST_COLUMNS and sum(len(line.pieces) > 1 for line in run) >= FEWEST_ROWS:
            made.append(Columned(tuple(run), tuple(left for left, _right in spans), _rows(run, spans)))
    return made


def is_two(found: Sequence[TextLine]) -> bool:
    """The page is set in two columns of text: most of its lines part at one place, with a sentence on each side."""
    parted = Counter(
        round(other.left / line.em)
        for line in found
        for one, other in pairwise(line.pieces)
        if min(one.right - one.left, other.right - other.left) >= LEAST_WIDTH * line.em
    )
    most = max(parted.values(), default=0)
    return most >= FEWEST_LINES and most >= MOSTLY * len(found)


def _runs(found: Sequence[TextLine]) -> list[list[TextLine]]:
    """From a line of several pieces to the last such line that follows closely."""
    runs: list[list[TextLine]] = []
    run: list[TextLine] = []
    for line in [*found, None]:
        if line is not None and run and line.base - run[-1].base <= FARTHEST * line.em:
            run.append(line)
            continue
        while run and len(run[-1].pieces) < 2:
            run.pop()
        runs += [run] if run else []
        run = [line] if line is not None and len(line.pieces) > 1 else []
    return runs


def _merged(pieces: Iterable[Piece]) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if spans and piece.left <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], piece.right))
        else:
            spans.append((piece.left, piece.right))
    return spans


def _rows(run: Sequence[TextLine], spans: Sequence[tuple[float, float]]) -> list[list[str]]:
    rows: list[list[str]] = []
    for line in run:
        cells = [""] * len(spans)
        for piece in line.pieces:
            place = next(number for number, (left, right) in enumerate(spans) if left <= piece.left <= right)
            cells[place] = f"{cells[place]} {piece.text}".strip()
        if rows and not cells[0] and 2 * sum(map(bool, cells)) <= len(cells):
            rows[-1] = [typeset.joined(above, cell) for above, cell in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return rows

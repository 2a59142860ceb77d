"""Rows of a table as lines: cells parted by tabs, a cell merged over rows written in each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from events.notices.files.bounds import Budget

WIDEST = 100  # columns that a cell may span


@dataclass(frozen=True)
class Cell:
    """A cell's text, its paragraphs parted by line ends, and how many rows and columns it takes up."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass
class Filling:
    """Follows a table downwards; `hanging` are the cells that reach into the rows below: text, rows left, width."""

    budget: Budget
    hanging: dict[int, tuple[str, int, int]] = field(default_factory=dict)

    def row(self, cells: Iterable[Cell]) -> list[str]:
        """The texts of a row by column; a cell merged over columns stands in the first of them."""
        texts: list[str] = []
        below: dict[int, tuple[str, int, int]] = {}
        for cell in cells:
            self._hang(texts, below)
            width = max(1, min(cell.columns, WIDEST))
            self.budget.spend(width)
            if cell.rows > 1:
                below[len(texts)] = (cell.text, cell.rows - 1, width)
            texts += [cell.text] + [""] * (width - 1)
        self._hang(texts, below)
        self.hanging = below
        return texts

    def _hang(self, texts: list[str], below: dict[int, tuple[str, int, int]]) -> None:
        while len(texts) in self.hanging:
            column = len(texts)
            text, left, width = self.hanging.pop(column)
            self.budget.spend(len(text) + width)
            if left > 1:
                below[column] = (text, left - 1, width)
            texts += [text] + [""] * (width - 1)


def lines(texts: Sequence[str]) -> Iterator[str]:
    """The row as one line; where one cell alone is filled and holds paragraphs, the paragraphs."""
    filled = [text for text in texts if text.strip()]
    if len(filled) == 1 and "\n" in filled[0].strip():
        yield from (part for part in filled[0].split("\n") if part.strip())
    else:
        yield "\t".join(" ".join(text.split()) if text else "" for text in texts)

"""Paragraphs that a copied page or PDF broke at its margin, put together again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from events.notices import fields, heads, outline, units
from events.notices.folding import fold
from events.notices.lines import Line

PARAGRAPH_END = tuple('。;!?:)"')
NARROWEST = 18  # no margin is narrower than this many Chinese signs
SLACK = 1  # a line is shorter by a sign where punctuation may not begin the next
FEWEST = 4


def joined(lines: Sequence[Line]) -> list[Line]:
    """The paragraphs, where most lines run to one and the same margin; any other document as it is.

    A paragraph keeps the number of its first line.
    """
    margin = _margin(lines)
    if margin is None:
        return list(lines)
    paragraphs: list[list[Line]] = []
    for line in lines:
        before = paragraphs[-1][-1] if paragraphs else None
        if before is not None and _runs_on(before, line, margin):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [_paragraph(parts) for parts in paragraphs]


def extents(before: Sequence[Line], after: Sequence[Line]) -> dict[int, tuple[int, ...]]:
    """For the number of each paragraph the numbers of the lines that it was put together from."""
    found: dict[int, tuple[int, ...]] = {}
    starts, start = {line.number for line in after}, 0
    for line in before:
        start = line.number if line.number in starts else start
        found[start] = (*found.get(start, ()), line.number)
    return found


def _paragraph(parts: list[Line]) -> Line:
    if len(parts) == 1:
        return parts[0]
    return Line(parts[0].number, fold("".join(part.words.raw.strip() for part in parts)))


def _margin(lines: Sequence[Line]) -> int | None:
    """The width at which most unfinished lines end, where it is one."""
    widths = [_width(one) for one, after in pairwise(lines) if after.number == one.number + 1 and _is_unfinished(one)]
    widths = [width for width in widths if width >= NARROWEST]
    if len(widths) < FEWEST:
        return None
    margin = Counter(widths).most_common(1)[0][0]
    near = sum(1 for width in widths if abs(width - margin) <= SLACK)
    return margin if near >= FEWEST and near * 3 >= len(widths) * 2 else None


def _runs_on(line: Line, following: Line, margin: int) -> bool:
    reaches = abs(_width(line) - margin) <= SLACK and _is_unfinished(line)
    return reaches and following.number == line.number + 1 and not _begins(following)


def _is_unfinished(line: Line) -> bool:
    return not line.words.text.endswith(PARAGRAPH_END) and "\t" not in line.words.raw and "|" not in line.words.raw


def _begins(line: Line) -> bool:
    """A heading, an entry or a label opens a paragraph of its own."""
    words = line.words
    if outline.marker(words).style or heads.point(words) or heads.theme(words):
        return True
    return bool(units.LABEL.match(words.text)) or fields.opening(words) is not None


def _width(line: Line) -> int:
    """In Chinese signs; two Latin letters take the room of one."""
    signs = sum(1 if letter.isascii() else 2 for letter in line.words.raw.strip())
    return (signs + 1) // 2

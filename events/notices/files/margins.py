"""What stands in the margins of printed pages: page numbers, and heads and feet that come back on other pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from events.notices.files.typeset import TextLine

OUTER = 0.13  # of the page's height, above and below
FOLIO = re.compile(
    r"[-—–―－_·•.\s]*(?:第?\s*\d{1,4}\s*页?|第?\s*[ivxlc]{1,6}\s*页?)(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–―－_·•.\s]*|"
    r"(?:page|Page|P\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)
LEADER = re.compile(r".{2,60}?\s*[.．…·•_-]{5,}\s*\d{1,4}")  # a line of a table of contents
FEWEST_LEADERS = 3
FEWEST = 3
FIGURES = re.compile(r"\d+")
PAGED = re.compile(r"第\s*#\s*页|#\s*[/／]\s*#|共\s*#\s*页")


def without(pages: Sequence[tuple[float, list[TextLine]]]) -> list[list[TextLine]]:
    """Each page's lines, given with its height, without the page numbers and the heads and feet that come back."""
    outer = [[line for line in lines if _is_outer(line, height)] for height, lines in pages]
    counts = Counter(key for lines in outer for key in {_key(line) for line in lines})
    least = max(2 if len(pages) == 2 else FEWEST, len(pages) // 3)
    repeated = {key for key, count in counts.items() if count >= least}
    kept = []
    for (_height, lines), edge in zip(pages, outer, strict=True):
        gone = {id(line) for line in edge if _key(line) in repeated or _is_folio(line, lines)}
        kept.append([line for line in lines if id(line) not in gone])
    return _without_contents(kept)


def _is_outer(line: TextLine, height: float) -> bool:
    return line.bottom < OUTER * height or line.top > (1 - OUTER) * height


def _key(line: TextLine) -> tuple[str, int]:
    """A head is the same on every page; where it counts the pages, but for the figures."""
    text = FIGURES.sub("#", line.text)
    return (text if PAGED.search(text) else line.text), round(line.top / 6)


def _is_folio(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """A number alone in the first or last line of its page."""
    return line in (lines[0], lines[-1]) and FOLIO.fullmatch(line.text) is not None


def _without_contents(pages: list[list[TextLine]]) -> list[list[TextLine]]:
    """A table of contents says every heading once more; dots lead to its page."""
    if sum(1 for lines in pages for line in lines if LEADER.fullmatch(line.text)) < FEWEST_LEADERS:
        return pages
    return [[line for line in lines if not LEADER.fullmatch(line.text)] for lines in pages]

"""Letters by their places become lines of text, and lines that a margin broke become paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from events.notices.files.pages import Letter

BLANK = " \u3000\xa0"
LATIN = re.compile(r"[A-Za-z]")
NARROW = re.compile(r"[!-~]")
END = tuple("。！？；：!?;:")
CLOSING = '”’」』）)】]》〉"'
# What begins with one of these never goes on from the line above.
OPENS = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d)|[①-⑳]|第[一二三四五六七八九十\d]{1,3}[章条节讲场]|"
    r"附件\d*[:：]?|开放点\s*\d|专题[一二三四五六七八九十\d]|[•●○■□◆◇▪]|[\u4e00-\u9fff]{2,6}[:：]"
)
WIDE_GAP, SPACE = 3.0, 0.6  # in signs: between what stands apart on one line; more than justified text leaves
MOST_BLANKS = 4
APART = 1.5  # signs between two columns
RAISED = 0.25  # of a sign's height
FARTHEST, CLOSELY = 3.0, 2.5  # signs from line to line: in a paragraph, in a heading
FEWEST_FULL, NARROWEST = 3, 0.6  # lines that show an edge, which lies at least so far over the page
FILLED = 0.65  # of its measure, at least, a line has that a long word broke


@dataclass(frozen=True)
class Piece:
    """What stands together on a line, parted from the rest by more than a word's blank."""

    text: str
    left: float
    right: float


@dataclass(frozen=True)
class TextLine:
    """A line of a page with its edges; `em` is the width of a Chinese sign in it, `gap` says that a blank ends it."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float
    em: float
    page: int = 0
    gap: bool = False
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Measure:
    """The edges of the text; `indents` where its paragraphs begin further in than their lines go on."""

    left: float
    right: float
    em: float
    indents: bool


def lines(letters: Iterable[Letter], page: int = 0) -> list[TextLine]:
    """The lines from the top, each from the left."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda letter: letter.base):
        # Signs of several fonts have boxes of several heights, but stand on one line; a raised one stands a little off.
        if rows and letter.base - rows[-1][0].base <= RAISED * (letter.bottom - letter.top):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    found = [_line(sorted(row, key=lambda letter: letter.left), page) for row in rows]
    return [line for line in found if line is not None]


def _line(row: list[Letter], page: int) -> TextLine | None:
    blank = row[-1].sign in BLANK
    while row and row[-1].sign in BLANK:
        row.pop()
    while row and row[0].sign in BLANK:
        row.pop(0)
    if not row:
        return None
    wide = [letter.right - letter.left for letter in row if "\u4e00" <= letter.sign <= "\u9fff"]
    em = median(wide) if wide else max(1.0, (row[0].bottom - row[0].top) * 0.7)
    row = _without_doubles(row, em)
    gaps = [after.left - one.right for one, after in pairwise(row)]
    usual = max(0.0, median(gaps)) if gaps else 0.0
    text = row[0].sign
    pieces = [Piece(text, row[0].left, row[0].right)]
    for one, letter, gap in zip(row, row[1:], gaps, strict=False):
        parted = _gap(one.sign, letter.sign, gap / em, usual / em)
        text += parted + letter.sign
        if gap >= APART * em:
            pieces.append(Piece(letter.sign, letter.left, letter.right))
        else:
            pieces[-1] = Piece(pieces[-1].text + parted + letter.sign, pieces[-1].left, letter.right)
    return TextLine(
        text, row[0].left, row[-1].right, row[0].top, row[0].bottom, row[0].base, em, page, blank, tuple(pieces)
    )


def _without_doubles(row: list[Letter], em: float) -> list[Letter]:
    """Bold that was made by printing a sign twice, a hair apart, is one sign."""
    kept = row[:1]
    for letter in row[1:]:
        if letter.sign != kept[-1].sign or letter.left - kept[-1].left > 0.2 * em or letter.sign in BLANK:
            kept.append(letter)
    return kept


def _gap(one: str, other: str, gap: float, usual: float) -> str:
    if one in BLANK or other in BLANK:
        return ""
    if NARROW.match(one) and NARROW.match(other):
        return " " if gap > 0.2 + usual else ""
    if gap >= WIDE_GAP:
        return " " * MOST_BLANKS
    return " " if gap > max(SPACE, 2.5 * usual) else ""


def paragraphs(found: Sequence[TextLine], measures: Mapping[int, Measure]) -> list[str]:
    """Whole paragraphs: a line that fills its measure goes on in the next, unless that is set as a beginning."""
    whole = [found[0].text]
    for line, following in pairwise(found):
        if _goes_on(line, following, measures[line.page], measures[following.page]):
            whole[-1] = joined(whole[-1], following.text, gap=line.gap)
        else:
            whole.append(following.text)
    return whole


def joined(text: str, following: str, *, gap: bool = False) -> str:
    """Two lines of one paragraph: only words of Latin letters, and what a blank parted, are kept apart."""
    one, other = text[-1:], following[:1]
    words = LATIN.match(one) and LATIN.match(other)
    return text + (" " if words or (gap and NARROW.match(one) and NARROW.match(other)) else "") + following


def measure(found: Sequence[TextLine], width: float) -> Measure:
    """The edges of the text on pages of one width.

    Where hardly a line comes near the right edge, the text may be all short: the edge lies as far in as the left one.
    """
    em = median(line.em for line in found)
    body = [line for line in found if abs(line.em - em) < 0.2 * em] or list(found)
    left = min(line.left for line in body)
    rights = sorted(line.right for line in body)
    right = rights[-1 - len(rights) // 20]
    indents = _has_indents(body, left, right)
    if right < NARROWEST * width or sum(1 for line in body if line.right >= right - 1.5 * em) < FEWEST_FULL:
        right = max(right, width - 1.3 * (left if indents else left - 2 * em) - em)
    return Measure(left, right, em, indents)


def _has_indents(body: Sequence[TextLine], left: float, right: float) -> bool:
    """Most lines below a short one begin two signs further in."""
    begins = [after for one, after in pairwise(body) if one.right < right - 2 * one.em]
    indented = sum(1 for line in begins if 1.5 < (line.left - left) / line.em < 2.6)
    flush = sum(1 for line in begins if line.left - left < 0.5 * line.em)
    return indented > flush


def _goes_on(line: TextLine, following: TextLine, measure: Measure, next_measure: Measure) -> bool:
    if abs(line.em - following.em) > 0.15 * max(line.em, following.em):
        return False
    if _is_heading_in_two(line, following, measure):
        return True
    if line.page == following.page and following.base - line.base > FARTHEST * line.em:
        return False
    ends = line.text.rstrip(CLOSING).endswith(END)
    if line.right < measure.right - 1.6 * line.em and (ends or not _breaks_early(line, measure)):
        return False
    if not next_measure.indents and (ends or OPENS.match(following.text)):
        return False
    return following.left <= next_measure.left + line.em


def _breaks_early(line: TextLine, measure: Measure) -> bool:
    """A word or an address that did not fit went to the next line; only indents tell that from a line that is over."""
    begins = min(abs(line.left - measure.left), abs(line.left - measure.left - 2 * line.em)) < 0.5 * line.em
    return measure.indents and begins and line.right >= measure.left + FILLED * (measure.right - measure.left)


def _is_heading_in_two(line: TextLine, following: TextLine, measure: Measure) -> bool:
    """Two lines of one large size in the middle of the page, closely set."""
    middle = (measure.left + measure.right) / 2
    return (
        line.page == following.page
        and min(line.em, following.em) >= 1.15 * measure.em
        and all(abs((one.left + one.right) / 2 - middle) < 1.5 * one.em for one in (line, following))
        and following.base - line.base < CLOSELY * line.em
        and not following.text.startswith(("（", "("))
        and not line.text.endswith(("文件", "〕号"))
    )

"""One spelling to search in, while every value is still cut from the words as written.

Official texts mix full-width and half-width signs, curly and straight quotes, traditional and simplified
characters, and carry blanks inside words. `fold` gives a compact text of one spelling, and remembers for each of
its characters where it stood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import opencc

# The signs of Chinese writing that may be traditional.
CHINESE = range(0x4E00, 0xA000)

QUOTES = '“”„‟«»"＂「」『』〝〞'
SINGLE_QUOTES = "‘’‚‛'＇′`"
OPENING = "(（﹙【〖［[〔{｛"
CLOSING = ")）﹚】〗］]〕}｝"
DASHES = "-－—–―─‐‑~～〜∼"
COLONS = ":：∶︰﹕"


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for letters, sign in (
        (QUOTES, '"'),
        (SINGLE_QUOTES, "'"),
        (OPENING, "("),
        (CLOSING, ")"),
        (DASHES, "-"),
        (COLONS, ":"),
        ("，﹐,", ","),
        ("；﹔;", ";"),
        ("．﹒", "."),
        ("｡", "。"),
        ("､", "、"),
    ):
        table.update(dict.fromkeys(map(ord, letters), sign))
    return table | _simplified()


def _simplified() -> dict[int, str]:
    """Each traditional character by itself: in a whole text opencc looks at the words around it (乾 in 乾隆)."""
    alone = opencc.OpenCC("t2s").convert("\n".join(map(chr, CHINESE))).split("\n")
    return {code: sign for code, sign in zip(CHINESE, alone, strict=True) if sign != chr(code)}


TABLE = _table()


def _signs() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, sign in TABLE.items():
        found[sign] = found.get(sign, sign) + chr(code)
    return found


SIGNS = _signs()


def pattern(words: str) -> str:
    """A regular expression that finds the words in either script and any width: 採育, 采育; (一), （一）."""
    spellings = (SIGNS.get(sign, sign) for sign in words.translate(TABLE))
    return "".join(re.escape(one) if len(one) == 1 else f"(?:{'|'.join(map(re.escape, one))})" for one in spellings)


def _is_ascii_word(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


@dataclass(frozen=True)
class Folded:
    """A stretch of a line: `raw` as written, `text` folded and without blanks, `at` the place of each character."""

    raw: str
    text: str
    at: tuple[int, ...]

    def cut(self, start: int = 0, end: int | None = None) -> str:
        """The words as written behind `text[start:end]`."""
        end = len(self.text) if end is None else end
        if start >= end:
            return ""
        return self.raw[self.at[start] : self.at[end - 1] + 1].strip()

    def part(self, start: int = 0, end: int | None = None) -> Folded:
        """The same stretch as a text of its own."""
        end = len(self.text) if end is None else end
        return Folded(self.raw, self.text[start:end], self.at[start:end]) if start < end else EMPTY

    def without(self, start: int, end: int) -> Folded:
        """The text with a piece taken out; `cut` over the seam is not meant to be used, `joined` is."""
        return Folded(self.raw, self.text[:start] + self.text[end:], self.at[:start] + self.at[end:])

    @cached_property
    def joined(self) -> str:
        """What is left after `without`, as written, blanks between neighbours kept."""
        pieces: list[str] = []
        for index, place in enumerate(self.at):
            after = self.at[index + 1] if index + 1 < len(self.at) else place + 1
            between = self.raw[place + 1 : after]
            pieces.append(self.raw[place] + (between if between.isspace() else ""))
        return "".join(pieces).strip()


EMPTY = Folded("", "", ())


def fold(raw: str) -> Folded:
    """Fold a line; a blank stays only between two ASCII words ("9:00 10:00"), where it parts them."""
    letters: list[str] = []
    places: list[int] = []
    blank_at = -1
    for place, letter in enumerate(raw):
        if letter.isspace():
            blank_at = place
            continue
        folded = TABLE.get(ord(letter), letter)
        if blank_at >= 0 and letters and _is_ascii_word(letters[-1]) and _is_ascii_word(folded):
            letters.append(" ")
            places.append(blank_at)
        blank_at = -1
        letters.append(folded)
        places.append(place)
    return Folded(raw, "".join(letters), tuple(places))


def bare(words: Folded) -> str:
    """A title without its outer quotes, be one of them missing; the quotes inside it stay."""
    text, start, end = words.text, 0, len(words.text)
    for sign in ('"', "'"):
        opened, closed = text[start:end].startswith(sign), text[start:end].endswith(sign)
        even = text[start:end].count(sign) % 2 == 0
        if opened and closed and end - start > 1 and even and _wraps(text[start:end], sign):
            start, end = start + 1, end - 1
        elif not even and opened:
            start += 1
        elif not even and closed:
            end -= 1
    return words.part(start, end).joined


def _wraps(text: str, sign: str) -> bool:
    """The first and the last quote are one pair: "甲"和"乙" is not, "甲'乙'" and "甲"乙"" are."""
    count = text.count(sign)
    return count == 2 or text[1:2] == sign or text[-2:-1] == sign

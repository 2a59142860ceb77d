"""One spelling to search in, while every value is still cut from the words as written.

Official texts mix full-width and half-width signs, curly and straight quotes, traditional and simplified
characters, and carry blanks inside words. `fold` gives a compact text of one spelling, and remembers for each of
its characters where it stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

# Only the characters of the words that the patterns look for; names are never folded, they are cut from the source.
TRADITIONAL = "開開點專題責單牽頭辦動時間場員實參與對內報請區縣鎮鄉鄰門務設個條項號網絡衛體現場結"
SIMPLIFIED = "开开点专题责单牵头办动时间场员实参与对内报请区县镇乡邻门务设个条项号网络卫体现场结"
MORE_TRADITIONAL = (
    "圍覽閱發佈佈關於據標準監護眾會議進選隨機審備復饋級約過屆導為總週觀聯繫話無後將給衆產長規簡介應該"
    "並與從業數處團協審導幾萬億兩雙參種類別組織領聽講義階層論證達認識欄電徵計劃暫擬預採記錄訊環節終掃"
    "編輯當頁來預啟頂"
)
MORE_SIMPLIFIED = (
    "围览阅发布布关于据标准监护众会议进选随机审备复馈级约过届导为总周观联系话无后将给众产长规简介应该"
    "并与从业数处团协审导几万亿两双参种类别组织领听讲义阶层论证达认识栏电征计划暂拟预采记录讯环节终扫"
    "编辑当页来预启顶"
)

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
    for traditional, simplified in ((TRADITIONAL, SIMPLIFIED), (MORE_TRADITIONAL, MORE_SIMPLIFIED)):
        table.update(zip(map(ord, traditional), simplified, strict=True))
    return table


TABLE = _table()


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

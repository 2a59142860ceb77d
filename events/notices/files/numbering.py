"""Automatic numbers of Word paragraphs: they are not in the text, but a reader sees them, and a point may need one."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

from events.notices.numerals import RINGS

CHINESE_DIGITS = "〇一二三四五六七八九"
CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographTraditional",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
}
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """Counts the numbered paragraphs of one document and writes the number of each."""

    def __init__(self, lists: Any = None, styles: Any = None) -> None:
        """From the roots of the parts numbering.xml and styles.xml, where the document has them."""
        self.levels: dict[str, dict[int, Any]] = {}
        self.lists: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.styles = _numbered_styles(styles) if styles is not None else {}
        if lists is None:
            return
        for abstract in lists.findall(qn("w:abstractNum")):
            levels = {_integer(level, "w:ilvl"): level for level in abstract.findall(qn("w:lvl"))}
            self.levels[abstract.get(qn("w:abstractNumId"))] = levels
        self._follow_links(lists)
        for one in lists.findall(qn("w:num")):
            self._read_list(one)

    def _follow_links(self, lists: Any) -> None:
        """A definition may only point to the one that a list style holds."""
        held = {
            _value(abstract, "w:styleLink"): self.levels[abstract.get(qn("w:abstractNumId"))]
            for abstract in lists.findall(qn("w:abstractNum"))
        }
        for abstract in lists.findall(qn("w:abstractNum")):
            if link := _value(abstract, "w:numStyleLink"):
                self.levels[abstract.get(qn("w:abstractNumId"))] = held.get(link, {})

    def _read_list(self, one: Any) -> None:
        identity = one.get(qn("w:numId"))
        abstract = one.find(qn("w:abstractNumId"))
        if abstract is None:
            return
        self.lists[identity] = abstract.get(qn("w:val"))
        for override in one.findall(qn("w:lvlOverride")):
            start = override.find(qn("w:startOverride"))
            if start is not None:
                self.starts[identity, _integer(override, "w:ilvl")] = _integer(start, "w:val")

    def sign(self, paragraph: Any) -> str:
        """The number that Word shows in front of the paragraph, "" where there is none."""
        identity, depth = self._place(paragraph)
        levels = self.levels.get(self.lists.get(identity, ""), {})
        if depth not in levels:
            return ""
        counts = self.counts[self._counter(identity)]
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        counts[depth] = counts[depth] + 1 if depth in counts else self._start(identity, depth, levels)
        text = _value(levels[depth], "w:lvlText")
        if _value(levels[depth], "w:numFmt") in ("bullet", "none"):
            return ""
        plain = levels[depth].find(qn("w:isLgl")) is not None
        return re.sub(r"%(\d)", lambda match: self._shown(identity, int(match[1]) - 1, levels, counts, plain), text)

    def _counter(self, identity: str) -> str:
        """Lists of one definition count on, unless one starts anew."""
        own = any(key == identity for key, _depth in self.starts)
        return identity if own else "definition " + self.lists[identity]

    def _place(self, paragraph: Any) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        own = properties.find(qn("w:numPr"))
        style = properties.find(qn("w:pStyle"))
        inherited = self.styles.get(style.get(qn("w:val")), ("", 0)) if style is not None else ("", 0)
        if own is None:
            return inherited
        identity, depth = own.find(qn("w:numId")), own.find(qn("w:ilvl"))
        return (
            identity.get(qn("w:val")) if identity is not None else inherited[0],
            _integer(depth, "w:val") if depth is not None else inherited[1],
        )

    def _start(self, identity: str, depth: int, levels: dict[int, Any]) -> int:
        written = levels[depth].find(qn("w:start"))
        return self.starts.get((identity, depth), _integer(written, "w:val") if written is not None else 1)

    def _shown(self, identity: str, depth: int, levels: dict[int, Any], counts: dict[int, int], plain: bool) -> str:
        if depth not in levels:
            return ""
        count = counts.get(depth, self._start(identity, depth, levels))
        return str(count) if plain else shown(count, _value(levels[depth], "w:numFmt"))


def shown(count: int, style: str) -> str:
    """The number in the style that Word calls `style`."""
    if style in CHINESE:
        return _chinese(count)
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= count <= len(RINGS):
        return RINGS[count - 1]
    if style in ("lowerLetter", "upperLetter") and count >= 1:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman.upper() if style == "upperRoman" else roman
    return str(count)


def _chinese(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    front = ("" if tens == 1 else CHINESE_DIGITS[tens]) + "十" if tens else ""
    return front + (CHINESE_DIGITS[ones] if ones else "")


def _roman(count: int) -> str:
    text = ""
    for value, letters in ROMAN:
        while count >= value and len(text) < 20:
            text, count = text + letters, count - value
    return text


def _integer(node: Any, name: str) -> int:
    value = node.get(qn(name)) or "0"
    return int(value) if value.isdecimal() and len(value) < 9 else 0


def _value(level: Any, name: str) -> str:
    node = level.find(qn(name))
    return (node.get(qn("w:val")) or "") if node is not None else ""


def _numbered_styles(root: Any) -> dict[str, tuple[str, int]]:
    """Styles that carry a list, those that inherit one included."""
    own: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for style in root.findall(qn("w:style")):
        name = style.get(qn("w:styleId"))
        parents[name] = _value(style, "w:basedOn")
        properties = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is not None and properties.find(qn("w:numId")) is not None:
            depth = properties.find(qn("w:ilvl"))
            own[name] = (_value(properties, "w:numId"), _integer(depth, "w:val") if depth is not None else 0)
    for name in parents:
        ancestor, steps = name, 0
        while ancestor not in own and ancestor in parents and steps < 20:
            ancestor, steps = parents[ancestor], steps + 1
        if ancestor in own:
            own[name] = own[ancestor]
    return own

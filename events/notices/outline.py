"""The signs that open a paragraph: 一、 (一) 1. (1) ① and what they say about its rank."""

from __future__ import annotations

import re
from dataclasses import dataclass

from events.notices.folding import Folded

CHINESE = "[一二三四五六七八九十百]{1,4}"
MARKER = re.compile(
    rf"""[•·●◆■★▲\-*]*
    (?: 第(?P<part>{CHINESE}|\d{{1,2}})(?:部分|章|节)[、:,]?
      | (?P<section>{CHINESE})[、.,:]
      | \((?P<chinese>{CHINESE})\)[、.,:]?
      | \((?P<bracketed>\d{{1,2}})\)[、.,:]?
      | (?P<number>\d{{1,2}})(?:[、,)]|\.(?!\d{{1,2}}(?:[^\d月年]|$)))
      | (?P<dashed>\d{{1,2}}[-.]\d{{1,2}})(?=[^\d\-./:年月日%])[、.]?
      | (?P<ring>[①-⑳])[、.,:]?
    )?""",
    re.VERBOSE,
)
RANKS = {"part": 1, "section": 1, "chinese": 2, "number": 3, "bracketed": 4, "dashed": 4, "ring": 5}
SENTENCE_END = re.compile(r"[。;!?]")
HEADING_WORDS = re.compile(
    r"(?:目标|内容|安排|方式|形式|要求|对象|主体|时间|地点|步骤|保障|组织|范围|原则|意义|目的|思想|任务|措施|流程|程序|"
    r"方法|事项|机制|宣传|考核|附则|其他|联系|报名|主题|背景|依据|人员|单位|群众|公众|代表|评价|总结|督导|督查|领导|原则|重点|纪律|经费|环节|职责|分工|准备|阶段|实施|活动|开放日|公开讲|计划|说明)"
)
BARE_HEADING = re.compile(
    r"(?:群众|公众|人员|活动|工作|有关|相关|组织|总体|具体|实施|时间|宣传|其他)?"
    r"(?:参与方式|要求|保障|目标|形式|内容|步骤|事项|报道|考核|安排)"
)
HEADING_LENGTH = 30


@dataclass(frozen=True)
class Marker:
    """The opening sign of a paragraph: its style, its numeral, and where the words begin."""

    style: str
    numeral: str
    end: int

    @property
    def rank(self) -> int:
        return RANKS.get(self.style, 9)


def marker(line: Folded) -> Marker:
    """The opening sign; style "" where there is none."""
    match = MARKER.match(line.text)
    if match is None:  # pragma: no cover: every part of the pattern is optional
        return Marker("", "", 0)
    style = match.lastgroup or ""
    return Marker(style, match.group(style) if style else "", match.end())


def is_heading(line: Folded) -> bool:
    """A short titled line that opens a section: a sign in front, no sentence, a word that headings are made of."""
    sign = marker(line)
    words = line.text[sign.end :].rstrip(":。")
    if not sign.style:
        return bool(BARE_HEADING.fullmatch(words))
    if not 1 < len(words) <= HEADING_LENGTH:
        return False
    return not SENTENCE_END.search(words) and bool(HEADING_WORDS.search(words)) and ":" not in words


def sentences(line: Folded) -> list[Folded]:
    """The sentences of a paragraph; full stops and semicolons inside brackets or quotes part them as well."""
    pieces, start = [], 0
    for match in SENTENCE_END.finditer(line.text):
        end = match.end()
        while end < len(line.text) and _closes(line, start, end):
            end += 1
        if end > start:
            pieces.append(line.part(start, end))
        start = max(start, end)
    if start < len(line.text):
        pieces.append(line.part(start))
    return pieces


def _closes(line: Folded, start: int, place: int) -> bool:
    """A quote or bracket behind a full stop that ends what stands before it, not one that opens the next sentence."""
    written = line.raw[line.at[place]]
    return written in "”’」』)）" or (written == '"' and line.text.count('"', start, place) % 2 == 1)

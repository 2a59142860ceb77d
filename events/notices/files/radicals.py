"""Radicals instead of signs: PDF files often give ⼀ (U+2F00) for 一, which looks alike and is never found."""

from __future__ import annotations

import re
import unicodedata

RADICAL = re.compile("[\u2e80-\u2fd5]")
# Unicode has no mapping of its own for most of the supplement.
SUPPLEMENT = dict(
    zip(
        "⺁⺌⺎⺟⺠⺩⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "厂小兀母民王虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)


def unified(text: str) -> str:
    """The text with the signs that a reader sees."""
    return RADICAL.sub(lambda found: _sign(found[0]), text)


def _sign(radical: str) -> str:
    return SUPPLEMENT.get(radical) or unicodedata.normalize("NFKC", radical)

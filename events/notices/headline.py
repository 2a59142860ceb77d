"""The title of a notice, and what it says of who issued it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from events.notices import fields, outline, unit_names
from events.notices.folding import Folded, fold
from events.notices.lines import Line

NOTICE = re.compile(
    r"(?:通知|方案|公告|要点|意见|办法|计划|通告|安排|函|报告|实施细则|通报|邀请函|预告|启事)(?:\([^()]{1,12}\))?$"
)
QUOTED = re.compile(r"《(?P<title>[^《》]{4,60}(?:方案|计划|安排|办法|要点|通知|意见)(?:\([^()]{1,10}\))?)》")
SENT = re.compile(
    r"关于(?:印发|下发|转发|公布)(?P<title>[^《》]{4,60}?(?:方案|计划|安排|办法|要点|意见))的(?:通知|函)$"
)
BEHIND_ISSUER = re.compile(r"关于|20\d\d年|开展|举办|组织|政务开放|政府开放|政策公开|“")
TAG = re.compile(r"^(?:[—－-]{1,3}\s*|[\[【][^\[\]【】]{1,8}[\]】]|附件\s*\d{0,2}\s*[:：])\s*")
STATUS = re.compile(r"^[(（【\[](?:已?失效|已?废止|有效|已修改|现行有效)[)）】\]]\s*")
LONGEST_FRONT = 40


def is_notice(title: str | None) -> bool:
    return bool(title and NOTICE.search(fold(title).text))


def read(lines: Sequence[Line], labelled: str | None) -> tuple[str | None, set[int]]:
    """The plan's own title where the notice only sends the plan; else the notice's."""
    named = labelled or first_notice(lines)
    if named is None:
        return _first_words(lines)
    named = TAG.sub("", STATUS.sub("", named))
    same = {line.number for line in lines if fold(TAG.sub("", STATUS.sub("", line.raw))).text == fold(named).text}
    words = fold(named)
    if (match := QUOTED.search(words.text)) and re.search(r"印发|下发|转发|发布|公布", words.text):
        own = {line.number for line in lines if line.words.text == match["title"]}
        return words.cut(*match.span("title")), same | own
    if match := SENT.search(words.text):
        own = {line.number for line in lines if line.words.text == match["title"]}
        if own:
            return words.cut(*match.span("title")), same | own
    return named, same | _parts_of(lines, named)


def _parts_of(lines: Sequence[Line], title: str) -> set[int]:
    """A title that is set in two lines."""
    whole = fold(title).text
    found: set[int] = set()
    for first, second in itertools.pairwise(lines):
        if first.words.text + second.words.text == whole:
            found |= {first.number, second.number}
    return found


def first_notice(lines: Sequence[Line]) -> str | None:
    for place, line in enumerate(lines[:20]):
        if _may_be_title(line.words) and NOTICE.search(line.words.text):
            before = lines[place - 1] if place else None
            if (
                before is not None
                and line.words.text.startswith(("关于", "印发"))
                and unit_names.UNIT_END.search(before.words.text)
            ):
                return before.raw + line.raw
            return line.raw
    return None


def _first_words(lines: Sequence[Line]) -> tuple[str | None, set[int]]:
    for line in lines[:5]:
        if _may_be_title(line.words) and len(line.words.text) > 3:
            return TAG.sub("", line.raw), {line.number}
    return None, set()


def _may_be_title(words: Folded) -> bool:
    text = words.text
    if "|" in text or "\t" in words.raw or fields.opening(words) is not None:
        return False
    return (
        4 <= len(text) <= 80
        and not outline.SENTENCE_END.search(text)
        and not outline.marker(words).style
        and not text.endswith(":")
    )


def issuer(title: str | None) -> str | None:
    """沂水县人民政府办公室关于…的通知, 区水务局2024年…方案: the issuer stands in front."""
    text = STATUS.sub("", title or "").strip()
    fronts = (text[: match.start()].strip() for match in BEHIND_ISSUER.finditer(text[:LONGEST_FRONT]))
    return next((front for front in fronts if len(front) > 2 and unit_names.UNIT_END.search(front)), None)

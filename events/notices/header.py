"""The data in a notice's head: index number, document number, issuer, days, validity, title."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.notices import dates, furniture, headline, heads, outline, unit_names
from events.notices.folding import TABLE, fold
from events.notices.lines import Line, Origin
from events.notices.notice import Header

LABELS = {
    "index_number": "信息索引号|索引号|索取号|信息索引",
    "document_number": r"发文字号|发文序号|发文文号|文件编号|文件字号|文件文号|公文文号|文号|发文号",
    "issuer": "发文单位|发布机构|发文机关|制发机关|发布单位|发布机关|发文机构|制发单位|公开机构|公开单位|发布部门|"
    "制发机构|印发单位|信息来源",
    "issued_on": r"成文日期|成文时间|生成日期|生成时间|发文日期|发文时间|印发日期|印发时间|制发日期|签发日期",
    "published_on": r"发布日期|发布时间|公开日期|公开时间|公布日期|公布时间|上网日期",
    "validity": r"信息有效性|有效性|文件状态|效力状态|是否有效|时效性|有效状态|效力|有效期|时效",
    "title": r"信息名称|文件名称|文件标题|标题|名称",
    "": "主题分类|主题词|公开类型|公开方式|公开范围|公开形式|浏览次数|访问次数|阅读次数|点击量|点击数|分类|体裁分类|"
    "组配分类|公开属性|废止日期|失效日期|实施日期|生效日期|来源|作者|信息类别|主题类别|体裁|关键词|公开时限|内容概述|"
    "统一编号|载体类型|信息公开属性|字号|字体|责任编辑|编辑",
}
NAMES = tuple(word for group in LABELS.values() for word in group.split("|"))
LABEL = re.compile(
    r"(?:^|(?<=[|｜•·\t \u3000]))[\s•·]*\(?(?P<label>"
    + "|".join(r"\s*".join(name) for name in NAMES)
    + r")(?:\)?\s*:|\)|(?=[\t |]))"
)
NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,20}(?:[〔\[［【(（]\s*\d{4}\s*[〕\]］】)）])\s*(?:第\s*)?\d{1,4}\s*号")
Pair = tuple[str | None, tuple[int, ...]]
NONE: Pair = (None, ())
DATELINE = re.compile(r"来源|发布|发表|浏览|作者|点击|阅读|访问")
LONGEST_DATELINE, LONGEST_VALUE = 80, 40
WEAK = {"title", "validity"}
ATTACHMENT = re.compile(r"附件[0-9一二三四五六七八九十]{0,2}:?")
EXPIRED = re.compile(r"^[(（【\[](?P<status>已?失效|已?废止)[)）】\]]")


@dataclass(frozen=True)
class Read:
    """The head, where its data stand, and the other lines without the page around them."""

    header: Header
    origins: dict[str, Origin]
    rest: tuple[Line, ...]


def read(lines: Sequence[Line], tabled: Container[int]) -> Read:
    """The labelled data first; what they lack from the title and the signature, which stand in no table."""
    pairs, used = _labelled(lines)
    used |= {line.number for line in lines if ATTACHMENT.fullmatch(line.words.text)}
    rest = furniture.without([line for line in lines if line.number not in used])
    text = [line for line in rest if line.number not in tabled]
    title, title_lines = headline.read(text, pairs.get("title", NONE)[0])
    title_at = tuple(sorted(title_lines)) or pairs.get("title", NONE)[1]
    issuer, issued_on, signed = _signature(text)
    first = pairs.get("title", NONE)[0] or headline.first_notice(text) or ""
    found = _chosen(
        pairs,
        {
            "title": [(title, Origin(title_at, sure=headline.is_notice(title)))],
            "document_number": [_number(text)],
            "issuer": [(issuer, Origin(signed)), (headline.issuer(first), Origin(title_at, sure=False))],
            "issued_on": [(issued_on, Origin(signed[-1:]))],
            "published_on": [_dateline(lines)],
            "validity": [_status(pairs.get("title", NONE)[0], rest)],
        },
    )
    taken = used | title_lines | {*signed, *found.get("published_on", (None, Origin(())))[1].lines}
    header = Header(**{kind: value for kind, (value, _origin) in found.items()})
    origins = {kind: origin for kind, (_value, origin) in found.items()}
    return Read(header, origins, tuple(line for line in rest if line.number not in taken))


def _chosen(pairs: dict[str, Pair], others: dict[str, list[tuple[Any, Origin]]]) -> dict[str, tuple[Any, Origin]]:
    """The labelled value of each datum, else the first other one that there is."""
    found: dict[str, tuple[Any, Origin]] = {}
    for kind in ("title", "document_number", "index_number", "issuer", "issued_on", "published_on", "validity"):
        text, lines = pairs.get(kind, NONE)
        labelled = _day(text) if kind.endswith("_on") else text if kind != "title" else None
        stated = [(labelled, Origin(lines)), *others.get(kind, [])]
        if (first := next((pair for pair in stated if pair[0]), None)) is not None:
            found[kind] = first
    return found


def _status(title: str | None, lines: Sequence[Line]) -> tuple[str | None, Origin]:
    """(失效)… in front of the title."""
    match = EXPIRED.match(title or (lines[0].raw if lines else ""))
    return (match["status"] if match else None), Origin((lines[0].number,) if lines else ())


def _labelled(lines: Sequence[Line]) -> tuple[dict[str, Pair], set[int]]:
    """The labelled data above the text; labels that other lists use too count only beside those of a head."""
    pairs: dict[str, Pair] = {}
    used: set[int] = set()
    waiting = ""
    for line in lines[:60]:
        found = list(_pairs(line))
        if (
            not found
            and waiting
            and len(line.words.text) <= LONGEST_VALUE
            and not headline.NOTICE.search(line.words.text)
        ):
            found = [(waiting, line.raw)]
        waiting = found[-1][0] if found and not found[-1][1] else ""
        if not found:
            if outline.SENTENCE_END.search(line.words.text) or heads.point(line.words) or heads.theme(line.words):
                break
            continue
        used.add(line.number)
        for kind, value in found:
            if kind and value:
                pairs.setdefault(kind, (value, (line.number,)))
    return (pairs, used) if set(pairs) - WEAK else ({}, set())


def _pairs(line: Line) -> Iterator[tuple[str, str]]:
    raw = line.raw + "\t" if "\t" in line.raw else line.raw  # a row whose last cell is empty ends in its label
    matches = list(LABEL.finditer(raw.translate(TABLE)))
    if not matches or (matches[0].start() > 3 and len(matches) < 2) or (len(raw) > 300 and "|" not in raw):
        return
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(raw)
        value = raw[match.end() : end].strip(" |｜\t•·　[]【】").strip()
        yield kind_of(match["label"]), value


def kind_of(label: str) -> str:
    name = "".join(label.split())
    return next((kind for kind, words in LABELS.items() if name in words.split("|")), "")


def _day(text: str | None) -> date | None:
    found = dates.spans(fold(text).text, None) if text else []
    return found[0].first if found and found[0].exact else None


def _dateline(lines: Sequence[Line]) -> tuple[date | None, Origin]:
    """2017-09-28 11:34 来源:…: the line under the title of a web page."""
    for line in lines[:12]:
        text = line.words.text
        if len(text) <= LONGEST_DATELINE and DATELINE.search(text) and "。" not in text:
            found = dates.spans(text, None)
            if found and found[0].exact:
                return found[0].first, Origin((line.number,))
    return None, Origin(())


def _number(lines: Sequence[Line]) -> tuple[str | None, Origin]:
    for line in lines[:25]:
        if len(line.raw) <= 40 and (match := NUMBER.search(line.raw)):
            return "".join(match[0].split()), Origin((line.number,))
    return None, Origin(())


def _signature(lines: Sequence[Line]) -> tuple[str | None, date | None, tuple[int, ...]]:
    """The last short line that is only a date, and the unit in the line above it."""
    for place in range(len(lines) - 1, -1, -1):
        text = lines[place].words.text
        found = dates.spans(text, None) if 6 <= len(text) <= 14 else []
        if not found or not found[0].exact or found[0].end < len(text.rstrip(")。")) or found[0].start > 1:
            continue
        above = lines[place - 1] if place else None
        if (
            above is not None
            and len(above.words.text) <= 40
            and unit_names.UNIT_END.search(above.words.text)
            and ":" not in above.words.text
        ):
            return above.raw, found[0].first, (above.number, lines[place].number)
        return None, found[0].first, (lines[place].number,)
    return None, None, ()

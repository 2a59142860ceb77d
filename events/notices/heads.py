"""How themes, open points and talks begin."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from events.notices import outline
from events.notices.folding import Folded, bare
from events.notices.numerals import RINGS, number

MAX_RANGE = 60
ARABIC = r"\d{1,3}(?!\d|\.\d|[年月日天个项家人名场%次期米号楼])"
HAN = r"[一二三四五六七八九十]{1,3}(?=$|[:、.,()\"'《至到和及\-]|-)"
NUM = rf"(?:{ARABIC}|{HAN}|[{RINGS}])"
WORD = r"(?:政务|政府)?(?:开放|公开|参观|观摩)点(?:位|编号|序号)?"
LIST = rf"{NUM}(?:(?:[、,和及与/&至到~ ]|-{{1,2}}|以及)(?:开放点)?{NUM})*"
POINT = re.compile(
    rf"(?:{WORD}(?:第?\((?P<bracketed>{LIST})号?\)|第?(?P<list>{LIST})号?)"
    rf"|第(?P<nth>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})个?{WORD}|(?P<before>\d{{1,3}})号{WORD})"
)
UNNUMBERED = re.compile(rf"{WORD}(?=[:(\"])")
NUMERAL = re.compile(rf"(?P<range>-{{1,2}}|[至到~])?(?P<one>\d{{1,3}}|[一二三四五六七八九十]{{1,3}}|[{RINGS}])")
INNER_HEAD = re.compile(
    rf"(?<=[。;)])(?:\(\d{{1,2}}\)|\d{{1,2}}[、.])?(?={WORD}第?\(?{NUM}(?:[、,至到和\-]{NUM})*\)?[:(、.,\"])"
)

TALK = re.compile(
    rf"(?:政策)?(?:公开讲|宣讲|讲座|讲堂)第?\(?(?P<number>{NUM})\)?(?:期|讲|场)?(?=[:、.,(\"《])"
    r"|第(?P<nth>\d{1,2}|[一二三四五六七八九十]{1,3})[讲期场](?=[:、.,(\"《])"
)
TALK_SECTION = re.compile(r"政策(?:公开讲|宣讲|讲堂|讲座)|公开讲|政策大讲堂")
POINT_SECTION = re.compile(r"(?:政务|政府)?开放日|开放点|开放活动|政民互动")
DEMAND = re.compile(r"加强|做好|强化|落实|严格|精心|宣传|报道|考核|保障|要求|总结|督导|督查|目的|意义")
SECTION_WORDS = re.compile(r"活动|安排|内容|开放点|清单|计划|设置|一览|任务|专题|公开讲|^(?:政务|政府)开放日$")

LIST_SECTION = re.compile(r"开放|内容|安排|项目|清单|点位|活动")
NO_LIST = re.compile(r"分工|职责|流程|组织|机构|形式|方式|主体|对象|时间|地点|原则|思想|步骤|事项|评价|反馈")
INTRODUCED = re.compile(r"(?:开放|活动|安排|计划)[^。;]{0,60}如下[:。]?$")

PLAIN_SECTION = re.compile(
    r"(?:活动|工作|具体|主要|总体|重点|有关|组织|开放)?"
    r"(?:(?:内容|安排|任务|措施|计划|时间|地点|形式|方式|事项|步骤|对象|范围|要求)[及和与、]?)+"
)

THEME_WORD = r"(?:专题|主题|板块|系列)"
THEME_TAIL = r"(?:(?:开放日|活动){0,2})(?:\([^()]{0,40}\))?[:。]?"
THEME = re.compile(rf"(?P<title>[^。;:!?]{{1,40}}?){THEME_WORD}{THEME_TAIL}")
THEME_FIRST = re.compile(
    rf"(?:第?\(?(?P<a>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\)?(?:个)?{THEME_WORD}"
    rf"|\(?{THEME_WORD}第?\(?(?P<b>\d{{1,2}}|[一二三四五六七八九十]{{1,3}}|[{RINGS}])\)?)"
    rf"[:、.,-]{{0,2}}(?P<title>[^。;:!?]{{2,40}}?)(?:\([^()]{{0,40}}\))?[:。]?"
)
THEME_QUOTED = re.compile(
    rf"(?:聚焦|围绕|突出|紧扣|举办|开展|设置)\"(?P<title>[^\"。;]{{2,30}})\"{THEME_WORD}{THEME_TAIL}"
)
THEME_LABEL = re.compile(r"专题:(?P<title>[^。;:!?]{2,40}?)(?:\([^()]{0,40}\))?[:。]?")
THEME_RUN_ON = re.compile(r"(?P<title>\"[^。;:!?]{1,40}?)专题(?:活动)?[:。,]")
NO_QUOTES = {ord(sign): None for sign in "\"'"}
NO_THEME = re.compile(
    r"^(?:组织|开设|举办|召开|做好|加强)|^(?:活动|开放|本次|各|设置|围绕|以)?(?:主题|专题)?$|开放日$|公开讲$|^以|^围绕|^开展|^设置"
)


@dataclass(frozen=True)
class PointHead:
    """The numbers that a head names and where its words begin; no number where the head has none."""

    numbers: tuple[int, ...]
    end: int
    too_long: bool = False


def point(words: Folded) -> PointHead | None:
    """The head of an open point: 开放点1, (1)开放点2、3, 开放点3-5, 第1个开放点."""
    start = outline.marker(words).end
    match = POINT.match(words.text, start)
    if match is None and start:
        match = POINT.match(words.text)
    if match is None and words.text[start : start + 1] in ("(", '"'):  # (开放点1), "开放点1"
        match = POINT.match(words.text, start + 1)
        if match and words.text[match.end() : match.end() + 1] in (")", '"'):
            numbers, too_long = _listed(match)
            return PointHead(numbers, match.end() + 1, too_long)
        match = None
    if match is None:
        loose = UNNUMBERED.match(words.text, start)
        return PointHead((), loose.end()) if loose else None
    numbers, too_long = _listed(match)
    return PointHead(numbers, match.end(), too_long)


def _listed(match: re.Match[str]) -> tuple[tuple[int, ...], bool]:
    return numbers_of(match["bracketed"] or match["list"] or match["nth"] or match["before"])


def numbers_of(listed: str) -> tuple[tuple[int, ...], bool]:
    """1、2 and 3-5 as numbers; a range that runs backwards or too far keeps only its ends."""
    found: list[int] = []
    too_long = False
    for match in NUMERAL.finditer(listed):
        value = number(match["one"])
        if value is None:
            continue
        if match["range"] and found:
            if 0 < value - found[-1] <= MAX_RANGE:
                found += range(found[-1] + 1, value)
            else:
                too_long = True
        found.append(value)
    return tuple(dict.fromkeys(found)), too_long


def split(words: Folded) -> list[Folded]:
    """A paragraph that runs several points together, cut before each."""
    sign = outline.marker(words).end
    cuts = [match.start() for match in INNER_HEAD.finditer(words.text) if match.start() > sign]
    edges = [0, *cuts, len(words.text)]
    return [words.part(start, end) for start, end in itertools.pairwise(edges) if start < end]


def theme(words: Folded) -> str | None:
    """The title of a theme: (一)"X"专题, 1.“X”专题, 专题一:X."""
    sign = outline.marker(words)
    body = words.part(sign.end)
    quoted = body.text[:1] in ('"', "'")
    if match := THEME_FIRST.fullmatch(body.text) or THEME_LABEL.fullmatch(body.text):
        title = _unbooked(body.part(*match.span("title")))
        tail = re.fullmatch(rf"(.+?){THEME_WORD}(?:活动)?", title.text)
        return bare(title.part(0, tail.end(1)) if tail else title)
    match = THEME_QUOTED.fullmatch(body.text)
    if match and not NO_THEME.search(match["title"]):
        return bare(body.part(*match.span("title")))
    match = THEME.fullmatch(body.text) or (THEME_RUN_ON.match(body.text) if sign.style else None)
    if match is None or not (sign.style or quoted) or NO_THEME.search(match["title"].translate(NO_QUOTES)):
        return None
    if not quoted and body.text[match.end("title") :].startswith(("主题", "系列")):
        return None
    return bare(_unbooked(body.part(*match.span("title"))))


def _unbooked(title: Folded) -> Folded:
    """《智慧政务》专题: the theme's name stands in the brackets of books."""
    return title.part(1, len(title.text) - 1) if re.fullmatch(r"《[^《》]+》", title.text) else title


def bare_theme(words: Folded) -> str | None:
    """A short heading of a section that may be a theme: the caller knows that a point follows it."""
    sign = outline.marker(words)
    body = words.part(sign.end)
    text = re.sub(r"\([^()]{0,40}\)$", "", body.text.rstrip(":。"))
    if not sign.style and not text.endswith("专题"):
        return None
    if sign.rank == 1 and (LIST_SECTION.search(text) or DEMAND.search(text)):
        return None
    if not 2 <= len(text) <= 24 or outline.SENTENCE_END.search(text):
        return None
    if PLAIN_SECTION.fullmatch(text) or POINT_SECTION.search(text) or TALK_SECTION.search(text) or ":" in text:
        return None
    return bare(body.part(0, len(text.removesuffix("专题"))))


def opens_talks(words: Folded) -> bool:
    """A heading over policy talks: (二)政策公开讲活动."""
    sign = outline.marker(words)
    text = words.text[sign.end :]
    return (
        _short(text)
        and bool(sign.style or text.startswith('"'))
        and bool(TALK_SECTION.search(text))
        and not POINT_SECTION.search(text)
    )


def opens_points(words: Folded) -> bool:
    """A heading over open points: (一)"政务开放日"活动, 三、开放点安排."""
    sign = outline.marker(words)
    text = words.text[sign.end :]
    if not sign.style or not _short(text) or DEMAND.search(text):
        return False
    return bool(POINT_SECTION.search(text)) and bool(SECTION_WORDS.search(text.replace('"', "")))


def opens_list(words: Folded) -> bool:
    """What may stand over a list of points without labels: 一、开放内容, "现将开放点安排公告如下:"."""
    sign = outline.marker(words)
    text = words.text[sign.end :]
    if INTRODUCED.search(text):
        return True
    if not sign.style or not _short(text) or DEMAND.search(text) or NO_LIST.search(text):
        return False
    return bool(LIST_SECTION.search(text))


def _short(text: str) -> bool:
    return (
        len(text.rstrip(":")) <= outline.HEADING_LENGTH
        and not outline.SENTENCE_END.search(text)
        and ":" not in text[:-1]
    )


def talk(words: Folded) -> int | None:
    """Where the words of a numbered talk begin: 政策公开讲1:…, 第一讲:…."""
    match = TALK.match(words.text, outline.marker(words).end)
    return match.end() if match else None


def theme_end(words: Folded) -> int:
    """Where a theme's heading ends and a sentence that runs on behind it begins."""
    start = outline.marker(words).end
    match = THEME_RUN_ON.match(words.text, start)
    if match is None or THEME.fullmatch(words.text, start) or THEME_FIRST.fullmatch(words.text, start):
        return len(words.text)
    return match.end()

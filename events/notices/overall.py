"""What a notice says about its whole programme: counts, period, columns, channels, who may come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from events.notices import brackets, dates, outline
from events.notices.dates import Span
from events.notices.folding import Folded
from events.notices.lines import Line, Origin
from events.notices.notice import Declared, Period
from events.notices.numerals import NUMBER, number

THEMES = re.compile(rf"(?<![0-9一二三四五六七八九十])(?P<count>{NUMBER})(?:个|大|类)(?:开放日)?(?:专题|主题|板块)")
POINTS = re.compile(
    rf"(?<![0-9一二三四五六七八九十])(?P<count>{NUMBER})个(?:政务|政府)?开放点|开放点(?:共计?|合计|总数为?)?(?P<after>{NUMBER})个"
)
ACTIVITY = re.compile(
    r"开放日|公开讲|政民互动|开放活动|互动活动|系列活动|活动时间|集中开展|开放点|专题|活动|开放(?:时间|日期)"
)
SIGN_UP = re.compile(r"报名|征集|招募|申报")
PERIOD_VERB = re.compile(r"开展|举办|举行|组织|进行|期间|时间|实施|安排")
DEADLINE = re.compile(r"前|内|截止|截至")
COLUMN = re.compile(
    r"(?P<names>(?:\"[^\"]{2,20}\"(?:[、,和及与或]|以及)?){1,6})(?:等)?(?:专题|活动|网上)?(?:专栏|栏目|板块|专区|频道)"
)
QUOTED = re.compile(r"\"([^\"]{2,20})\"")
THEME_COLUMN = re.compile(r"(?:网站|首页|平台)\"(?P<name>[^\"]{2,20})\"专题(?=发布|公开|公布|展示|进行)")
BARE_COLUMN = re.compile(
    r"(?P<name>(?:政务|政府)(?:公众)?开放日(?:专题|活动)?|政策公开讲|政民互动)(?:专栏|栏目|专区|频道)"
)
CHANNEL_LIST = re.compile(
    r"(?:通过|利用|借助|运用|依托|在|经)(?P<names>[^。;:]{2,80}?)(?=等|向|公开|发布|发出|公布|进行|面向|公告|征集|提前|对外|招募|统一|上|报名|预约)"
)
CHANNEL = re.compile(
    r"网站?$|网$|媒体|微信|微博|公众号|电视|广播|报纸|日报|客户端|公告栏|公示栏|抖音|快手|视频号|APP|平台|头条|短信|电子屏|显示屏"
)
ANNOUNCING = re.compile(r"公告|预告|报名|招募|遴选|征集(?:参|代|群|社|公|市)|活动信息")
AUDIENCE = re.compile(
    r"(?:(?:人员|参加|参与|邀请|开放|活动)(?:范围|对象|人员)(?:范围)?|参加(?:活动)?人员(?:范围)?)(?:主要)?(?:为|是|包括|包含|有|:)+(?:主要)?(?:为|包括)?(?P<names>[^。;:]{2,160})"
)
PERSON = re.compile(
    r"代表|委员|记者|群众|居民|市民|村民|企业|家长|学生|媒体|专家|学者|网民|人士|志愿者|商户|商家|监督员|公众|经营者|工作者|职工|负责人|教师|老人|从业"
)


def declared(lines: Iterable[Line]) -> tuple[Declared, dict[str, Origin]]:
    """The counts that the notice itself gives, and where they stand."""
    counts: dict[str, int | None] = {}
    origins: dict[str, Origin] = {}
    for line in lines:
        for kind, pattern in (("themes", THEMES), ("points", POINTS)):
            match = pattern.search(line.words.text) if kind not in counts else None
            if match:
                counts[kind] = number(next(group for group in match.groups() if group))
                origins[kind] = Origin((line.number,))
    return Declared(**counts), origins


def period(lines: Iterable[Line], year: int | None) -> tuple[Period, Origin | None]:
    """The season: the first range of days that a sentence about the activities gives; sure where it names the year."""
    heading = ""
    for line in lines:
        for sentence in outline.sentences(line.words):
            span = _season(sentence.text, heading, year)
            if span is not None:
                return Period(span.first, span.last), Origin((line.number,), sure=span.has_year)
        if outline.is_heading(line.words):
            heading = line.words.text
    return Period(), None


def _season(text: str, heading: str, year: int | None) -> Span | None:
    if SIGN_UP.search(text) or SIGN_UP.search(heading):
        return None
    in_section = "时间" in heading or "开放日" in heading
    least = 6 if in_section or ACTIVITY.search(text) else 28 if "安排" in heading else 0
    if not (PERIOD_VERB.search(text) or in_section) or not least:
        return None
    for span in dates.spans(text, year):
        is_range = span.last > span.first
        if is_range and not DEADLINE.match(text, span.end) and (span.last - span.first).days >= least:
            return span
    return None


def columns(lines: Iterable[Line]) -> dict[str, Origin]:
    """The names of the columns of the website, as written, without their quotes."""
    found: dict[str, Origin] = {}
    for line in lines:
        for match in COLUMN.finditer(line.words.text):
            for name in QUOTED.finditer(line.words.text, *match.span("names")):
                found.setdefault(line.words.cut(*name.span(1)), Origin((line.number,)))
        for match in THEME_COLUMN.finditer(line.words.text):
            found.setdefault(line.words.cut(*match.span("name")), Origin((line.number,)))
        for match in BARE_COLUMN.finditer(line.words.text):
            found.setdefault(line.words.cut(*match.span("name")), Origin((line.number,), sure=False))
    return found


def channels(lines: Iterable[Line]) -> dict[str, Origin]:
    """Where an announcement must stand: 区政府网站, 政务新媒体."""
    found: dict[str, Origin] = {}
    for line in lines:
        for sentence in outline.sentences(line.words):
            if ANNOUNCING.search(sentence.text):
                for name in _named(sentence):
                    found.setdefault(name, Origin((line.number,)))
    return found


def _named(sentence: Folded) -> list[str]:
    for match in CHANNEL_LIST.finditer(sentence.text):
        listed = sentence.part(*match.span("names"))
        pieces = [
            listed.part(start, end)
            for piece in brackets.parts(listed.text, "、,")
            for start, end in _split_and(listed.text, piece)
        ]
        names = [piece.joined.strip('“”"') for piece in pieces if CHANNEL.search(piece.text) and len(piece.text) <= 20]
        if names and len(names) == len(pieces):
            return names
    return []


def _split_and(text: str, piece: tuple[int, int]) -> list[tuple[int, int]]:
    match = re.compile(r"和|及|以及|或").search(text, *piece)
    if match and CHANNEL.search(text[piece[0] : match.start()]):
        return [(piece[0], match.start()), (match.end(), piece[1])]
    return [piece]


COUNTED = re.compile(r"(?:共计?|合计|总计|约)$")


def categories(lines: Sequence[Line]) -> dict[str, Origin]:
    """Who may come, as written, from the first sentence or the first section that lists them."""
    heading = ""
    for line in lines:
        found = [_listed(line.words.part(*match.span("names"))) for match in AUDIENCE.finditer(line.words.text)]
        if re.search(r"(?:对象|人员|范围|人群)$", heading):
            found += [_listed(sentence) for sentence in outline.sentences(line.words)[:1]]
        names = next((names for names in found if len(names) > 1), ())
        if names:
            return dict.fromkeys(names, Origin((line.number,)))
        heading = line.words.text.rstrip(":") if len(line.words.text) <= outline.HEADING_LENGTH else ""
    return {}


def _listed(words: Folded) -> tuple[str, ...]:
    stop = re.search(r"等(?!待)|各(?=\d)|,其中|,每|,原则|,约|,共|\d", words.text)
    words = words.part(0, stop.start() if stop else None)
    opened = re.match(r"[^、,。]{0,12}?邀请", words.text)
    words = words.part(opened.end()) if opened else words
    words = words.part(outline.marker(words).end)
    names = [_person(words.part(start, end)) for start, end in brackets.parts(words.text, "、,。")]
    return tuple(name for name in names if name)


def _person(piece: Folded) -> str:
    name = COUNTED.sub("", piece.joined)
    return name if PERSON.search(name) and len(name) <= 16 else ""


def years(lines: Iterable[Line], *known: date | None) -> int | None:
    """The year that dates without one belong to: the title's, else the notice's own."""
    for line in lines:
        if match := dates.YEAR_ALONE.search(line.words.text):
            return number(match["year"])
    return next((day.year for day in known if day), None)

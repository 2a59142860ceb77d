"""Numbers of people, shares and times a year in the sentences of a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from events.notices.doubts import Doubts
from events.notices.folding import Folded
from events.notices.numerals import NUMBER, number, share

Found = tuple[str, int | Fraction, str]
LONGEST_CLAUSE = 60
HEADS = "人|名|位|家|户"
PEOPLE = re.compile(
    rf"(?P<before>名额为?|限额为?|约为?|大约|大概|不超过|不得超过|不多于|最多|至多|上限为?|控制在|限定?|不少于|不得少于|不低于|至少|最少|不得低于)?(?:为|在)?"
    rf"(?<![\d一二三四五六七八九十第])(?P<low>{NUMBER})(?:(?:人|名)?(?:-|至|到|~)(?P<high>{NUMBER}))?个?(?P<what>{HEADS}|名额)(?!次|民|大|员|均|选|家|口|为)"
    r"(?:\(不?含[^()]{0,8}\))?(?P<after>左右|上下|以内|之内|以下|内|以上|及以上|为限|为宜|次?/(?:场|次|期|批))?"
)
ATTENDANCE = re.compile(
    r"开放点|每场|每次|每期|每批|每个?单位|原则上|规模|人数|名额|参加人员|参与人员|参加群众|邀请|招募|参加代表|/场|/次|/期|/批|人员范围|对象|限额|控制在|场次|参观人员|报名人员"
)
SET_APART = re.compile(
    r"其中|工作人员|讲解|志愿者|专人|联络员|工作专班|信息员|负责人$|(?:企业|家长|人大|政协|委员|记者|学生)(?:代表)?(?:各|人数)?$"
)
MAX_WORDS = ("名额", "限额", "不超过", "不得超过", "不多于", "最多", "至多", "上限", "控制在", "限")
MIN_WORDS = ("不少于", "不得少于", "不低于", "至少", "最少", "不得低于")

FRACTION = (
    r"(?P<share>[一二三四五六七八九十百\d]{1,3}分之[一二三四五六七八九十\d]{1,3}|\d{1,2}/\d{1,2}|\d{1,3}(?:\.\d{1,2})?%"
    r"|[一二三四五六七八九]成|一半|半数)"
)
SHARE = re.compile(
    rf"(?:群众|居民|市民|公众|村民|社会|普通)[^。;]{{0,24}}?(?:不低于|不少于|不得低于|不得少于|至少|超过|应?占|达到|达)[^。;,\d一二三四五六七八九]{{0,14}}{FRACTION}"
)
YEARLY = (
    (re.compile(rf"每年[^。;,]{{0,6}}上、?下半年(?:至少)?各[^。;,]{{0,10}}?(?P<count>{NUMBER})(?:次|场|期)"), 2),
    (re.compile(rf"每年度?[^。;,]{{0,24}}?(?P<count>{NUMBER})(?:-{NUMBER})?(?:次|场|期)"), 1),
    (
        re.compile(
            rf"(?:全年|年内|本年度|年度内|一年|\d{{4}}年(?:度|内)?)[^。;,]{{0,16}}?(?:至少|不少于|不得少于|应当?|组织|开展|举办)[^。;,]{{0,12}}?(?P<count>{NUMBER})(?:次|场|期)"
        ),
        1,
    ),
    (re.compile(rf"一年(?P<count>{NUMBER})次"), 1),
    (re.compile(rf"每半年[^。;,]{{0,20}}?(?P<count>{NUMBER})(?:次|场|期)"), 2),
    (re.compile(rf"每个?季度[^。;,]{{0,20}}?(?P<count>{NUMBER})(?:次|场|期)"), 4),
    (re.compile(rf"每(?:两|2|二)个?月[^。;,]{{0,20}}?(?P<count>{NUMBER})(?:次|场|期)"), 6),
    (re.compile(rf"每个?月(?!\d)[^。;,]{{0,20}}?(?P<count>{NUMBER})(?:次|场|期)"), 12),
    (
        re.compile(
            rf"各(?:有关|相关|责任)?(?:单位|部门|镇|乡|街道|区)[^。;]{{0,60}}?(?:至少|不少于)(?:组织|开展|举办)?"
            rf"(?P<count>{NUMBER})(?:次|场)"
        ),
        1,
    ),
)
HELD = re.compile(r"不少于|至少|开放日|公开讲|互动|开放活动|举办|开展|组织|活动")
PAST = re.compile(
    r"累计|去年|以来|先后|共(?:计)?(?:开展|举办|组织|接待|邀请|有|参加)|已(?:开展|组织|举办|邀请)|余[人名位场次]"
)
OTHER_MATTER = re.compile(r"培训|会议|检查|督查|解读|演练|例会|考核|调研|更新")


def read(sentence: Folded, context: str, line: int, doubts: Doubts) -> Iterator[Found]:
    """The amounts of one sentence as (code, value, unit); what happened already is no rule."""
    if PAST.search(sentence.text):
        return
    yield from _people(sentence, context, line, doubts)
    for match in SHARE.finditer(sentence.text):
        value = share(match["share"])
        if value is not None:
            yield "residents_share", value, "share"
    if HELD.search(sentence.text) and not OTHER_MATTER.search(sentence.text):
        yield from _yearly(sentence.text)


def _yearly(text: str) -> Iterator[Found]:
    """Every number of times, in the order of the text; what one pattern took the next ones leave alone."""
    taken: list[tuple[int, int, int]] = []
    for pattern, times in YEARLY:
        for match in pattern.finditer(text):
            count = number(match["count"])
            if count and not any(start < match.end() and match.start() < end for start, end, _times in taken):
                taken.append((*match.span(), count * times))
    yield from (("per_year", times, "times") for _start, _end, times in sorted(taken))


def _people(sentence: Folded, context: str, line: int, doubts: Doubts) -> Iterator[Found]:
    text = sentence.text
    if not (ATTENDANCE.search(text) or re.search(r"人数|规模|名额|对象", context)):
        return
    for match in PEOPLE.finditer(text):
        clause = re.split(r"[,。;、]", text[max(0, match.start() - LONGEST_CLAUSE) : match.start()])[-1]
        if SET_APART.search(clause) or not 0 < (number(match["low"]) or 0) < 5000:
            continue
        found = list(people(match))
        if match["what"] in ("家", "户"):
            doubts.add(line, "capacity_of_firms", match[0])
        elif found == [("capacity_about", number(match["low"]), "people")] and not _says_about(match):
            doubts.add(line, "capacity_plain", match[0])
        yield from found


def people(match: re.Match[str]) -> Iterator[Found]:
    """A match of PEOPLE as floor, ceiling or rough number."""
    low, high = number(match["low"]), number(match["high"]) if match["high"] else None
    before, after = match["before"] or "", match["after"] or ""
    if low is None:
        return
    if high is not None and high > low:
        yield "capacity_min", low, "people"
        yield "capacity_max", high, "people"
    elif before in MIN_WORDS or after in ("以上", "及以上"):
        yield "capacity_min", low, "people"
    elif _says_about(match) and not before.startswith("不"):
        yield "capacity_about", low, "people"
    elif before.startswith(MAX_WORDS) or after in ("以内", "之内", "以下", "内", "为限") or match["what"] == "名额":
        yield "capacity_max", low, "people"
    else:
        yield "capacity_about", low, "people"


def _says_about(match: re.Match[str]) -> bool:
    return (match["before"] or "").startswith(("约", "大")) or (match["after"] or "") in ("左右", "上下", "为宜")

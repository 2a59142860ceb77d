"""The rules of a notice: how many days ahead, how many people, which share, each with its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from events.notices import amounts, dates, outline
from events.notices.doubts import Doubts
from events.notices.folding import Folded
from events.notices.lines import Line
from events.notices.notice import Rule
from events.notices.numerals import NUMBER, number

DAYS = re.compile(
    rf"(?<![\d月年一二三四五六七八九十])(?P<count>{NUMBER})(?:(?P<more>-|至|到)(?P<upper>{NUMBER}))?"
    r"(?:个?(?P<working>工作日)|个?(?P<calendar>自然日|日历日|日历天|天|日)|(?P<weeks>个?(?:星期|礼拜)|周))(?!游|报|常)"
)
EVENT = re.compile(r"开放日|活动|公开讲|互动|开展|举办|举行|直播|结束|宣讲|参观")
AHEAD_BEFORE = re.compile(
    r"提前(?:至少|不少于|不得少于|最少|不低于)?(?:约)?$|(?:活动|开放日?|举办|开展|举行|开始|直播|召开|宣讲|公开讲|开播|播出)[^,。;:]{0,6}?之?前[^,。;:]{0,3}?(?:至少|不少于|最晚|最迟|不晚于|提前|的)?$"
)
AHEAD_AFTER = re.compile(r"(?:之?前|以前|以上提前)(?!来)")
WITHIN = re.compile(r"(?:之内|以内|内)")
AFTER_BEFORE = re.compile(r"后[^,。;:]{0,4}?$|之日起[^,。;:]{0,4}?$|起[^,。;:]{0,2}?$|次日起$")
AT_LEAST = re.compile(r"(?:不少于|不得少于|至少|不低于|不短于|不得低于|为期|为|期限|时间|期|满|公示|共|计)(?:一般)?$")

PARENTS = re.compile(r"家长|监护人")
TELL = re.compile(r"通知|告知|联系")
SELECTED = re.compile(r"选取|入选|遴选|所选|选定|确定的|参与|参加|报名|代表|人员|群众|居民|市民|本人|中签|录取")
ANNOUNCE = re.compile(r"公告|发布|公布|公开|征集|预告|招募|告知|向社会|公示|报名|通知|宣传")
LISTING = re.compile(r"公示")
# What the public does ahead of a session: 公众可于活动开始前3日拨打报名电话, 请居民提前1天预约.
PUBLIC = "公众|市民|居民|群众|村民|企业|代表|参观者|参加人员|有意者|大家"
BY_THE_PUBLIC = re.compile(rf"(?:(?:{PUBLIC})(?:可|请|须|需|应)|请(?:{PUBLIC}))[^,。;]{{0,10}}$")
ENROL = re.compile(r"^[^。;]{0,8}(?:拨打|致电|来电|预约|电话|扫码|登录|填写|报名)")
OFFICIAL = re.compile(r"公告|发布|公布|公开|预告|征集|招募|向社会|公示|通知|告知|宣传")
LIVE = re.compile(r"直播|线上")
ONSITE = re.compile(r"现场|线下|实地")
SEND_IN = re.compile(r"备案|报备|报[^名道]")
OPINION = re.compile(r"征求意见|征集意见|意见征集|公开征求|听取意见|征求公众意见|征询意见")
REPLY = re.compile(r"答复|回复|反馈|回应|回访|办结")
NEEDS = re.compile(r"意见|建议|诉求|问题|需求|留言|咨询")
REPORT = re.compile(r"公开|公布|发布|展示|报送|上报|上传|推送|刊登|刊发|总结|图文|报|宣传")
REPORT_SURE = re.compile(
    r"图文|栏目|专栏|专题|总结|(?:开展|组织|有关|工作|活动)情况|活动信息|新闻稿|相关(?:工作)?(?:材料|信息|情况)|照片|简报|纪要|视频"
)
EVENT_OVER = re.compile(r"(?:结束|开展|举办|举行|完成|活动|开放日|互动)[^,。;]{0,4}(?:后|之日起)|(?:结束|完成)$")
ADOPTION = re.compile(r"采纳|办理结果")


NEAR = 160  # signs on either side of a number that may say what it means


@dataclass(frozen=True)
class Scope:
    """What stands around a number: the heading and the first words of its paragraph, the mode it is about, and its
    paragraph."""

    context: str
    mode: str
    paragraph: str


def read(lines: Iterable[Line], year: int | None, doubts: Doubts) -> tuple[Rule, ...]:
    """Every rule, the same one once; two values of one rule are both given, with a doubt."""
    found: dict[tuple[str, object, str], Rule] = {}
    heading = ""
    for line in lines:
        if outline.is_heading(line.words):
            heading = line.words.text
        context = heading + outline_title(line.words)
        for sentence in outline.sentences(line.words):
            for rule in _of_sentence(sentence, Scope(context, "", line.words.text), line.number, year, doubts):
                found.setdefault((rule.code, rule.value, rule.unit), rule)
    rules = tuple(found.values())
    for place, rule in enumerate(rules):
        if any(other.code == rule.code for other in rules[:place]):
            doubts.add(rule.line, "rules_differ", rule.source[:60])
    return rules


def outline_title(words: Folded) -> str:
    """The first words of a paragraph, which say what its sentences are about: "(二)家长代表:"."""
    match = re.match(r"[^。;,]{1,20}[:。]", words.text)
    return match[0] if match else ""


def _of_sentence(sentence: Folded, scope: Scope, line: int, year: int | None, doubts: Doubts) -> Iterator[Rule]:
    source = sentence.cut()
    place = 0
    for match in DAYS.finditer(sentence.text):
        yield from _of_days(sentence, match, replace(scope, mode=_mode(sentence.text, place, match)), line, doubts)
        place = match.end()
    yield from (
        Rule(code, value, unit, source, line)
        for code, value, unit in amounts.read(sentence, scope.context, line, doubts)
    )
    filing = _filing(sentence, line, year, doubts)
    if filing is not None:
        yield Rule("filing", filing.first, "date", source, line)


def _of_days(sentence: Folded, match: re.Match[str], scope: Scope, line: int, doubts: Doubts) -> Iterator[Rule]:
    before = sentence.text[max(0, match.start() - NEAR) : match.start()]
    after = sentence.text[match.end() : match.end() + NEAR]
    codes = _codes(before, after, scope)
    if not codes:
        return
    upper = number(match["upper"]) if match["upper"] else None
    value = upper or number(match["count"])
    if value is None or codes == ("filing",):
        doubts.add(line, "filing_relative", sentence.cut()[:60])
        return
    if upper:
        doubts.add(line, "deadline_unread", match[0])
    unit = "working_days" if match["working"] else "calendar_days"
    value = value * 7 if match["weeks"] else value
    for code in codes:
        yield Rule(code, value, unit, sentence.cut(), line)


def _codes(before: str, after: str, scope: Scope) -> tuple[str, ...]:
    if before.endswith("公示"):
        return ("public_listing",)
    if AHEAD_BEFORE.search(before[-24:]) and WITHIN.match(after):  # 活动前3日内: a span, not a least number
        return ()
    if AHEAD_BEFORE.search(before[-24:]) or AHEAD_AFTER.match(after):
        return _ahead(before, after, scope)
    if AFTER_BEFORE.search(before[-12:]) or WITHIN.match(after):
        return _after(before, after, scope)
    if AT_LEAST.search(before[-12:]):
        return _lasting(before)
    return ()


def _ahead(before: str, after: str, scope: Scope) -> tuple[str, ...]:
    clause = before[-40:] + after
    if not any(EVENT.search(text) for text in (before, after, scope.context)) and "提前" not in before:
        return ()
    if PARENTS.search(scope.context + clause) and TELL.search(after):
        return ("tell_parents",)
    if BY_THE_PUBLIC.search(before[-24:]) or (ENROL.search(after) and not OFFICIAL.search(clause)):
        return ()
    code = _act(before, after, clause)
    if code:
        return (code,)
    return _announcement(scope) if ANNOUNCE.search(clause) else ()


def _act(before: str, after: str, clause: str) -> str:
    """What is done ahead of time, if it is not the announcement."""
    first = _first(after, (("tell", TELL), ("list", LISTING), ("file", SEND_IN), ("say", ANNOUNCE)))
    if first == "tell" and SELECTED.search(before[-30:] + after) and not re.search(r"公众|社会", after[:40]):
        return "tell_selected"
    if first == "list" and not re.search(r"公告|招募|报名", clause):
        return "public_listing"
    return "filing" if first == "file" and not re.search(r"公告|向社会|公布", after) else ""


def _announcement(scope: Scope) -> tuple[str, ...]:
    mode = scope.mode if LIVE.search(scope.mode) or ONSITE.search(scope.mode) else scope.context
    live, onsite = LIVE.search(mode), ONSITE.search(mode)
    if live and onsite:
        return ("announce_onsite", "announce_livestream")
    return ("announce_livestream",) if live else ("announce_onsite",)


def _mode(text: str, start: int, match: re.Match[str]) -> str:
    """The words that say whether a number is about a livestream: those before it, up to the number before."""
    before = text[max(start, match.start() - NEAR) : match.start()]
    if LIVE.search(before) or ONSITE.search(before):
        return before
    following = DAYS.search(text, match.end(), match.end() + NEAR)
    return text[match.end() : following.start() if following else match.end() + 60]


def _first(text: str, words: tuple[tuple[str, re.Pattern[str]], ...]) -> str:
    """Which of the words comes first."""
    places = [(match.start(), order) for order, (_name, pattern) in enumerate(words) if (match := pattern.search(text))]
    return words[min(places)[1]][0] if places else ""


def _after(before: str, after: str, scope: Scope) -> tuple[str, ...]:
    whole = before[-60:] + after
    if OPINION.search(before[-20:]):
        return ("consultation",)
    if LISTING.search(after) and re.search(r"名单|人员|代表", whole) and not REPORT_SURE.search(after):
        return ("public_listing",)
    if ADOPTION.search(after[:30]) and not re.search(r"活动情况|开展情况|图文|总结", after):
        return ("reply",)
    if REPLY.search(after) and NEEDS.search(scope.context + scope.paragraph) and not REPORT_SURE.search(after):
        return ("reply",)
    over = (
        EVENT_OVER.search(before)
        or EVENT_OVER.search(after[:20])
        or (EVENT.search(scope.context) and "后" in before[-8:])
    )
    return ("report",) if over and REPORT.search(after) else ()


def _lasting(before: str) -> tuple[str, ...]:
    near = before[-40:]
    if OPINION.search(near):
        return ("consultation",)
    return ("public_listing",) if LISTING.search(near) else ()


PLAN = re.compile(r"计划|方案|安排|主题|备案|申报|统计表|清单|报名表|信息表|一览表|意向")
SEND = re.compile(r"备案|报备|报送|上报|报至|报到|提交|反馈|发送|报(?!名|道|告|纸)")
AFTERWARDS = re.compile(r"总结|开展情况|活动情况|工作情况|完成")


def _filing(sentence: Folded, line: int, year: int | None, doubts: Doubts) -> dates.Span | None:
    """于2023年9月15日前将…计划…报…备案: a day by which plans are filed."""
    text = sentence.text
    for span in dates.spans(text, year):
        after = text[span.end : span.end + NEAR]
        opened = re.match(r"(?:\([^()]{1,8}\))?(?:\d{1,2}[:时]\d{0,2})?(?:下班)?(?:之?前|以前|止)", after)
        before = text[max(0, span.start - 16) : span.start]
        closing = re.search(r"(?:截止|截至)[^,。;]{0,6}$", before)
        if not (opened or closing) or not span.exact:
            continue
        if (
            not SEND.search(text)
            or not PLAN.search(text)
            or (AFTERWARDS.search(after) and not re.search(r"计划|方案|备案", after))
        ):
            continue
        if not span.has_year:
            doubts.add(line, "date_without_year", sentence.cut()[:60], year=span.first.year)
        return span
    return None

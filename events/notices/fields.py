"""The labels under which a plan states one thing: 活动时间, 地点, 主题, 对象, 人数, 内容, 报名, 要求."""

from __future__ import annotations

import re
from dataclasses import dataclass

from events.notices import units
from events.notices.folding import Folded
from events.notices.outline import marker

FRONT = (
    r"(?:活动|公众|开放日|开放|拟开放|举办|开展|举行|参观|计划|具体|拟定?|宣讲|讲座|集合"
    r"|政务开放日|政府开放日|政策公开讲|本次|接待|接访|座谈|直播|征集){0,3}"
)
WORDS = {
    "time": r"(?:时间|日期|月份|时间安排|日期和时间|日期及时间|时段|起止时间)",
    "place": r"(?:地点|地址|场所|地点安排|集中地点)",
    "title": r"(?:主题|名称|题目|项目|项目名称|点名称|点位名称|讲题|课题|政策名称)",
    "capacity": (
        r"(?:(?:人员|参与)?规模|(?:参加|参与|邀请|招募|报名|征集|参观)?人数"
        r"|(?:招募|征集|报名|邀请|参与)?名额|容量|人数上限|人数规模)"
    ),
    "people": (
        r"(?:(?:参加|参与|邀请|受邀|参会|招募|报名)?(?:对象|人员|人群|群体|范围)|人员(?:范围|及规模)"
        r"|(?:参与|参加|邀请|受邀)?对象[及和与、]人数)"
    ),
    "content": r"(?:主要)?(?:内容|流程|议程|安排|形式|方式|内容[及和]形式|流程安排|内容安排|简介|内容简介|组织形式)",
    "signup": (
        r"(?:报名(?:方式|时间|电话|办法|条件|渠道|要求|方法|须知|事宜|截止时间|及联系方式)?"
        r"|(?:参与|参加|预约)(?:方式|办法|时间|电话|渠道|途径))"
    ),
    "demands": r"(?:工作|有关|相关|组织|其他)?(?:要求|注意事项|事项|保障|温馨提示|提示|须知)",
    "contact": r"(?:联系人|联系电话|联系方式|电话|咨询电话|联系人及电话|联系人及联系方式|联系人员|手机|邮箱)",
    "aim": r"(?:目的|意义|背景|目标|目的和意义|目的意义|指导思想|总体要求|工作目标|总体目标)",
}
KIND = {kind: re.compile(FRONT + words) for kind, words in WORDS.items()}
LABEL = re.compile("|".join(f"(?P<{kind}>{FRONT}{words})" for kind, words in WORDS.items()))
INLINE = re.compile(
    r"(?:(?<=^)|(?<=[,;。、(:)]))(?:" + "|".join(f"(?P<{kind}>{FRONT}{words})" for kind, words in WORDS.items()) + r"):"
)


LONGEST_LABEL = 14


@dataclass(frozen=True)
class Field:
    """A labelled value and the line it stands in; `kind` is a key of WORDS, or "units"."""

    kind: str
    value: Folded
    line: int


def kind_of(label: str) -> str:
    """What a label or a column's head names; "" where it is none of ours."""
    for kind, pattern in KIND.items():
        if pattern.fullmatch(label):
            return kind
    return ""


def opening(words: Folded) -> tuple[str, Folded] | None:
    """The field that a line opens: "一、活动时间", "时间:10月18日", "【地点】一楼"; its value may be empty."""
    body = words.part(marker(words).end)
    found = _bracketed(body)
    if found is None and body.text.startswith("("):  # (时间:10月18日)
        body = body.part(1)
    label, value = found or _parted(body)
    label = label.strip('"()')
    if not 1 < len(label) <= LONGEST_LABEL:
        return None
    if units.LABEL.fullmatch(label):
        return ("units", body) if value.text else None
    kind = kind_of(label)
    return (kind, value) if kind else None


def _bracketed(body: Folded) -> tuple[str, Folded] | None:
    """【活动时间】10月18日."""
    closed = body.text.find(")", 1, LONGEST_LABEL + 2) if body.text.startswith("(") else -1
    if closed < 0 or not kind_of(body.text[1:closed]):
        return None
    after = closed + 1 + (body.text[closed + 1 : closed + 2] == ":")
    return body.text[1:closed], body.part(after)


def _parted(body: Folded) -> tuple[str, Folded]:
    """Label and value at the colon, or at a blank behind a label; else the whole line is the label."""
    colon = body.text.find(":", 0, LONGEST_LABEL + 2)
    label = body.text[: max(colon, 0)].strip('"()')
    if kind_of(label) or units.LABEL.fullmatch(label):
        return label, body.part(colon + 1)
    for end in range(2, min(len(body.text), LONGEST_LABEL)):
        if body.at[end] - body.at[end - 1] > 1 and kind_of(body.text[:end]):
            return body.text[:end], body.part(end)
    return body.text.rstrip(":。"), body.part(len(body.text))


def inline(words: Folded, line: int) -> list[Field]:
    """Fields inside a paragraph ("时间:10月18日;地点:一楼大厅"); each ends at the next or with its sentence."""
    found = []
    matches = list(INLINE.finditer(words.text))
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(words.text)
        stop = re.search(r"[。;]", words.text[match.end() : end])
        end = match.end() + stop.start() if stop else end
        value = words.part(match.end(), end)
        trimmed = value.text.rstrip(",;。、(")
        found.append(Field(match.lastgroup or "", value.part(0, len(trimmed)), line))
    return found

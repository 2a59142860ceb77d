"""What the name of a unit looks like where no label says that it is one, and where one name ends in a list."""

from __future__ import annotations

import re
from itertools import pairwise

from events.notices.folding import Folded, fold

# Endings by which a name is known to be a unit's, where no label says so.
UNIT_END = re.compile(
    r"(?:局|委|办|镇|乡|街道|街道办|办事处|办公室|委员会|政府|中心|管委会|园区|开发区|公司|集团|银行|医院|学校|大学|学院|中学|小学"
    r"|幼儿园|支队|大队|总队|分局|站|所|处|馆|院|社|厅|部|署|台|队|法院|检察院|联合会|工会|妇联|团委|残联|工商联|部门|单位|各镇街|社区|村)"
    r"(?:\([^()]{1,20}\))?$"
)
SURE_END = re.compile(
    r"(?:局|委|委员会|镇|乡|街道|街道办|办事处|管委会|人民政府|政府|办公室|支队|大队|分局|联合会|国动办|应急办)$"
)
MASK = re.compile(r"[*×xX＊]{2,}|[○〇]{2,}")
NO_UNIT = re.compile(r"请|要|应(?!急)|须|需|并|及时|确保|加强|认真|邀请|通过|组织(?!部)|由")
DOING = re.compile(r"走进|走近|参观|体验|探访|探秘|感受|观摩|了解|聚焦|关于")
ACTING = re.compile(r"参观|走进|观摩|探访|召开|邀请")  # no unit's name holds these
MAX_NAME = 40


def may_be_unit(name: str) -> bool:
    if len(name) > MAX_NAME or NO_UNIT.match(name):
        return False
    return bool(UNIT_END.search(fold(name).text) or MASK.search(name))


def is_unit(name: str) -> bool:
    """The words end as a unit's name does, and are short enough to be one."""
    text = fold(name).text
    return 2 <= len(name) <= 20 and bool(UNIT_END.search(text)) and not (DOING.match(text) or ACTING.search(text))


def is_surely_unit(name: str) -> bool:
    """As `is_unit`, by endings that nothing else has: 镇, 局, 委, not 中心 or 站."""
    return 2 <= len(name) <= 20 and bool(SURE_END.search(fold(name).text))


def spaced(piece: Folded) -> list[str]:
    """Blanks part whole names ("黄村镇 采育镇") and are dropped inside one ("黄 村 镇")."""
    tokens = piece.cut().split()
    if len(tokens) > 1 and all(is_unit(token) for token in tokens):
        return tokens
    return ["".join(tokens)] if tokens else []


CONJUNCTION = re.compile(r"以及|[和及与]")


def conjoined(name: str) -> list[str]:
    cuts = [
        match
        for match in CONJUNCTION.finditer(name)
        if is_surely_unit(name[: match.start()][-20:]) and is_unit(name[match.end() :][:20])
    ]
    edges = [0] + [edge for match in cuts for edge in match.span()] + [len(name)]
    return [name[start:end] for start, end in list(pairwise(edges))[::2]]

"""Who leads and who helps: 主责单位:…, (X负责落实), X牵头,Y配合, with the units as written and in their order."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from events.notices import brackets
from events.notices.folding import Folded
from events.notices.unit_names import MASK, MAX_NAME, conjoined, is_surely_unit, may_be_unit, spaced

LEADS = (
    "主责单位|主责部门|牵头单位|牵头部门|主办单位|主办部门|责任单位|责任部门|责任主体|负责单位|负责部门|开放单位|"
    "举办单位|承办单位|承办部门|实施单位|组织单位|主讲单位|宣讲单位|主体单位|开放主体|主责"
)
HELPERS = "配合单位|配合部门|协办单位|协办部门|参与单位|参加单位|支持单位|联合单位|协作单位|协助单位|协同单位|协同部门"
HELPER = re.compile(HELPERS)
FIRST = re.compile(r"主责|牵头|主办")
LABEL = re.compile(rf"(?P<label>{LEADS}|{HELPERS})(?:\((?:部门|单位)\))?(?P<colon>:|为:?|是:?|-)?")
OTHER_LABEL = re.compile(
    r"[,、;。]?(?:(?:活动|开放|举办|开展|集合|具体|参观|宣讲|拟)?(?:时间|地点|内容|形式|主题|对象|人数|规模|日期|方式)"
    r"|联系人|联系电话|联系方式|联系|电话|备注|报名\w{0,4}|参加人员|开放点|讲解员)(?:及\w{1,6})?:"
)
ROLES = {"牵头": 0, "主责": 0, "主办": 0, "负责": 1, "承办": 1, "落实": 1, "举办": 1, "实施": 1, "组织": 1}
ROLES |= {"配合": 2, "协助": 2, "协办": 2, "参与": 2, "协同": 2}
ROLE = re.compile(
    rf"(?P<names>[^。;!?:]{{2,200}}?)(?:按职责|按照职责)?(?:分别|共同|联合|具体|分工|为)?(?P<role>{'|'.join(ROLES)})"
    r"(?:落实|实施|组织|组织实施|办理|开展|负责)?$"
)
BY = re.compile(
    r"(?:^|(?<=[,。;)]))由(?P<roles>[^,。;:()]{2,30}?(?:负责|承办|牵头|主办)(?:组织|实施|落实)?"
    r"(?:,[^,。;:]{2,40}?(?:配合|协助|协办|参与)(?=[,。;])){0,2})(?=[,。;])[,。;]?"
)
SAID_ROLE = re.compile(rf"\((?P<role>{'|'.join(ROLES)})(?:单位|部门)?\)$")
OPEN_END = re.compile(r"(?:等(?:\d+|[一二三四五六七八九十]+)?(?:个)?(?:相关|有关|各)?(?:部门|单位|镇街|街镇|乡镇)?)$")


@dataclass(frozen=True)
class Unit:
    """A unit's name as written and its part: 0 leads by name, 1 is responsible or carries out, 2 helps."""

    name: str
    tier: int
    open_ended: bool = False


@dataclass(frozen=True)
class Found:
    """The units of a paragraph and the paragraph without them."""

    units: tuple[Unit, ...]
    rest: Folded
    labelled: bool


def find(words: Folded) -> Found:
    """Take the units out of a paragraph, wherever their brackets or labels stand in it."""
    units: list[Unit] = []
    cuts: list[tuple[int, int]] = []
    for start, end, inner in _places(words):
        found = _labelled(inner) or _roles(inner)
        if not found:
            continue
        units += found
        other = OTHER_LABEL.search(inner.text) if words.text[start] == "(" else None
        if other is None:
            cuts.append((start, end))
        else:  # (主责单位:黄村镇;联系人:张三) keeps what is not about units
            cuts += [(start, start + 1 + other.start()), (end - 1, end)]
    rest = words
    for start, end in reversed(cuts):
        rest = rest.without(start, end)
    return Found(tuple(units), rest, bool(cuts))


def _places(words: Folded) -> list[tuple[int, int, Folded]]:
    """Where units may stand: brackets, a labelled end of a sentence, a closing "由X负责落实"."""
    places: list[tuple[int, int, Folded]] = []
    text, covered = words.text, 0
    for opened, closed in brackets.groups(text):
        inner = words.part(opened + 1, closed)
        if LABEL.match(inner.text) or _roles(inner):
            places.append((opened, min(closed + 1, len(text)), inner))
    starts = [start for start, _end, _inner in places]
    bracketed = list(places)
    for match in LABEL.finditer(text):
        nearest = bisect_right(starts, match.start()) - 1
        if match.start() < covered or (nearest >= 0 and match.start() < bracketed[nearest][1]):
            continue
        if not _opens(text, match):
            continue
        end = _value_end(text, match.end())
        places.append((match.start(), end, words.part(match.start(), end)))
        covered = end
    if not places and (tail := _closing_roles(words)):
        places.append(tail)
    return sorted(places, key=lambda place: place[0])


def _opens(text: str, match: re.Match[str]) -> bool:
    """A label with its colon, or one that opens a bracket or the line: not "各主责单位要提高认识"."""
    before = text[match.start() - 1] if match.start() else ""
    if match["colon"] in (":", "为:", "是:"):
        return True
    return before == "(" or (match["colon"] is not None and before in "。;,、")


def _value_end(text: str, start: int) -> int:
    """A label's value ends with its sentence, at a bracket that was open before it, or at the next label."""
    depth = 0
    for index in range(start, len(text)):
        letter = text[index]
        if letter == "(":
            depth += 1
        elif letter == ")":
            if depth == 0:
                return index + 1
            depth -= 1
        elif depth == 0 and letter in "。;!?":
            after = LABEL.match(text, index + 1)
            if letter in "。!?" or not after:
                return index + 1
        elif depth == 0 and letter == ":" and (cut := _label_before(text, start, index)) is not None:
            return cut
    return len(text)


def _label_before(text: str, start: int, colon: int) -> int | None:
    """The start of another field's label that ends in this colon."""
    for begin in range(max(start, colon - 12), colon):
        match = OTHER_LABEL.match(text, begin)
        if match and match.end() == colon + 1:
            return begin
    return None


def _labelled(inner: Folded) -> list[Unit]:
    labels = [match for match in LABEL.finditer(inner.text) if match.start() == 0 or _opens(inner.text, match)]
    if not labels or labels[0].start() != 0:
        return []
    units: list[Unit] = []
    ends = [match.start() for match in labels[1:]] + [len(inner.text)]
    for match, end in zip(labels, ends, strict=True):
        tier = 2 if HELPER.fullmatch(match["label"]) else 0 if FIRST.match(match["label"]) else 1
        value = inner.part(match.end(), _field_end(inner.text, match.end(), end))
        units += names(value, tier)
    return units


def _field_end(text: str, start: int, end: int) -> int:
    match = OTHER_LABEL.search(text, start, end)
    return match.start() if match else end


def _roles(inner: Folded) -> list[Unit]:
    """区教委牵头,区卫健委、黄村镇负责落实: each clause names its units and ends in their part."""
    units: list[Unit] = []
    for start, end in brackets.parts(inner.text, ",;。"):
        if start == end:
            continue
        clause = inner.part(start, end)
        match = ROLE.fullmatch(clause.text)
        if match is None:
            return []
        names_end = match.end("names")
        begin = 1 if clause.text.startswith("由") else 0
        found = names(clause.part(begin, names_end), ROLES[match["role"]])
        if not found or not all(may_be_unit(unit.name) for unit in found):
            return []
        units += found
    return units


def _closing_roles(words: Folded) -> tuple[int, int, Folded] | None:
    """The last sentence without brackets: "由区教委负责落实。"."""
    text = words.text.rstrip("。;")
    start = max(text.rfind(sign) for sign in "。;!?)") + 1
    comma = text.rfind(",由", start)
    inner = words.part(max(start, comma + 1), len(text))
    if _roles(inner):
        return max(start, comma), len(words.text), inner
    match = BY.search(words.text)
    return (match.start(), match.end(), words.part(*match.span("roles"))) if match else None


def names(value: Folded, tier: int) -> list[Unit]:
    """The names of a list; parted by 、 , ; / or by blanks between whole names; 和 only between two whole names."""
    text = value.text.strip("。;,、: ")
    if not text:
        return []
    begin = value.text.index(text)
    value = value.part(begin, begin + len(text))
    value, open_ended = _closed(value)
    units: list[Unit] = []
    for start, end in brackets.parts(value.text, "、,;/|。"):
        piece = value.part(start, end)
        part = tier
        if (said := SAID_ROLE.search(piece.text)) and said.start():  # 区教委(牵头)
            piece, part = piece.part(0, said.start()), ROLES[said["role"]]
        for name in spaced(piece):
            units += [Unit(one, part) for one in conjoined(name)]
    units = [unit for unit in units if 1 < len(unit.name) <= MAX_NAME or MASK.search(unit.name)]
    if open_ended and units:
        units[-1] = Unit(units[-1].name, tier, open_ended=True)
    return units


def unlabelled(words: Folded) -> tuple[Unit, ...]:
    """…听取建议。(黄村镇): a closing bracket that holds nothing but names which only units have."""
    last = max(brackets.groups(words.text), default=None, key=lambda pair: pair[1])
    if last is None or words.text[last[1] + 1 :].strip("。;") or last[0] == 0:
        return ()
    found = names(words.part(last[0] + 1, last[1]), 1)
    return tuple(found) if found and all(is_surely_unit(unit.name) for unit in found) else ()


def _closed(value: Folded) -> tuple[Folded, bool]:
    """Without a closing 等, 等单位, and without a bracket that belongs to what stands around it."""
    text = value.text
    while text and (text[-1] in "。;,、:" or (text[-1] == ")" and text.count(")") > text.count("("))):
        text = text[:-1]
    if text.endswith("("):
        text = text[:-1]
    match = OPEN_END.search(text)
    if match and match.start() > 1:
        return value.part(0, match.start()), True
    return value.part(0, len(text)), False


def shared_out(units: tuple[Unit, ...]) -> tuple[list[str], list[str]]:
    """Lead units and co-units: who leads by name leads, the responsible beside them and the helpers help."""
    leading = [unit.tier for unit in units if unit.tier < 2]
    top = min(leading) if leading else None
    leads = [unit.name for unit in units if unit.tier == top]
    others = [unit.name for unit in units if unit.tier != top]
    leads = list(dict.fromkeys(leads))
    return leads, [name for name in dict.fromkeys(others) if name not in leads]

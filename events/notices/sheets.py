"""The labelled values of a session, gathered from a notice's lines: 活动时间, 地点, 主题, 对象, 报名 in any order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from events.notices import closing, dates, fields, heads, modes, outline, seats, titles, unit_names, units
from events.notices.folding import Folded, bare, fold
from events.notices.lines import Line

ABOUT = re.compile(r"以(?P<title>\"[^\"]{2,40}\")为主题")
LEAD = "主责单位："  # the label of which a heading is one
THEMED = re.compile(r"(?P<title>\"[^\"]{2,40}\")主题(?:活动|开放日)?")
EACH = re.compile(r"第[一二三四1-9][场批]|首场|分[两二三四2-9][场批次]")
PLAIN_DAY = re.compile(
    r"^(?:举办|开展|组织)?\"?(?:政务|政府)开放日\"?(?:活动)?|(?:方案|计划|安排|内容|要求|时间|地点|形式)$"
)
LONGEST_NAME = 24
ASKED = {"time", "place", "title", "people", "capacity", "content", "signup"}
KEPT = ("time", "place", "title", "people", "capacity", "signup", "units")


@dataclass
class Sheet:
    """`unit` where a heading names nothing but the unit, `name` where it names the session; `heads` are their lines."""

    unit: str = ""
    name: str = ""
    heads: set[int] = field(default_factory=set)
    values: dict[str, list[tuple[int, Folded]]] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines of what a session keeps: its day, place, name, people, units and sign-up."""
        return tuple(sorted({line for kind in KEPT for line, _value in self.values.get(kind, ())} | self.heads))

    def first(self, kind: str) -> tuple[int, Folded] | None:
        return next((pair for pair in self.values.get(kind, []) if pair[1].text), None)

    @property
    def title(self) -> str | None:
        titled = self.first("title")
        return _title(titled[1]) if titled else self.name or None

    @property
    def place(self) -> str | None:
        where = self.first("place")
        return (where[1].joined.rstrip("。；;，,") or None) if where else None

    @property
    def units(self) -> tuple[str, ...]:
        if self.unit:
            return (self.unit,)
        found = tuple(unit for _line, value in self.values.get("units", []) for unit in units.find(value).units)
        return tuple(units.shared_out(found)[0])

    @property
    def seats(self) -> int | None:
        parts = self.parts
        if len(parts) > 1:
            return sum(parts)
        for kind in ("capacity", "people", "signup"):
            for _line, value in self.values.get(kind, []):
                if (found := seats.of(value)) is not None:
                    return found
        return None

    @property
    def parts(self) -> list[int]:
        """人大代表2名、企业代表6名: the numbers of those invited, where no number says how many they are together."""
        if any(value.text and seats.of(value) for _line, value in self.values.get("capacity", [])):
            return []
        texts = [value.text for _line, value in self.values.get("people", [])]
        return [] if any(seats.TOTAL.search(text) for text in texts) else list(seats.counted("。".join(texts)))

    @property
    def is_tentative(self) -> bool:
        return any("暂定" in value.text for _line, value in self.values["time"])

    def days(self, year: int | None) -> list[tuple[int, dates.Span]]:
        return [(line, span) for line, value in self.values.get("time", ()) for span in dates.spans(value.text, year)]

    def signup_closes(self, year: int | None) -> date | datetime | None:
        return closing.of_fields((value.text for _line, value in self.values.get("signup", ())), year)

    @property
    def mode(self) -> str | None:
        told = (*self.values.get("content", ()), *self.values.get("place", ()))
        return modes.mode(*(value.text for _line, value in told))

    def is_session(self, year: int | None) -> bool:
        """A day and something beside it; a season without a place is the period of a programme."""
        kinds = ASKED & set(self.values)
        if "time" not in kinds or len(kinds) < 2:
            return False
        when = [span for _line, span in self.days(year)]
        if not when:
            return "place" in kinds and len(kinds) > 2
        if self.unit:
            return not dates.is_long(when[0])
        return "place" in kinds or (when[0].exact and not dates.is_long(when[0]))


def _title(value: Folded) -> str | None:
    if match := ABOUT.search(value.text) or titles.NAMED.match(value.text) or THEMED.fullmatch(value.text):
        return bare(value.part(*match.span("title")))
    return titles.read(value, has_unit=True, whole_sentence=True).title


def read(lines: Sequence[Line]) -> list[Sheet]:
    """The fields in order; a second time or title after a full sheet begins the next session."""
    sheets = [Sheet()]
    kind = ""
    above: Line | None = None
    for line in lines:
        opened = fields.opening(line.words)
        if opened:
            kind = opened[0]
            if kind in ("time", "title") and kind in sheets[-1].values and "time" in sheets[-1].values:
                sheets.append(Sheet())
            _name(sheets[-1], above)
            sheets[-1].values.setdefault(kind, []).append((line.number, opened[1]))
            for more in fields.inline(opened[1], line.number):
                sheets[-1].values.setdefault(more.kind, []).append((line.number, more.value))
        elif _asks_units(line.words):
            kind = "units"
            sheets[-1].heads.add(line.number)
        elif kind == "units" and unit_names.is_unit(line.words.text.rstrip("。")):
            sheets[-1].values.setdefault(kind, []).append((line.number, fold(f"{LEAD}{line.raw}")))
            kind = ""
        elif _is_unit_heading(line.words):
            unit = line.words.part(outline.marker(line.words).end).joined.rstrip(":：。")
            sheets.append(Sheet(unit=unit, heads={line.number}))
            kind = ""
        elif outline.is_heading(line.words) and outline.marker(line.words).rank <= 2:
            kind = ""
        elif kind in ASKED and not _may_name(line):
            sheets[-1].values[kind].append((line.number, line.words))
        above = None if opened else line
    return sheets


def _may_name(line: Line) -> bool:
    """A numbered heading between fields, which names what comes below it; a sentence belongs to the field above."""
    is_sentence = line.words.text.endswith(("。", ";"))
    return bool(outline.marker(line.words).style and heads.bare_theme(line.words)) and not is_sentence


def _name(sheet: Sheet, above: Line | None) -> None:
    """(一)走进港口码头, above the first field of its session."""
    if above is None or {"time", "title", "place"} & set(sheet.values) or sheet.unit or EACH.search(above.words.text):
        return
    sign = outline.marker(above.words)
    name = (heads.bare_theme(above.words) or _named(above.words.part(sign.end))) if sign.style else None
    if name:
        sheet.name = name
        sheet.heads.add(above.number)


def _named(words: Folded) -> str | None:
    """(一)疾控中心实验室开放日: more than the name of the occasion alone."""
    text = words.text
    if not 4 < len(text) <= LONGEST_NAME or outline.SENTENCE_END.search(text) or ":" in text or PLAIN_DAY.search(text):
        return None
    return bare(words) if heads.POINT_SECTION.search(text) and not heads.PLAIN_SECTION.fullmatch(text) else None


def _asks_units(words: Folded) -> bool:
    """五、主办单位, with the unit in the line below."""
    return bool(units.LABEL.fullmatch(words.text[outline.marker(words).end :].rstrip(":")))


def _is_unit_heading(words: Folded) -> bool:
    """(一)区公安局, above the fields of its session."""
    sign = outline.marker(words)
    return bool(sign.style) and unit_names.is_unit(words.part(sign.end).joined.rstrip(":：。"))

"""Walks through a notice and gathers its themes, open points and talks; what is left is running text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.notices import entries, heads, outline, rows, units
from events.notices.entries import Entry
from events.notices.fields import opening
from events.notices.folding import Folded, fold
from events.notices.grid import Table
from events.notices.lines import Line
from events.notices.programme import Programme


class Walk:
    """One pass over the paragraphs; `mode` says what the section under way is made of."""

    def __init__(self, blocks: Sequence[Line | Table], found: Programme) -> None:
        self.blocks = _split(blocks)
        self.found = found
        self.mode = ""
        self.section: outline.Marker | None = None
        self.entry: Entry | None = None
        self.item_style = ""
        self.theme_units: tuple[units.Unit, ...] = ()
        self.is_about_open_days = any(_names_open_days(block) for block in self.blocks)
        self.has_labels = any(isinstance(block, Line) and _is_labelled(block.words) for block in self.blocks)

    def run(self) -> Programme:
        for place, block in enumerate(self.blocks):
            if isinstance(block, Table):
                self._close()
                rows.take(block, self.found, talks=self.mode == "talks")
            else:
                self._line(place, block)
        self._close()
        return self.found

    def _line(self, place: int, line: Line) -> None:
        for step in (self._theme, self._point, self._talk_head, self._section, self._item):
            if step(place, line):
                return
        if self.mode:
            self._continue(line)
        else:
            self.found.text.append(line)

    def _theme(self, place: int, line: Line) -> bool:
        title = heads.theme(line.words)
        stated = title is not None
        if not stated and self._point_follows(place):
            title = heads.bare_theme(line.words)
        if title is None or not self.is_about_open_days or (self.mode == "talks" and not self._point_follows(place)):
            return False
        self.found.used.add(line.number)
        self._close()
        self.mode = "points"
        self.theme_units = units.find(line.words).units
        self.found.begin_theme(title, line.number, sure=stated)
        run_on = heads.theme_end(line.words)
        if run_on < len(line.words.text):
            self.found.text.append(Line(line.number, line.words.part(run_on)))
        return True

    def _point(self, place: int, line: Line) -> bool:
        head = heads.point(line.words)
        if head is None or (not head.numbers and not units.find(line.words).units):
            return False
        self._close()
        if head.too_long:
            self.found.doubts.add(line.number, "range_too_long", line.words.cut(0, head.end))
        self.mode = "points"
        self.entry = Entry(line.number, line.words.part(head.end), head.numbers, theme_units=self.theme_units)
        return True

    def _talk_head(self, place: int, line: Line) -> bool:
        end = heads.talk(line.words)
        if end is None or (self.mode != "talks" and not units.find(line.words).units):
            return False
        self._close()
        self.mode = "talks"
        self.entry = Entry(line.number, line.words.part(end), is_talk=True)
        return True

    def _section(self, place: int, line: Line) -> bool:
        sign = outline.marker(line.words)
        if heads.opens_talks(line.words) and not self._inside(sign):
            mode = "talks"
        elif heads.opens_points(line.words) and not self._inside(sign):
            mode = "points"
        elif self.mode and self._ends_section(line.words, sign):
            mode = ""
        else:
            return False
        self._close()
        self.mode, self.section = mode, sign
        self.found.text.append(line)
        return True

    def _inside(self, sign: outline.Marker) -> bool:
        """An item of the section under way may name open days or talks itself."""
        return bool(self.mode == "talks" and self.section and sign.rank > self.section.rank)

    def _ends_section(self, words: Folded, sign: outline.Marker) -> bool:
        if units.find(words).units or not (outline.is_heading(words) or self._is_section(words, sign)):
            return False
        if not sign.style or (self.mode == "talks" and self._talks_name_units()):
            return True
        return (
            sign.style in ("section", "part")
            or bool(self.section and sign.rank <= self.section.rank)
            or (sign.style == "number" and self.mode == "points" and _is_closing_section(words))
        )

    def _is_section(self, words: Folded, sign: outline.Marker) -> bool:
        """Where points carry their label, a short "三、…" without a sentence is no point, whatever its words."""
        text = words.text[sign.end :]
        short = 1 < len(text) <= outline.HEADING_LENGTH and not outline.SENTENCE_END.search(text)
        return self.has_labels and sign.style in ("section", "part") and short and ":" not in text

    def _talks_name_units(self) -> bool:
        """Talks that come with their units end where a short heading has none."""
        named = self.entry is not None and any(units.find(part.words).units for part in self.entry.parts)
        return named or any(talk.units for talk in self.found.talks)

    def _item(self, place: int, line: Line) -> bool:
        """A numbered paragraph without a label of its own: a talk among talks, a point among points."""
        sign = outline.marker(line.words)
        if self.mode == "talks":
            return self._talk_item(line, sign)
        if not self.mode or not sign.style or opening(line.words) is not None:
            return False
        if not units.find(line.words).units and (self.has_labels or not self._in_theme()):
            return False
        if outline.is_heading(line.words) and not units.find(line.words).units and _is_closing_section(line.words):
            return False
        self._close()
        self.entry = Entry(line.number, line.words.part(sign.end), labelled=False)
        return True

    def _talk_item(self, line: Line, sign: outline.Marker) -> bool:
        """1.政企连心桥宣讲。… or 讲题:…"""
        opened = opening(line.words)
        if opened and opened[0] == "title" and opened[1].text:
            words = opened[1]
        elif opened is not None or not sign.style or (self.entry and self.section and not self._is_sibling(sign)):
            return False
        else:
            words = line.words.part(sign.end)
            self.item_style = sign.style
        self._close()
        self.entry = Entry(line.number, words, is_talk=True)
        return True

    def _is_sibling(self, sign: outline.Marker) -> bool:
        return sign.style == self.item_style or not self.item_style

    def _in_theme(self) -> bool:
        return bool(self.found.themes and self.found.themes[-1].title)

    def _continue(self, line: Line) -> None:
        entry = self.entry
        if AFTERWORD.match(line.words.text):
            self._close()
            self.found.text.append(line)
            return
        if entry is None:
            if outline.SENTENCE_END.search(line.words.text) or outline.is_heading(line.words):
                self.found.text.append(line)
            else:
                self.found.leave_unread(line.number, line.raw)
            return
        if entry.body and _awaits_value(entry.body[-1].words):
            joined = fold(entry.body[-1].words.raw + line.words.raw)
            self.found.used.add(line.number)
            entry.body[-1] = Line(entry.body[-1].number, joined)
            entry.continued.append(line.number)
            return
        if entry.is_complete and opening(line.words) is None and not units.find(line.words).units:
            self.found.leave_unread(line.number, line.raw)
            return
        entry.body.append(line)

    def _close(self) -> None:
        entry, self.entry = self.entry, None
        if entry is None:
            return
        self.found.used |= {*entry.lines}
        if entry.is_talk:
            talk = entries.talk(entry, self.found.doubts)
            self.found.talks.append(talk)
            made, title, named = [], talk.title, talk.units
        else:
            made = entries.points(entry, self.found.doubts)
            self.found.add_points(made)
            title, named = made[0].title, made[0].units
        self.found.sessions += entries.sessions(
            entry, made, title, named, year=self.found.year, doubts=self.found.doubts
        )

    def _point_follows(self, place: int) -> bool:
        following = self.blocks[place + 1] if place + 1 < len(self.blocks) else None
        return isinstance(following, Line) and _is_labelled(following.words)


AFTERWORD = re.compile(r"附件|附表|抄送|抄报|此件公开|.{2,30}印发$")
CLOSING_WORDS = (
    "要求",
    "方式",
    "保障",
    "考核",
    "宣传",
    "目标",
    "对象",
    "时间",
    "步骤",
    "范围",
    "事项",
    "其他",
    "附则",
    "报名",
)


def _is_closing_section(words: Folded) -> bool:
    return outline.is_heading(words) and any(word in words.text for word in CLOSING_WORDS)


def _names_open_days(block: Line | Table) -> bool:
    return isinstance(block, Table) or bool(heads.POINT_SECTION.search(block.words.text))


def _awaits_value(words: Folded) -> bool:
    """主责单位: at the end of a line; the unit stands on the next."""
    match = units.LABEL.search(words.text, max(0, len(words.text) - 8))
    return bool(match and match["colon"] and match.end() == len(words.text))


def _is_labelled(words: Folded) -> bool:
    head = heads.point(words)
    return head is not None and bool(head.numbers)


def _split(blocks: Sequence[Line | Table]) -> list[Line | Table]:
    parted: list[Line | Table] = []
    for block in blocks:
        if isinstance(block, Table):
            parted.append(block)
        else:
            parted += [Line(block.number, words) for words in heads.split(block.words)]
    return parted

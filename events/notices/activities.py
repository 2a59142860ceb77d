"""Walks through a notice and gathers its themes, open points and talks; what is left is running text."""

from __future__ import annotations

import re

from events.notices import entries, heads, outline, rows, units
from events.notices.entries import Entry
from events.notices.fields import opening
from events.notices.folding import Folded, fold
from events.notices.grid import Table
from events.notices.layout import Layout, is_closing
from events.notices.lines import Line
from events.notices.numerals import number
from events.notices.programme import Programme

AFTERWORD = re.compile(r"附件|附表|抄送|抄报|此件公开|.{2,30}印发$")


class Walk:
    """One pass over the paragraphs; `mode` says what the section under way is made of."""

    def __init__(self, layout: Layout, found: Programme) -> None:
        self.layout = layout
        self.found = found
        self.mode = ""
        self.section: outline.Marker | None = None
        self.entry: Entry | None = None
        self.item_style = ""
        self.theme_units: tuple[units.Unit, ...] = ()
        self.bodies: list[bool] = []  # whether each entry of the section so far had paragraphs below it

    def run(self) -> Programme:
        for place, block in enumerate(self.layout.blocks):
            if isinstance(block, Table):
                self._close()
                rows.take(block, self.found, talks=self.mode == "talks")
            else:
                self._line(place, block)
        self._close()
        self.found.number_by_list()
        return self.found

    def _line(self, place: int, line: Line) -> None:
        for step in (self._theme, self._point, self._talk_head, self._section, self._item):
            if step(place, line):
                return
        if self.mode:
            self._continue(line)
        else:
            self.found.text.append(line)

    def _begin(self, entry: Entry) -> None:
        self._close()
        self.entry = entry

    def _theme(self, place: int, line: Line) -> bool:
        follows = self.layout.is_entry(place + 1)
        title = heads.theme(line.words)
        stated = title is not None
        if not stated and follows and self.layout.may_be_theme(place):
            title = heads.bare_theme(line.words)
        if title is None or not self.layout.is_about_open_days or (self.mode == "talks" and not follows):
            return False
        if not follows and self.layout.is_value(place):
            return False
        self.found.used.add(line.number)
        self._close()
        self._enter("points", self.section)
        self.theme_units = units.find(line.words).units
        self.found.begin_theme(title, line.number, sure=stated)
        run_on = heads.theme_end(line.words)
        if run_on < len(line.words.text):
            self.found.text.append(Line(line.number, line.words.part(run_on)))
        return True

    def _enter(self, mode: str, section: outline.Marker | None) -> None:
        self.mode, self.section, self.bodies = mode, section, []

    def _point(self, place: int, line: Line) -> bool:
        head = heads.point(line.words)
        if head is None or (not head.numbers and not self.layout.names_units(place)):
            return False
        if head.too_long:
            self.found.doubts.add(line.number, "range_too_long", line.words.cut(0, head.end))
        listed = number(outline.marker(line.words).numeral)
        words = line.words.part(head.end)
        self._begin(Entry(line.number, words, head.numbers, theme_units=self.theme_units, listed=listed))
        self.mode = "points"
        return True

    def _talk_head(self, place: int, line: Line) -> bool:
        """第一讲:…, or a heading with the unit that gives the talk below it, where the notice is about talks."""
        end = heads.talk(line.words)
        sign = outline.marker(line.words)
        if end is None and self.layout.is_about_talks and sign.style and not opening(line.words):
            end = sign.end if self.layout.has_unit_field(place) else None
        elif end is not None and self.mode != "talks" and not units.find(line.words).units:
            end = None
        if end is None:
            return False
        self._begin(Entry(line.number, line.words.part(end), is_talk=True))
        self.mode = "talks"
        return True

    def _section(self, place: int, line: Line) -> bool:
        sign = outline.marker(line.words)
        if heads.opens_talks(line.words) and not self._inside(sign):
            mode = "talks"
        elif (heads.opens_points(line.words) or self.layout.opens_list(place)) and not self._inside(sign):
            mode = "points"
        elif self.mode and self._ends_section(place, line.words, sign):
            mode = ""
        else:
            return False
        self._close()
        self._enter(mode, sign)
        self.theme_units = ()
        self.found.text.append(line)
        return True

    def _inside(self, sign: outline.Marker) -> bool:
        """An item of the section under way may name open days or talks itself."""
        return bool(self.mode == "talks" and self.section and sign.rank > self.section.rank)

    def _ends_section(self, place: int, words: Folded, sign: outline.Marker) -> bool:
        if self.layout.names_units(place) or self.layout.is_unit_heading(place):
            return False
        if not (outline.is_heading(words) or self._is_section(words, sign)):
            return False
        if not sign.style or (self.mode == "talks" and self._talks_name_units()):
            return True
        return (
            sign.style in ("section", "part")
            or bool(self.section and sign.rank <= self.section.rank)
            or (sign.style == "number" and self.mode == "points" and is_closing(words))
        )

    def _is_section(self, words: Folded, sign: outline.Marker) -> bool:
        """Where points carry their label, a short "三、…" without a sentence is no point, whatever its words."""
        text = words.text[sign.end :]
        short = 1 < len(text) <= outline.HEADING_LENGTH and not outline.SENTENCE_END.search(text)
        return self.layout.has_labels and sign.style in ("section", "part") and short and ":" not in text

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
        named = self.layout.names_units(place)
        if not named and self.layout.is_unit_heading(place):
            self._close()
            name = line.words.part(sign.end).joined.rstrip(":：。")
            self.theme_units = (units.Unit(name, 1),)
            self.found.used.add(line.number)
            return True
        if not named and (self.layout.has_labels or not (self._in_theme() or self.theme_units)):
            return False
        if not named and is_closing(line.words):
            return False
        words, listed = line.words.part(sign.end), number(sign.numeral)
        self._begin(Entry(line.number, words, labelled=False, theme_units=self.theme_units, listed=listed))
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
        self._begin(Entry(line.number, words, is_talk=True))
        return True

    def _is_sibling(self, sign: outline.Marker) -> bool:
        return sign.style == self.item_style or not self.item_style

    def _in_theme(self) -> bool:
        return bool(self.found.themes and self.found.themes[-1].title)

    def _continue(self, line: Line) -> None:
        """A paragraph without a sign of its own: the entry's, or what is said of all of them."""
        entry = self.entry
        if AFTERWORD.match(line.words.text) or self._is_about_all(line):
            self._close()
            self.entry = None
            self.found.text.append(line)
        elif entry is None:
            if outline.SENTENCE_END.search(line.words.text) or outline.is_heading(line.words):
                self.found.text.append(line)
            else:
                self.found.leave_unread(line.number, line.raw)
        elif entry.body and _awaits_value(entry.body[-1].words):
            joined = fold(entry.body[-1].words.raw + line.words.raw)
            entry.body[-1] = Line(entry.body[-1].number, joined)
            entry.continued.append(line.number)
        elif entry.is_complete and opening(line.words) is None and not units.find(line.words).units:
            self.found.leave_unread(line.number, line.raw)
        else:
            entry.body.append(line)

    def _is_about_all(self, line: Line) -> bool:
        """Demands always are; behind entries of one paragraph each, any sentence or field is too."""
        opened = opening(line.words)
        if self.entry is not None and opened and opened[0] in ("demands", "aim") and self.entry.has_named_units:
            return True
        if self.entry is None or self.entry.body or not self.bodies or any(self.bodies):
            return False
        if units.find(line.words).units or not self.entry.has_named_units:
            return False
        return bool(outline.SENTENCE_END.search(line.words.text[-1:])) or opened is not None

    def _close(self) -> None:
        entry, self.entry = self.entry, None
        if entry is None:
            return
        self.bodies.append(bool(entry.body))
        self.found.used |= {*entry.lines}
        if entry.is_talk:
            talk = entries.talk(entry, self.found.doubts)
            self.found.talks.append(talk)
            made, title, named = [], talk.title, talk.units
        else:
            made = entries.points(entry, self.found.doubts)
            self.found.add_points(made, entry.listed)
            title, named = made[0].title, made[0].units
        self.found.sessions += entries.sessions(
            entry, made, title, named, year=self.found.year, doubts=self.found.doubts
        )


def _awaits_value(words: Folded) -> bool:
    """主责单位: at the end of a line; the unit stands on the next."""
    match = units.LABEL.search(words.text, max(0, len(words.text) - 8))
    return bool(match and match["colon"] and match.end() == len(words.text))

"""What stands where in a notice before it is walked through: which paragraphs are entries, and how they look."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.notices import heads, outline, unit_names, units
from events.notices.fields import opening
from events.notices.folding import Folded
from events.notices.grid import Table
from events.notices.lines import Line

Block = Line | Table
MOST_FIELDS = 8  # lines of labelled values below the head of an entry
CLOSING_WORDS = re.compile(r"要求|方式|保障|考核|宣传|目标|对象|时间|步骤|范围|事项|其他|附则|报名|分工|职责|流程|联系")


NO_PLAN = re.compile(r"要点|报告|条例|总结|会议|招聘|通报|信息公开")


class Layout:
    """The paragraphs and tables in order, and questions about what follows a place among them."""

    def __init__(self, blocks: Sequence[Block], title: str) -> None:
        self.blocks = _split(blocks)
        self.is_about_open_days = bool(heads.POINT_SECTION.search(title)) or any(map(_names_open_days, self.blocks))
        self.is_about_talks = bool(heads.TALK_SECTION.search(title)) and not heads.POINT_SECTION.search(title)
        self.is_plan = not NO_PLAN.search(title) and (not title or bool(heads.POINT_SECTION.search(title)))
        self.has_labels = any(isinstance(block, Line) and is_labelled(block.words) for block in self.blocks)

    def line(self, place: int) -> Line | None:
        block = self.blocks[place] if 0 <= place < len(self.blocks) else None
        return block if isinstance(block, Line) else None

    def names_units(self, place: int) -> bool:
        """The paragraph names who leads, or a field below it does."""
        line = self.line(place)
        if line is None:
            return False
        if any(unit.tier < 2 for unit in units.find(line.words).units):
            return True
        return opening(line.words) is None and self.has_unit_field(place)

    def has_unit_field(self, place: int) -> bool:
        for below in range(place + 1, place + 1 + MOST_FIELDS):
            line = self.line(below)
            opened = opening(line.words) if line else None
            if line is None or opened is None:
                return False
            if opened[0] == "units":
                return any(unit.tier < 2 for unit in units.find(line.words).units)
        return False

    def is_value(self, place: int) -> bool:
        """The line below 三、活动主题 says what the title is; it is no heading itself."""
        above = self.line(place - 1)
        opened = opening(above.words) if above else None
        return opened is not None and opened[0] == "title" and not opened[1].text

    def is_entry(self, place: int) -> bool:
        """An open point with its label, or an item of a list that names its units."""
        line = self.line(place)
        if line is None:
            return False
        head = heads.point(line.words)
        if head is not None and (head.numbers or self.names_units(place)):
            return True
        return not self.has_labels and self.is_item(place)

    def is_item(self, place: int) -> bool:
        line = self.line(place)
        if line is None or not outline.marker(line.words).style or opening(line.words) is not None:
            return False
        return self.names_units(place) and not is_closing(line.words)

    def may_be_theme(self, place: int) -> bool:
        """A heading above an entry; above one without a label it must not be what closes the list before."""
        line = self.line(place)
        if line is None or self.has_labels:
            return line is not None
        return self.is_plan and not (self.is_entry(place) or is_closing(line.words))

    def is_unit_heading(self, place: int) -> bool:
        """一、县教育局 over a list of its points."""
        line, following = self.line(place), self.line(place + 1)
        if line is None or following is None:
            return False
        sign, below = outline.marker(line.words), outline.marker(following.words)
        if not sign.style or not below.style or below.rank <= sign.rank or opening(following.words) is not None:
            return False
        return unit_names.is_unit(line.words.part(sign.end).joined.rstrip(":：。"))

    def opens_list(self, place: int) -> bool:
        """A heading or a sentence over a list whose items name their units, where no point carries a label."""
        line = self.line(place)
        if line is None or self.has_labels or not self.is_plan or not heads.opens_list(line.words):
            return False
        following = self.line(place + 1)
        if following is None:
            return False
        below = 1 if self.is_item(place + 1) else 2 if heads.bare_theme(following.words) else 0
        return self.is_unit_heading(place + 1) or (below > 0 and self.is_item(place + below))


def is_labelled(words: Folded) -> bool:
    head = heads.point(words)
    return head is not None and bool(head.numbers)


def is_closing(words: Folded) -> bool:
    """三、工作要求: a heading of what comes after the activities."""
    return outline.is_heading(words) and bool(CLOSING_WORDS.search(words.text))


def _names_open_days(block: Block) -> bool:
    return isinstance(block, Table) or bool(heads.POINT_SECTION.search(block.words.text))


def _split(blocks: Sequence[Block]) -> list[Block]:
    parted: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            parted.append(block)
        else:
            parted += [Line(block.number, words) for words in heads.split(block.words)]
    return parted

"""The themes, points, talks and sessions of a notice while they are gathered, and the lines that gave none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from events.notices.doubts import Doubts
from events.notices.folding import fold
from events.notices.lines import Line
from events.notices.notice import Passage, Point, Session, Talk, Theme, grade


@dataclass
class Begun:
    """A theme and its points so far; `sure` where it is called a theme and not only stands above points."""

    title: str | None
    line: int | None = None
    sure: bool = True
    points: list[Point] = field(default_factory=list)


@dataclass
class Programme:
    """The programme of a notice and the lines that are not part of it."""

    year: int | None
    doubts: Doubts
    themes: list[Begun] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    text: list[Line] = field(default_factory=list)
    unread: list[Passage] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    listed: list[int | None] = field(default_factory=list)

    def gathered(self) -> tuple[Theme, ...]:
        return tuple(_theme(theme) for theme in self.themes if theme.title or theme.points)

    def begin_theme(self, title: str | None, line: int | None = None, *, sure: bool = True) -> None:
        self.themes.append(Begun(title, line, sure))

    def known(self, points: list[Point]) -> list[Point]:
        """The points that stand here already by the same numbers and names: a table repeats those of the text."""
        here = {(point.number, fold(point.title or "").text): point for theme in self.themes for point in theme.points}
        same = [here.get((point.number, fold(point.title or "").text)) for point in points if point.number is not None]
        return [point for point in same if point is not None] if None not in same and len(same) == len(points) else []

    def add_points(self, points: list[Point], listed: int | None = None) -> None:
        """`listed` is the number that the list gives to an entry, whatever number it has itself."""
        self.listed += [listed] * len(points)
        if not self.themes:
            self.begin_theme(None)
        self.themes[-1].points.extend(points)

    def number_by_list(self) -> None:
        """Points without numbers in lists that run from 1 through all themes: the list's numbers are proposed."""
        points = [point for theme in self.themes for point in theme.points]
        runs = self.listed == list(range(1, len(points) + 1)) and len(points) > 1
        if not runs or any(point.number is not None for point in points):
            return
        self.doubts.withdraw("point_unnumbered")
        place = 0
        for theme in self.themes:
            for index, point in enumerate(theme.points):
                place += 1
                theme.points[index] = replace(point, number=place)
                self.doubts.add(point.line, "number_from_list", point.title or "", number=place)
        lined = {point.line: number for number, point in enumerate(points, 1)}
        self.sessions = [
            replace(one, point=lined[one.lines[0]])
            if one.point is None and one.lines[:1] and one.lines[0] in lined
            else one
            for one in self.sessions
        ]

    def accounted(self) -> set[int]:
        """The lines that became entries, text, or are known to have given nothing."""
        return self.used | {line.number for line in self.text} | {passage.line for passage in self.unread}

    def leave_unread(self, line: int, text: str) -> None:
        self.unread.append(Passage(line, text))
        self.doubts.add(line, "line_unread", text[:40])


def _theme(begun: Begun) -> Theme:
    lines = (begun.line,) if begun.line and begun.title else ()
    return Theme(begun.title, tuple(begun.points), next(iter(lines), None), lines, grade=grade(sure=begun.sure))

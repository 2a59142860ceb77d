"""The themes, points, talks and sessions of a notice while they are gathered, and the lines that gave none."""

from __future__ import annotations

from dataclasses import dataclass, field

from events.notices.doubts import Doubts
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

    def gathered(self) -> tuple[Theme, ...]:
        return tuple(_theme(theme) for theme in self.themes if theme.title or theme.points)

    def begin_theme(self, title: str | None, line: int | None = None, *, sure: bool = True) -> None:
        self.themes.append(Begun(title, line, sure))

    def add_points(self, points: list[Point]) -> None:
        if not self.themes:
            self.begin_theme(None)
        self.themes[-1].points.extend(points)

    def accounted(self) -> set[int]:
        """The lines that became entries, text, or are known to have given nothing."""
        return self.used | {line.number for line in self.text} | {passage.line for passage in self.unread}

    def leave_unread(self, line: int, text: str) -> None:
        self.unread.append(Passage(line, text))
        self.doubts.add(line, "line_unread", text[:40])


def _theme(begun: Begun) -> Theme:
    lines = (begun.line,) if begun.line and begun.title else ()
    return Theme(begun.title, tuple(begun.points), next(iter(lines), None), lines, grade=grade(sure=begun.sure))

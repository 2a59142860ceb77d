"""The themes, points, talks and sessions of a notice while they are gathered, and the lines that gave none."""

from __future__ import annotations

from dataclasses import dataclass, field

from events.notices.doubts import Doubts
from events.notices.lines import Line
from events.notices.notice import Passage, Point, Session, Talk, Theme


@dataclass
class Programme:
    """The programme of a notice and the lines that are not part of it."""

    year: int | None
    doubts: Doubts
    themes: list[tuple[str | None, list[Point]]] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    text: list[Line] = field(default_factory=list)
    unread: list[Passage] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def gathered(self) -> tuple[Theme, ...]:
        return tuple(Theme(title, tuple(points)) for title, points in self.themes if title or points)

    def begin_theme(self, title: str | None) -> None:
        self.themes.append((title, []))

    def add_points(self, points: list[Point]) -> None:
        if not self.themes:
            self.begin_theme(None)
        self.themes[-1][1].extend(points)

    def accounted(self) -> set[int]:
        """The lines that became entries, text, or are known to have given nothing."""
        return self.used | {line.number for line in self.text} | {passage.line for passage in self.unread}

    def leave_unread(self, line: int, text: str) -> None:
        self.unread.append(Passage(line, text))
        self.doubts.add(line, "line_unread", text[:40])

"""What a notice says, as plain values; `as_json` is the form that commands print and the desk shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from events.notices.doubts import Doubt


@dataclass(frozen=True)
class Point:
    number: int | None
    title: str | None
    units: tuple[str, ...]
    co_units: tuple[str, ...]
    description: str
    line: int


@dataclass(frozen=True)
class Theme:
    """A title of None gathers the points that stand under no theme."""

    title: str | None
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Talk:
    title: str | None
    units: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Session:
    point: int | None
    title: str | None
    units: tuple[str, ...]
    starts: date | datetime | None
    ends: date | datetime | None
    place: str | None
    capacity: int | None
    tentative: bool
    line: int


@dataclass(frozen=True)
class Rule:
    """`unit` is working_days, calendar_days, people, date, share or times; `source` the sentence as written."""

    code: str
    value: int | date | Fraction
    unit: str
    source: str
    line: int


@dataclass(frozen=True)
class Period:
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Declared:
    themes: int | None = None
    points: int | None = None


@dataclass(frozen=True)
class Passage:
    """A line that became no entry: running text, or a line that gave nothing."""

    line: int
    text: str


@dataclass(frozen=True)
class Header:
    title: str | None = None
    document_number: str | None = None
    index_number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    published_on: date | None = None
    validity: str | None = None


@dataclass(frozen=True)
class Notice:
    header: Header
    period: Period
    declared: Declared
    columns: tuple[str, ...]
    channels: tuple[str, ...]
    categories: tuple[str, ...]
    themes: tuple[Theme, ...]
    talks: tuple[Talk, ...]
    sessions: tuple[Session, ...]
    rules: tuple[Rule, ...]
    doubts: tuple[Doubt, ...]
    prose: tuple[Passage, ...]
    unread: tuple[Passage, ...]

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for theme in self.themes for point in theme.points)

    def as_json(self) -> dict[str, Any]:
        """Every key is present; days are ISO texts, a share is "1/3"."""
        return {
            **_plain(self.header),
            "period": {"from": _value(self.period.first), "to": _value(self.period.last)},
            "declared": _plain(self.declared),
            "columns": list(self.columns),
            "channels": list(self.channels),
            "categories": list(self.categories),
            "themes": [
                {"title": theme.title, "points": [_plain(point) for point in theme.points]} for theme in self.themes
            ],
            "talks": [_plain(talk) for talk in self.talks],
            "sessions": [_plain(session) for session in self.sessions],
            "rules": [_plain(rule) for rule in self.rules],
            "doubts": [
                {"line": doubt.line, "code": doubt.code, "text": doubt.text, "message": doubt.message}
                for doubt in self.doubts
            ],
            "prose": [_plain(passage) for passage in self.prose],
            "unread": [_plain(passage) for passage in self.unread],
        }


HIDDEN = {(Point, "line"), (Rule, "line")}
CONVERTED: tuple[tuple[type, Callable[[Any], object]], ...] = (
    (date, lambda day: day.isoformat()),
    (Fraction, lambda share: f"{share.numerator}/{share.denominator}"),
    (tuple, list),
)


def _plain(row: Any) -> dict[str, Any]:
    return {key: _value(value) for key, value in asdict(row).items() if (type(row), key) not in HIDDEN}


def _value(value: object) -> object:
    for kind, convert in CONVERTED:
        if isinstance(value, kind):
            return convert(value)
    return value

"""What a notice says, as plain values; `as_json` is the form that commands print, the row keeps and the desk shows.

The JSON is one object. Days are ISO texts, a moment is "2024-10-18T09:00:00", a share "1/3"; every key is present.

    title, document_number, index_number, issuer, issued_on, published_on, validity     text or null
    period      {"from", "to"}                       declared    {"themes", "points"}
    columns, channels, categories                    lists of text
    themes      [{"title", "points": [point …], "key", "grade", "line", "lines"}]; title null gathers the points that
                stand under no theme: it has no line and is no item
      point     {"number", "title", "units", "co_units", "description", "line", "lines", "key", "grade"}
    talks       [{"title", "units", "description", "line", "lines", "key", "grade"}]
    sessions    [{"point", "title", "units", "starts", "ends", "place", "capacity", "tentative", "line",
                  "signup_closes", "mode", "lines", "key", "grade"}]
                  mode: "onsite", "livestream", "both", or null where the notice does not say it
    rules       [{"code", "value", "unit", "source", "line", "lines", "key", "grade"}]
    items       [{"key", "grade", "lines"}]: everything that was read, once, in the order of this list
    doubts      [{"line", "code", "text", "message", "keys"}]: `keys` are the items that the doubt touches; none where
                it is about the whole document or about a line that gave nothing
    prose       [{"line", "text", "lines"}]: running text; a rule or a session may have been read in it all the same
    unread      [{"line", "text", "lines"}]: lines in or beside the activities that gave nothing
    frame       [number]: lines that say nothing of their own: the page around the document, heads of tables

A line's number is that of the document as it was read, the first is 1; `line` is where an item begins, `lines` are all
it was read from. Each line that is not blank stands in `frame`, `prose`, `unread` or the `lines` of an item.

A key names an item for as long as the text is the same: header.title (…), period, declared.themes, declared.points,
column.1, channel.1, category.1, theme.1, point.7 (its number; point.7.2 where the number stands twice, point.new.1
where it has none), talk.1, session.1, rule.report (rule.report.2 for its second value).

A grade is "certain", or "proposed" where a doubt touches the item or where it was inferred: nothing that is proposed
holds before a person has looked at it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from events.notices.doubts import Doubt

CERTAIN, PROPOSED = "certain", "proposed"


def grade(*, sure: bool) -> str:
    return CERTAIN if sure else PROPOSED


@dataclass(frozen=True)
class Point:
    number: int | None
    title: str | None
    units: tuple[str, ...]
    co_units: tuple[str, ...]
    description: str
    line: int
    lines: tuple[int, ...] = ()
    key: str = ""
    grade: str = CERTAIN


@dataclass(frozen=True)
class Theme:
    """A title of None gathers the points that stand under no theme."""

    title: str | None
    points: tuple[Point, ...]
    line: int | None = None
    lines: tuple[int, ...] = ()
    key: str = ""
    grade: str = CERTAIN


@dataclass(frozen=True)
class Talk:
    title: str | None
    units: tuple[str, ...]
    description: str
    line: int
    lines: tuple[int, ...] = ()
    key: str = ""
    grade: str = CERTAIN


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
    signup_closes: date | datetime | None = None
    mode: str | None = None
    lines: tuple[int, ...] = ()
    key: str = ""
    grade: str = CERTAIN


@dataclass(frozen=True)
class Rule:
    """`unit` is working_days, calendar_days, people, date, share or times; `source` the sentence as written."""

    code: str
    value: int | date | Fraction
    unit: str
    source: str
    line: int
    lines: tuple[int, ...] = ()
    key: str = ""
    grade: str = CERTAIN


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
    lines: tuple[int, ...] = ()


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
class Item:
    """Anything that was read: its key, how sure it is, and the lines it was read from."""

    key: str
    grade: str
    lines: tuple[int, ...]


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
    items: tuple[Item, ...] = ()
    frame: tuple[int, ...] = ()

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for theme in self.themes for point in theme.points)

    def as_json(self) -> dict[str, Any]:
        """The object that the top of this module describes."""
        return {
            **plain(self.header),
            "period": {"from": _value(self.period.first), "to": _value(self.period.last)},
            "declared": plain(self.declared),
            "columns": list(self.columns),
            "channels": list(self.channels),
            "categories": list(self.categories),
            "themes": [{**plain(theme), "points": [plain(point) for point in theme.points]} for theme in self.themes],
            "talks": [plain(talk) for talk in self.talks],
            "sessions": [plain(session) for session in self.sessions],
            "rules": [plain(rule) for rule in self.rules],
            "items": [plain(item) for item in self.items],
            "doubts": [
                {
                    "line": doubt.line,
                    "code": doubt.code,
                    "text": doubt.text,
                    "message": doubt.message,
                    "keys": list(doubt.keys),
                }
                for doubt in self.doubts
            ],
            "prose": [plain(passage) for passage in self.prose],
            "unread": [plain(passage) for passage in self.unread],
            "frame": list(self.frame),
        }


CONVERTED: tuple[tuple[type, Callable[[Any], object]], ...] = (
    (date, lambda day: day.isoformat()),
    (Fraction, lambda share: f"{share.numerator}/{share.denominator}"),
    (tuple, list),
)


def plain(row: Any) -> dict[str, Any]:
    """One of the values above as the JSON has it."""
    return {key: _value(value) for key, value in asdict(row).items()}


def _value(value: object) -> object:
    for kind, convert in CONVERTED:
        if isinstance(value, kind):
            return convert(value)
    return value

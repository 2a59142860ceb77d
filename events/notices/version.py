"""A plan as one version of its document says it: plain values that two versions can be compared by.

Made from a reading (notice.py describes its JSON), or from a plan's rows put into that shape (standing.py): there every
theme, point and talk carries its `id`, which stays its name from version to version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from events.notices.folding import fold
from events.notices.notice import CERTAIN

OPEN_POINT, TALK = "open_point", "talk"
TALK_WORD = "讲"
HEADER = ("title", "document_number", "index_number", "issuer", "validity", "issued_on", "published_on")
TITLE_LENGTH, THEME_LENGTH, CHANNEL_LENGTH = 200, 120, 60

Called = Callable[[str], str]


@dataclass(frozen=True)
class Origin:
    """Where in the document something was read, and how surely."""

    key: str = ""
    grade: str = CERTAIN
    lines: tuple[int, ...] = ()

    @classmethod
    def of(cls, item: dict[str, Any]) -> Origin:
        return cls(item.get("key", ""), item.get("grade", CERTAIN), tuple(item.get("lines", ())))


@dataclass(frozen=True)
class Entry:
    """An open point or a talk. `ref` is the number of its row, or "new:…"; `theme` the ref of its theme."""

    ref: str
    kind: str
    number: int | None
    title: str
    theme: str | None
    units: tuple[str, ...]
    co_units: tuple[str, ...]
    description: str
    sessions: int = 0
    origin: Origin = Origin()

    def settled(self) -> Entry:
        """A unit that leads is not a co-unit as well."""
        return replace(self, co_units=tuple(name for name in self.co_units if name not in self.units))


@dataclass(frozen=True)
class Version:
    """`facts` are those of the document; `themes` titles by ref; `rules` by code; `open_duties` counts by rule."""

    facts: dict[str, Any]
    channels: tuple[str, ...]
    themes: dict[str, str]
    entries: dict[str, Entry]
    rules: dict[str, dict[str, str]]
    origins: dict[str, Origin] = field(default_factory=dict)
    open_duties: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: dict[str, Any], called: Called = str) -> Version:
        """`called` gives the name under which a unit is known here."""
        themes: dict[str, str] = {}
        origins = dict(_origins(reading))
        entries = {entry.ref: entry for entry in _entries(reading, themes, origins, called)}
        rules = {rule["code"]: rule for rule in reversed(reading["rules"])}  # the first of several holds
        origins |= {f"rule.{code}": Origin.of(rule) for code, rule in rules.items()}
        return cls(
            facts=dict(_facts(reading)),
            channels=tuple(dict.fromkeys(name[:CHANNEL_LENGTH] for name in reading["channels"])),
            themes=themes,
            entries=entries,
            rules={
                code: {"value": str(rule["value"]), "unit": rule["unit"], "source": rule["source"]}
                for code, rule in rules.items()
            },
            origins=origins,
            open_duties=reading.get("open_duties", {}),
        )

    def entry_values(self, entry: Entry) -> dict[str, Any]:
        """The entry as values that can be kept and shown without this version."""
        return {
            "kind": entry.kind,
            "number": entry.number,
            "title": entry.title,
            "theme": self.theme_values(entry.theme),
            "units": list(entry.units),
            "co_units": list(entry.co_units),
            "description": entry.description,
        }

    def theme_values(self, ref: str | None) -> dict[str, str] | None:
        return {"ref": ref, "title": self.themes[ref]} if ref is not None else None


def _facts(reading: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in HEADER:
        yield name, (reading[name] or "")[:TITLE_LENGTH]
    period = reading["period"] or {}
    yield "period", {"from": period.get("from"), "to": period.get("to")}
    for name, is_talk in (("open_day_column", False), ("talk_column", True)):
        yield name, next((column for column in reading["columns"] if (TALK_WORD in column) is is_talk), "")


def _origins(reading: dict[str, Any]) -> Iterator[tuple[str, Origin]]:
    """By the names that this module gives: header.title is title, column.2 the column that stands second."""
    items = {item["key"]: Origin.of(item) for item in reading.get("items", ())}
    for name in HEADER:
        yield name, items.get(f"header.{name}", Origin())
    yield "period", items.get("period", Origin())
    for place, column in reversed(list(enumerate(reading["columns"], 1))):
        name = "talk_column" if TALK_WORD in column else "open_day_column"
        yield name, items.get(f"column.{place}", Origin())
    for place, channel in enumerate(reading["channels"], 1):
        yield f"channel.{channel[:CHANNEL_LENGTH]}", items.get(f"channel.{place}", Origin())


def _entries(
    reading: dict[str, Any], themes: dict[str, str], origins: dict[str, Origin], called: Called
) -> Iterator[Entry]:
    refs: dict[str, str] = {}  # a theme that stands twice is one
    for theme in reading["themes"]:
        ref = None
        if title := (theme["title"] or "")[:THEME_LENGTH]:
            ref = refs.setdefault(fold(title).text, str(theme.get("id") or f"new:{title}"))
            themes.setdefault(ref, title)
            origins.setdefault(f"theme.{ref}", Origin.of(theme))
        for place, point in enumerate(theme["points"], 1):
            yield _entry(point, OPEN_POINT, ref, f"{ref}.{place}", called)
    for place, talk in enumerate(reading["talks"], 1):
        yield _entry(talk, TALK, None, f"talk.{place}", called)


def _entry(read: dict[str, Any], kind: str, theme: str | None, place: str, called: Called) -> Entry:
    return Entry(
        ref=str(read.get("id") or f"new:{read.get('key') or place}"),
        kind=kind,
        number=read.get("number"),
        title=(read["title"] or "")[:TITLE_LENGTH],
        theme=theme,
        units=tuple(dict.fromkeys(called(name) for name in read["units"])),
        co_units=tuple(dict.fromkeys(called(name) for name in read.get("co_units", ()))),
        description=read["description"] or "",
        sessions=read.get("sessions", 0),
        origin=Origin.of(read),
    ).settled()

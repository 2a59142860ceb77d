"""From chosen changes to the version in which they hold: pure; what is not chosen stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from events.notices.amending import CHANNEL, ENTRY, GONE, RULE, THEME, Change
from events.notices.version import Entry, Origin, Version


def applied(current: Version, chosen: Iterable[Change]) -> Version:
    """The version in which the chosen changes hold and nothing else has moved; their order does not matter."""
    draft = _Draft(current)
    for change in sorted(chosen, key=lambda change: change.key):
        draft.take(change)
    return draft.version()


def numbers_twice(version: Version) -> list[int]:
    """Numbers that two points would bear, where what frees one was not chosen as well."""
    counts = Counter(entry.number for entry in version.entries.values() if entry.number is not None)
    return sorted(number for number, count in counts.items() if number is not None and count > 1)


class _Draft:
    """A version while changes are written into it. A theme that a point needs is there, and goes when none needs it."""

    def __init__(self, current: Version) -> None:
        self.current = current
        self.facts, self.channels = dict(current.facts), list(current.channels)
        self.themes, self.entries, self.rules = dict(current.themes), dict(current.entries), dict(current.rules)
        self.needed: dict[str, str] = {}
        self.gone: set[str] = set()

    def take(self, change: Change) -> None:
        writers: dict[str, Callable[[Change], None]] = {
            CHANNEL: self._channel,
            THEME: self._theme,
            ENTRY: self._entry,
            RULE: self._rule,
        }
        if change.part in self.facts:
            self.facts[change.part] = change.after
        else:
            writers.get(change.part, self._aspect)(change)

    def version(self) -> Version:
        used = {entry.theme for entry in self.entries.values()}
        themes = {**self.needed, **self.themes}
        themes = {ref: title for ref, title in themes.items() if ref not in self.gone or ref in used}
        entries = {ref: entry.settled() for ref, entry in self.entries.items()}
        return replace(
            self.current,
            facts=self.facts,
            channels=tuple(self.channels),
            themes=themes,
            entries=entries,
            rules=self.rules,
        )

    def _channel(self, change: Change) -> None:
        if change.kind == GONE:
            self.channels.remove(change.ref)
        else:
            self.channels.append(change.ref)

    def _theme(self, change: Change) -> None:
        if change.kind == GONE:
            self.gone.add(change.ref)
        else:
            self.themes[change.ref] = change.after

    def _rule(self, change: Change) -> None:
        if change.kind == GONE:
            del self.rules[change.ref]
        else:
            self.rules[change.ref] = change.after

    def _entry(self, change: Change) -> None:
        if change.kind == GONE:
            del self.entries[change.ref]
            return
        values = change.after
        lists = {name: tuple(values[name]) for name in ("units", "co_units")}
        theme = self._need(values["theme"])
        origin = Origin(lines=change.lines, grade=change.grade)
        self.entries[change.ref] = Entry(ref=change.ref, **{**values, **lists, "theme": theme, "origin": origin})

    def _aspect(self, change: Change) -> None:
        aspect = change.key.rpartition(".")[2]
        value: Any = self._need(change.after) if aspect == "theme" else change.after
        value = tuple(value) if isinstance(value, list) else value
        self.entries[change.ref] = replace(self.entries[change.ref], **{aspect: value})

    def _need(self, theme: dict[str, str] | None) -> str | None:
        if theme is None:
            return None
        self.needed[theme["ref"]] = theme["title"]
        return theme["ref"]

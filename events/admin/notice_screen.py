"""The text of a notice beside what was read in it, as the desk shows them: each line with its items, each item with its
lines. Read from the row alone; two queries find the units that the names mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin import notice_sessions
from events.admin.notice_entries import Entry, Outlook, anchor, spans, status_words
from events.models import Notice
from events.notices import deciding, naming
from events.units import Directory

GROUPS = {
    "document": gettext_lazy("The document"),
    "period": gettext_lazy("Period and declared numbers"),
    "points": gettext_lazy("Themes and open points"),
    "talks": gettext_lazy("Policy talks"),
    "sessions": gettext_lazy("Sessions"),
    "rules": gettext_lazy("Rules"),
    "lines": gettext_lazy("Lines that gave nothing"),
}
FOLDED = 4  # so many lines of running text or furniture in a row are folded


@dataclass
class Group:
    name: str
    entries: list[Entry]

    @property
    def title(self) -> str:
        return str(GROUPS[self.name])

    @property
    def waiting(self) -> int:
        return sum(entry.is_open for entry in self.entries)


@dataclass
class Line:
    number: int
    text: str
    status: str
    anchor: str

    @property
    def label(self) -> str:
        return status_words(self.status)


@dataclass
class Run:
    """Lines in a row of one kind; a long run of what is no item is folded."""

    lines: list[Line]

    @property
    def is_folded(self) -> bool:
        return len(self.lines) >= FOLDED and self.lines[0].status in ("prose", "frame")

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def label(self) -> str:
        return self.lines[0].label


class Screen:
    """Everything that the page of a notice shows of its reading."""

    def __init__(self, notice: Notice, *, may_decide: bool, now: datetime, asked: str = ""):
        """`asked` is a line of running text of which something is to be made: it stands among the items as well."""
        self.notice, self.may_decide, self.asked = notice, may_decide and notice.plan_id is None, asked
        self.reading, self.decisions = notice.reading, notice.decisions
        self.waiting = deciding.undecided(self.reading, self.decisions)
        self.now = now

    @cached_property
    def proposed(self) -> int:
        return sum(item["grade"] == "proposed" for item in self.reading["items"])

    @cached_property
    def next(self) -> str:
        return anchor(self.waiting[0]) if self.waiting else ""

    @cached_property
    def unread(self) -> int:
        """Lines that gave nothing, and about which nobody has said anything."""
        return len(self._unread - set(self.decisions))

    @cached_property
    def doubts(self) -> list[dict[str, Any]]:
        """Those about the whole document."""
        return [doubt for doubt in self.reading["doubts"] if not doubt["keys"] and doubt["code"] != "line_unread"]

    @cached_property
    def directory(self) -> Directory:
        return Directory()

    @cached_property
    def entries(self) -> dict[str, Entry]:
        known = {entry["key"]: entry for entry in deciding.entries(self.reading)}
        order = [item["key"] for item in self.reading["items"]]
        apart = {*self._unread, *self.decisions, self.asked}
        made = [key for key in self.passages if key in apart]
        return {key: self._entry(key, known.get(key)) for key in (*order, *made)}

    def entry(self, key: str) -> Entry:
        """One of them: also a line of running text of which something is to be made."""
        return self.entries.get(key) or self._entry(key, None)

    @cached_property
    def keys(self) -> set[str]:
        return set(self._items)

    def passage(self, number: int) -> str:
        """The key of what stands in this line and became no item; empty where there is none."""
        return next((key for key, row in self.passages.items() if number in row["lines"]), "")

    @cached_property
    def _unread(self) -> set[str]:
        return {f"line.{row['line']}" for row in self.reading["unread"]}

    @cached_property
    def themes(self) -> dict[str, str]:
        return {
            theme["key"]: deciding.standing(self.reading, self.decisions, theme["key"])["title"]
            for theme in self.reading["themes"]
            if theme["title"] is not None
        }

    @cached_property
    def passages(self) -> dict[str, Any]:
        return deciding.passages(self.reading)

    @cached_property
    def outlooks(self) -> dict[str, Outlook]:
        """What becomes of each session, by its key."""
        return dict(notice_sessions.outlooks(self.notice, self.now))

    @cached_property
    def _doubts(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for doubt in self.reading["doubts"]:
            for key in doubt["keys"]:
                found.setdefault(key, []).append(doubt["message"])
        return found

    @cached_property
    def _items(self) -> dict[str, Any]:
        return {item["key"]: item for item in self.reading["items"]} | self.passages

    def _entry(self, key: str, found: dict[str, Any] | None) -> Entry:
        decision, item = self.decisions.get(key, {}), self._items[key]
        if key in self.passages:
            read, source = {}, item["text"]
        else:
            read = deciding.fields_of(found) if found else deciding.present(self.reading, key)
            source = (found or {}).get("source", "")
        was = read | {"theme": self.homes.get(key, "")} if decision.get("verdict") == deciding.CORRECT else {}
        given = dict(decision.get("values") or read)
        if was and given.get("theme") == was["theme"]:
            del given["theme"], was["theme"]
        return Entry(
            key=key,
            name=naming.name(key, (found or {}) | given),
            status=decision.get("verdict") or item.get("grade") or ("unread" if key in self._unread else "prose"),
            values=given,
            was=was,
            lines=item["lines"],
            source=source,
            doubts=self._doubts.get(key, []),
            by=_("%(name)s, %(day)s") % {"name": decision["name"], "day": decision["at"][:10]} if decision else "",
            may_change=self.may_decide,
            themes=self.themes,
            directory=self.directory,
            outlook=self.outlooks.get(key) if decision.get("verdict") != deciding.REFUSE else None,
        )

    def code(self, key: str) -> str:
        """That of a rule."""
        return next((rule["code"] for rule in self.reading["rules"] if rule["key"] == key), "")

    @cached_property
    def homes(self) -> dict[str, str]:
        """The theme of each point."""
        titled = [theme for theme in self.reading["themes"] if theme["title"] is not None]
        return {point["key"]: theme["key"] for theme in titled for point in theme["points"]}

    @cached_property
    def groups(self) -> list[Group]:
        found: dict[str, list[Entry]] = {name: [] for name in GROUPS}
        for key, entry in self.entries.items():
            found[deciding.group(key)].append(entry)
        return [Group(name, entries) for name, entries in found.items() if entries]

    def group(self, key: str) -> Group:
        name = deciding.group(key)
        return next((group for group in self.groups if group.name == name), Group(name, []))

    @cached_property
    def vanished(self) -> list[dict[str, Any]]:
        """What people decided about something that the text does not hold any more: shown, not lost."""
        return [self._vanished(key, self.decisions[key]) for key in deciding.vanished(self.reading, self.decisions)]

    def _vanished(self, key: str, decision: dict[str, Any]) -> dict[str, Any]:
        entry = Entry(key, naming.name(key, decision["values"]), decision["verdict"], decision["values"], [])
        by = _("%(name)s, %(day)s") % {"name": decision["name"], "day": decision["at"][:10]}
        return {"name": entry.name, "title": entry.title, "label": entry.label, "facts": entry.labelled, "by": by}

    @cached_property
    def prose(self) -> list[tuple[int, int]]:
        """Running text, as spans of lines."""
        numbers = (number for row in self.reading["prose"] for number in row["lines"])
        return spans(number for number in numbers if self._lines.get(number, ("prose",))[0] == "prose")

    @cached_property
    def _lines(self) -> dict[int, tuple[str, str]]:
        """Status and anchor of each line that is told by an item; what waits for a person goes before the rest."""
        told: dict[int, tuple[str, str]] = {}
        ranks = {"proposed": 0, "unread": 1, "certain": 2}
        for entry in sorted(self.entries.values(), key=lambda entry: ranks.get(entry.status, 3)):
            for number in entry.lines:
                told.setdefault(number, (entry.status, entry.anchor))
        return told

    def lines(self, numbers: Iterable[int] | None = None) -> list[Line]:
        texts = self.notice.text.split("\n")
        frame = set(self.reading["frame"])
        wanted = range(1, len(texts) + 1) if numbers is None else numbers
        found = []
        for number in wanted:
            if texts[number - 1].strip():
                plain = ("frame", "") if number in frame else ("prose", "prose")
                found.append(Line(number, texts[number - 1], *self._lines.get(number, plain)))
        return found

    @cached_property
    def runs(self) -> list[Run]:
        found: list[Run] = []
        for line in self.lines():
            if found and found[-1].lines[0].status == line.status:
                found[-1].lines.append(line)
            else:
                found.append(Run([line]))
        return found

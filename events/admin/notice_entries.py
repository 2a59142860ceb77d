"""One item of a notice as the desk shows it: what it is called, how it stands, what it says, where it was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from events.foundation import languages
from events.models import Rule, Session, Unit
from events.notices import deciding, naming
from events.units import Directory, guess_kind

# How it stands with an item, and with a line.
STATUS = {
    **naming.VERDICTS,
    "certain": pgettext_lazy("what was read", "certain"),
    "proposed": pgettext_lazy("what was read", "to be decided"),
    "unread": pgettext_lazy("what was read", "gave nothing"),
    "prose": pgettext_lazy("what was read", "running text"),
    "frame": pgettext_lazy("what was read", "page furniture"),
}
NAMES_OF_UNITS = ("units", "co_units")
MOMENTS = ("starts", "ends", "signup_closes")


def anchor(key: str) -> str:
    return f"item-{key.replace('.', '-')}"


def status_words(status: str) -> str:
    return str(STATUS[status])


TONES = {"proposed": "late", "unread": "overdue", "refuse": "none", "nothing": "none", "prose": "none"}


def spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of numbers in a row."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


@dataclass(frozen=True)
class Outlook:
    """What becomes of a session that the notice names, with the address where that is seen or done."""

    words: str
    url: str = ""
    link: str = ""


@dataclass
class Entry:
    key: str
    name: str
    status: str
    values: dict[str, Any]
    lines: list[int]
    source: str = ""
    doubts: list[str] = field(default_factory=list)
    by: str = ""
    was: dict[str, Any] = field(default_factory=dict)
    may_change: bool = False
    themes: dict[str, str] = field(default_factory=dict)
    directory: Directory | None = None
    outlook: Outlook | None = None

    @property
    def anchor(self) -> str:
        return anchor(self.key)

    @property
    def is_open(self) -> bool:
        return self.status == "proposed"

    @property
    def is_line(self) -> bool:
        return self.key.startswith("line.")

    @property
    def is_theme(self) -> bool:
        return self.key.startswith("theme.")

    @property
    def is_decided(self) -> bool:
        return self.status in (*deciding.OF_ITEMS, *deciding.OF_LINES)

    @property
    def label(self) -> str:
        return status_words(self.status)

    @property
    def title(self) -> str:
        """What stands beside the name, where the name does not hold it already."""
        return self.values.get("title") or "" if self.values.get("number") or self.is_line else ""

    @property
    def facts(self) -> Iterator[tuple[str, Any]]:
        if "unit" in self.values:
            yield "", Rule.in_words(str(self.values["value"]), self.values["unit"])
            return
        for name, value in self.values.items():
            if value not in (None, "", [], False) and name != "title" and (name != "number" or self.is_line):
                yield ("" if name == "value" else str(naming.LABELS[name])), self._shown(name, value)

    @property
    def labelled(self) -> list[tuple[str, Any]]:
        return [(label, value) for label, value in self.facts if label]

    @property
    def tone(self) -> str:
        """The colour of its tag, by the names that the tags of the desk have."""
        return TONES.get(self.status, "done")

    @property
    def spans(self) -> list[tuple[int, int]]:
        return spans(self.lines)

    @property
    def changed(self) -> Iterator[tuple[str, Any]]:
        """What was read, where a person wrote something else."""
        for name, value in self.was.items():
            if value != self.values.get(name):
                yield str(naming.LABELS[name]), self._shown(name, value) if value not in (None, "", []) else "–"

    def _shown(self, name: str, value: Any) -> Any:
        if name in NAMES_OF_UNITS:
            return languages.listed(self._unit(one) for one in value)
        if name == "theme":
            return self.themes.get(value, "")
        if name == "unit":
            return str(Rule.Unit(value).label)
        if name == "mode":
            return str(Session.Mode(value).label) if value else ""
        if name == "tentative":
            return _("Yes") if value else ""
        return (
            str(value).replace("T", " ").removesuffix(":00") if name in ("starts", "ends", "signup_closes") else value
        )

    def _unit(self, name: str) -> str:
        """A name that no unit bears yet is told with the kind that it would be made of."""
        unit = self.directory.match(name) if self.directory else None
        if unit is None:
            kind = Unit.Kind(guess_kind(name)).label
            return _("%(name)s (new unit: %(kind)s)") % {"name": name, "kind": kind}
        return name if unit.name == name else _("%(name)s (= %(unit)s)") % {"name": name, "unit": unit.name}

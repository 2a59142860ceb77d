"""How well notices are read: what was found against what a person wrote down beside the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Fact = tuple[object, ...]


@dataclass
class Score:
    """Right, invented and missed facts by kind; `wrong` are the missed ones with "-" and the invented ones with "+"."""

    right: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, Fact]] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.right += other.right
        self.invented += other.invented
        self.missed += other.missed

    def precision(self, kind: str | None = None) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        return _share(_count(self.right, kind), _count(self.invented, kind))

    def recall(self, kind: str | None = None) -> float:
        """The share of what is there that was found; 1 where nothing is there."""
        return _share(_count(self.right, kind), _count(self.missed, kind))

    @property
    def kinds(self) -> list[str]:
        return sorted({*self.right, *self.invented, *self.missed})


def _count(counter: Counter[str], kind: str | None) -> int:
    return counter.total() if kind is None else counter[kind]


def _share(right: int, wrong: int) -> float:
    return right / (right + wrong) if right + wrong else 1.0


def score(expected: Mapping[str, Any], found: Mapping[str, Any]) -> Score:
    """Compare two notices in their JSON form; parts that the expectation leaves out are not judged."""
    wanted, got = Counter(facts(expected)), Counter(facts({key: found[key] for key in expected}))
    for kind, key in (("session title", "title"), ("session units", "units")):
        if not all(key in session for session in expected.get("sessions", ())):
            wanted, got = _without(wanted, kind), _without(got, kind)
    result = Score()
    for counter, source in (
        (result.right, wanted & got),
        (result.invented, got - wanted),
        (result.missed, wanted - got),
    ):
        for fact, count in source.items():
            counter[str(fact[0])] += count
    result.wrong += [("-", fact) for fact in wanted - got] + [("+", fact) for fact in got - wanted]
    return result


def _without(found: Counter[Fact], kind: str) -> Counter[Fact]:
    return Counter({fact: count for fact, count in found.items() if fact[0] != kind})


def facts(notice: Mapping[str, Any]) -> Iterator[Fact]:
    """The single statements of a notice: each is right or wrong as a whole."""
    for theme in notice.get("themes", ()):
        yield "theme", theme["title"]
        for point in theme["points"]:
            yield "number", point["number"]
            yield "title", point["number"], point["title"]
            yield "units", point["number"], *point["units"]
            yield "co-units", point["number"], *point["co_units"]
    for talk in notice.get("talks", ()):
        yield "talk", talk["title"], *talk["units"]
    for rule in notice.get("rules", ()):
        yield "rule", rule["code"], rule["value"], rule["unit"]
    for session in notice.get("sessions", ()):
        named = session["point"], session["starts"], session["place"]
        yield "session title", *named, session.get("title")
        yield "session units", *named, *session.get("units", ())
        yield "session", session["point"], session["starts"], session["ends"], session["place"], session["capacity"]
    for code in sorted({doubt["code"] for doubt in notice.get("doubts", ())}):
        yield "doubt", code

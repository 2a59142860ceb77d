"""How sure each item is: every item gets its key, all its lines and a grade, every doubt the keys that it touches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from events.notices.doubts import Doubt
from events.notices.lines import Origin
from events.notices.notice import PROPOSED, Item, Notice, Passage, Point, Rule, Session, Talk, Theme, grade

Kept = TypeVar("Kept", Theme, Point, Talk, Session, Rule)
Extents = Mapping[int, tuple[int, ...]]

REPEATED = re.compile(r"^(point\.\d+|rule\.\w+)\.\d+$")
AGAIN = {"number_repeated": "point.", "rules_differ": "rule."}
ENTRY = ("point.", "talk.")
# The items that a doubt on their line touches, by how their keys begin; codes that are left out touch none.
TOUCHED: dict[str, tuple[str, ...]] = {
    "rule_impossible": ("rule.",),
    "filing_before_notice": ("rule.filing",),
    "themes_differ": ("declared.themes",),
    "points_differ": ("declared.points",),
    "number_missing": ("point.",),
    "point_unnumbered": ("point.",),
    "number_from_list": ("point.",),
    "point_outside_theme": ("point.",),
    "range_too_long": ("point.",),
    "title_missing": ENTRY,
    "title_unclosed": ENTRY,
    "unit_missing": ENTRY,
    "unit_from_title": ENTRY,
    "unit_unlabelled": ENTRY,
    "unit_from_theme": ENTRY,
    "units_not_paired": ENTRY,
    "units_open_ended": ENTRY,
    "units_by_role": ENTRY,
    "masked": (*ENTRY, "session."),
    "merged_cell": (*ENTRY, "session."),
    "date_without_year": ("session.", "rule.filing", "period"),
    "date_tentative": ("session.",),
    "session_from_prose": ("session.",),
    "dates_several": ("session.",),
    "date_unread": ("session.",),
    "weekday_differs": ("session.", "rule.filing", "period"),
    "date_outside_period": ("session.", "period"),
    "session_before_notice": ("session.",),
    "signup_after_start": ("session.",),
    "capacity_plain": ("rule.capacity", "session."),
    "capacity_summed": ("session.",),
    "capacity_of_firms": ("rule.capacity", "session."),
    "deadline_unread": ("rule.",),
}


def graded(notice: Notice, origins: Mapping[str, Origin], extents: Extents, numbers: Iterable[int]) -> Notice:
    """The notice with keys, lines, grades and items; `origins` are those of the head and of what is said of the whole.

    `extents` gives for a paragraph's number all the lines it was put together from, `numbers` the lines that are not
    blank.
    """
    keyed = _keyed(notice, extents)
    items = [
        *(Item(key, grade(sure=origin.sure), _whole(origin.lines, extents)) for key, origin in origins.items()),
        *(Item(one.key, one.grade, one.lines) for one in _entries(keyed)),
    ]
    touched = Touched(items)
    doubts = tuple(replace(doubt, keys=touched.by(doubt)) for doubt in keyed.doubts)
    doubted = {key for doubt in doubts for key in doubt.keys}
    items = [replace(item, grade=PROPOSED) if item.key in doubted else item for item in items]
    prose, unread = _passages(notice.prose, extents), _passages(notice.unread, extents)
    told = {number for passage in (*prose, *unread) for number in passage.lines}
    told |= {number for item in items for number in item.lines}
    return replace(
        _downgraded(keyed, doubted),
        items=tuple(items),
        doubts=doubts,
        prose=prose,
        unread=unread,
        frame=tuple(number for number in numbers if number not in told),
    )


def doubted(notice: Notice, doubts: Iterable[Doubt]) -> Notice:
    """The notice with more doubts, which name their items themselves."""
    added = tuple(doubts)
    keys = {key for doubt in added for key in doubt.keys}
    items = tuple(replace(item, grade=PROPOSED) if item.key in keys else item for item in notice.items)
    both = sorted((*notice.doubts, *added), key=lambda doubt: (doubt.line is not None, doubt.line or 0))
    return replace(_downgraded(notice, keys), items=items, doubts=tuple(both))


def _whole(lines: Iterable[int], extents: Extents) -> tuple[int, ...]:
    return tuple(sorted({number for line in lines for number in extents.get(line, (line,))}))


def _passages(passages: Iterable[Passage], extents: Extents) -> tuple[Passage, ...]:
    return tuple(replace(passage, lines=_whole((passage.line,), extents)) for passage in passages)


def _keyed(notice: Notice, extents: Extents) -> Notice:
    seen: Counter[str] = Counter()

    def named(one: Kept, key: str) -> Kept:
        lines = one.lines or (() if one.line is None else (one.line,))
        return replace(one, key=key, lines=_whole(lines, extents))

    def numbered(stem: str) -> str:
        """The stem for the first, stem.2 for the second."""
        seen[stem] += 1
        return stem if seen[stem] == 1 else f"{stem}.{seen[stem]}"

    def point(one: Point) -> Point:
        if one.number is not None:
            return named(one, numbered(f"point.{one.number}"))
        seen["point.new"] += 1
        return named(one, f"point.new.{seen['point.new']}")

    themes = tuple(replace(theme, points=tuple(map(point, theme.points))) for theme in notice.themes)
    return replace(
        notice,
        themes=tuple(named(one, f"theme.{place}") for place, one in enumerate(themes, 1)),
        talks=tuple(named(one, f"talk.{place}") for place, one in enumerate(notice.talks, 1)),
        sessions=tuple(named(one, f"session.{place}") for place, one in enumerate(notice.sessions, 1)),
        rules=tuple(named(one, numbered(f"rule.{one.code}")) for one in notice.rules),
    )


def _entries(notice: Notice) -> Iterable[Theme | Point | Talk | Session | Rule]:
    for theme in notice.themes:
        if theme.lines:
            yield theme
        yield from theme.points
    yield from notice.talks
    yield from notice.sessions
    yield from notice.rules


class Touched:
    """Which items a doubt touches: those on its line, and the first of what stands there again."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.by_line: dict[int, list[str]] = {}
        for item in items:
            for line in item.lines:
                self.by_line.setdefault(line, []).append(item.key)

    def by(self, doubt: Doubt) -> tuple[str, ...]:
        here = self.by_line.get(doubt.line or 0, [])
        if doubt.code in AGAIN:
            again = [key for key in here if key.startswith(AGAIN[doubt.code]) and REPEATED.match(key)]
            return tuple(dict.fromkeys(one for key in again for one in (REPEATED.sub(r"\1", key), key)))
        stems = TOUCHED.get(doubt.code)
        return tuple(key for key in here if key.startswith(stems)) if stems else ()


def _downgraded(notice: Notice, doubted: set[str]) -> Notice:
    def judged(one: Kept) -> Kept:
        return replace(one, grade=PROPOSED) if one.key in doubted else one

    themes = tuple(replace(judged(theme), points=tuple(map(judged, theme.points))) for theme in notice.themes)
    return replace(
        notice,
        themes=themes,
        talks=tuple(map(judged, notice.talks)),
        sessions=tuple(map(judged, notice.sessions)),
        rules=tuple(map(judged, notice.rules)),
    )

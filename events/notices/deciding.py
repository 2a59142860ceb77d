"""What people decided about a reading: pure, and the JSON of notice.py in and out.

A decision is kept under the key of its item: {"verdict", "values", "lines", "by", "name", "at"}. An item is accepted,
corrected or refused. A line that became no item has the key line.12 and is made an open point or a talk, or is said to
hold nothing. The verdict OPEN takes a decision back.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from events.notices import values
from events.notices.notice import CERTAIN, PROPOSED

Reading = dict[str, Any]
Decisions = Mapping[str, Mapping[str, Any]]
Entry = dict[str, Any]

ACCEPT, CORRECT, REFUSE, OPEN = "accept", "correct", "refuse", "open"
POINT, TALK, NOTHING = "point", "talk", "nothing"
OF_ITEMS, OF_LINES = (ACCEPT, CORRECT, REFUSE), (POINT, TALK, NOTHING)
NO_THEME = "theme.0"
# Where an item stands on the screen, and what is accepted together, by how its key begins.
GROUPS = {
    **dict.fromkeys(("header", "column", "channel", "category"), "document"),
    **dict.fromkeys(("period", "declared"), "period"),
    **dict.fromkeys(("theme", "point"), "points"),
    "talk": "talks",
    "session": "sessions",
    "rule": "rules",
    "line": "lines",
}
LISTS = {"column": "columns", "channel": "channels", "category": "categories"}


def undecided(reading: Reading, decisions: Decisions) -> list[str]:
    """The keys of what was proposed and waits for a person, in the order of the reading."""
    return [
        item["key"] for item in reading.get("items", ()) if item["grade"] == PROPOSED and item["key"] not in decisions
    ]


def group(key: str) -> str:
    return GROUPS[key.partition(".")[0]]


def vanished(reading: Reading, decisions: Decisions) -> list[str]:
    """The keys of decisions about something that the reading no longer holds."""
    known = keys(reading) | set(passages(reading))
    return [key for key in decisions if key not in known]


def lines(reading: Reading, key: str) -> list[int]:
    """The lines that an item was read from, or that a line to be decided covers."""
    rows = {item["key"]: item for item in reading["items"]} | passages(reading)
    return list(rows[key]["lines"])


def keys(reading: Reading) -> set[str]:
    return {item["key"] for item in reading.get("items", ())}


def passages(reading: Reading) -> dict[str, Entry]:
    """What became no item, by the key under which it is decided: line.12."""
    return {f"line.{row['line']}": row for part in ("unread", "prose") for row in reading.get(part, ())}


def entries(reading: Reading) -> Iterator[Entry]:
    """Themes, points, talks, sessions and rules, each with its key."""
    for theme in reading.get("themes", ()):
        yield theme
        yield from theme["points"]
    for part in ("talks", "sessions", "rules"):
        yield from reading.get(part, ())


def present(reading: Reading, key: str) -> dict[str, Any]:
    """The values of an item as they stand in the reading, by the names of its fields."""
    stem, _dot, rest = key.partition(".")
    if stem == "header":
        return {values.VALUE: reading[rest]}
    if stem == "period":
        return dict(reading["period"])
    if stem == "declared":
        return {values.VALUE: reading["declared"][rest]}
    if stem in LISTS:
        return {values.VALUE: reading[LISTS[stem]][int(rest) - 1]}
    entry = next(entry for entry in entries(reading) if entry["key"] == key)
    return fields_of(entry) | ({"theme": home(reading, key)} if stem == "point" else {})


def fields_of(entry: Entry) -> dict[str, Any]:
    """What a person may correct of an entry; where a point stands is no value of its own."""
    fields = values.FIELDS[values.kind(entry["key"])]
    return {field.name: entry.get(field.name) for field in fields if field.name != "theme"}


def standing(reading: Reading, decisions: Decisions, key: str) -> dict[str, Any]:
    """The values as they stand now: what a person wrote, else what was read; of a line its text as a description."""
    if given := decisions.get(key, {}).get("values"):
        return dict(given)
    row = passages(reading).get(key)
    return {"description": row["text"]} if row else present(reading, key)


def home(reading: Reading, key: str) -> str:
    """The key of the theme in which a point stands; empty where it stands in none."""
    themes = (theme for theme in reading["themes"] if theme["title"] is not None)
    return next((theme["key"] for theme in themes if any(one["key"] == key for one in theme["points"])), "")


def settled(reading: Reading, decisions: Decisions) -> Reading:
    """The reading as people left it: what was refused is out, what was corrected says what they wrote.

    What is still proposed stays proposed; decisions about what is no longer there change nothing.
    """
    lost = vanished(reading, decisions)
    mine = {key: decision for key, decision in decisions.items() if key not in lost}
    found = copy.deepcopy(reading)
    if not mine:
        return found
    _settle_values(found, mine)
    _settle_themes(found, mine)
    _settle_sessions(reading, found, mine)
    found["talks"] = [*_judged(found["talks"], mine), *_made(reading, mine, TALK)]
    found["rules"] = _judged(found["rules"], mine)
    _settle_doubts(found, mine)
    _settle_lines(reading, found, mine)
    return found


def _settle_values(found: Reading, mine: Decisions) -> None:
    """What is no list of entries: the head, the period, the counts, columns, channels and categories."""
    gone: dict[str, set[int]] = {name: set() for name in LISTS.values()}
    for key, decision in mine.items():
        stem, _dot, rest = key.partition(".")
        given = decision["values"] if decision["verdict"] == CORRECT else None
        if decision["verdict"] not in (CORRECT, REFUSE):
            continue
        if stem == "header":
            found[rest] = given and given[values.VALUE]
        elif stem == "declared":
            found["declared"][rest] = given and given[values.VALUE]
        elif stem == "period":
            found["period"] = dict(given) if given else {"from": None, "to": None}
        elif stem in LISTS and given:
            found[LISTS[stem]][int(rest) - 1] = given[values.VALUE]
        elif stem in LISTS:
            gone[LISTS[stem]].add(int(rest) - 1)
    for name, places in gone.items():
        found[name] = [value for place, value in enumerate(found[name]) if place not in places]


def _judged(rows: Iterable[Entry], mine: Decisions) -> list[Entry]:
    kept = []
    for row in rows:
        decision = mine.get(row["key"])
        if decision is None:
            kept.append(row)
        elif decision["verdict"] != REFUSE:
            kept.append(row | dict(decision["values"]) | {"grade": CERTAIN})
    return kept


def _made(reading: Reading, mine: Decisions, verdict: str) -> list[Entry]:
    """The entries that people made of lines."""
    rows = passages(reading)
    made = [(key, decision) for key, decision in mine.items() if decision["verdict"] == verdict]
    return [
        {**decision["values"], "line": rows[key]["line"], "lines": rows[key]["lines"], "key": key, "grade": CERTAIN}
        for key, decision in made
    ]


def _settle_themes(found: Reading, mine: Decisions) -> None:
    """Points of a refused theme stand in none; a corrected one stands where the person put it."""
    points = [
        point | {"theme": point.get("theme", theme["key"] if theme["title"] is not None else "")}
        for theme in found["themes"]
        for point in _judged(theme["points"], mine)
    ]
    points = sorted([*points, *_made(found, mine, POINT)], key=lambda point: point["line"])
    themes = _judged(found["themes"], mine)
    if all(theme["title"] is not None for theme in themes):
        nowhere: Entry = {"title": None, "points": [], "line": None, "lines": [], "key": NO_THEME, "grade": CERTAIN}
        themes = [nowhere, *themes]
    named: dict[str, list[Entry]] = {theme["key"]: [] for theme in themes}
    nameless = next(theme["key"] for theme in themes if theme["title"] is None)
    for point in points:
        place = point.pop("theme")
        named.get(place, named[nameless]).append(point)
    found["themes"] = [
        theme | {"points": named[theme["key"]]} for theme in themes if theme["title"] is not None or named[theme["key"]]
    ]


def _settle_sessions(reading: Reading, found: Reading, mine: Decisions) -> None:
    """A session goes with its point: to its new number, or to none where the point was refused.

    That of a talk, or of a point without a number, goes by the title.
    """
    before = [point for theme in reading["themes"] for point in theme["points"]]
    after = {point["key"]: point["number"] for theme in found["themes"] for point in theme["points"]}
    once = {number for number, times in Counter(point["number"] for point in before).items() if times == 1}
    moved = {point["number"]: after.get(point["key"]) for point in before if point["number"] in once}
    kept = _judged(found["sessions"], mine)
    named = {
        entry["title"]: mine[entry["key"]]["values"]["title"]
        for entry in (*before, *reading["talks"])
        if entry.get("number") is None and mine.get(entry["key"], {}).get("verdict") == CORRECT
    }
    corrected = {key for key, decision in mine.items() if decision["verdict"] == CORRECT}
    found["sessions"] = [one if one["key"] in corrected else one | _belonging(one, moved, named) for one in kept]


def _belonging(session: Entry, moved: Mapping[int, int | None], named: Mapping[str, str]) -> Entry:
    number = session["point"]
    title = session["title"] if number is not None else named.get(session["title"], session["title"])
    return {"point": moved.get(number, number), "title": title}


def _settle_doubts(found: Reading, mine: Decisions) -> None:
    """Who decided has seen the doubts."""
    still = []
    for doubt in found["doubts"]:
        keys = [key for key in doubt["keys"] if key not in mine]
        told = (doubt["keys"] and not keys) or (not doubt["keys"] and f"line.{doubt['line']}" in mine)
        if not told:
            still.append(doubt | {"keys": keys})
    found["doubts"] = still


def _settle_lines(reading: Reading, found: Reading, mine: Decisions) -> None:
    """Every line still stands somewhere: those of which nothing is left say nothing."""
    rows = passages(reading)
    refused = {key for key, decision in mine.items() if decision["verdict"] == REFUSE}
    made = [
        {"key": key, "grade": CERTAIN, "lines": rows[key]["lines"]}
        for key, decision in mine.items()
        if decision["verdict"] in (POINT, TALK)
    ]
    kept = [
        item | {"grade": CERTAIN} if item["key"] in mine else item
        for item in found["items"]
        if item["key"] not in refused
    ]
    found["items"] = [*kept, *made]
    for part in ("unread", "prose"):
        found[part] = [row for row in found[part] if f"line.{row['line']}" not in mine]
    told = {number for row in (*found["items"], *found["prose"], *found["unread"]) for number in row["lines"]}
    before = {number for row in (*reading["items"], *rows.values()) for number in row["lines"]}
    found["frame"] = sorted({*found["frame"], *(before - told)})

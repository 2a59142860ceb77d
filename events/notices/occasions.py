"""What the sessions of a reading lack to be scheduled, and what they open where the notice names no point. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from events.notices.deciding import Reading
from events.notices.folding import fold
from events.notices.notice import CERTAIN

Read = dict[str, Any]


def lacks(read: Read) -> str:
    """Why this is no session yet that could be scheduled, for a person; empty where day and hours are certain."""
    starts, ends = read["starts"] or "", read["ends"] or ""
    if not starts:
        return _("The notice states no day that could be read.")
    if read["tentative"]:
        return _("Its day is not fixed yet.")
    if ends and ends[:10] != starts[:10]:
        return _("The notice states a span of days, not the day of the session.")
    if "T" not in starts or "T" not in ends:
        return _("The notice does not state from when to when it lasts.")
    if datetime.fromisoformat(ends) <= datetime.fromisoformat(starts):
        return _("The end lies before the beginning.")
    return ""


def names(read: Read, entry: Read) -> bool:
    """Whether the session belongs to this point or talk: by its number, else by the title."""
    if read["point"] is not None:
        return bool(read["point"] == entry.get("number"))
    return bool(read["title"]) and fold(read["title"]).text == fold(entry["title"] or "").text


def entries(reading: Reading) -> list[Read]:
    """The open points and talks that sessions may belong to."""
    return [*(point for theme in reading["themes"] for point in theme["points"]), *reading["talks"]]


def with_points(settled: Reading, reading: Reading) -> Reading:
    """The settled reading, in which a session that came without a point or a talk is opened as a point of its own.

    A unit's plan for one session names no open points: what it opens is that session. Needs its title and a unit.
    What belonged to a point that a person refused, by the `reading` as it was, opens nothing.
    """
    here = entries(reading)
    alone = {one["key"] for one in reading["sessions"] if not any(names(one, entry) for entry in here)}
    made: list[Read] = []
    for read in settled["sessions"]:
        if read["key"] not in alone or read["point"] is not None or not (read["title"] and read["units"]):
            continue
        if any(names(read, entry) for entry in [*entries(settled), *made]):
            continue
        facts = {name: read[name] for name in ("title", "line", "lines", "key", "grade")}
        made.append({**facts, "number": None, "units": list(read["units"]), "co_units": [], "description": ""})
    if not made:
        return settled
    nowhere = {"title": None, "points": made, "line": None, "lines": [], "key": "theme.sessions", "grade": CERTAIN}
    return {**settled, "themes": [*settled["themes"], nowhere]}

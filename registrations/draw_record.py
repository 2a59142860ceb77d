"""The record of a draw (摇号公示文件): all that anyone needs to repeat it, as one file of JSON, and nobody's name.

The result page says in words what stands in it and how it is checked (templates/registrations/includes/
draw_words.html); verify_draw.py does what the words say.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from events.foundation import clock
from events.models import Session
from registrations.models import Draw, Signup
from registrations.seating import Places

FORMAT = "open-days-draw/1"
# Why an entry of the frozen list was not drawn.
CANCELLED, REFUSED, PICKED = "cancelled", "refused", "picked"
WHY: Mapping[str, str] = {Signup.State.REFUSED: REFUSED, Signup.State.SELECTED: PICKED}


def text(
    draw: Draw,
    session: Session,
    *,
    order: Sequence[str],
    selected: Collection[int | str],
    left_out: Mapping[str, str],
    places: Places,
    taken: Mapping[str, int],
) -> str:
    """The file as everybody gets it: UTF-8, ended by a line feed. `taken`: seats by category before the draw."""
    record = {
        "format": FORMAT,
        "session": session.title,
        "unit": session.unit.name,
        "address": f"{settings.PORTAL_URL}{draw.get_absolute_url()}",
        "committed_at": _moment(draw.committed_at),
        "seed_fingerprint": draw.seed_fingerprint,
        "frozen_at": _moment(draw.frozen_at),
        "list_fingerprint": draw.list_fingerprint,
        "count": draw.entries.count("\n"),
        "entries": draw.entries.splitlines(),
        "value": _value(draw),
        "seed": draw.seed,
        "left_out": dict(left_out),
        "seats": {
            "capacity": places.capacity,
            "taken": {category: seats for category, seats in sorted(taken.items()) if seats},
            "floors": dict(sorted(places.floors.items())),
            "ceilings": dict(sorted(places.ceilings.items())),
        },
        "drawn_at": _moment(draw.drawn_at),
        "order": list(order),
        "selected": [code for code in order if code in selected],
        "reserves": [code for code in order if code not in selected],
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _value(draw: Draw) -> dict[str, Any] | None:
    if not draw.value_source:
        return None
    return {
        "source": draw.value_source,
        "known_at": _moment(draw.value_known_at),
        "text": draw.value,
        "entered_at": _moment(draw.value_at),
    }


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(clock.ZONE).isoformat(timespec="seconds") if moment else ""

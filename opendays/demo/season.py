"""Moves what was read in a sample notice into the season around a day, so that a demo is never out of date."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from events.foundation.workdays import calendar

BEGAN_BEFORE = timedelta(days=60)
ENDS_AFTER = timedelta(days=75)
# Between the document and the season that it opens.
WRITTEN_BEFORE = timedelta(days=12)


def shifted(found: dict[str, Any], today: date) -> dict[str, Any]:
    """The same reading with its year and its dates moved: the period begins two months ago and ends in ten weeks."""
    old = str(_year(found))
    begin, end = today - BEGAN_BEFORE, today + ENDS_AFTER
    written = begin - WRITTEN_BEFORE
    text = {
        key: (found[key] or "").replace(old, str(today.year)) for key in ("title", "document_number", "index_number")
    }
    return {
        **found,
        **text,
        "period": {"from": begin.isoformat(), "to": end.isoformat()},
        "issued_on": written.isoformat(),
        "published_on": (written + timedelta(days=2)).isoformat(),
        "validity": "有效",
    }


def moment(today: date, workdays: int, clock: str = "09:30") -> datetime:
    """The hour of the n-th working day after (n > 0) or before (n < 0) today."""
    count = calendar()
    day = count.due_after(today, workdays) if workdays >= 0 else count.due_before(today, -workdays)
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(settings.TIME_ZONE))


def _year(found: dict[str, Any]) -> int:
    day = (found["period"] or {}).get("from") or found["issued_on"] or found["published_on"]
    if day:
        return int(day[:4])
    digits = "".join(sign for sign in found["title"] if sign.isdigit())
    return int(digits[:4])

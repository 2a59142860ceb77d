"""The only reader of the clock. Rules take `now` or `today`; views, the desk and tasks ask here.

Under `settings.CLOCK_FILE` (a path; empty in production, `check --deploy` refuses it) the moment is read from that
file, so that web, worker and beat live in the same moved time. The moment stands still until the file is written again.
"""

import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

# Official days begin and end at midnight in Beijing, whatever TIME_ZONE the pages are shown in.
ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime.datetime:
    """The present moment, aware."""
    return _moved() or timezone.now()


def today() -> datetime.date:
    """The present day in Asia/Shanghai."""
    return day_of(now())


def day_of(moment: datetime.datetime) -> datetime.date:
    """The official day, until 24:00 in Asia/Shanghai, that an aware moment belongs to."""
    return moment.astimezone(ZONE).date()


def move(moment: datetime.datetime | None) -> None:
    """Write the moment everyone lives in from now on; None returns to the real time. For demos and tests."""
    path = Path(settings.CLOCK_FILE)
    if moment is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(_aware(moment).isoformat(), encoding="ascii")
    fresh.replace(path)  # in one step: another process never reads half a moment


def _moved() -> datetime.datetime | None:
    if not settings.CLOCK_FILE:
        return None
    try:
        written = Path(settings.CLOCK_FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return _aware(datetime.datetime.fromisoformat(written)) if written else None


def _aware(moment: datetime.datetime) -> datetime.datetime:
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=ZONE)

"""How many letters a channel takes in a minute (LETTERS_PER_MINUTE), all workers together.

Counted in the database, in one statement that both asks and takes: it holds with any number of workers, with or
without a Redis, and a cache that forgets cannot let too many through.
"""

import datetime

from django.conf import settings
from django.db.models import Case, F, Q, Value, When

from events.models.pace import Pace


def limit(channel: str) -> int:
    """Letters a minute; 0 where there is no limit."""
    return settings.LETTERS_PER_MINUTE.get(channel, 0)


def full(now: datetime.datetime) -> set[str]:
    """The channels that have taken all that this minute allows."""
    if not any(settings.LETTERS_PER_MINUTE.values()):
        return set()
    taken = Pace.objects.filter(minute=_minute(now)).values_list("channel", "taken")
    return {channel for channel, number in taken if limit(channel) and number >= limit(channel)}


def take(channel: str, now: datetime.datetime) -> bool:
    """Take one of the minute's places; False where all are taken."""
    if not (most := limit(channel)):
        return True
    minute = _minute(now)
    same = Q(minute=minute)
    free = Pace.objects.filter(~same | Q(taken__lt=most), channel=channel)
    if free.update(taken=Case(When(same, then=F("taken") + 1), default=Value(1)), minute=minute):
        return True
    _pace, is_first = Pace.objects.get_or_create(channel=channel, defaults={"minute": minute, "taken": 1})
    return is_first


def _minute(now: datetime.datetime) -> datetime.datetime:
    return now.replace(second=0, microsecond=0)

"""Finding sessions among many: by word, day, area, theme, unit, mode and places left."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q

from events.foundation import clock
from events.models import Session, Unit
from events.models.session import SessionQuerySet
from events.notices import folding

TEXTS = (
    "title",
    "place",
    "area",
    "agenda",
    "unit__name",
    "unit__short_name",
    "point__title",
    "point__description",
    "point__theme__title",
)


def matching(sessions: SessionQuerySet, wanted: dict[str, Any], *, now: datetime) -> SessionQuerySet:
    """The sessions that fit everything asked for, in the order in which one looks for them.

    `wanted` holds the filled fields of the filter form. Without days, `when` says which side of now is meant;
    what lies ahead comes nearest first, what is past latest first.
    """
    for name, narrow in FILTERS.items():
        if name in wanted:
            sessions = narrow(sessions, wanted[name], now)
    when = wanted.get("when", "all" if wanted.keys() & {"first", "last"} else "ahead")
    if when == "ahead":
        return sessions.filter(ends_at__gte=now).order_by("starts_at", "id")
    return (sessions.filter(ends_at__lt=now) if when == "past" else sessions).order_by("-starts_at", "-id")


def with_words(sessions: SessionQuerySet, words: str, now: datetime) -> SessionQuerySet:
    """Each word stands in the session's texts or names its unit."""
    for word in words.split():
        called = Unit.objects.filter(holds(word, ["aliases__name"]))
        sessions = sessions.filter(holds(word, TEXTS) | Q(unit__in=called))
    return sessions


def holds(word: str, texts: Iterable[str]) -> Q:
    """The word stands in one of these texts, in traditional or simplified signs, of full or half width."""
    return reduce(or_, (Q(**{f"{text}__iregex": folding.pattern(word)}) for text in texts))


def with_places(sessions: SessionQuerySet, wanted: bool, now: datetime) -> SessionQuerySet:
    return sessions.open_for_signup(now).filter(seats_taken__lt=F("capacity"))


def day_begins(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.ZONE)


def day_ends(day: date) -> datetime:
    return datetime.combine(day, time.max, clock.ZONE)


def with_mode(sessions: SessionQuerySet, mode: str, now: datetime) -> SessionQuerySet:
    """On site and livestream each include the sessions that are both."""
    return sessions.filter(mode__in={mode, Session.Mode.BOTH})


FILTERS: dict[str, Callable[[SessionQuerySet, Any, datetime], SessionQuerySet]] = {
    "words": with_words,
    "first": lambda sessions, day, now: sessions.filter(starts_at__gte=day_begins(day)),
    "last": lambda sessions, day, now: sessions.filter(starts_at__lte=day_ends(day)),
    "area": lambda sessions, area, now: sessions.filter(area=area),
    "theme": lambda sessions, theme, now: sessions.filter(point__theme__title=theme),
    "unit": lambda sessions, unit, now: sessions.filter(unit=unit),
    "mode": with_mode,
    "places": with_places,
}

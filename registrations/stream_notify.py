"""The letters to those who watch a livestream: near, moved, cancelled. They hold no seat, and nobody calls them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from events.foundation import addressing, languages
from events.models import Session
from registrations import notify
from registrations.models import Watcher
from registrations.notify import Letters


def near(watchers: Sequence[Watcher], *, now: datetime) -> Letters:
    """To those who asked to be reminded of a livestream: that it is near, and where to watch it."""
    return _to_watchers(watchers, "stream_near", now=now)


def moved(session: Session, *, before: dict[str, Any], now: datetime) -> None:
    """To those who watch, where it is the hour that moved: another place is nothing to them."""
    if before["starts_at"] != session.starts_at:
        _to_watchers(_watchers(session), "stream_moved", now=now)


def cancelled(session: Session, *, now: datetime) -> None:
    _to_watchers(_watchers(session), "stream_cancelled", now=now, cancel_reason=session.cancel_reason)


def _watchers(session: Session) -> list[Watcher]:
    watchers = list(Watcher.objects.filter(session=session))
    for watcher in watchers:
        watcher.session = session
    return watchers


def _to_watchers(watchers: Sequence[Watcher], name: str, *, now: datetime, **more: str) -> Letters:
    facts: dict[str, dict[str, str]] = {}
    letters: Letters = []
    for watcher in watchers:
        session, told = watcher.session, notify.told_of(facts, watcher.language, watcher.session)
        public = f"{settings.PORTAL_URL}{session.get_absolute_url()}"
        links = {
            "stream": session.livestream_url or public,
            "page": public,
            "stop": f"{settings.PORTAL_URL}{watcher.get_absolute_url()}",
        }
        with languages.spoken(watcher.language):
            letter = addressing.to_resident(
                "registrations",
                name,
                told | links | more,
                email=watcher.email,
                phone=watcher.phone,
                belongs_to=f"watcher:{watcher.pk}",
                about=session.title,
                unit=session.unit,
                now=now,
            )
        if letter:
            letters.append((watcher, letter))
    return letters

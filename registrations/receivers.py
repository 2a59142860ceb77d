"""One-liners: what this app does when another app tells news."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from events.models import Session, Staff
from events.signals import (
    session_announced,
    session_cancelled,
    session_changed,
    session_held,
    session_moved,
    way_changed,
)
from registrations import checkin, draw, invitations, notify, notify_guests, offers, queue, stream_notify


@receiver(session_announced)
def commit_draw(session: Session, now: datetime, **news: object) -> None:
    draw.commit(session, now=now)


@receiver(session_changed)
def fill_seats(session: Session, now: datetime, **news: object) -> None:
    draw.need_frozen_closed(session, now=now)
    offers.session_changed(session, now=now)


@receiver(way_changed)
def queue_anew(session: Session, before: dict[str, Any], reason: str, by: Staff, now: datetime, **news: object) -> None:
    queue.way_changed(session, before=before, reason=reason, by=by, now=now)


@receiver(session_moved)
def tell_moved(session: Session, before: dict[str, Any], by: Staff, now: datetime, **news: object) -> None:
    draw.need_frozen_closed(session, now=now)
    notify.session_moved(session, before=before, by=by, now=now)
    notify_guests.moved(session, by=by, now=now)
    stream_notify.moved(session, before=before, now=now)
    offers.session_moved(session, now=now)


@receiver(session_cancelled)
def tell_cancelled(session: Session, by: Staff, now: datetime, **news: object) -> None:
    notify.session_cancelled(session, by=by, now=now)
    invitations.session_over(session, by=by, now=now)
    stream_notify.cancelled(session, now=now)


@receiver(session_held)
def count_attendance(session: Session, **news: object) -> None:
    checkin.close(session)

"""One-liners: what this app does when another app tells news."""

from django.dispatch import receiver

from events.signals import session_announced, session_cancelled, session_changed, session_held, session_moved
from registrations import checkin, draw, notify, waiting


@receiver(session_announced)
def commit_draw(session, now, **news):
    draw.commit(session, now=now)


@receiver(session_changed)
def fill_seats(session, now, **news):
    waiting.session_changed(session, now=now)


@receiver(session_moved)
def tell_moved(session, before, by, now, **news):
    notify.session_moved(session, before=before, by=by, now=now)


@receiver(session_cancelled)
def tell_cancelled(session, by, now, **news):
    notify.session_cancelled(session, by=by, now=now)


@receiver(session_held)
def count_attendance(session, **news):
    checkin.close(session)

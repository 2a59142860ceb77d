"""In which phase a resident finds a session: what the badge says, and what can still be done."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Session


class Phase(models.TextChoices):
    SOON = "soon", _("Sign-up opens soon")
    OPEN = "open", _("Sign-up open")
    FULL = "full", _("Full")
    CLOSED = "closed", _("Sign-up closed")
    INVITED = "invited", _("By invitation")
    STREAM = "stream", _("Livestream")
    RUNNING = "running", _("In progress")
    OVER = "over", _("Over")
    REPORTED = "reported", _("Report published")
    CANCELLED = "cancelled", _("Cancelled")


ENDED = frozenset({Phase.OVER, Phase.REPORTED, Phase.CANCELLED})


def phase(session: Session, *, now: datetime) -> Phase:
    """The phase of an announced session at this moment. A full session is full even while its window is open."""
    if session.state == Session.State.CANCELLED:
        return Phase.CANCELLED
    if session.state == Session.State.REPORTED:
        return Phase.REPORTED
    if session.state == Session.State.HELD or session.ends_at <= now:
        return Phase.OVER
    if session.starts_at <= now:
        return Phase.RUNNING
    if not session.is_onsite:
        return Phase.STREAM
    if not session.has_signup:
        return Phase.INVITED
    return signup_phase(session, now=now)


def signup_phase(session: Session, *, now: datetime) -> Phase:
    """The phase of the sign-up, for a session that still lies ahead and takes sign-ups."""
    if session.signup_opens_at and now < session.signup_opens_at:
        return Phase.SOON
    if not session.takes_signups(now):
        return Phase.CLOSED
    return Phase.OPEN if session.seats_left else Phase.FULL

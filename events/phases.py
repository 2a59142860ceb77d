"""In which phase a resident finds a session: what the badge says, and what can still be done."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Session


class Phase(models.TextChoices):
    SOON = "soon", _("Sign-up opens soon")
    OPEN = "open", _("Sign-up open")
    FULL = "full", _("Full, waiting list")
    CLOSED = "closed", _("Sign-up closed")
    INVITED = "invited", _("By invitation")
    STREAM = "stream", _("Livestream")
    RUNNING = "running", _("In progress")
    OVER = "over", _("Over")
    REPORTED = "reported", _("Report published")
    CANCELLED = "cancelled", _("Cancelled")


BY_STATE: dict[str, Phase] = {
    Session.State.CANCELLED: Phase.CANCELLED,
    Session.State.REPORTED: Phase.REPORTED,
    Session.State.HELD: Phase.OVER,
}
ENDED = frozenset({Phase.OVER, Phase.REPORTED, Phase.CANCELLED})


def phase(session: Session, *, now: datetime) -> Phase:
    """The phase of an announced session at this moment. A full session is full even while its window is open."""
    if session.state in BY_STATE:
        return BY_STATE[session.state]
    if session.ends_at <= now:
        return Phase.OVER
    if session.starts_at <= now:
        return Phase.RUNNING
    if not session.is_onsite:
        return Phase.STREAM
    return signup_phase(session, now=now) if session.has_signup else Phase.INVITED


def signup_phase(session: Session, *, now: datetime) -> Phase:
    """The phase of the sign-up, for a session that still lies ahead and takes sign-ups."""
    if session.signup_opens_at and now < session.signup_opens_at:
        return Phase.SOON
    if not session.takes_signups(now):
        return Phase.CLOSED
    return Phase.OPEN if session.seats_left else Phase.FULL

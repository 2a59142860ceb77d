"""When a session takes sign-ups: for residents from opening to closing, for staff until the list is settled."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.models import Session
from registrations.models import Roster


def need(session: Session, *, now: datetime) -> None:
    """Raise ValidationError, in words a resident understands, while the session takes no sign-ups."""
    if session.takes_signups(now):
        return
    code, text = why_not(session, now=now)
    raise ValidationError(text, code=code)


def need_queue(session: Session, *, now: datetime) -> None:
    """As the window, for staff: it ends when the list is confirmed, not when sign-up closes.

    Where a draw decides it ends with the sign-up: the list that is drawn from is fixed then.
    """
    if not session.signup_closes_at or now < session.signup_closes_at:
        return need(session, now=now)
    if session.is_drawn:
        text = _("Sign-up has closed, and with it the list of the draw. Invite the person, or let them in at the door.")
        raise ValidationError(text, code="settled")
    if session.state != Session.State.ANNOUNCED or Roster.objects.filter(session=session).exists():
        raise ValidationError(_("The list is settled. Invite the person, or let them in at the door."), code="settled")
    return None


def why_not(session: Session, *, now: datetime) -> tuple[str, str]:
    """Why no sign-up is taken now: a code, and words for residents."""
    if session.state == Session.State.CANCELLED:
        return "cancelled", _("This session has been cancelled.")
    if not session.has_signup:
        return "no_signup", _("Nobody needs to sign up for this session.")
    if session.signup_opens_at and now < session.signup_opens_at:
        return "not_open", _("Sign-up has not opened yet.")
    return "closed", _("Sign-up has closed.")

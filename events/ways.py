"""The way of selection that the public has been told: it changes by an act of its own, which is filed and told."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events import sessions, signals
from events.foundation import audit, permissions
from events.models import ChangeFiling, Session, Staff

Selection = Session.Selection
# Among these it may change: an invitation is no sign-up, and people have signed up.
WITH_SIGNUP = (Selection.ORDER, Selection.DRAW, Selection.CHOICE, Selection.MIXED)


@transaction.atomic
def change(session: Session, *, selection: str, reason: str, by: Staff, now: datetime) -> Session:
    """Change the announced way of selection; everyone who signed up and the office are told (S1, section 四(一): 报备).

    ValidationError: code "state" for a session that is not announced or has no sign-up, "reason", "way",
    "nothing_changed"; the app above refuses it once the list is drawn or confirmed.
    """
    sessions.lock(session)
    permissions.require(by, "events.move_session", session)
    if session.state != Session.State.ANNOUNCED or not session.has_signup or session.starts_at <= now:
        raise ValidationError(_("Only an announced session that people sign up for changes its way."), code="state")
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Please state the reason."), code="reason")})
    if selection not in WITH_SIGNUP:
        raise ValidationError(_("Please choose one of the ways listed here."), code="way")
    if selection == session.selection:
        raise ValidationError(_("This is the way of selection already."), code="nothing_changed")
    before = audit.values(session, "selection")
    session.selection = selection
    session.save(update_fields=["selection"])
    after, why = audit.values(session, "selection"), reason.strip()
    audit.record(session, "session.change_way", by=by, now=now, before=before, after=after, reason=why)
    sessions.file_change(session, ChangeFiling.Kind.CHANGED, before=before, after=after, reason=why, by=by, now=now)
    signals.way_changed.send(sender=Session, session=session, before=before, reason=why, by=by, now=now)
    return session

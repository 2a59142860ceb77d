"""What happened on the day and must not be forgotten: noted at the door or afterwards, and erased with the people."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, permissions
from events.models import Session, Staff
from registrations import checkin
from registrations.models import Incident


@transaction.atomic
def note(session: Session, *, text: str, by: Staff, now: datetime) -> Incident:
    """Keep a note; it is not changed afterwards. ValidationError, code "text" for none, "door" before the day."""
    permissions.require(by, checkin.RIGHT, session)
    if now < checkin.opens_at(session):
        raise ValidationError(_("The door list opens on the day of the session."), code="door")
    if not text.strip():
        raise ValidationError({"text": ValidationError(_("Please write what happened."), code="text")})
    incident = Incident.objects.create(session=session, text=text.strip(), noted_at=now, noted_by=by)
    audit.record(incident, "incident.note", by=by, now=now, unit=session.unit)
    return incident

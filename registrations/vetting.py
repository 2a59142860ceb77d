"""Vetting (审查): what was found out about an entry before the list is confirmed; seen and written by few.

S3, section 三: 经各单位审查后确定人员名单.
"""

from datetime import datetime

from django.db import transaction

from events.foundation import audit, permissions
from events.models import Staff
from registrations.models import Signup

RIGHT = "registrations.vet_signup"


@transaction.atomic
def note(signup: Signup, text: str, *, by: Staff, now: datetime) -> Signup:
    """Keep the note of the vetting in place of the one before; an empty one takes it away. The log hides its words."""
    permissions.require(by, RIGHT, signup)
    row = Signup.objects.select_for_update(of=("self",)).select_related("session__unit").get(pk=signup.pk)
    if row.vetting_note == text.strip():
        return row
    before = audit.values(row, "vetting_note")
    row.vetting_note = text.strip()
    row.save(update_fields=["vetting_note"])
    after = audit.values(row, "vetting_note")
    audit.record(row, "signup.vet", by=by, now=now, before=before, after=after, unit=row.session.unit)
    return row

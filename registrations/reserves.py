"""The reserves in order: where the unit chooses, it also says who comes first among those who wait."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, permissions
from events.models import Session, Staff
from registrations import selection
from registrations.models import Signup

State, Selection = Signup.State, Session.Selection


@transaction.atomic
def arrange(session: Session, places: Mapping[int, int], *, by: Staff, now: datetime) -> int:
    """Put those who are proposed to wait in the order of these places (by the entry's key); how many wait.

    Who has no place comes behind, in the order of entry. Places that free up later are given in this order (`rank`).
    ValidationError, code "decision" where the unit does not choose alone, "confirmed" once the list stands.
    """
    permissions.require(by, selection.RIGHT, session)
    locked = selection.open_list(session)
    if locked.selection != Selection.CHOICE:
        raise ValidationError(_("The announced way of selection decides this, not the unit."), code="decision")
    rows = list(Signup.objects.select_for_update().filter(session=locked, proposal=State.WAITING))
    rows.sort(key=lambda row: (places.get(row.pk) or len(rows) + 1_000_000, row.entered_at, row.pk))
    for place, row in enumerate(rows, 1):
        if row.rank != place:
            before, after = {"rank": row.rank}, {"rank": place}
            row.rank = place
            audit.record(row, "signup.arrange", by=by, now=now, before=before, after=after, unit=locked.unit)
    Signup.objects.bulk_update(rows, ["rank"], batch_size=500)
    return len(rows)

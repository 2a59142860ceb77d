"""Change filings (报备): the office takes note of what a unit has moved, cancelled or changed by itself."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, permissions
from events.models import ChangeFiling, Staff


@transaction.atomic
def see(filing: ChangeFiling, *, by: Staff, now: datetime) -> ChangeFiling:
    """Record that the office has seen the change; code "seen" where somebody has done so before."""
    permissions.require(by, "events.change_changefiling", filing)
    filing = ChangeFiling.objects.select_for_update(of=("self",)).select_related("session__unit").get(pk=filing.pk)
    if filing.seen_at:
        raise ValidationError(_("This change has been seen already."), code="seen")
    filing.seen_at, filing.seen_by = now, by
    filing.save(update_fields=["seen_at", "seen_by"])
    audit.record(filing, "filing.see", by=by, now=now, unit=filing.session.unit)
    return filing

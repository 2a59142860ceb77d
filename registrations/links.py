"""The private link of an entry, when it may be in other hands: a new one, and the old one opens nothing any more."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, permissions
from events.models import Staff
from registrations import notify
from registrations.models import Pending, Signup
from registrations.models.signup import new_token


@transaction.atomic
def renew(signup: Signup, *, now: datetime, by: Staff | None = None) -> Signup:
    """Give the entry a new link, which goes to the contact on record. Staff do it on request, and do not see it.

    ValidationError with code "erased" where nobody is behind the entry any more.
    """
    if by:
        permissions.require(by, "registrations.change_signup", signup)
    row = Signup.objects.select_for_update(of=("self",)).select_related("session__unit").get(pk=signup.pk)
    if row.erased_at:
        raise ValidationError(_("The personal data of this entry has been erased."), code="erased")
    row.token = signup.token = new_token()
    row.save(update_fields=["token"])
    Pending.objects.filter(signup=row).delete()  # the page of its code would still lead here
    audit.record(row, "signup.renew_link", by=by, now=now, unit=row.session.unit)
    notify.link_renewed(row, by=by, now=now)
    return row

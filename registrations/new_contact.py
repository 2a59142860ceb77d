"""Another contact for a sign-up whose contact was verified: it counts once the code that was sent there has come back.

Until then nothing changes, and the old contact is told when it does: whoever got hold of the private link alone cannot
take a sign-up away unseen.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events import identity
from events.foundation import contact_codes, crypto
from events.models import ContactCode
from registrations import revisions, seats, watchers
from registrations.models import Signup


def ask(signup: Signup, *, contact: str, language: str, now: datetime) -> ContactCode:
    """Send a code to the new contact.

    ValidationError with code "closed", "contact" for what no code reaches, "same", or as `contact_codes.send`.
    """
    _need_open(signup, now=now)
    way = watchers.reached(contact)
    if all(getattr(signup, name) == value for name, value in way.items()):
        raise ValidationError(_("This is the contact that is on record already."), code="same")
    check = contact_codes.begin(_purpose(signup), **way, language=language, now=now)
    send(signup, check, now=now)
    return check


def send(signup: Signup, check: ContactCode, *, now: datetime) -> None:
    """A code, or another one; errors as `contact_codes.send`."""
    portal = identity.current().full_name
    contact_codes.send(check, portal=portal, about=signup.session.title, now=now)


def find(signup: Signup, token: str) -> ContactCode | None:
    """What waits for its code; None for an address that leads nowhere, or whose contact has been taken over."""
    index = crypto.index(token, purpose="code.token")
    return ContactCode.objects.filter(token_index=index, purpose=_purpose(signup)).first()


@transaction.atomic
def settle(signup: Signup, check: ContactCode, *, now: datetime) -> None:
    """Take over the contact that has just been proved, and tell the old one. Code "closed" where it is too late."""
    session = seats.lock(signup.session)
    row = Signup.objects.select_for_update().get(pk=signup.pk)
    row.session = session
    _need_open(row, now=now)
    revisions.set_contact(row, email=check.email or row.email, phone=check.phone or row.phone, now=now)
    Signup.objects.filter(pk=row.pk).update(verified_at=check.verified_at)
    check.delete()  # else its page would bring this contact back after the next change


def _need_open(signup: Signup, *, now: datetime) -> None:
    if not revisions.is_open(signup, now=now) or not revisions.has_fixed_contact(signup):
        raise ValidationError(_("This sign-up can no longer be changed. Please call the contact."), code="closed")


def _purpose(signup: Signup) -> str:
    return f"contact:{signup.pk}"

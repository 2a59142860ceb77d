"""The way back to a lost link: whoever proves a contact sees the entries that stand under it. No staff are involved."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from events import identity
from events.foundation import contact_codes, crypto
from events.models import ContactCode
from registrations import entries, watchers
from registrations.models import Signup
from registrations.models.signup import SignupQuerySet, email_index

PURPOSE = "lost"
# How long the list stays open once the contact is proved.
OPEN = timedelta(minutes=30)


def ask(contact: str, *, language: str, now: datetime) -> ContactCode:
    """Send a code to the contact, whether anything stands under it or not.

    ValidationError with code "contact" for what no code reaches, or as `contact_codes.send`.
    """
    check = contact_codes.begin(PURPOSE, **watchers.reached(contact), language=language, now=now)
    send(check, now=now)
    return check


def send(check: ContactCode, *, now: datetime) -> None:
    about = _("the link to your sign-up")
    contact_codes.send(check, portal=identity.current().full_name, about=about, now=now)


def find(token: str) -> ContactCode:
    return ContactCode.objects.get(token_index=crypto.index(token, purpose="code.token"), purpose=PURPOSE)


def is_open(check: ContactCode, *, now: datetime) -> bool:
    return check.verified_at is not None and now < check.verified_at + OPEN


def entries_of(check: ContactCode, *, now: datetime) -> SignupQuerySet:
    """The standing entries of sessions that are not over yet, of everybody who left this contact."""
    where = {"email_index": email_index(check.email)}
    if check.phone:
        where = {"phone_index": entries.phone_index(check.phone)}
    mine = Signup.objects.standing().filter(**where, erased_at=None, session__ends_at__gt=now)
    return mine.select_related("session__unit").order_by("session__starts_at", "pk")

"""Staff accounts: how a person comes to a password without anybody else knowing it."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from events import identity
from events.foundation import audit, languages, outbox, permissions
from events.models import Staff


def link(staff: Staff) -> str:
    """The address at which this person, once and within PASSWORD_RESET_TIMEOUT, chooses a password."""
    uid = urlsafe_base64_encode(force_bytes(staff.pk))
    path = reverse("admin:password_reset_confirm", args=[uid, default_token_generator.make_token(staff)])
    return f"{settings.PORTAL_URL}{path}"


@transaction.atomic
def activate(staff: Staff, *, by: Staff, now: datetime) -> str:
    """Let a new account choose its first password: by letter; without an e-mail address the link is handed back.

    What is handed back is shown to the office once and kept nowhere; it is empty where a letter was written.
    """
    permissions.require(by, "events.change_staff", staff)
    audit.record(staff, "staff.activate", by=by, now=now)
    return _hand_out(staff, "account_activation", by=by, now=now)


@transaction.atomic
def reset(staff: Staff, *, by: Staff, now: datetime) -> str:
    """The office resets a password: the old one is void at once; the link goes by letter or is handed back."""
    permissions.require(by, "events.change_staff", staff)
    staff.set_unusable_password()
    staff.save(update_fields=["password"])
    audit.record(staff, "staff.reset", by=by, now=now)
    return _hand_out(staff, "password_reset", by=by, now=now)


@transaction.atomic
def forgotten(email: str, *, now: datetime) -> int:
    """Write to every active account of this address; how many there were is for the caller's eyes only."""
    people = list(Staff.objects.active().filter(email__iexact=email.strip()).exclude(email=""))
    for staff in people:
        _hand_out(staff, "password_reset", by=None, now=now)
    return len(people)


def _hand_out(staff: Staff, letter: str, *, by: Staff | None, now: datetime) -> str:
    address = link(staff)
    if not staff.email:
        return address
    values = {
        "name": staff.name,
        "account": staff.username,
        "portal": identity.current().full_name,
        "link": address,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
    }
    with languages.spoken(staff.language):
        outbox.post("events", letter, values, to=staff.email, recipient=staff, unit=staff.unit, by=by, now=now)
    return ""

"""The address under which a calendar follows one sign-up: it brings the session again when it moves or is cancelled.

Calendars are shared, and their services keep the address; so it is not the private link, and does not lead to it. It is
derived from the link by the portal's secret: whoever has it sees the session, and nothing of the person; when the link
is revoked or erased, it ends as well.
"""

from hmac import compare_digest

from django.conf import settings
from django.urls import reverse

from events.foundation import crypto
from registrations import signups
from registrations.models import Signup

LENGTH = 40  # of 64 hex digits: 160 bits are nobody's to guess
DIGITS = 18  # of the largest number that a row can have
# Who has a seat, or may still get one; for everyone else the event is called off.
EXPECTING = (Signup.State.ENTERED, Signup.State.SELECTED)


def key_of(signup: Signup) -> str:
    return f"{signup.pk}-{crypto.index(signup.token, purpose='signup.feed')[:LENGTH]}"


def address_of(signup: Signup) -> str:
    """To be opened by a calendar, which then subscribes."""
    path = reverse("registrations:signup_feed", args=[key_of(signup)])
    return f"webcal://{settings.PORTAL_URL.partition('://')[2]}{path}"


def find(key: str) -> Signup:
    """The sign-up that a calendar follows; Signup.DoesNotExist for an address that never was, or was revoked."""
    number = key.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) <= DIGITS):
        raise Signup.DoesNotExist
    found = Signup.objects.select_related(*signups.SHOWN).filter(pk=int(number))
    signup = found.first()
    if signup is None or not signup.token or not compare_digest(key.encode(), key_of(signup).encode()):
        raise Signup.DoesNotExist
    return signup

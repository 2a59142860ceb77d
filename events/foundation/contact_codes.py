"""Codes that prove a contact: six digits to a mobile number or an e-mail address, typed back on a page.

A code works for MINUTES and once, and dies after TRIES wrong ones; a new one, which ends the one before, is sent after
SECONDS at the soonest and so many times an hour. Kept is only its keyed hash. Its letter leaves in the quiet hours too,
and is emptied as soon as the code has been used or has expired.
"""

import secrets
import unicodedata
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.foundation import addressing, crypto, languages, limits, outbox
from events.foundation.limits import HOUR
from events.models.contact_code import ContactCode

MINUTES, SECONDS, TRIES = 10, 60, 5
# Of one contact, so that nobody is flooded.
CODES_AN_HOUR = 6
# How long a page may lie open: afterwards its row goes, with the contact in it.
KEPT = timedelta(days=1)


def begin(purpose: str, *, email: str = "", phone: str = "", language: str, now: datetime) -> ContactCode:
    """The row of one contact that is to be proved; nothing is sent yet. One of the two ways is given."""
    return ContactCode.objects.create(purpose=purpose, email=email, phone=phone, language=language, asked_at=now)


def find(token: str) -> ContactCode:
    """The row of a page; ContactCode.DoesNotExist for an address that never was, or is gone."""
    return ContactCode.objects.get(token_index=crypto.index(token, purpose="code.token"))


def send(check: ContactCode, *, portal: str, about: str, now: datetime) -> None:
    """Send a fresh code; the one before works no more. `about` says in the letter what it is for.

    ValidationError with code "pause" (the last one left just now), "often" (this contact got too many) or "unreached".
    """
    with transaction.atomic():
        row = ContactCode.objects.select_for_update().get(pk=check.pk)
        if row.sent_at and (wait := SECONDS - int((now - row.sent_at).total_seconds())) > 0:
            raise ValidationError(_pause(wait), code="pause")
        if not limits.allow(f"code:{row.email.casefold() or row.phone}", CODES_AN_HOUR, HOUR):
            raise ValidationError(
                _("Many codes went to this contact just now. Please try again in an hour."), code="often"
            )
        outbox.erase([owner(row)], now=now)
        code = f"{secrets.randbelow(10**6):06}"
        with languages.spoken(row.language):
            letter = addressing.to_resident(
                "events",
                "contact_code",
                {"portal": portal, "code": code, "about": about, "minutes": str(MINUTES)},
                email=row.email,
                phone=row.phone,
                urgent=True,
                belongs_to=owner(row),
                about=about,
                now=now,
            )
        if letter is None:
            raise ValidationError(_("No code can be sent to this contact."), code="unreached")
        row.code_index, row.tries = _index(row, code), 0
        row.sent_at, row.expires_at = now, now + timedelta(minutes=MINUTES)
        row.save(update_fields=["code_index", "tries", "sent_at", "expires_at"])


def verify(check: ContactCode, typed: str, *, now: datetime) -> None:
    """Prove the contact by the typed code, whatever its width and blanks.

    ValidationError with code "wrong", "tries" or "expired". Every try is counted before it is looked at, in one
    statement, so that many at once are no more than TRIES.
    """
    code = "".join(unicodedata.normalize("NFKC", typed).split())
    mine = ContactCode.objects.filter(pk=check.pk).exclude(code_index="")
    if not mine.filter(expires_at__gt=now, tries__lt=TRIES).update(tries=F("tries") + 1):
        raise _ended(mine.first(), now)
    with transaction.atomic():
        if mine.filter(code_index=_index(check, code)).update(code_index="", verified_at=now):
            outbox.erase([owner(check)], now=now)
            return
    raise refusal(ContactCode.objects.get(pk=check.pk), now=now) or _ended(None, now)


def refusal(check: ContactCode, *, now: datetime) -> ValidationError | None:
    """Why the last try was refused, for the page that is opened after it; None where nothing was tried in vain."""
    left = TRIES - check.tries
    if check.verified_at or not check.sent_at or left == TRIES:
        return None
    if left <= 0 or not check.code_index or not check.expires_at or check.expires_at <= now:
        return _ended(check, now)
    words = ngettext(
        "This is not the code. You can try once more.", "This is not the code. You can try %(count)d more times.", left
    )
    return ValidationError(words % {"count": left}, code="wrong")


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Empty the letters of codes that have expired, and erase the rows of pages that lay open too long; how many."""
    expired = ContactCode.objects.filter(expires_at__lte=now).exclude(code_index="")
    outbox.erase([owner(row) for row in expired.only("pk")], now=now)
    expired.update(code_index="")
    over = ContactCode.objects.filter(Q(asked_at__lte=now - KEPT))
    outbox.erase([owner(row) for row in over.only("pk")], now=now)
    return over.delete()[1].get(ContactCode._meta.label, 0)


def owner(check: ContactCode) -> str:
    """As its letters name it."""
    return f"code:{check.pk}"


def seconds_to_wait(check: ContactCode, *, now: datetime) -> int:
    """Until another code may be sent."""
    return max(SECONDS - int((now - check.sent_at).total_seconds()), 0) if check.sent_at else 0


def _index(check: ContactCode, code: str) -> str:
    return crypto.index(f"{check.pk}\0{check.token_index}\0{code}", purpose="contact.code")


def _ended(row: ContactCode | None, now: datetime) -> ValidationError:
    if row and row.tries >= TRIES and row.expires_at and row.expires_at > now:
        return ValidationError(_("Too many wrong tries. Please have a new code sent."), code="tries")
    return ValidationError(_("This code has expired. Please have a new one sent."), code="expired")


def _pause(wait: int) -> str:
    return ngettext(
        "A code left just now. Another can be sent in %(count)d second.",
        "A code left just now. Another can be sent in %(count)d seconds.",
        wait,
    ) % {"count": wait}

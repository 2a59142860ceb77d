"""Whom a helper means by what was typed or scanned, while the portal can be asked: a code, or a part of a name."""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.foundation import dates
from events.models import Session
from registrations import checkin, tickets
from registrations.models import DoorLink, Signup
from registrations.models.signup import CODE_ALPHABET

CODE = re.compile(rf"[{CODE_ALPHABET}]{{8}}")
# So much of a name, and of a torn code, must be there.
LEAST, LEAST_OF_CODE = 2, 4
MOST = 20
# A key that the worker has not made yet is made at once, for as many as one answer shows.
SECONDS = 4.0
BLANK: dict[str, Any] = {
    **dict.fromkeys(("state", "said", "name", "code", "category", "needs", "place"), ""),
    "people": 0,
    "inside": None,
}


def read(text: str) -> str:
    """The words in one spelling, codes without blanks in capitals; ValidationError where a QR code held an address."""
    words = unicodedata.normalize("NFKC", text).strip()
    if re.match(r"https?://", words, re.IGNORECASE):
        parts = urlsplit(words)
        if "/my/" in parts.path:
            text = _(
                "This QR code opens the private page. Please scan the code for the door, which stands on that page."
            )
            raise ValidationError(text, code="private")
        text = _("This QR code leads to %(host)s and is no code for the door.") % {"host": parts.netloc}
        raise ValidationError(text, code="address")
    code = re.sub(r"[\s-]", "", words).upper()
    return code if CODE.fullmatch(code) else words


def cards(link: DoorLink, text: str) -> list[dict[str, Any]]:
    """What the helper is shown; ValidationError, in words for the helper, where nobody is found."""
    words, session = read(text), link.session
    if CODE.fullmatch(words):
        return [card(_by_code(session, words))]
    if len(words) < LEAST:
        raise ValidationError(_("Please enter a code, or at least two signs of the name."), code="short")
    part = re.sub(r"[\s-]", "", words).upper()
    everyone = checkin.door_list(session)
    found = [
        row
        for row in everyone
        if words.casefold() in row.name.casefold() or (len(part) >= LEAST_OF_CODE and part in row.code)
    ]
    if not found:
        raise ValidationError(_nobody(words), code="unknown")
    for row in found[:MOST]:
        row.session = session
    _need_keys(session, found[:MOST])
    return [card(row) for row in found[:MOST]]


def card(signup: Signup) -> dict[str, Any]:
    entry = signup.standing_entry
    is_in = tickets.standing(entry) if entry.arrived_at else None
    return {**BLANK, **tickets.content(signup), "inside": is_in}


def _by_code(session: Session, code: str) -> Signup:
    found = Signup.objects.select_related("session", "first", "arrived_by", "arrived_link").filter(code=code).first()
    if found is None:
        raise ValidationError(_("Nobody has the code %(code)s. Please compare it sign by sign.") % {"code": code})
    if found.session_id != session.pk:
        other = found.session
        text = _("The code %(code)s is of another session: %(title)s, %(when)s.")
        facts = {"code": code, "title": other.title, "when": dates.span(other.starts_at, other.ends_at)}
        raise ValidationError(text % facts, code="session")
    found.session = session
    _need_keys(session, [found.standing_entry])
    return found


def _need_keys(session: Session, rows: list[Signup]) -> None:
    """Without its key an entry has no place in the list by which the page could name it."""
    if any(not row.door_key for row in rows):
        tickets.prepare(session, seconds=SECONDS, first=[row.pk for row in rows])
        keys = dict(Signup.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "door_key"))
        for row in rows:
            row.door_key = keys[row.pk]


def _nobody(words: str) -> str:
    code = re.sub(r"[\s-]", "", words).upper()
    strange = sorted({sign for sign in code if sign.isascii() and sign.isalnum() and sign not in CODE_ALPHABET})
    if len(code) == 8 and code.isascii() and strange:
        text = _("No code has the sign %(sign)s. Please compare it once more: codes have no 0, O, 1, I or L.")
        return text % {"sign": " ".join(strange)}
    return _("Nobody is found by “%(words)s”. A code has eight signs; of a name two are enough.") % {
        "words": words[:40]
    }

"""What stands between a form that was sent and an entry: traps for programs, limits, a proof of work or a code.

Whoever came by a link of their own, an invited guest or somebody of a circle, is not led here.
"""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.translation import gettext as _

from events.foundation import crypto, limits, proofs, traps
from events.foundation.limits import HOUR
from events.models import Session
from registrations import entries

# A family has one telephone; many people sit behind one network; a program has time.
OF_A_NUMBER, OF_A_NETWORK = 20, 300
# Contacts asked for a lost link from one network.
LOST_OF_A_NETWORK = 30


def passes(form: Form, posted: Mapping[str, str], *, session: Session, network: str, now: datetime) -> bool:
    """Whether a valid form may go on; else the reason stands on it, and nothing that was typed is lost."""
    try:
        not_too_quick(posted, now=now)
        within_limits(session, network, form.cleaned_data["phone"])
        if not asks_code(session, posted):
            _worked(form, posted, session, now=now)
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True


def asks_code(session: Session, posted: Mapping[str, str]) -> bool:
    """Whether a code goes out first: where the session verifies contacts, and in place of a proof that did not come."""
    return verifies(session) or (proofs.is_on() and not posted.get("altcha"))


def verifies(session: Session) -> bool:
    return bool(getattr(session, "terms", None) and session.terms.verifies_contact)


def not_too_quick(posted: Mapping[str, str], *, now: datetime) -> None:
    """ValidationError with code "quick"."""
    if traps.is_too_quick(posted.get("opened", ""), now):
        raise ValidationError(
            _("That was very quick, as programs are. If you are a person, please send once more."), code="quick"
        )


def subject(session_key: int) -> str:
    """What a proof of work is for: one that was made for another session is none."""
    return f"signup:{session_key}"


def challenge(session_key: int, *, now: datetime) -> dict[str, str]:
    """The work for a browser, by the name under which the form wants it; nothing where none is asked."""
    return {"challenge": proofs.challenge(subject(session_key), now=now)} if proofs.is_on() else {}


def within_limits(session: Session, network: str, phone: str) -> None:
    """ValidationError, code "limit", where a network or a number signs up more often than people do."""
    if not limits.allow(f"signup:{session.pk}:{network}", OF_A_NETWORK, HOUR):
        raise ValidationError(
            _("Very many sign-ups come from your network just now. Please send yours again later."), code="limit"
        )
    if not limits.allow(f"signup:{session.pk}:{entries.phone_index(phone)}", OF_A_NUMBER, HOUR):
        raise ValidationError(
            _("This number has been used many times just now. Please try again in an hour."), code="limit"
        )


def _worked(form: Form, posted: Mapping[str, str], session: Session, *, now: datetime) -> None:
    """The same form sent again brings the same proof and is let through; any other use of it is refused."""
    if not proofs.is_on():
        return
    typed = form.cleaned_data
    by = crypto.index(f"{typed['name']}\0{typed['phone']}\0{typed.get('request_key', '')}", purpose="proof.by")
    if not proofs.holds(posted.get("altcha", ""), subject(session.pk), by=by, now=now):
        raise ValidationError(
            _("The check of this form has run out or was used before. Please send once more."), code="proof"
        )

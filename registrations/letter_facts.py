"""What a letter says of a session and of the person it goes to, in the language that is spoken at the moment."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events import identity
from events.foundation import dates, languages
from events.models import Session
from registrations import alike
from registrations.models import Signup


def held_until(signup: Signup) -> dict[str, str]:
    with languages.spoken(signup.language):
        return {"until": dates.moment(signup.offered_until) if signup.offered_until else "–"}


def to_confirm(signup: Signup) -> dict[str, str]:
    until = signup.session.terms.confirm_until
    with languages.spoken(signup.language):
        return {"until": dates.moment(until) if until else "–"}


def asks_nothing() -> dict[str, str]:
    return {"confirm": ""}


def asking(session: Session, *, now: datetime) -> Callable[[], dict[str, str]]:
    """The sentence by which the selected are asked to confirm, where the session asks it and there is time left."""
    terms = getattr(session, "terms", None)
    until = terms.confirm_until if terms else None
    if until is None or until <= now:
        return asks_nothing

    def asks() -> dict[str, str]:
        text = _("Please confirm by %(until)s that you come; after that the place goes to the next in line. ")
        return {"confirm": text % {"until": dates.moment(until)}}

    return asks


def after_decision(session: Session, state: str, *, now: datetime) -> Callable[[], dict[str, str]]:
    """To the selected, until when to confirm; to everybody else, where there are places in sessions of that theme."""
    if state == Signup.State.SELECTED:
        return asking(session, now=now)

    def tells() -> dict[str, str]:
        lines = [
            f"· {other.title}, {dates.span(other.starts_at, other.ends_at)}: "
            f"{settings.PORTAL_URL}{other.get_absolute_url()}"
            for other in alike.of(session, now=now)
        ]
        head = _("You can still sign up for these:")
        return {"alike": "\n\n" + "\n".join([head, *lines]) if lines else ""}

    return tells


def drawn(signup: Signup) -> dict[str, str]:
    """The place that the draw gave the person, and where it is checked; empty for whom no draw decided."""
    if not signup.session.is_drawn or signup.rank is None:
        return {"draw": ""}
    page = f"{settings.PORTAL_URL}{reverse('registrations:draw', args=[signup.session_id])}"
    with languages.spoken(signup.language):
        text = _(" In the draw your public code %(code)s came in place %(place)d; anybody can check it: %(page)s")
        return {"draw": text % {"code": signup.public_code, "place": signup.rank, "page": page}}


def personal(signup: Signup) -> dict[str, str]:
    return {
        "name": signup.name,
        "code": signup.code,
        "people": str(signup.seats),
        "link": f"{settings.PORTAL_URL}{signup.get_absolute_url()}",
        "details": f"{settings.PORTAL_URL}{reverse('registrations:signup_details', args=[signup.token])}",
        "cancel": f"{settings.PORTAL_URL}{reverse('registrations:signup_cancel', args=[signup.token])}",
    }


def of_session(session: Session) -> dict[str, str]:
    """What every letter about a session may say of it."""
    closes = session.signup_closes_at
    return {
        "portal": identity.current().full_name,
        "session": session.title,
        "when": dates.span(session.starts_at, session.ends_at),
        "place": session.place or "–",
        "directions": session.directions or "–",
        "bring": session.bring or "–",
        "holding_unit": session.unit.name,
        "contact": " ".join(filter(None, (session.contact_name, session.contact_phone))) or "–",
        "closes": dates.moment(closes) if closes else _("the day the list is made"),
    }

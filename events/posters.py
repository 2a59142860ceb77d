"""The pictures with which a session is passed on: made by the worker, out of date as soon as a fact of theirs is."""

import hashlib
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events import drawings, identity, palette
from events.drawings import Invitation, Look
from events.foundation import dates
from events.models import Portal, Poster, Session

# Another edition, and every picture is made anew: for when the drawing itself has changed.
EDITION = 1
# Sessions a sweep: some twenty seconds, in which the one worker of a small portal sends no letter.
MOST_A_SWEEP = 20


def sweep(*, now: datetime) -> int:
    """Make what is missing or out of date, the nearest sessions first; how many sessions that were."""
    portal = identity.current()
    stale = [session for session in _wanting() if not _is_current(session, portal)][:MOST_A_SWEEP]
    for session in stale:
        make(session, portal, now=now)
    return len(stale)


def make(session: Session, portal: Portal, *, now: datetime) -> Poster:
    """Draw the three pictures and put them in the place of the older ones; nothing is locked while it draws."""
    mark, invitation, look = fingerprint(session, portal), invitation_to(session), look_of(portal)
    drawn = {kind: draw(invitation, look) for kind, draw in drawings.DRAWN.items()}
    with transaction.atomic():
        # Two workers may have drawn the same session: the later one replaces, and neither leaves files behind.
        Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        poster = Poster.objects.filter(session=session).first() or Poster(session=session)
        for kind, content in drawn.items():
            file = poster.file(kind)
            if file.name:
                transaction.on_commit(partial(file.storage.delete, file.name))
            file.save(f"{session.pk}-{kind}.png", ContentFile(content), save=False)
        poster.fingerprint, poster.made_at = mark, now
        poster.save()
    return poster


def current(session: Session, portal: Portal) -> Poster | None:
    """The pictures of a public session that still say the truth: none while they wait for the worker, or when it is
    cancelled."""
    is_public = session.announced_at is not None and session.state != Session.State.CANCELLED
    return session.poster if is_public and _is_current(session, portal) else None


def fingerprint(session: Session, portal: Portal) -> str:
    """Of every fact that the pictures show."""
    look = (portal.full_name, portal.main_colour, portal.accent_colour, portal.emblem.name)
    return hashlib.sha256(repr((EDITION, invitation_to(session), look)).encode()).hexdigest()


def look_of(portal: Portal) -> Look:
    band, band_deep = palette.bands(portal.main_colour)[:2]
    emblem = b""
    if portal.emblem:
        with portal.emblem.open() as file:
            emblem = file.read()
    return Look(portal.full_name, band, band_deep, portal.accent_colour or palette.DELIVERED["gold"], emblem)


def invitation_to(session: Session) -> Invitation:
    """The facts in the portal's own language, whoever asks: the pictures are for everyone."""
    with translation.override(settings.LANGUAGE_CODE):
        when = dates.span(session.starts_at, session.ends_at)
        where = session.place if session.is_onsite else session.get_mode_display()
        return Invitation(
            kicker=f"{session.get_form_display()} · {session.get_mode_display()}",
            title=session.title,
            when=when,
            where=where,
            facts=((_("When"), when), (_("Where"), where), (_("Held by"), session.unit.name), *_joining(session)),
            address=f"{settings.PORTAL_URL}{session.get_absolute_url()}",
            call=_("Scan to read more and sign up") if session.has_signup else _("Scan to read more"),
        )


def _joining(session: Session) -> list[tuple[str, str]]:
    if not session.has_signup:
        return []
    seats = _("%(seats)s people, %(selection)s")
    facts = [
        (pgettext("poster", "Seats"), seats % {"seats": session.capacity, "selection": session.get_selection_display()})
    ]
    if session.signup_closes_at:
        facts.insert(0, (_("Sign up by"), dates.moment(session.signup_closes_at)))
    return facts


def _wanting() -> list[Session]:
    """Sessions that somebody may want to pass on, the coming ones first; what has been held gets its pictures once."""
    public = Session.objects.public().select_related("unit", "poster").exclude(state=Session.State.CANCELLED)
    coming = public.filter(state=Session.State.ANNOUNCED).order_by("starts_at")
    past = public.exclude(state=Session.State.ANNOUNCED).filter(poster=None).order_by("-starts_at")
    return [*coming, *past]


def _is_current(session: Session, portal: Portal) -> bool:
    return hasattr(session, "poster") and session.poster.fingerprint == fingerprint(session, portal)

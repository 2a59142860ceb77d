"""The letters to invited guests, and the one to the unit where a guest found no seat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from events.foundation import addressing, dates, languages, outbox
from events.models import Session, Staff
from registrations import letter_facts, notify
from registrations.models import Invitation


def invited(invitations: Sequence[Invitation], *, by: Staff, now: datetime) -> None:
    """To guests of one session: what they are asked to, until when to answer, and the link. Kept with each."""
    for invitation, letter in _write(invitations, "guest_invited", by=by, now=now):
        invitation.letter_id = letter.pk
    Invitation.objects.bulk_update(invitations, ["letter"], batch_size=500)


def reminded(invitations: Sequence[Invitation], *, by: Staff | None, now: datetime) -> int:
    """To those who have not answered; how many a letter reaches."""
    return len(_write(invitations, "guest_reminded", by=by, now=now))


def withdrawn(invitations: Sequence[Invitation], *, by: Staff, now: datetime) -> None:
    _write(invitations, "guest_withdrawn", by=by, now=now)


def moved(session: Session, *, by: Staff, now: datetime) -> None:
    """To those who have not answered: the session has another time or place; whoever has a seat hears of it as all."""
    invitations = list(Invitation.objects.open().filter(session=session))
    for invitation in invitations:
        invitation.session = session
    _write(invitations, "guest_moved", by=by, now=now)


def expected(invitation: Invitation, *, by: Staff | None, now: datetime) -> None:
    """To a guest who accepted: the seat is kept, and the page for the day. Who gets no letter has just heard it."""
    if not (signup := invitation.signup):
        return
    signup.session = invitation.session
    notify.guest_expected(signup, by=by, now=now)
    if not signup.letter_id:
        signup.told_at, signup.told_by, signup.call_about = now, by, ""
        signup.save(update_fields=["told_at", "told_by", "call_about"])


def found_no_seat(invitation: Invitation, *, now: datetime) -> None:
    """To whoever invited: a guest wished to accept, and no seat is left."""
    if not (to := invitation.sent_by):
        return
    session = invitation.session
    with languages.spoken(to.language):
        values = {
            **letter_facts.of_session(session),
            "guest": invitation.masked_name,
            "desk": f"{settings.PORTAL_URL}/desk/registrations/signup/session/{session.pk}/invitations/",
        }
        how = {"about": session.title, "unit": session.unit}
        addressing.to_staff("registrations", "guest_found_no_seat", values, to=to, now=now, **how)


def _write(
    invitations: Sequence[Invitation], name: str, *, by: Staff | None, now: datetime
) -> list[tuple[Invitation, outbox.Message]]:
    """The letters to those of one session whom one reaches."""
    reached = [
        (invitation, way)
        for invitation in invitations
        if (way := addressing.way_to(invitation.email, invitation.phone))
    ]
    if not reached:
        return []
    session, language = invitations[0].session, settings.LANGUAGE_CODE
    with languages.official():
        facts = letter_facts.of_session(session)
        letters = [
            outbox.Addressed(*way, facts | _personal(invitation), f"invitation:{invitation.pk}")
            for invitation, way in reached
        ]
        how: dict[str, Any] = {"about": session.title, "unit": session.unit, "by": by, "daytime_only": True}
        made = outbox.post_many("registrations", name, letters, language=language, now=now, **how)
    return [(invitation, letter) for (invitation, _way), letter in zip(reached, made, strict=True)]


def _personal(invitation: Invitation) -> dict[str, str]:
    return {
        "name": invitation.name,
        "answer_by": dates.moment(invitation.answer_by),
        "link": f"{settings.PORTAL_URL}{invitation.get_absolute_url()}",
    }

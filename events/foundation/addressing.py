"""By which ways a letter reaches a person: staff as they chose, residents as their contact allows."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from events.foundation import languages, outbox, sms, wording
from events.models.message import Message
from events.models.portal import Portal
from events.models.staff import Staff
from events.models.unit import Unit

Way = tuple[str, str]


def ways(staff: Staff) -> list[Way]:
    """(channel, address) of each way that the person chose and that exists; the inbox alone where none does."""
    found: list[Way] = []
    if staff.by_email and staff.email:
        found.append(("email", staff.email))
    if staff.by_sms and sms.reaches(staff.phone):
        found.append(("sms", staff.phone))
    return found or [("inbox", f"{staff.unit.name} {staff.get_short_name()}")]


def to_staff(app: str, name: str, values: Mapping[str, object], *, to: Staff, **how: Any) -> Message:
    """Post a letter to one of the staff by every way; what is returned is the one that lies in the inbox.

    The chat robot of the person's unit is told once a letter and moment, whoever of the unit gets it. `how` as in
    `outbox.queue`; the language is the reader's.
    """
    language = to.language if languages.is_known(to.language) else settings.LANGUAGE_CODE
    first, *others = ways(to)
    channel, address = first
    made = outbox.post(
        app, name, values, to=address, channel=channel, language=language, recipient=to, in_inbox=True, **how
    )
    for channel, address in others:
        outbox.post(app, name, values, to=address, channel=channel, language=language, recipient=to, **how)
    if to.unit.robot:
        _tell_robot(to.unit, made)
    return made


def to_resident(
    app: str, name: str, values: Mapping[str, object], *, email: str, phone: str = "", urgent: bool = False, **how: Any
) -> Message | None:
    """Post a letter to a resident: by e-mail, else as a text message; None where only a call reaches the person.

    Only what is `urgent`, a code that the person is waiting for, leaves in the quiet hours.
    """
    if not (way := way_to(email, phone)):
        return None
    channel, address = way
    return outbox.post(app, name, values, to=address, channel=channel, daytime_only=not urgent, **how)


def way_to(email: str, phone: str) -> Way | None:
    """(channel, address) by which a resident who left these can be written to."""
    if email:
        return "email", email
    return ("sms", phone) if sms.reaches(phone) else None


def _tell_robot(unit: Unit, letter: Message) -> None:
    """What it is about and where to read it; a chat is read by many, so no names and none of the letter's own text."""
    same: dict[str, Any] = {
        "app": letter.app,
        "letter": letter.letter,
        "about": letter.about,
        "channel": "robot",
        "unit": unit,
    }
    if Message.objects.filter(**same, created_at=letter.created_at).exists():
        return
    with languages.official():
        values = {
            "portal": (Portal.objects.current().first() or Portal()).full_name,
            "title": wording.title(letter.app, letter.letter),
            "about": letter.about,
            "inbox": f"{settings.PORTAL_URL}{reverse('admin:inbox')}",
        }
        subject, body = wording.letter("events", "robot", settings.LANGUAGE_CODE, **values)
        outbox.queue(**same, to=unit.name, subject=subject, body=body, by=letter.by, now=letter.created_at)

"""What is promised at sign-up is kept each night: names, contacts, reasons, links and letters go, the counts stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from events import keeping
from events.foundation import audit, clock, outbox
from events.models import Session
from registrations.models import DoorLink, DoorScan, Incident, Invitation, Objection, Signup
from registrations.models.signup import SignupQuerySet

BATCH = 500


def erase(*, now: datetime) -> int:
    """Erase the people of every session whose data is kept no longer; how many. Each session in its own transaction."""
    people = Exists(Signup.objects.filter(session=OuterRef("pk"), erased_at=None))
    guests = Exists(Invitation.objects.filter(session=OuterRef("pk"), erased_at=None))
    objections = Exists(Objection.objects.filter(session=OuterRef("pk"), erased_at=None))
    helpers = Exists(DoorLink.objects.filter(session=OuterRef("pk"), erased_at=None))
    incidents = Exists(Incident.objects.filter(session=OuterRef("pk"), erased_at=None))
    kept = people | guests | objections | helpers | incidents
    over = Session.objects.filter(kept, ends_at__lt=now).select_related("point__plan", "unit")
    return sum(_erase_people(session, now=now) for session in over if is_due(session, now=now))


def is_due(session: Session, *, now: datetime) -> bool:
    """From the day after the last one on which its data is kept."""
    until = keeping.kept_until(session)
    return until is not None and clock.day_of(now) > until


@transaction.atomic
def _erase_people(session: Session, *, now: datetime) -> int:
    rows = Signup.objects.select_for_update().filter(session=session, erased_at=None)
    keys = list(rows.values_list("pk", flat=True))
    outbox.erase([f"signup:{key}" for key in keys], now=now)
    _empty_invitations(session, now=now)
    for first in range(0, len(keys), BATCH):
        _empty(Signup.objects.filter(pk__in=keys[first : first + BATCH]), now=now)
    emptied = {"text": "", "contact": "", "answer": "", "erased_at": now}
    objections = Objection.objects.filter(session=session, erased_at=None)
    outbox.erase([objection.subject for objection in objections.only("pk")], now=now)
    objections.update(**emptied)
    _empty_door(session, now=now)
    audit.record(session, "session.erase", by=None, now=now, after={"people": len(keys)}, unit=session.unit)
    return len(keys)


def _empty_invitations(session: Session, *, now: datetime) -> None:
    """Those who were invited, whether they came or not; the unit's address book is another thing, and stays."""
    rows = list(Invitation.objects.select_for_update(of=("self",)).filter(session=session, erased_at=None))
    outbox.erase([f"invitation:{row.pk}" for row in rows], now=now)
    for row in rows:
        row.token_index = row.person_index = f"erased:{row.pk}"
        row.token = row.name = row.phone = row.email = ""
        row.letter, row.guest, row.erased_at = None, None, now
    emptied = ["token_index", "person_index", "token", "name", "phone", "email", "letter", "guest", "erased_at"]
    Invitation.objects.bulk_update(rows, emptied, batch_size=BATCH)


def _empty_door(session: Session, *, now: datetime) -> None:
    """The names of helpers, what they could not match, and what happened; when and how many people stays."""
    for link in DoorLink.objects.filter(session=session, erased_at=None):
        link.label, link.token, link.private_key, link.erased_at = "", "", "", now
        link.save()
    DoorScan.objects.filter(session=session).update(name="", words="")
    Incident.objects.filter(session=session, erased_at=None).update(text="", erased_at=now)


def _empty(signups: SignupQuerySet, *, now: datetime) -> None:
    """What tells who somebody is or opens a page; by what they are known again becomes a word of its own."""
    rows = list(signups)
    for row in rows:
        row.token_index = row.person_index = f"erased:{row.pk}"
        row.token = row.name = row.phone = row.email = row.request_key = ""
        row.phone_index = row.email_index = row.name_index = row.id_index = ""
        row.organisation = row.details = row.vetting_note = ""
        row.reason = row.call_about = row.door_key = ""
        row.letter = None  # else a letter that never arrived would ask for a call
        row.erased_at = now
    Signup.objects.bulk_update(rows, EMPTIED, batch_size=BATCH)


EMPTIED = [
    "token_index",
    "person_index",
    "token",
    "name",
    "phone",
    "email",
    "phone_index",
    "name_index",
    "email_index",
    "id_index",
    "organisation",
    "details",
    "vetting_note",
    "request_key",
    "reason",
    "call_about",
    "door_key",
    "letter",
    "erased_at",
]

"""What a person may change about the own sign-up: how to be reached, and with how many people to come.

Another name is another person: that is a cancellation and a new sign-up. An entry that only answers a repeated sign-up
is changed by itself and moves no seat, so that its page tells nobody who is registered.
"""

import json
from collections.abc import Container
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from events.foundation import audit, crypto
from events.models import Session
from registrations import draw, entries, notify, offers, seats, waiting
from registrations.models import Roster, Signup

State = Signup.State
MAY_CHANGE = (State.ENTERED, State.SELECTED, State.WAITING, State.REPEATED)


def is_open(signup: Signup, *, now: datetime) -> bool:
    """Whether the sign-up can still be changed: it stands, no offer waits for its answer, the session has not begun."""
    session = signup.session
    ahead = session.state == Session.State.ANNOUNCED and now < session.starts_at
    return ahead and signup.state in MAY_CHANGE and not signup.arrived_at


def may_resize(signup: Signup) -> bool:
    """Whether the person can change the number of companions: not where they are named, nor for a group."""
    is_named = bool(named(signup)) or bool(signup.organisation)
    return not is_named and (signup.session.companions_max > 0 or signup.companions > 0)


def named(signup: Signup) -> list[str]:
    """Who comes along by name: some of them may stay at home, others are another sign-up."""
    return list(signup.answers.get("companions", []))


def has_fixed_contact(signup: Signup) -> bool:
    """Whether the contact was verified by a code: another one is verified again (new_contact.py)."""
    terms = getattr(signup.session, "terms", None)
    return bool(terms and terms.verifies_contact)


@transaction.atomic
def revise(
    signup: Signup, *, email: str, phone: str, companions: int, now: datetime, coming: Container[int] | None = None
) -> Signup:
    """Change what differs from the row, all of it or nothing.

    `coming`: the places, from 0, of those in `named` who still come along; None leaves them all.
    ValidationError: by field for what was typed (companions: also where no seats are free), code "closed".
    """
    session = seats.lock(signup.session)
    row = Signup.objects.select_for_update().get(pk=signup.pk)
    row.session = session
    if not is_open(row, now=now):
        raise ValidationError(_("This sign-up can no longer be changed. Please call the contact."), code="closed")
    if not has_fixed_contact(row):
        set_contact(row, email=email.strip(), phone=crypto.normalise_phone(phone), now=now)
    if named(row):
        _keep_named(row, coming, now=now)
    else:
        _set_companions(row, companions, now=now)
    return row


def set_contact(row: Signup, *, email: str, phone: str, now: datetime) -> None:
    """Told at the old and at the new contact; the log notes that it changed, not to what. The row is locked."""
    old = (row.email, row.phone)
    changed = [name for name, value in (("email", email), ("phone", phone)) if value != getattr(row, name)]
    if not changed:
        return
    found = entries.faults(name=row.name, phone=phone, email=email)
    if faults := {name: text for name, text in found.items() if name in changed}:
        raise ValidationError({name: ValidationError(text, code=name) for name, text in faults.items()})
    row.email, row.phone, row.phone_index = email, phone, entries.phone_index(phone)
    row.save(update_fields=["email", "phone", "phone_index"])
    _know_again(row)
    after = {f"{name}_changed": True for name in changed}
    audit.record(row, "signup.change", by=None, now=now, after=after, unit=row.session.unit)
    notify.contact_changed(row, old=old, now=now)


def _know_again(row: Signup) -> None:
    """By the new number the person is known again. Where somebody stands under it already, nothing is said: the answer
    would tell who is registered."""
    index = entries.person_index(row.name, row.phone)
    try:
        with transaction.atomic():
            Signup.objects.filter(pk=row.pk).update(person_index=index)
    except IntegrityError:
        return


def _keep_named(row: Signup, coming: Container[int] | None, *, now: datetime) -> None:
    """The log notes how many, not who."""
    people = [name for place, name in enumerate(named(row)) if coming is None or place in coming]
    if len(people) == len(named(row)):
        return
    if row.organisation and not people:
        text = _("A group comes with at least one person beside you. To come alone, sign up by yourself.")
        raise ValidationError({"coming": ValidationError(text, code="coming")})
    _need_thawed(row.session)
    answers = {key: answer for key, answer in row.answers.items() if key != "companions"}
    row.details = json.dumps(answers | ({"companions": people} if people else {}), ensure_ascii=False)
    row.save(update_fields=["details"])
    _resize(row, len(people), now=now)


def _set_companions(row: Signup, companions: int, *, now: datetime) -> None:
    if companions == row.companions or not may_resize(row):
        return
    _need_thawed(row.session)
    if companions > row.companions:
        _need_room(row, companions)
    elif companions < 0:
        raise _fault(entries.companions_fault(companions, row.session))
    _resize(row, companions, now=now)


def _resize(row: Signup, companions: int, *, now: datetime) -> None:
    """Write it; the seats of a party that has grown are taken already, those of a smaller one are offered on."""
    before, more = {"companions": row.companions}, companions - row.companions
    row.companions = companions
    row.save(update_fields=["companions"])
    after = {"companions": companions}
    audit.record(row, "signup.change", by=None, now=now, before=before, after=after, unit=row.session.unit)
    if more < 0:
        if row.holds_seats:
            seats.give_back(row.session, -more)
        if row.state != State.REPEATED:  # a smaller party that waits may fit now
            offers.refill(row.session, now=now)


def _need_thawed(session: Session) -> None:
    """The frozen list of a draw gives the size of each party: until the list is made it stays as it is."""
    if draw.is_frozen(session) and not _is_listed(session):
        text = _("The list of the draw gives the size of your party: until everyone is told the result it stays.")
        raise _fault(text)


def _need_room(row: Signup, companions: int) -> None:
    """Take the seats of a party that grows: within the session's rule, and never past those who wait."""
    session, more = row.session, companions - row.companions
    if text := entries.companions_fault(companions, session):
        raise _fault(text)
    if row.holds_seats:
        places = seats.places(session, seats.held(session))
        party = seats.Party(key=row.pk, category=row.category, seats=more)
        fits = places.fits(party, keep_floors=not _is_listed(session))
        if waiting.of(session).exists() or not fits or not seats.take(session, more):
            raise _fault(_("There are no free seats for more people at the moment."))


def _is_listed(session: Session) -> bool:
    return Roster.objects.filter(session=session).exists()


def _fault(text: str) -> ValidationError:
    return ValidationError({"companions": ValidationError(text, code="companions")})

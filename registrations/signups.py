"""Signing up, inviting, cancelling: one entry a person and session, however it comes in.

By order of entry a seat is kept from the moment of the sign-up while seats last (state ENTERED), later entries stand on
the waiting list; whoever cancels makes room, which is offered to the next party that fits. The unit confirms the list
after closing, having looked through it (S3: 经各单位审查后确定人员名单), so nobody is told "selected" whom it may still
refuse. By draw and by choice, or both, every entry waits for the selection, and no lock is needed to enter.
"""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from events.foundation import audit, crypto, permissions
from events.models import Category, Session, Staff
from registrations import answers as answers_of
from registrations import circles, consent, entries, notify, offers, seats, waiting, window, yearly
from registrations.entries import Entry
from registrations.models import ClosedLink, Signup

State, Source = Signup.State, Signup.Source
# What the pages behind a private link read.
SHOWN = ("session__unit", "session__terms")


class Stands(Exception):
    """The person is on the list already, or this very request was taken before."""


def sign_up(
    session: Session,
    *,
    name: str,
    phone: str,
    category: str,
    consent: bool,
    now: datetime,
    email: str = "",
    companions: int = 0,
    language: str = settings.LANGUAGE_CODE,
    request_key: str = "",
    answers: Mapping[str, Any] | None = None,
    organisation: str = "",
    closed_link: ClosedLink | None = None,
    is_verified: bool = False,
) -> Signup:
    """A resident's own entry, answered in the language in which it was made; with an `organisation`, of its group.

    `answers` to what the session asks come by the names of the form's fields. `is_verified`: the contact was proved.
    By the `closed_link` of a circle people enter in its category, whether that is open to all or not.

    The same request again returns the same entry; the same person again gets an answer that looks like a new one,
    holds no seat, and tells nobody who is registered.

    ValidationError: by field for what was typed; code "closed", "not_open", "no_signup" or "cancelled" for the moment.
    """
    if closed_link:
        circles.need_window(closed_link, session, now=now)
    else:
        window.need(session, now=now)
    entry = answers_of.entry(
        session,
        answers or {},
        name=name,
        phone=phone,
        email=email,
        category=category,
        companions=companions,
        organisation=organisation,
        categories=[closed_link.category] if closed_link else None,
        language=language,
        now=now,
    )
    if not consent:
        raise _no_consent()
    return _if_above_the_limit(session, entry, is_verified=is_verified, request_key=request_key, now=now) or _add(
        session, entry, source=Source.ONLINE, request_key=request_key, by=None, now=now, closed_link=closed_link
    )


def enter(
    session: Session,
    *,
    name: str,
    phone: str,
    category: str,
    source: str,
    by: Staff,
    now: datetime,
    email: str = "",
    companions: int = 0,
    answers: Mapping[str, Any] | None = None,
    organisation: str = "",
    agreed: bool = True,
) -> Signup:
    """Enter a person who came by telephone, letter or at the counter, into the same queue under the same rules.

    `answers` to what the session asks come by the names of the form's fields, as from those who sign up online.

    Letters that came in time may be entered after closing, as long as the list is neither drawn nor confirmed. Whoever
    enters has heard or read that the person `agreed`, and stands for it: kept as the form of the consent, with name
    and moment.
    """
    permissions.require(by, "registrations.enter_signup", session)
    window.need_queue(session, now=now)
    if not agreed:
        raise ValidationError({"agreed": ValidationError(_("Nobody is entered who has not agreed."), code="consent")})
    entry = answers_of.entry(
        session,
        answers or {},
        name=name,
        phone=phone,
        email=email,
        category=category,
        companions=companions,
        organisation=organisation,
        now=now,
        categories=entries.offered(session, to_staff=True),
    )
    number = yearly.limit(session)
    if number and len(yearly.earlier(session, entry)) >= number:
        raise ValidationError(yearly.fault(number), code="yearly")
    return _add(session, entry, source=source, request_key="", by=by, now=now)


@transaction.atomic
def invite(
    session: Session,
    *,
    name: str,
    phone: str,
    category: str,
    by: Staff,
    now: datetime,
    email: str = "",
    companions: int = 0,
) -> Signup:
    """Put an invited guest on the list: selected from the start, and counted in the seats and in the make-up."""
    permissions.require(by, "registrations.enter_signup", session)
    locked = seats.lock(session)
    if locked.state not in (Session.State.APPROVED, Session.State.ANNOUNCED) or locked.starts_at <= now:
        raise ValidationError(_("Guests can be invited to a session that is approved and still to come."), code="state")
    entry = entries.checked(
        locked,
        name=name,
        phone=phone,
        email=email,
        category=category,
        companions=companions,
        categories=Category.values,
        companions_max=locked.capacity,
    )
    try:
        guest = _create(locked, entry, source=Source.INVITATION, state=State.SELECTED, by=by, now=now)
    except Stands:
        raise _twice() from None
    if not seats.take(locked, entry.seats):
        left = locked.capacity - locked.seats_taken
        raise ValidationError(_("Only %(count)d seats are free.") % {"count": left}, code="full")
    audit.record(guest, "signup.invite", by=by, now=now, after=facts(guest), unit=locked.unit)
    notify.invited(guest, by=by, now=now)
    return guest


@transaction.atomic
def cancel(signup: Signup, *, now: datetime, by: Staff | None = None) -> Signup:
    """Cancel in one step: the seats are free at once and go to the next that fits. Cancelling twice changes nothing."""
    if by:
        permissions.require(by, "registrations.change_signup", signup)
    session = seats.lock(signup.session)
    row = Signup.objects.select_for_update().get(pk=signup.pk)
    row.session = session
    if row.state == State.CANCELLED:
        return row
    if row.arrived_at or session.starts_at <= now:
        raise ValidationError(_("The session has begun; there is nothing to cancel any more."), code="begun")
    before, held = row.state, row.holds_seats
    row.state, row.cancelled_at, row.call_about, row.letter = State.CANCELLED, now, "", None
    row.save(update_fields=["state", "cancelled_at", "call_about", "letter"])
    audit.record(row, "signup.cancel", by=by, now=now, before={"state": before}, after=facts(row), unit=session.unit)
    if before != State.REPEATED:
        notify.withdrawn(row, by=by, now=now)
    if held:
        seats.give_back(session, row.seats)
        offers.refill(session, now=now)
    return row


def find_by_token(token: str) -> Signup:
    """The entry of a private link; Signup.DoesNotExist for a link that never was."""
    found = Signup.objects.select_related(*SHOWN)
    return found.get(token_index=crypto.index(token, purpose="signup.token"))


def _add(
    session: Session,
    entry: Entry,
    *,
    source: str,
    request_key: str,
    by: Staff | None,
    now: datetime,
    closed_link: ClosedLink | None = None,
) -> Signup:
    key = _key(request_key, entry)
    try:
        with transaction.atomic():  # the insert comes first: what it refuses needs no savepoint to be undone
            signup = _create(
                session,
                entry,
                source=source,
                state=State.ENTERED,
                by=by,
                now=now,
                request_key=key,
                closed_link=closed_link,
            )
            if session.is_ordered:
                _seat(signup, session, now=now)
            audit.record(signup, "signup.enter", by=by, now=now, after=facts(signup))
            notify.received(signup, now=now)
            return signup
    except Stands:
        if by:
            raise _twice() from None
    return _of_request(session, key) or _answer_again(session, entry, request_key=key, now=now)


def _key(request_key: str, entry: Entry) -> str:
    return crypto.index(f"{request_key}\0{entry.person_index}", purpose="signup.request") if request_key else ""


def _if_above_the_limit(
    session: Session, entry: Entry, *, is_verified: bool, request_key: str, now: datetime
) -> Signup | None:
    """A row that answers like a new entry and counts nowhere; the contact on record is told why, or called.

    None for whom the limit of the year leaves room. Only who proved to own that contact is refused in the form.
    """
    number = yearly.limit(session)
    earlier = yearly.earlier(session, entry) if number else []
    if number is None or len(earlier) < number:
        return None
    known = earlier[0]
    if is_verified and yearly.owns(entry, known):
        raise ValidationError(yearly.fault(number), code="yearly")
    key, bare = _key(request_key, entry), replace(entry, details="", id_index="")
    try:
        with transaction.atomic():
            row = _create(session, bare, source=Source.ONLINE, state=State.REPEATED, by=None, now=now, request_key=key)
            audit.record(row, "signup.above_limit", by=None, now=now)
            notify.above_limit(row, known, number, now=now)
            return row
    except Stands:
        return Signup.objects.get(session=session, request_key=key)


def _create(
    session: Session,
    entry: Entry,
    *,
    source: str,
    state: str,
    by: Staff | None,
    now: datetime,
    request_key: str = "",
    first: Signup | None = None,
    closed_link: ClosedLink | None = None,
) -> Signup:
    """The new row, in the caller's transaction. Stands where the constraints find the person, or this very request."""
    signup = unsaved(session, entry, source=source, state=state, by=by, now=now)
    signup.request_key, signup.first, signup.closed_link = request_key, first, closed_link
    try:
        signup.save(force_insert=True)
    except IntegrityError as refused:
        raise Stands from refused
    return signup


def unsaved(session: Session, entry: Entry, *, source: str, state: str, by: Staff | None, now: datetime) -> Signup:
    """The row as it will be saved. Who is entered by staff has agreed by word of mouth, or by the letter they wrote;
    an invited guest is asked when answering."""
    signup = Signup(
        session=session,
        name=entry.name,
        phone=entry.phone,
        email=entry.email,
        category=entry.category,
        companions=entry.companions,
        organisation=entry.organisation,
        details=entry.details,
        id_index=entry.id_index,
        language=entry.language,
        person_index=entry.person_index,
        phone_index=entry.phone_index,
        source=source,
        state=state,
        entered_at=now,
        entered_by=by,
    )
    if source != Source.INVITATION:
        signup.consent_version, signup.consented_at = consent.version(), now
        signup.consent_form = consent.form_of(source, by_staff=by is not None)
    return signup


def _of_request(session: Session, key: str) -> Signup | None:
    return Signup.objects.filter(session=session, request_key=key).first() if key else None


def _answer_again(session: Session, entry: Entry, *, request_key: str, now: datetime) -> Signup:
    """A row that answers like a new entry while the first one counts; the link goes again to the contact on record."""
    same = Q(person_index=entry.person_index)
    if entry.id_index:
        same |= Q(id_index=entry.id_index)
    first = Signup.objects.standing().filter(same, session=session).first()
    if first is None:  # cancelled in this very moment: then this one counts
        return _add(session, entry, source=Source.ONLINE, request_key="", by=None, now=now)
    first.session = session
    try:
        with transaction.atomic():
            again = _create(
                session,
                replace(entry, details="", id_index=""),  # nobody needs them twice
                source=Source.ONLINE,
                state=State.REPEATED,
                by=None,
                now=now,
                request_key=request_key,
                first=first,
            )
            audit.record(again, "signup.repeat", by=None, now=now)
            notify.received(first, now=now)
            return again
    except Stands:
        return Signup.objects.get(session=session, request_key=request_key)


def _seat(signup: Signup, session: Session, *, now: datetime) -> None:
    """Keep seats for the entry, or put it on the waiting list. Nobody who waits is overtaken, whatever became free."""
    if session.quotas.all() or not seats.take(session, signup.seats, unless=waiting.of(session)):
        offers.join(signup, now=now)


def _no_consent() -> ValidationError:
    refusal = _("Without your consent we may not keep your name and number, and cannot take the sign-up.")
    return ValidationError({"consent": ValidationError(refusal, code="consent")})


def _twice() -> ValidationError:
    return ValidationError(
        _("This person is on the list already: by name and telephone, or by the document."), code="twice"
    )


def facts(signup: Signup) -> dict[str, object]:
    """What the audit log keeps of an entry: nothing of the person."""
    return audit.values(signup, "state", "category", "companions", "source", "rank")


def new_request_key() -> str:
    return secrets.token_urlsafe(12)

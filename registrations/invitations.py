"""Invitations of deputies, CPPCC members, experts and reporters: sent in one act, answered by a private link.

An open invitation holds no seat, so that one that is never answered keeps nobody out: whoever accepts takes a seat
under the session's lock, and is told kindly when there is none, and the unit with them. How many invitations are open
stands beside the free seats wherever the unit invites. S1, section 四: 定向邀请; S3: the invited count in the make-up.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from events.foundation import audit, bulk, crypto, permissions
from events.models import Session, Staff
from registrations import consent, entries, notify_guests, seats, signups
from registrations.models import Guest, Invitation, Signup
from registrations.models.invitation import ANSWERABLE

State = Invitation.State
RIGHT = "registrations.enter_signup"
REMIND_BEFORE = timedelta(days=1)  # who has not answered hears once more a day before the last moment


@transaction.atomic
def send(
    session: Session, guests: Iterable[int], *, answer_by: datetime, companions_max: int = 0, by: Staff, now: datetime
) -> list[Invitation]:
    """Invite these people of the address book in one act, each by a letter with a link of their own.

    Whom no letter reaches stands on the list of those to call. ValidationError, code "state", "nobody", "answer_by",
    or "invited" with everyone who has an open invitation or is on the list already.
    """
    permissions.require(by, RIGHT, session)
    locked = seats.lock(session)
    _need_time(locked, answer_by=answer_by, now=now)
    chosen = list(Guest.objects.visible_to(by).filter(pk__in=list(guests)).order_by("category", "pk"))
    if not chosen:
        raise ValidationError(_("Nobody is chosen."), code="nobody")
    _refuse_twice(locked, chosen)
    made = [
        Invitation(
            session=locked,
            guest=guest,
            name=guest.name,
            phone=guest.phone,
            email=guest.email,
            category=guest.category,
            person_index=guest.person_index,
            companions_max=min(companions_max, max(locked.capacity - 1, 0)),
            answer_by=answer_by,
            sent_at=now,
            sent_by=by,
        )
        for guest in chosen
    ]
    for invitation in made:
        invitation.token_index = crypto.index(invitation.token, purpose="invitation.token")
    bulk.insert(made)
    Guest.objects.filter(pk__in=[guest.pk for guest in chosen]).update(last_used_at=now)
    facts = ((invitation, audit.values(invitation, "category", "answer_by")) for invitation in made)
    audit.record_many(facts, "invitation.send", by=by, now=now, unit=locked.unit)
    notify_guests.invited(made, by=by, now=now)
    return made


@transaction.atomic
def accept(invitation: Invitation, *, companions: int = 0, now: datetime, by: Staff | None = None) -> Invitation:
    """The guest comes, and takes seats; `by` is who wrote it down on the telephone. Twice changes nothing.

    ValidationError, code "closed" when it is too late, "companions", and "full" where no seat is left: then
    `tell_full` tells the unit.
    """
    row = _locked(invitation, by=by)
    if row.state == State.ACCEPTED:
        return row
    _need_open(row, now=now)
    session = row.session
    most = min(row.companions_max, session.capacity - 1)
    if not 0 <= companions <= most:
        text = entries.companions_fault(companions, session, row.companions_max)
        raise ValidationError({"companions": ValidationError(text, code="companions")})
    if _stands(session, row.person_index):
        raise ValidationError(_("You are on the list already: your own link shows where you stand."), code="twice")
    if not seats.take(session, 1 + companions):
        raise ValidationError(
            _("Thank you. At the moment all seats are taken: the holding unit has been told, and will call you."),
            code="full",
        )
    row.signup = _seated(row, companions, by=by, now=now)
    _answer(row, State.ACCEPTED, by=by, now=now)
    notify_guests.expected(row, by=by, now=now)
    return row


@transaction.atomic
def decline(invitation: Invitation, *, now: datetime, by: Staff | None = None) -> Invitation:
    """The guest cannot come. Twice changes nothing. ValidationError, code "closed", when it is too late."""
    row = _locked(invitation, by=by)
    if row.state == State.DECLINED:
        return row
    _need_open(row, now=now)
    _answer(row, State.DECLINED, by=by, now=now)
    return row


@transaction.atomic
def tell_full(invitation: Invitation, *, now: datetime) -> None:
    """Tell whoever invited, once, that a guest wished to come and found no seat."""
    if Invitation.objects.filter(pk=invitation.pk, full_at=None).update(full_at=now):
        invitation.full_at = now
        audit.record(invitation, "invitation.full", by=None, now=now, unit=invitation.session.unit)
        notify_guests.found_no_seat(invitation, now=now)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Staff, now: datetime, reason: str = "") -> Invitation:
    """Take an invitation back that has not been accepted, and say so to the guest: the link ends."""
    row = _locked(invitation, by=by)
    if row.state != State.SENT:
        raise ValidationError(_("Only an invitation without an answer is taken back."), code="state")
    row.state = State.WITHDRAWN
    row.save(update_fields=["state"])
    unit = row.session.unit
    audit.record(row, "invitation.withdraw", by=by, now=now, after={"state": row.state}, reason=reason, unit=unit)
    notify_guests.withdrawn([row], by=by, now=now)
    return row


@transaction.atomic
def remind(session: Session, *, now: datetime, by: Staff | None = None) -> int:
    """Write once more to those who have not answered; how many. By hand as often as it pleases, by itself once."""
    if by:
        permissions.require(by, RIGHT, session)
    rows = Invitation.objects.select_for_update(of=("self",)).open().filter(session=session, answer_by__gt=now)
    waiting = list(rows if by else rows.filter(reminded_at=None))
    for row in waiting:
        row.session, row.reminded_at = session, now
    Invitation.objects.bulk_update(waiting, ["reminded_at"], batch_size=500)
    return notify_guests.reminded(waiting, by=by, now=now)


def sweep(*, now: datetime) -> int:
    """Let lapse what was not answered in time, and remind once before; how many lapsed."""
    due = Q(invitations__state=State.SENT, invitations__reminded_at=None, invitations__answer_by__gt=now)
    near = due & Q(invitations__answer_by__lte=now + REMIND_BEFORE, invitations__sent_at__lte=now - REMIND_BEFORE)
    for session in Session.objects.filter(near).select_related("unit", "point__plan").distinct():
        remind(session, now=now)
    return _lapse(now=now)


@transaction.atomic
def _lapse(*, now: datetime) -> int:
    late = Q(answer_by__lte=now) | Q(session__starts_at__lte=now)
    rows = Invitation.objects.select_for_update(of=("self",)).open().filter(late).select_related("session__unit")
    over = list(rows)
    for row in over:
        row.state = State.LAPSED
        after = {"state": row.state}
        audit.record(row, "invitation.lapse", by=None, now=now, after=after, unit=row.session.unit)
    Invitation.objects.bulk_update(over, ["state"], batch_size=500)
    return len(over)


@transaction.atomic
def session_over(session: Session, *, by: Staff, now: datetime) -> None:
    """A cancelled session asks nobody any more."""
    rows = list(Invitation.objects.select_for_update(of=("self",)).open().filter(session=session))
    for row in rows:
        row.session, row.state = session, State.WITHDRAWN
    Invitation.objects.bulk_update(rows, ["state"], batch_size=500)
    notify_guests.withdrawn(rows, by=by, now=now)


def open_people(session: Session) -> int:
    """How many people the open invitations could still bring, companions included."""
    found = Invitation.objects.open().filter(session=session).aggregate(count=Count("pk"), more=Sum("companions_max"))
    return found["count"] + (found["more"] or 0)


def find_by_token(token: str) -> Invitation:
    """Invitation.DoesNotExist for a link that leads nowhere."""
    found = Invitation.objects.select_related("session__unit", "session__point__plan", "signup")
    return found.get(token_index=crypto.index(token, purpose="invitation.token"))


def _locked(invitation: Invitation, *, by: Staff | None) -> Invitation:
    """The row, the session's before it: in the order in which every act on seats locks."""
    if by:
        permissions.require(by, RIGHT, invitation)
    session = seats.lock(invitation.session)
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    row.session = session
    return row


def _need_open(row: Invitation, *, now: datetime) -> None:
    if not row.may_answer(now) or row.session.starts_at <= now:
        raise ValidationError(_("This invitation can no longer be answered here."), code="closed")


def _need_time(session: Session, *, answer_by: datetime, now: datetime) -> None:
    if session.state not in ANSWERABLE or session.starts_at <= now or not session.is_onsite:
        raise ValidationError(_("Guests can be invited to a session that is approved and still to come."), code="state")
    if not now < answer_by <= session.starts_at:
        text = _("Choose a moment between now and the beginning of the session.")
        raise ValidationError({"answer_by": ValidationError(text, code="answer_by")})


def _refuse_twice(session: Session, chosen: Sequence[Guest]) -> None:
    people = [guest.person_index for guest in chosen]
    asked = Invitation.objects.open().filter(session=session, person_index__in=people)
    listed = Signup.objects.standing().filter(session=session, person_index__in=people)
    known = {*asked.values_list("person_index", flat=True), *listed.values_list("person_index", flat=True)}
    if twice := [guest for guest in chosen if guest.person_index in known]:
        names = "、".join(f"{guest.masked_name} {guest.masked_phone}" for guest in twice)
        text = _("Invited already, or on the list: %(names)s. Leave them out.") % {"names": names}
        raise ValidationError(text, code="invited")


def _stands(session: Session, person: str) -> bool:
    return Signup.objects.standing().filter(session=session, person_index=person).exists()


def _seated(row: Invitation, companions: int, *, by: Staff | None, now: datetime) -> Signup:
    """The guest's entry, selected from the start; whose consent is given by accepting."""
    entry = entries.Entry(row.name, row.phone, row.email, row.category, companions)
    source, state = Signup.Source.INVITATION, Signup.State.SELECTED
    signup = signups.unsaved(row.session, entry, source=source, state=state, by=by, now=now)
    signup.consent_version, signup.consented_at = consent.version(), now
    signup.consent_form = consent.form_of(source, by_staff=by is not None)
    signup.save(force_insert=True)
    audit.record(signup, "signup.invite", by=by, now=now, after=signups.facts(signup), unit=row.session.unit)
    return signup


def _answer(row: Invitation, state: str, *, by: Staff | None, now: datetime) -> None:
    before = {"state": row.state}
    row.state, row.answered_at, row.answered_by = state, now, by
    row.save(update_fields=["state", "answered_at", "answered_by", "signup"])
    unit = row.session.unit
    audit.record(row, "invitation.answer", by=by, now=now, before=before, after={"state": state}, unit=unit)

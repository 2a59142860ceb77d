"""The public listing (公示) on the portal's own page: who is selected, masked, for the days that the plan asks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from events import deadlines
from events.foundation import audit, clock, crypto, permissions, workdays
from events.models import Duty, Rule, Session, Staff
from registrations import notify, notify_staff, seats
from registrations.models import Listing, Objection, Roster, Signup

# Characters: enough to say what is wrong with one list.
TEXT_LIMIT = 1000


@dataclass(frozen=True)
class Listed:
    """One party as the public sees it: never more than this."""

    name: str
    code: str
    category: str
    people: int


def rule_of(session: Session) -> Rule | None:
    """The rule by which the plan asks for a public listing; None where it does not."""
    rule = Rule.objects.binding(session.point.plan).get(Rule.Code.PUBLIC_LISTING)
    return rule if rule and isinstance(rule.parsed(), int) else None


def last_day(session: Session, *, today: date) -> date:
    """The last day of a listing that is published today: after as many days as the rule says, that of today not
    counted; where there is no rule, the day of the session.
    """
    rule = rule_of(session)
    return _after(today, rule) if rule else max(session.day, today)


def answer_day(session: Session, *, today: date) -> date | None:
    """Until when an objection of today is answered, by the plan's rule or the office's default; None without one."""
    rule = Rule.objects.binding(session.point.plan).get(Rule.Code.ANSWER_OBJECTION)
    return _after(today, rule) if rule and isinstance(rule.parsed(), int) else None


def _after(today: date, rule: Rule) -> date:
    if rule.unit == Rule.Unit.CALENDAR_DAYS:
        return today + timedelta(days=int(rule.value))
    return workdays.calendar().due_after(today, int(rule.value))


@transaction.atomic
def publish(session: Session, *, by: Staff, now: datetime, late_reason: str = "") -> Listing:
    """Show the confirmed list to the public, masked; the duty to list it publicly is done.

    ValidationError, code "roster" before the list is confirmed, "listed" where it is shown already, "late_reason".
    """
    permissions.require(by, "registrations.publish_listing", session)
    locked = seats.lock(session)
    if not Roster.objects.filter(session=locked).exists():
        raise ValidationError(_("First the list is confirmed."), code="roster")
    standing = Listing.objects.standing().filter(session=locked).first()
    if standing and standing.shown_until >= clock.day_of(now):
        raise ValidationError(_("The list is shown to the public already."), code="listed")
    if standing:
        standing.ended_at = now
        standing.save(update_fields=["ended_at"])
    shown_until = last_day(locked, today=clock.day_of(now))
    listing = Listing.objects.create(session=locked, published_at=now, published_by=by, shown_until=shown_until)
    if duty := deadlines.find(Duty.Kind.PUBLIC_LISTING, session=locked):
        deadlines.close(duty, by=by, now=now, late_reason=late_reason)
    after = audit.values(listing, "shown_until")
    audit.record(listing, "listing.publish", by=by, now=now, after=after, reason=late_reason, unit=locked.unit)
    return listing


@transaction.atomic
def end(session: Session, *, reason: str, by: Staff, now: datetime) -> None:
    """Take the listing down before its days are over; nothing where none stands. ValidationError, code "reason"."""
    permissions.require(by, "registrations.select_signup", session)
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Please give the reason."), code="reason")})
    for listing in Listing.objects.select_for_update().standing().filter(session=session):
        listing.ended_at, listing.ended_by, listing.end_reason = now, by, reason.strip()
        listing.save(update_fields=["ended_at", "ended_by", "end_reason"])
        audit.record(listing, "listing.end", by=by, now=now, reason=listing.end_reason, unit=session.unit)


def listed(session: Session) -> list[Listed]:
    """Whom the public sees, by the public codes: who cancelled since is gone, who moved up is there."""
    seated = Signup.objects.filter(session=session, erased_at=None).seated().exclude(source=Signup.Source.DOOR)
    return [
        Listed(signup.masked_name, signup.public_code, signup.get_category_display(), signup.seats)
        for signup in seated.only("name", "public_code", "category", "companions").order_by("public_code")
    ]


def shown(session: Session, *, now: datetime) -> Listing | None:
    return Listing.objects.shown(clock.day_of(now)).filter(session=session).first()


def object_to(
    session: Session,
    *,
    text: str,
    now: datetime,
    contact: str = "",
    request_key: str = "",
    language: str = settings.LANGUAGE_CODE,
) -> Objection:
    """Take an objection to a listing that is shown: its answer is a duty of the unit, which is told, as is the office.

    The same request is one; the answer goes to the `contact`, in the language in which the objection was written.

    ValidationError, code "not_shown", "text_missing" or "text_too_long".
    """
    words = text.strip()
    if shown(session, now=now) is None:
        raise ValidationError(_("This list is not shown any more; please call the holding unit."), code="not_shown")
    if not words:
        raise ValidationError(_("Please write what you object to."), code="text_missing")
    if len(words) > TEXT_LIMIT:
        facts = {"length": len(words), "limit": TEXT_LIMIT}
        raise ValidationError(
            _("The text has %(length)d characters; there is room for %(limit)d."), code="text_too_long", params=facts
        )
    key = crypto.index(f"{request_key}\0{session.pk}\0{words}", purpose="objection.request") if request_key else ""
    objection = Objection(session=session, text=words, contact=contact.strip(), request_key=key, received_at=now)
    objection.language = language
    try:
        with transaction.atomic():
            objection.save()
            entry = audit.record(objection, "objection.receive", by=None, now=now, unit=session.unit)
            deadlines.owe_reply(objection.subject, unit=session.unit, session=session, now=now, cause=entry)
            notify_staff.objection_received(objection, now=now)
    except IntegrityError:
        return Objection.objects.get(request_key=key)
    return objection


@transaction.atomic
def answer(
    objection: Objection, *, outcome: str, words: str, by: Staff, now: datetime, late_reason: str = ""
) -> Objection:
    """Answer an objection: whether it is upheld, and in words what was found. The writer who left a contact is told.

    ValidationError, code "state", "answer", "outcome" or "late_reason".
    """
    permissions.require(by, "registrations.answer_objection", objection)
    row = Objection.objects.select_for_update(of=("self",)).select_related("session__unit").get(pk=objection.pk)
    if Objection.State.ANSWERED not in Objection.NEXT[Objection.State(row.state)]:
        raise ValidationError(_("This objection has been answered already."), code="state")
    if not words.strip():
        raise ValidationError({"words": ValidationError(_("Please write what was found and answered."), code="answer")})
    if outcome not in Objection.Outcome.values:
        raise ValidationError({"outcome": ValidationError(_("Please choose one."), code="outcome")})
    if duty := deadlines.find(Duty.Kind.ANSWER_OBJECTION, subject=row.subject):
        deadlines.close(duty, by=by, now=now, late_reason=late_reason)
    row.state, row.outcome, row.answer = Objection.State.ANSWERED, outcome, words.strip()
    row.answered_at, row.answered_by = now, by
    row.letter = notify.objection_answered(row, by=by, now=now)
    row.save(update_fields=["state", "outcome", "answer", "answered_at", "answered_by", "letter"])
    after = audit.values(row, "state", "outcome", "answer")
    audit.record(row, "objection.answer", by=by, now=now, after=after, unit=row.session.unit)
    return row

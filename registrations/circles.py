"""Links for a circle: whoever got the notice may sign up, though the session may not be open to all of its category.

S0, section 三(三): parents are told through the school and then sign up. A link brings people in under every rule of
the session but one: that its category must be open to all. The notice with it is recorded once it went out,
which fulfils the duty to tell the parents.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from events import sessions
from events.foundation import audit, clock, crypto, permissions
from events.models import Category, Session, Staff
from registrations import seats
from registrations.models import ClosedLink

RIGHT = "registrations.enter_signup"


@transaction.atomic
def make(
    session: Session,
    *,
    circle: str,
    last_on: date,
    by: Staff,
    now: datetime,
    category: str = Category.PARENT,
    is_only_way: bool = True,
) -> ClosedLink:
    """Make a link for a circle, open to the end of its last day.

    As the `is_only_way` it takes its category out of the public form. ValidationError, code "state", "last_on", or
    "category" where the session has no seats for it.
    """
    permissions.require(by, RIGHT, session)
    locked = seats.lock(session)
    if locked.state not in (Session.State.APPROVED, Session.State.ANNOUNCED) or not locked.is_onsite:
        text = _("A link is made for a session on site that is approved and still to come.")
        raise ValidationError(text, code="state")
    if not clock.day_of(now) <= last_on <= locked.day:
        text = _("Choose a day from today to the day of the session.")
        raise ValidationError({"last_on": ValidationError(text, code="last_on")})
    if any(quota.category == category and quota.ceiling == 0 for quota in locked.quotas.all()):
        text = _("The quotas of this session leave no seat for this category.")
        raise ValidationError({"category": ValidationError(text, code="category")})
    link = ClosedLink(session=locked, circle=circle.strip(), category=category, last_on=last_on)
    link.is_only_way = is_only_way
    link.created_at, link.created_by = now, by
    link.save()
    after = audit.values(link, "circle", "category", "last_on")
    audit.record(link, "circle.make", by=by, now=now, after=after, unit=locked.unit)
    return link


@transaction.atomic
def revoke(link: ClosedLink, *, by: Staff, now: datetime) -> ClosedLink:
    """From now on nobody enters by the link; who has entered stays. Twice changes nothing."""
    permissions.require(by, RIGHT, link.session)
    row = ClosedLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now, by
        row.save(update_fields=["revoked_at", "revoked_by"])
        audit.record(row, "circle.revoke", by=by, now=now, after={"circle": row.circle}, unit=row.session.unit)
    return row


@transaction.atomic
def record_notice(
    link: ClosedLink, *, told_at: datetime, way: str, by: Staff, now: datetime, late_reason: str = ""
) -> ClosedLink:
    """Record that the notice with this link went out: to whom, when, by which way; the duty is fulfilled by it.

    ValidationError as sessions.tell_parents; code "way" for one that is not listed.
    """
    permissions.require(by, RIGHT, link.session)
    if way not in ClosedLink.Way.values:
        raise ValidationError({"way": ValidationError(_("Please choose one of the ways."), code="way")})
    words = f"{link.circle} · {ClosedLink.Way(way).label}"
    sessions.tell_parents(link.session, told_at=told_at, to=words, by=by, now=now, late_reason=late_reason)
    row = ClosedLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    row.told_at, row.told_way, row.told_by = told_at, way, by
    row.save(update_fields=["told_at", "told_way", "told_by"])
    return row


def find_by_token(token: str) -> ClosedLink:
    """ClosedLink.DoesNotExist for a link that never was."""
    found = ClosedLink.objects.select_related("session__unit", "session__point__plan").prefetch_related(
        "session__quotas"
    )
    return found.get(token_index=crypto.index(token, purpose="closed_link.token"))


def marked(found: QuerySet[Session]) -> QuerySet[Session]:
    """The sessions with `has_only_ways`, so that a sign-up asks for links only where there are some."""
    return found.annotate(has_only_ways=Exists(ClosedLink.objects.only_ways().filter(session=OuterRef("pk"))))


def need_window(link: ClosedLink, session: Session, *, now: datetime) -> None:
    """Raise ValidationError, in words its reader understands, while nobody can enter by the link."""
    if why := why_not(link, session, now=now):
        raise ValidationError(why, code="closed")


def why_not(link: ClosedLink, session: Session, *, now: datetime) -> str:
    """Why nobody can enter by the link now; empty while people can."""
    opens, closes = session.signup_opens_at, session.signup_closes_at or session.starts_at
    if session.state == Session.State.CANCELLED:
        return _("This session has been cancelled.")
    if link.revoked_at:
        return _("This link was taken back. Please ask whoever sent it to you.")
    if session.state != Session.State.ANNOUNCED or (opens and now < opens):
        return _("Sign-up has not opened yet.")
    if now >= closes or not link.is_open(clock.day_of(now)):
        return _("Sign-up by this link has closed. Please ask whoever sent it to you.")
    return ""

"""The call list: who could not be told by letter, and who told them by telephone; and when all have been told."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, QuerySet, When

from events import deadlines
from events.foundation import audit, permissions
from events.models import Duty, Session, Staff
from registrations import seats
from registrations.models import Roster, Signup


def of(session: Session) -> QuerySet[Signup]:
    """Everyone of a session who is still to be called, the selected first."""
    selected_first = Case(When(state=Signup.State.SELECTED, then=0), default=1)
    return Signup.objects.filter(session=session).to_call().order_by(selected_first, "entered_at", "pk")


@transaction.atomic
def tell(signup: Signup, *, by: Staff, now: datetime) -> Signup:
    """Record that this person was told by telephone, just now, by this member of staff. Twice changes nothing."""
    permissions.require(by, "registrations.tell_signup", signup)
    session = seats.lock(signup.session)
    row = Signup.objects.select_for_update().get(pk=signup.pk)
    if not Signup.objects.filter(pk=row.pk).to_call().exists():
        return row
    about = row.call_about or Signup.CallAbout.DECISION
    row.told_at, row.told_by, row.letter, row.call_about = now, by, None, ""
    row.save(update_fields=["told_at", "told_by", "letter", "call_about"])
    audit.record(row, "signup.tell", by=by, now=now, after={"call_about": about}, unit=session.unit)
    settle(session, by=by, now=now)
    return row


def settle(session: Session, *, by: Staff, now: datetime) -> None:
    """Close the duty to tell the selected, once the list stands and everyone on it has been told.

    S1, section 四: 最晚于活动开始前1个工作日将活动内容通知到所选取人员. A letter that never arrived has told nobody.
    """
    seated = Signup.objects.filter(session=session).seated().exclude(source=Signup.Source.DOOR)
    missing = seated.filter(told_at__isnull=True).exists() or seated.to_call().exists()
    if missing or not Roster.objects.filter(session=session).exists():
        return
    if duty := deadlines.find(Duty.Kind.TELL_SELECTED, session=session):
        deadlines.close(duty, by=by, now=now)

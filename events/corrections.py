"""What visitors report as wrong on a page (网页纠错), and that the office deals with it.

S2, the district's work points of 2018: 安排专人每天及时处理网民纠错意见.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from events import deadlines
from events.foundation import audit, crypto, permissions
from events.models import Duty, ErrorReport, Staff

# Characters: enough to say what is wrong on one page.
TEXT_LIMIT = 1000


def report(*, page: str, text: str, now: datetime, contact: str = "", request_key: str = "") -> ErrorReport:
    """Take a visitor's report, and make it a duty of the office. The same request with the same words is one report."""
    words = text.strip()
    if not words:
        raise ValidationError(_("Please write what is wrong."), code="text_missing")
    if len(words) > TEXT_LIMIT:
        raise ValidationError(
            _("The text has %(length)d characters; there is room for %(limit)d."),
            code="text_too_long",
            params={"length": len(words), "limit": TEXT_LIMIT},
        )
    key = crypto.index(f"{request_key}\0{page}\0{words}", purpose="correction.request") if request_key else ""
    try:
        with transaction.atomic():
            return _take(page=page.strip(), text=words, contact=contact.strip(), request_key=key, received_at=now)
    except IntegrityError:
        return ErrorReport.objects.get(request_key=key)


@transaction.atomic
def handle(row: ErrorReport, *, what_was_done: str, by: Staff, now: datetime, late_reason: str = "") -> ErrorReport:
    """Record what was done about a report, and close its duty; late without a reason is refused ("late_reason")."""
    permissions.require(by, "events.handle_errorreport", row)
    row.refresh_from_db(from_queryset=ErrorReport.objects.select_for_update())
    if ErrorReport.State.HANDLED not in ErrorReport.NEXT[ErrorReport.State(row.state)]:
        raise ValidationError(_("This report has been handled already."), code="state")
    if not what_was_done.strip():
        raise ValidationError(_("Please say what was done."), code="what_was_done")
    if duty := deadlines.find(Duty.Kind.CORRECTION, subject=row.subject):
        deadlines.close(duty, by=by, now=now, late_reason=late_reason)
    row.state, row.what_was_done = ErrorReport.State.HANDLED, what_was_done.strip()
    row.handled_at, row.handled_by = now, by
    row.save(update_fields=["state", "what_was_done", "handled_at", "handled_by"])
    after = audit.values(row, "state", "what_was_done")
    audit.record(row, "correction.handle", by=by, now=now, after=after)
    return row


def _take(**facts: object) -> ErrorReport:
    row = ErrorReport.objects.create(**facts)
    after, unit = audit.values(row, "page"), deadlines.office()
    entry = audit.record(row, "correction.report", by=None, now=row.received_at, after=after, unit=unit)
    deadlines.owe_correction(row.subject, now=row.received_at, cause=entry)
    return row

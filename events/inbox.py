"""What a person does with the own letters at the desk."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from events.foundation import audit
from events.models import Message, Staff


def unread(staff: Staff) -> int:
    """Letters that the person has not opened at the desk."""
    return Message.objects.inbox_of(staff).filter(read_at=None).count()


def read(letter: Message, *, by: Staff, now: datetime) -> None:
    """The reader has opened the letter; the first time counts."""
    if letter.recipient_id != by.pk:
        raise PermissionDenied("inbox")
    Message.objects.filter(pk=letter.pk, read_at=None).update(read_at=now)


def read_all(*, by: Staff, now: datetime) -> int:
    """Everything that lies in the inbox now counts as read; how many that were."""
    return Message.objects.inbox_of(by).filter(read_at=None).update(read_at=now)


@transaction.atomic
def choose_ways(staff: Staff, *, by_email: bool, by_sms: bool, now: datetime) -> None:
    """The person chooses on which ways copies go out; the inbox has every letter whatever is chosen."""
    row = Staff.objects.select_for_update().get(pk=staff.pk)
    before = audit.values(row, "by_email", "by_sms")
    row.by_email, row.by_sms = by_email, by_sms
    row.save(update_fields=["by_email", "by_sms"])
    audit.record(row, "staff.choose_ways", by=row, now=now, before=before, after=audit.values(row, *before))

"""Other sessions for somebody for whom there was no place."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from events.models import Session

# As many as are read on a phone, and in a letter.
MOST = 3


def of(session: Session, *, now: datetime) -> QuerySet[Session]:
    """Sessions of the same theme, or of the same plan where there is none, in which there are places."""
    point = session.point
    same: dict[str, Any] = {"point__theme": point.theme_id} if point.theme_id else {"point__plan": point.plan_id}
    others = Session.objects.open_for_signup(now).filter(**same).exclude(pk=session.pk)
    return others.order_by("starts_at", "pk")[:MOST]

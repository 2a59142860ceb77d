"""How long personal data is kept: what is promised at sign-up, and what the nightly erasure keeps to."""

from datetime import date, timedelta

from events.foundation import clock
from events.models import Plan, Rule, Session

KEEP = Rule.Code.KEEP_DATA


def kept_until(session: Session) -> date | None:
    """The last day on which the data of those who signed up, wrote or watched is kept; None without any such rule.

    The plan's calendar days, else the office's, after the day on which the session ends or would have ended.
    """
    days = days_of(session.point.plan)
    return None if days is None else clock.day_of(session.ends_at) + timedelta(days=days)


def days_of(plan: Plan) -> int | None:
    """Calendar days."""
    rule = Rule.objects.binding(plan).get(KEEP)
    days = rule.parsed() if rule else None
    return days if isinstance(days, int) else None

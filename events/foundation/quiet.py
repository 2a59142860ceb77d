"""The quiet hours of residents: what the office set, and when they end."""

import datetime

from events.foundation import clock
from events.models.portal import Portal


def ends(now: datetime.datetime) -> datetime.datetime | None:
    """When the quiet hours that `now` lies in end; None outside them, and where the office has none."""
    portal = Portal.objects.current().only("quiet_from", "quiet_until").first()
    if portal is None or portal.quiet_from is None or portal.quiet_until is None:
        return None
    return end_of(now, portal.quiet_from, portal.quiet_until)


def end_of(now: datetime.datetime, start: datetime.time, end: datetime.time) -> datetime.datetime | None:
    """The same for given hours of the portal's time zone; from 21:00 to 8:00 they reach over midnight."""
    local = now.astimezone(clock.ZONE)
    hour, is_over_midnight = local.time(), start > end
    is_quiet = (hour >= start or hour < end) if is_over_midnight else start <= hour < end
    if not is_quiet:
        return None
    day = local.date() + datetime.timedelta(days=is_over_midnight and hour >= start)
    return datetime.datetime.combine(day, end, tzinfo=clock.ZONE)

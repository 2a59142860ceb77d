"""A session for the reader's own calendar (.ics)."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event
from icalendar.prop import vDuration, vText

from events.models import Session

# How often a calendar that follows a session asks again.
ASKS_AGAIN = timedelta(hours=4)


def calendar(
    session: Session,
    *,
    address: str,
    changes: int,
    now: datetime,
    tentative: bool = False,
    called_off: bool = False,
    followed: bool = False,
) -> bytes:
    """One event at `address`; `changes` counts the moves so far, so that a calendar replaces what it holds.

    `tentative`: for whom a seat is kept, but whose place is not certain yet. `called_off`: for whom the session takes
    place without them. `followed`: the calendar subscribes to it and asks again.
    """
    event = Event()
    event.add("uid", f"session-{session.pk}@{urlsplit(address).hostname}")
    event.add("sequence", changes)
    event.add("dtstamp", now)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", session.title)
    event.add("location", session.place or session.livestream_url)
    event.add("description", "\n".join(filter(None, (session.organiser, session.directions, session.bring, address))))
    event.add("url", address)
    stands = "TENTATIVE" if tentative else "CONFIRMED"
    event.add("status", "CANCELLED" if called_off or session.state == Session.State.CANCELLED else stands)
    whole = Calendar()
    whole.add("prodid", "-//Open Days//zh")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("name", vText(session.title))
    if followed:
        whole.add("refresh-interval", ASKS_AGAIN, parameters={"VALUE": "DURATION"})
        whole.add("x-published-ttl", vDuration(ASKS_AGAIN))
    whole.add_component(event)
    return whole.to_ical()

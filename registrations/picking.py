"""Picking many at once: the next parties, in their order, for whom there is still room."""

from collections.abc import Collection

from events.models import Session
from registrations import makeup, seats, selection
from registrations.models import Signup

State = Signup.State


def next_fitting(session: Session, count: int, *, among: Collection[int]) -> list[int]:
    """Up to so many of these undecided entries that fit beside the list as it would be: ceilings and free seats are
    kept, and what the floors of other categories need is left alone.
    """
    entries = selection.candidates(session)
    decided = selection.outcome(session, entries)
    sure = Signup.objects.filter(session=session).seated().exclude(source=Signup.Source.DOOR)
    listed = [*sure, *(entry for entry in entries if decided.get(entry.pk) == State.SELECTED)]
    places = seats.places(session, makeup.of(listed).by_category)
    found: list[int] = []
    for entry in entries:
        is_open = entry.pk not in decided and entry.pk in among
        if is_open and len(found) < count and places.fits(seats.party(entry), keep_floors=True):
            places.put(seats.party(entry))
            found.append(entry.pk)
    return found

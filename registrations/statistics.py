"""Counts of who signed up and who came: for the report, the selection, the desk's first page and the yearly review."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from events.models import Category, Session
from registrations.models import Signup

State = Signup.State


@dataclass
class Turnout:
    """One session in people, companions included."""

    entries: int = 0
    signed_up: int = 0
    selected: int = 0
    waiting: int = 0
    came: int = 0
    walk_ins: int = 0
    no_shows: int = 0
    came_by_category: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Who came, by the name of the category."""
        named = self.came_by_category
        return [(str(Category(value).label), named[value]) for value in Category.values if value in named]


def of(sessions: Iterable[Session]) -> dict[int, Turnout]:
    """The turnout by the session's key, in one query however many sessions."""
    turnouts = {session.pk: Turnout() for session in sessions}
    held = {session.pk: session.held_at is not None for session in sessions}
    rows = Signup.objects.standing().filter(session__in=turnouts).order_by()
    for signup in rows.only("session_id", "state", "source", "category", "companions", "arrived_at", "arrived_people"):
        _count(turnouts[signup.session_id], signup, held=held[signup.session_id])
    return turnouts


def _count(turnout: Turnout, signup: Signup, *, held: bool) -> None:
    walk_in, selected = signup.source == Signup.Source.DOOR, signup.state == State.SELECTED
    turnout.entries += not walk_in
    turnout.signed_up += 0 if walk_in else signup.seats
    turnout.selected += signup.seats if selected and not walk_in else 0
    turnout.waiting += signup.seats if signup.state in (State.WAITING, State.OFFERED) else 0
    turnout.came += signup.arrived_people
    turnout.walk_ins += signup.arrived_people if walk_in else 0
    turnout.no_shows += signup.seats - signup.arrived_people if held and selected else 0
    if signup.arrived_people:
        before = turnout.came_by_category.get(signup.category, 0)
        turnout.came_by_category[signup.category] = before + signup.arrived_people


def came_before(session: Session) -> set[int]:
    """The entries (by key) of people who had a place in an earlier session that was held; one query.

    Known again by name and telephone, or by the identity document: whoever shares a telephone with the family is not.
    """
    held = [Session.State.HELD, Session.State.REPORTED]
    earlier = Signup.objects.seated().filter(session__state__in=held, session__starts_at__lt=session.starts_at)
    # By the telephone first: that column has an index of its own.
    same_person = earlier.filter(phone_index=OuterRef("phone_index"), person_index=OuterRef("person_index"))
    same_document = earlier.filter(id_index=OuterRef("id_index")).exclude(id_index="")
    mine = Signup.objects.filter(session=session).filter(Exists(same_person) | Exists(same_document))
    return set(mine.values_list("pk", flat=True))

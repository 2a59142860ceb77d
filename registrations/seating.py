"""How parties fill the seats of a session: pure, so that the draw, the waiting list and the tests share it.

A quota is a floor (seats kept for a category while others could still take them) and a ceiling. A party comes with all
its companions or not at all, and counts whole in the category of the person who signed up.

The page of a draw states `fill` in words (templates/registrations/includes/draw_words.html); whoever changes one
changes the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Party:
    """One sign-up with its companions; `key` is whatever the caller knows it by."""

    key: int | str
    category: str
    seats: int


@dataclass
class Places:
    """The seats of a session as they fill up."""

    capacity: int
    floors: Mapping[str, int] = field(default_factory=dict)
    ceilings: Mapping[str, int] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)

    @property
    def free(self) -> int:
        return self.capacity - sum(self.taken.values())

    def room(self, category: str, *, keep_floors: bool) -> int:
        """Seats that this category may still take; `keep_floors` leaves alone what other categories' floors need."""
        room = self.free
        if keep_floors:
            room -= sum(self._lacking(other) for other in self.floors if other != category)
        if category in self.ceilings:
            room = min(room, self.ceilings[category] - self.taken.get(category, 0))
        return max(room, 0)

    def fits(self, party: Party, *, keep_floors: bool) -> bool:
        return party.seats <= self.room(party.category, keep_floors=keep_floors)

    def put(self, party: Party) -> None:
        self.taken[party.category] = self.taken.get(party.category, 0) + party.seats

    def lacks(self, category: str) -> bool:
        return self._lacking(category) > 0

    def _lacking(self, category: str) -> int:
        return max(self.floors.get(category, 0) - self.taken.get(category, 0), 0)


@dataclass
class Goal:
    """What the floor of one category asks of its parties: as many seats as they can make up, if not all that it wants.

    `makes[i]` has the bit `s` set where some of the parties from the i-th on make up s seats. Only as many bits are
    kept as a floor can need: what it lacks, and the largest party, which may pass it.
    """

    floor: int
    taken: int
    limit: int
    makes: Sequence[int]
    seen: int = 0

    def __post_init__(self) -> None:
        if self.needs(self.taken) is None:
            self.floor = self.taken + (self._within(0, self.limit - self.taken).bit_length() - 1)

    @property
    def is_reached(self) -> bool:
        return self.taken >= self.floor

    def needs(self, taken: int) -> int | None:
        """The fewest seats with which the parties to come reach the floor from so many; None where they cannot."""
        least = max(self.floor - taken, 0)
        found = self._within(least, self.limit - taken) >> least
        return least + (found & -found).bit_length() - 1 if found else None

    def _within(self, least: int, most: int) -> int:
        return self.makes[self.seen] >> least << least & ((1 << max(most + 1, 0)) - 1)


def fill(parties: Iterable[Party], places: Places) -> list[Party]:
    """Seat the parties in their order, first up to the floors, then up to the ceilings; return those who got seats.

    Floors: a party of a category that has not reached its floor is seated, unless the floors could then no longer all
    be reached, each within its ceiling and all within the free seats, by those who come later. A floor that the
    parties of its category cannot reach at all is lowered to the most that they can make up. Where the floors cannot
    be reached together, a party is seated where it leaves alone what the other floors lack.
    Ceilings: a party that does not fit is passed over, and a smaller one behind it may fit: no seat stays empty that a
    party could take.
    """
    order = list(parties)
    goals = _goals(order, places)
    needs = {category: goal.needs(goal.taken) or 0 for category, goal in goals.items()}
    can_all = sum(needs.values()) <= places.free
    waiting, seated = [], []
    for party in order:
        goal = goals.get(party.category)
        if goal is None or not _for_its_floor(party, goals, needs, places, can_all=can_all):
            waiting.append(party)
            continue
        places.put(party)
        goal.taken += party.seats
        seated.append(party)
    for party in waiting:
        if places.fits(party, keep_floors=False):
            places.put(party)
            seated.append(party)
    return seated


def _for_its_floor(
    party: Party, goals: Mapping[str, Goal], needs: dict[str, int], places: Places, *, can_all: bool
) -> bool:
    """Whether the party is seated for the sake of its floor; `needs` follows."""
    goal = goals[party.category]
    goal.seen += 1
    if goal.is_reached:
        return False
    if not can_all:
        lacking = (max(other.floor - other.taken, 0) for other in goals.values() if other is not goal)
        return party.seats <= min(places.free - sum(lacking), goal.limit - goal.taken)
    after = goal.needs(goal.taken + party.seats)
    others = sum(needs.values()) - needs[party.category]
    takes = after is not None and others + party.seats + after <= places.free
    needs[party.category] = (after if takes else goal.needs(goal.taken)) or 0
    return takes


def _goals(parties: Sequence[Party], places: Places) -> dict[str, Goal]:
    goals = {}
    for category, floor in places.floors.items():
        taken = places.taken.get(category, 0)
        limit = min(places.ceilings.get(category, taken + places.free), taken + places.free)
        if taken < floor and taken < limit:
            sizes = [party.seats for party in parties if party.category == category]
            goals[category] = Goal(floor, taken, limit, _makes(sizes, most=floor - taken + max(sizes, default=0)))
    return goals


def _makes(sizes: Sequence[int], *, most: int) -> list[int]:
    """For each party, as bits, what it and those behind it can make up, to at most so many seats; 0 always."""
    mask, makes = (1 << most + 1) - 1, [1]
    for size in reversed(sizes):
        more = (makes[-1] | makes[-1] << size) & mask
        makes.append(makes[-1] if more == makes[-1] else more)  # of a million parties few change it
    makes.reverse()
    return makes

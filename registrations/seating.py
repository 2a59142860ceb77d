"""How parties fill the seats of a session: pure, so that the draw, the waiting list and the tests share it.

A quota is a floor (seats kept for a category while others could still take them) and a ceiling. A party comes with all
its companions or not at all, and counts whole in the category of the person who signed up.
"""

from collections.abc import Iterable, Mapping
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


def fill(parties: Iterable[Party], places: Places) -> list[Party]:
    """Seat the parties in their order, first up to the floors, then up to the ceilings; return those who got seats.

    A party that does not fit is passed over, and a smaller one behind it may fit: no seat stays empty that a party
    could take.
    """
    waiting, seated = [], []
    for party in parties:
        if places.lacks(party.category) and places.fits(party, keep_floors=True):
            places.put(party)
            seated.append(party)
        else:
            waiting.append(party)
    for party in waiting:
        if places.fits(party, keep_floors=False):
            places.put(party)
            seated.append(party)
    return seated

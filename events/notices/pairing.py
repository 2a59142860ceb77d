"""Which point of the new version is which of the old one: by title, units and number, never by its place alone.

Points are numbered anew when one before them goes, and several may share a title (政务服务体验 in five subdistricts):
so what agrees in most is paired first, and what agrees in too little is another point.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

from events.notices.folding import fold
from events.notices.version import Entry, Version

ALIKE = 0.5  # share of pairs of characters that two titles of one point have in common


class Seen:
    """An entry as it is compared; `is_only` says that nothing else of its version has its title."""

    def __init__(self, entry: Entry, titles: Counter[str]) -> None:
        self.entry, self.number, self.kind = entry, entry.number, entry.kind
        self.title = fold(entry.title).text
        self.units = frozenset(fold(name).text for name in entry.units)
        self.is_only = titles[self.title] == 1
        self.is_paired = False

    @cached_property
    def pairs(self) -> Counter[str]:
        return Counter(self.title[at : at + 2] for at in range(len(self.title) - 1))


def same_number(old: Seen, new: Seen) -> bool:
    return old.number is not None and old.number == new.number


def same_units(old: Seen, new: Seen) -> bool:
    return old.units == new.units


def share_units(old: Seen, new: Seen) -> bool:
    return bool(old.units & new.units)


def only_title(old: Seen, new: Seen) -> bool:
    return old.is_only and new.is_only


def alike(old: Seen, new: Seen) -> bool:
    common = (old.pairs & new.pairs).total()
    return 2 * common >= ALIKE * (old.pairs.total() + new.pairs.total()) > 0


def by_title(seen: Seen) -> Iterable[object]:
    return [seen.title]


def by_number(seen: Seen) -> Iterable[object]:
    return [] if seen.number is None else [seen.number]


def by_units(seen: Seen) -> Iterable[object]:
    return sorted(seen.units)


# Tried in this order: by what those that are compared are found, and what they must have in common besides to be one.
AGREEMENTS: tuple[tuple[Callable[[Seen], Iterable[object]], tuple[Callable[[Seen, Seen], bool], ...]], ...] = (
    (by_title, (same_units, same_number)),
    (by_title, (same_units,)),
    (by_title, (share_units,)),
    (by_title, (same_number,)),
    (by_title, (only_title,)),
    (by_number, (share_units,)),
    (by_units, (alike,)),
    (by_number, (alike,)),
)


def entries(current: Version, found: Version) -> dict[str, str]:
    """The refs of the entries of `found` that stand in `current`, each with the ref it has there."""
    left, right = _seen(current.entries.values()), _seen(found.entries.values())
    paired: dict[str, str] = {}
    for found_by, agreement in AGREEMENTS:
        near: defaultdict[object, list[Seen]] = defaultdict(list)
        for one in left:
            for key in found_by(one):
                near[one.kind, key].append(one)
        for new in right:
            fits = (
                old
                for key in found_by(new)
                for old in near[new.kind, key]
                if not old.is_paired and all(agree(old, new) for agree in agreement)
            )
            if old := next(fits, None):
                paired[new.entry.ref] = old.entry.ref
                old.is_paired = new.is_paired = True
        left, right = ([one for one in side if not one.is_paired] for side in (left, right))
    return paired


def themes(current: Version, found: Version, paired: dict[str, str]) -> dict[str, str]:
    """The themes of `found` by their refs in `current`: of one title, else those that share most of their points."""
    known = {fold(title).text: ref for ref, title in current.themes.items()}
    same = {ref: known[fold(title).text] for ref, title in found.themes.items() if fold(title).text in known}
    shared = Counter(
        (entry.theme, current.entries[paired[entry.ref]].theme)
        for entry in found.entries.values()
        if entry.ref in paired
    )
    sizes = Counter(entry.theme for entry in current.entries.values())
    for (new, old), count in shared.most_common():
        if new and old and new not in same and old not in same.values() and 2 * count >= sizes[old]:
            same[new] = old
    return same


def _seen(of: Iterable[Entry]) -> list[Seen]:
    rows = list(of)
    titles = Counter(fold(entry.title).text for entry in rows)
    return [Seen(entry, titles) for entry in rows]

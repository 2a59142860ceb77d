"""Check a published draw by the words of its result page.

Written from the words of the result page alone, without the portal's code, and kept as a test of the words:
where this program and the portal differ, the words do not say what the portal does.
"""

import hashlib
import hmac
import re
from typing import Any, NamedTuple

_TYPES: dict[str, Any] = {
    "seed": str,
    "seed_fingerprint": str,
    "entries": list,
    "list_fingerprint": str,
    "left_out": dict,
    "value": (dict, type(None)),
    "order": list,
    "seats": dict,
    "selected": list,
    "reserves": list,
}
_SEATS_TYPES: dict[str, Any] = {"capacity": (int, float), "taken": dict, "floors": dict, "ceilings": dict}
_REASONS = ("cancelled", "refused", "picked")
_LINE = re.compile(r"([!-~]+) (.+) ([0-9]+)")


class _Entry(NamedTuple):
    code: str
    category: str
    size: int


def agrees(record: dict) -> list[str]:
    """What does not agree with the words, in English sentences; empty where the draw is right."""
    faults = _shape_faults(record)
    if faults:
        return faults  # without these nothing can be recomputed

    if not re.fullmatch("[0-9a-f]{64}", record["seed"]):
        return ["The seed is not 64 lower-case hexadecimal characters."]
    if hashlib.sha256(record["seed"].encode("ascii")).hexdigest() != record["seed_fingerprint"]:
        faults.append("The fingerprint of the seed is not the SHA-256 of the seed.")

    lines = [line.encode("utf-8") for line in record["entries"]]
    if lines != sorted(lines):
        faults.append("The lines of the list are not in ascending order of their bytes.")
    if hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest() != record["list_fingerprint"]:
        faults.append("The fingerprint of the list is not the SHA-256 of its lines.")

    entries = [_parse(line) for line in record["entries"]]
    codes = [entry.code for entry in entries]
    if len(set(codes)) != len(codes):
        faults.append("A code stands more than once in the list.")
    left_out = record["left_out"]
    for code, reason in left_out.items():
        if code not in codes:
            faults.append(f"{code} is left out but is not in the list.")
        if reason not in _REASONS:
            faults.append(f"{code} is left out for a reason the words do not name: {reason}.")

    order = _order(record, [entry for entry in entries if entry.code not in left_out])
    if [entry.code for entry in order] != record["order"]:
        faults.append("The order is not the one that the seed, the public value and the list give.")

    seated = _Hall(record["seats"]).draw(order)
    if [entry.code for entry in order if entry.code in seated] != record["selected"]:
        faults.append("The selected are not those to whom the two rounds give seats, in the order of the draw.")
    if [entry.code for entry in order if entry.code not in seated] != record["reserves"]:
        faults.append("The reserves are not those whom the two rounds leave without seats, in the order of the draw.")
    return faults


def _shape_faults(record: dict) -> list[str]:
    """What is missing, or not of the kind the words speak of."""
    faults = [
        f"{name} is missing or is not of the right kind."
        for name, kind in _TYPES.items()
        if name not in record or not isinstance(record[name], kind)
    ]
    if faults:
        return faults
    seats = record["seats"]
    faults += [
        f"{name}, under seats, is missing or is not of the right kind."
        for name, kind in _SEATS_TYPES.items()
        if not isinstance(seats.get(name), kind)
    ]
    if record["value"] is not None and not isinstance(record["value"].get("text"), str):
        faults.append("The public value has no text.")
    faults += [
        f"A line of the list is not a code, a category and a number: {line!r}."
        for line in record["entries"]
        if not isinstance(line, str) or not _LINE.fullmatch(line)
    ]
    return faults


def _parse(line: str) -> _Entry:
    match = _LINE.fullmatch(line)
    assert match
    return _Entry(match[1], match[2], int(match[3]))


def _order(record: dict, entries: list[_Entry]) -> list[_Entry]:
    """Part 2 of the words: the entries in the order of the draw."""
    key = record["seed"].encode("ascii")
    if record["value"] is not None:
        key += b"\n" + record["value"]["text"].encode("utf-8")

    def place(entry: _Entry) -> tuple[bytes, bytes]:
        code = entry.code.encode("ascii")
        return hmac.digest(key, code, "sha256"), code

    return sorted(entries, key=place)


class _Hall:
    """Part 3 of the words: the seats, as they are given one entry after another."""

    def __init__(self, seats: dict) -> None:
        self.before: dict[str, int] = seats["taken"]  # as it was before the draw
        self.taken = dict(self.before)  # as it is now
        self.free = seats["capacity"] - sum(self.before.values())
        self.all_free = self.free
        self.floors: dict[str, int] = seats["floors"]
        self.ceilings: dict[str, int] = seats["ceilings"]
        self.seated: set[str] = set()

    def draw(self, order: list[_Entry]) -> set[str]:
        """The codes that get seats in either round."""
        self.first_round(order)
        self.second_round(order)
        return self.seated

    def now(self, category: str) -> int:
        return self.taken.get(category, 0)

    def limit(self, category: str) -> int:
        """The ceiling, but never more than the category's seats before the draw and all the free seats then."""
        most = self.before.get(category, 0) + self.all_free
        return min(self.ceilings.get(category, most), most)

    def give(self, entry: _Entry) -> None:
        self.taken[entry.category] = self.now(entry.category) + entry.size
        self.free -= entry.size
        self.seated.add(entry.code)

    def reachable(self, category: str, start: int, coming: list[_Entry]) -> set[int]:
        """The numbers of seats within the limit the category can come to from start, by some of the coming entries."""
        limit = self.limit(category)
        sums = {start} if start <= limit else set()
        for entry in coming:
            if entry.category == category:
                sums |= {total + entry.size for total in sums if total + entry.size <= limit}
        return sums

    def target(self, category: str, order: list[_Entry]) -> int:
        """The floor where the category can come to it or more; else the most that it can come to."""
        return min(self.floors[category], max(self.reachable(category, self.now(category), order)))

    def lack(self, category: str, target: int, start: int, coming: list[_Entry]) -> int | None:
        """The fewest seats that bring the category from start to its target or more; None where nothing does."""
        if start >= target:
            return 0
        enough = [total for total in self.reachable(category, start, coming) if total >= target]
        return min(enough) - start if enough else None

    def lacks(self, targets: dict[str, int], coming: list[_Entry]) -> dict[str, int | None]:
        return {
            category: self.lack(category, target, self.now(category), coming) for category, target in targets.items()
        }

    def first_round(self, order: list[_Entry]) -> None:
        """Keep the floors."""
        targets = {
            category: self.target(category, order)
            for category, floor in self.floors.items()
            if min(floor, self.limit(category)) > self.before.get(category, 0)
        }
        all_fit = _total(self.lacks(targets, order)) <= self.free
        for index, entry in enumerate(order):
            category = entry.category
            if category not in targets or self.now(category) >= targets[category]:
                continue
            if all_fit:
                right = self.targets_stay_possible(entry, targets, order[index + 1 :])
            else:
                right = self.leaves_the_others_theirs(entry, targets)
            if right:
                self.give(entry)

    def targets_stay_possible(self, entry: _Entry, targets: dict[str, int], later: list[_Entry]) -> bool:
        """Whether every target can still be met once this entry has its seats."""
        then = self.now(entry.category) + entry.size
        if then > self.limit(entry.category):
            return False
        lacks = self.lacks(targets, later)
        lacks[entry.category] = self.lack(entry.category, targets[entry.category], then, later)
        return lacks[entry.category] is not None and entry.size + _total(lacks) <= self.free

    def leaves_the_others_theirs(self, entry: _Entry, targets: dict[str, int]) -> bool:
        """Whether the entry is within its limit and leaves free what the other categories are short of."""
        others = sum(
            max(target - self.now(category), 0) for category, target in targets.items() if category != entry.category
        )
        within = self.now(entry.category) + entry.size <= self.limit(entry.category)
        return within and entry.size <= self.free - others

    def second_round(self, order: list[_Entry]) -> None:
        """Give seats to the others as far as they fit."""
        for entry in order:
            if entry.code in self.seated:
                continue
            then = self.now(entry.category) + entry.size
            if entry.size <= self.free and then <= self.ceilings.get(entry.category, then):
                self.give(entry)


def _total(lacks: dict[str, int | None]) -> float:
    """The lacks together; beyond all bounds where one of them cannot be made up."""
    return sum(float("inf") if lack is None else lack for lack in lacks.values())

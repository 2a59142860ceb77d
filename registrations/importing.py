"""Sign-ups from a table: first every fault of every row, then all rows into the queue, batch by batch.

The rules are those of a person who comes to the counter (signups.enter), worked out in memory: one person once, seats
in the order of the rows, whoever finds none behind everyone who waits. A batch locks the session, and takes the same
few statements whether it has ten rows or two thousand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from events.foundation import audit, bulk
from events.models import Category, Session, Staff
from registrations import entries, notify, seats, signups, waiting, window, yearly
from registrations.entries import Entry
from registrations.models import Roster, Signup
from registrations.seating import Party, Places
from registrations.sheets import Row, Sheet

State = Signup.State
BATCH = 2_000
OTHER_WORDS = {"群众": "resident", "居民": "resident", "市民": "resident", "家长": "parent", "企业": "business"}


@dataclass(frozen=True)
class Fault:
    """One thing wrong: the row's number in the file, the head of the column, and what is wrong."""

    row: int
    column: str
    text: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def checked(session: Session, sheet: Sheet) -> tuple[list[Entry], list[Fault]]:
    """The entries in the order of the rows, and every fault of every row; a row with a fault gives no entry."""
    offered = {str(category.label): category.value for category in entries.offered(session, to_staff=True)}
    known = set(_standing(session))
    made: list[Entry] = []
    faults: list[Fault] = []
    rows: dict[str, int] = {}  # by which row each person came
    number = yearly.limit(session)
    for row in sheet.rows:
        entry, found = _entry(row, session, offered)
        person = entry.person_index if entry else ""
        if person in rows:
            found["name"] = _("The same person stands in row %(row)d.") % {"row": rows[person]}
        elif person in known:
            found["name"] = _("This person, by name and telephone, is on the list already.")
        faults += [Fault(row.number, sheet.heads.get(column, ""), text) for column, text in found.items()]
        if entry and not found:
            rows[person] = row.number
            made.append(entry)
    over = yearly.at_limit(session, made, number) if number else set()
    if number:
        words, head = yearly.fault(number), sheet.heads.get("name", "")
        faults += [Fault(row, head, words) for person, row in rows.items() if person in over]
    return [entry for entry in made if entry.person_index not in over], sorted(faults, key=lambda fault: fault.row)


def read_again(session: Session, sheet: Sheet) -> list[Entry]:
    """The entries of a table that was checked without fault; who is on the list by now is found when entering."""
    offered = {str(category.label): category.value for category in entries.offered(session, to_staff=True)}
    made = [_entry(row, session, offered)[0] for row in sheet.rows]
    if None in made:
        raise ValidationError(
            _("The session has changed since this table was checked. Check it again."), code="changed"
        )
    return [entry for entry in made if entry]


def enter(session: Session, batch: Sequence[Entry], *, source: str, by: Staff, now: datetime) -> int:
    """Enter these people; the number of those who were entered by another way meanwhile, and are left out.

    Within the caller's transaction. ValidationError as window.need_queue.
    """
    locked = seats.lock(session)
    window.need_queue(locked, now=now)
    known = set(_standing(locked))
    new = [entry for entry in batch if entry.person_index not in known]
    made = [signups.unsaved(locked, entry, source=source, state=State.ENTERED, by=by, now=now) for entry in new]
    if locked.is_ordered:
        _seat(made, locked)
    for signup in made:
        signup.index()
    bulk.insert(made)
    facts = ((signup, signups.facts(signup)) for signup in made)
    audit.record_many(facts, "signup.enter", by=by, now=now, unit=locked.unit)
    notify.all_received(made, now=now)
    return len(batch) - len(new)


def batches(made: Sequence[Entry], *, done: int) -> Iterator[Sequence[Entry]]:
    """What is left after so many that are done."""
    return (made[first : first + BATCH] for first in range(done, len(made), BATCH))


def _standing(session: Session) -> Any:
    return Signup.objects.standing().filter(session=session).values_list("person_index", flat=True)


def _seat(made: Sequence[Signup], session: Session) -> None:
    """Seats as long as they last, in the order of the rows; the rest behind everyone who waits."""
    confirmed = Roster.objects.filter(session=session).exists()
    places: Places = seats.places(session, seats.held(session))
    rank, free, taken = waiting.last_rank(session), session.seats_left, 0
    for signup in made:
        party = Party(key=signup.code, category=signup.category, seats=signup.seats)
        if signup.seats <= free - taken and places.fits(party, keep_floors=not confirmed):
            places.put(party)
            taken += signup.seats
        else:
            rank += 1
            signup.state, signup.rank = State.WAITING, rank
    if taken:
        Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") + taken)


def _entry(row: Row, session: Session, offered: dict[str, str]) -> tuple[Entry | None, dict[str, str]]:
    typed = {name: row.cells.get(name, "") for name in ("name", "phone", "email")}
    found = {**entries.faults(**typed), **row.faults}
    if "phone" in found and "phone" not in row.faults and _lost_its_zero(typed):
        found["phone"] = _("The spreadsheet seems to have dropped the 0 at the beginning. Format the column as text.")
    category = _category(row.cells.get("category", ""), offered)
    if not category:
        found["category"] = _("Write one of: %(groups)s.") % {"groups": "、".join(offered)}
    companions = _whole(row.cells.get("companions", ""))
    if companions is None:
        found["companions"] = _("Write the number of companions as a figure.")
    elif text := entries.companions_fault(companions, session):
        found["companions"] = text
    if found:
        return None, found
    entry = entries.checked(
        session,
        name=typed["name"],
        phone=typed["phone"],
        email=typed["email"],
        category=category,
        companions=companions or 0,
        categories=offered.values(),
        companions_max=session.companions_max,
    )
    return entry, {}


def _lost_its_zero(typed: dict[str, str]) -> bool:
    """A landline in a cell of the kind number."""
    return typed["phone"].isdecimal() and "phone" not in entries.faults(**{**typed, "phone": f"0{typed['phone']}"})


def _category(text: str, offered: dict[str, str]) -> str:
    """The key of a group that people enter in; an empty cell means the first one."""
    words = text.strip()
    if not words:
        return next(iter(offered.values()), Category.RESIDENT)
    key = offered.get(words) or OTHER_WORDS.get(words) or words.casefold()
    return key if key in offered.values() else ""


def _whole(text: str) -> int | None:
    if not text.strip():
        return 0
    return int(text) if text.strip().isdecimal() and len(text.strip()) < 6 else None

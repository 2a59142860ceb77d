"""Sign-ups from a table: first every fault of every row, then all rows into the queue, batch by batch.

The rules are those of a person who comes to the counter (signups.enter), worked out in memory: one person once, seats
in the order of the rows, whoever finds none behind everyone who waits. A batch locks the session, and takes the same
few statements whether it has ten rows or two thousand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from events.foundation import audit, bulk
from events.models import Category, Session, Staff
from registrations import answers, columns, entries, notify, seats, sheets, signups, waiting, window, yearly
from registrations.columns import Column
from registrations.entries import Entry
from registrations.id_numbers import Kind
from registrations.models import Roster, Signup
from registrations.seating import Party, Places
from registrations.sheets import Row, Sheet

State = Signup.State
BATCH = 2_000


@dataclass(frozen=True)
class Fault:
    """One thing wrong: the row's number in the file, the head of the column, and what is wrong."""

    row: int
    column: str
    text: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read(session: Session, data: bytes) -> Sheet:
    """The list in the file, by the columns of this session. ValidationError, code "file", where there is none."""
    return sheets.read(data, known=columns.heads(columns.of(session)))


def checked(session: Session, sheet: Sheet, *, now: datetime) -> tuple[list[Entry], list[Fault]]:
    """The entries in the order of the rows, and every fault of every row; a row with a fault gives no entry."""
    asked = columns.of(session)
    heads = {column.name: column.head for column in asked} | sheet.heads
    people, documents = _standing(session)
    made: list[Entry] = []
    faults: list[Fault] = []
    rows: dict[str, int] = {}  # by which row each person, and each document, came
    number = yearly.limit(session)
    for row in sheet.rows:
        entry, found = _entry(row, session, asked, now=now)
        if entry:
            found |= _again(entry, rows, people, documents)
        faults += [Fault(row.number, heads.get(column, ""), text) for column, text in found.items()]
        if entry and not found:
            rows |= {key: row.number for key in (entry.person_index, entry.id_index) if key}
            made.append(entry)
    over = yearly.at_limit(session, made, number) if number else set()
    if number:
        words, head = yearly.fault(number), heads["name"]
        faults += [Fault(rows[person], head, words) for person in over]
    return [entry for entry in made if entry.person_index not in over], sorted(faults, key=lambda fault: fault.row)


def _again(entry: Entry, rows: Mapping[str, int], people: set[str], documents: set[str]) -> dict[str, str]:
    """Whether the person, by name and telephone or by the document, stands in an earlier row or on the list."""
    if entry.person_index in rows:
        return {"name": _("The same person stands in row %(row)d.") % {"row": rows[entry.person_index]}}
    if entry.person_index in people:
        return {"name": _("This person, by name and telephone, is on the list already.")}
    if entry.id_index in rows:
        return {"id_number": _("The same document stands in row %(row)d.") % {"row": rows[entry.id_index]}}
    return {"id_number": _("This document is on the list already.")} if entry.id_index in documents else {}


def read_again(session: Session, sheet: Sheet, *, now: datetime) -> list[Entry]:
    """The entries of a table that was checked without fault; who is on the list by now is found when entering."""
    asked = columns.of(session)
    made = [_entry(row, session, asked, now=now)[0] for row in sheet.rows]
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
    people, documents = _standing(locked)
    new = [entry for entry in batch if entry.person_index not in people and entry.id_index not in documents]
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


def _standing(session: Session) -> tuple[set[str], set[str]]:
    """By what those on the list are known again: name and telephone, and the document where one was given."""
    known = list(Signup.objects.standing().filter(session=session).values_list("person_index", "id_index"))
    return {person for person, _document in known}, {document for _person, document in known if document}


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


def _entry(row: Row, session: Session, asked: list[Column], *, now: datetime) -> tuple[Entry | None, dict[str, str]]:
    """The entry of a row, by the rule of those who sign up online, or what is wrong by column."""
    said, found = columns.typed(row, asked)
    found |= row.faults
    person = {name: said.pop(name) for name in ("name", "phone", "email")}
    offered = next(column.words for column in asked if column.name == "category")
    category = said.pop("category") or next(iter(offered.values()), Category.RESIDENT)
    companions = _whole(row.cells.get("companions", ""))
    if companions is None:
        found["companions"] = _("Write the number of companions as a figure.")
    if said.get("id_number") and not said["id_kind"]:
        said["id_kind"] = Kind.RESIDENT
    try:
        entry = answers.entry(
            session,
            said,
            **person,
            category=category,
            companions=companions or 0,
            organisation=said.pop("organisation", ""),
            categories=offered.values(),
            now=now,
        )
    except ValidationError as refused:
        # In the order of the rule; what a spreadsheet did to a cell is said instead of what it looks like.
        found = {name: errors[0].messages[0] for name, errors in refused.error_dict.items()} | found
        if "phone" in found and "phone" not in row.faults and _lost_its_zero(person):
            found["phone"] = _(
                "The spreadsheet seems to have dropped the 0 at the beginning. Format the column as text."
            )
        return None, found
    if companions and companions != entry.companions:
        found["companions"] = _("Give the names of all who come along.")
    return (None, found) if found else (entry, {})


def _lost_its_zero(typed: dict[str, str]) -> bool:
    """A landline in a cell of the kind number."""
    return typed["phone"].isdecimal() and "phone" not in entries.faults(**{**typed, "phone": f"0{typed['phone']}"})


def _whole(text: str) -> int | None:
    if not text.strip():
        return 0
    return int(text) if text.strip().isdecimal() and len(text.strip()) < 6 else None

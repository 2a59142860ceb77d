"""The address book of a unit: whom it invites again and again. Added, mended, brought as a table, taken out."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from events.foundation import audit, bulk, crypto, permissions
from events.models import Category, Staff, Unit
from registrations import entries
from registrations.importing import Fault
from registrations.models import Guest
from registrations.sheets import Row, Sheet

# Who is invited for what they are; the others sign up, and may stand in the book as well.
INVITED = (Category.DEPUTY, Category.CPPCC, Category.EXPERT, Category.REPORTER)
TEXTS = ("name", "phone", "email", "post", "note")
LONGEST = 200
OTHER_WORDS = {"代表": Category.DEPUTY, "委员": Category.CPPCC, "记者": Category.REPORTER, "专家": Category.EXPERT}


@transaction.atomic
def save(guest: Guest, *, by: Staff, now: datetime) -> Guest:
    """Add somebody to the unit's book, or mend what it says. ValidationError by field; code "twice" at the name."""
    permissions.require(by, "registrations.change_guest" if guest.pk else "registrations.add_guest", guest)
    permissions.require(by, "events.view_unit", guest.unit)
    if found := faults({name: getattr(guest, name) for name in TEXTS}):
        raise ValidationError({name: ValidationError(text, code=name) for name, text in found.items()})
    is_new = guest.pk is None
    _tidy(guest)
    if is_new:
        guest.added_at, guest.added_by = now, by
    try:
        with transaction.atomic():
            guest.save()
    except IntegrityError:
        text = _("This person, by name and telephone, stands in the address book already.")
        raise ValidationError({"name": ValidationError(text, code="twice")}) from None
    audit.record(guest, "guest.add" if is_new else "guest.change", by=by, now=now, after=_facts(guest), unit=guest.unit)
    return guest


@transaction.atomic
def remove(guest: Guest, *, by: Staff, now: datetime) -> None:
    """Take somebody out; invitations that were sent stay with their sessions."""
    permissions.require(by, "registrations.delete_guest", guest)
    audit.record(guest, "guest.remove", by=by, now=now, before=_facts(guest), unit=guest.unit)
    guest.delete()


@transaction.atomic
def bring(unit: Unit, sheet: Sheet, *, category: str, by: Staff, now: datetime) -> tuple[int, list[Fault]]:
    """Add everyone of a table, those without a category in this one; how many are new, and every fault.

    With one fault nobody is added. Who stands in the book already is brought up to date.
    """
    permissions.require(by, "registrations.add_guest")
    permissions.require(by, "events.view_unit", unit)
    found: list[Fault] = []
    read: dict[str, Guest] = {}
    for row in sheet.rows:
        guest = _guest(row, unit, category)
        wrong = {**faults({name: getattr(guest, name) for name in TEXTS}), **row.faults}
        if not guest.category:
            wrong["category"] = _("Write one of: %(groups)s.") % {"groups": "、".join(map(str, Category.labels))}
        found += [Fault(row.number, sheet.heads.get(column, ""), text) for column, text in wrong.items()]
        if not wrong:
            _tidy(guest)
            guest.added_at, guest.added_by = now, by
            read[guest.person_index] = guest
    return (0, found) if found else (_take_in(unit, read, by=by, now=now), [])


def faults(typed: dict[str, str]) -> dict[str, str]:
    """What is wrong with how somebody stands in the book, by field."""
    found = entries.faults(**{name: typed[name] or "" for name in ("name", "phone", "email")})
    for name in ("post", "note"):
        if len(typed[name] or "") > LONGEST:
            found[name] = _("This is longer than %(count)d characters.") % {"count": LONGEST}
    return found


def _take_in(unit: Unit, read: dict[str, Guest], *, by: Staff, now: datetime) -> int:
    known = {guest.person_index: guest for guest in Guest.objects.select_for_update().filter(unit=unit)}
    new = [guest for index, guest in read.items() if index not in known]
    kept = []
    for index in read.keys() & known.keys():
        old, fresh = known[index], read[index]
        old.category = fresh.category
        for name in ("email", "post", "note"):
            setattr(old, name, getattr(fresh, name) or getattr(old, name))
        kept.append(old)
    bulk.insert(new)
    Guest.objects.bulk_update(kept, ["category", "email", "post", "note"], batch_size=500)
    for act, those in (("guest.add", new), ("guest.change", kept)):
        audit.record_many(((guest, _facts(guest)) for guest in those), act, by=by, now=now, unit=unit)
    return len(new)


def _guest(row: Row, unit: Unit, category: str) -> Guest:
    texts = {name: row.cells.get(name, "") for name in TEXTS}
    return Guest(unit=unit, category=_category(row.cells.get("category", ""), category), **texts)


def _category(text: str, usual: str) -> str:
    words = text.strip()
    if not words:
        return usual
    by_label: dict[str, str] = {str(label): key for key, label in Category.choices}
    return by_label.get(words) or OTHER_WORDS.get(words) or (words if words in Category.values else "")


def _tidy(guest: Guest) -> None:
    guest.name, guest.phone = " ".join(guest.name.split()), crypto.normalise_phone(guest.phone)
    guest.email, guest.post, guest.note = guest.email.strip(), guest.post.strip(), guest.note.strip()
    guest.person_index = entries.person_index(guest.name, guest.phone)
    guest.phone_index = entries.phone_index(guest.phone)


def _facts(guest: Guest) -> dict[str, Any]:
    return audit.values(guest, "category")

"""The answers to what a session asks: every fault at once, by field, in the words of a resident; else one record.

The record is what `Signup.details` keeps: a text by `Asked.key`, `companions` as names, `guardian` of a child.
"""

import json
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.foundation import clock, languages
from events.models import Session
from registrations import ages, asking, entries, id_numbers, parties
from registrations.entries import Entry
from registrations.id_numbers import FIRST_YEAR, Document
from registrations.models import Asked, Terms

Item = Asked.Item
LONG, SHORT = 10_000, 200
IN_WORDS = frozenset({Item.REASON, Item.QUESTIONS, Item.ACCESS, Item.OWN})
TOLD_BY_A_CARD = (Item.SEX, Item.BIRTH_YEAR)


@dataclass
class Answers:
    """What was answered, what is wrong with it by field, and how many companions were named (None: not asked)."""

    record: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    id_index: str = ""
    companions: int | None = None

    @property
    def details(self) -> str:
        return json.dumps(self.record, ensure_ascii=False) if self.record else ""


def at_signup(
    session: Session,
    typed: Mapping[str, Any],
    *,
    category: str,
    now: datetime,
    name: str = "",
    phone: str = "",
    organisation: str = "",
) -> Answers:
    """What the form was answered; `typed` by the names of its fields. The telephone is a child's guardian's."""
    given = Answers()
    terms = asking.terms_of(session)
    is_group = bool(organisation)
    if is_group and not (terms and terms.group_max):
        given.faults["organisation"] = _("Firms and schools cannot enrol as a group for this session.")
    if terms is None:
        return given
    document = _read(given, asking.at_signup(session, is_group=is_group), typed, category=category, now=now)
    if is_group:
        _ages_of_a_group(given, terms, is_affirmed=bool(typed.get("companion_ages")))
    else:
        _age(given, session, typed, document, now=now, phone=phone)
    if is_group or (terms.names_companions and session.companions_max):
        people = parties.listed(plain(typed.get("companion_names")), without=name if is_group else "")
        _party(given, people, parties.fault(people, session, is_group=is_group))
    return given


def _party(given: Answers, people: list[str], fault: str) -> None:
    given.companions = len(people)
    if people:
        given.record["companions"] = people
    if fault:
        given.faults["companion_names"] = fault


def entry(
    session: Session,
    typed: Mapping[str, Any],
    *,
    name: str,
    phone: str,
    category: str,
    companions: int,
    organisation: str,
    now: datetime,
    categories: Collection[str] | None = None,
    **more: str,
) -> Entry:
    """The whole entry, or a ValidationError with every fault at its field.

    Whoever is named comes along and is not counted beside.
    """
    person = {"name": name, "phone": phone, "organisation": organisation}
    given = at_signup(session, typed, category=category, now=now, **person)
    named = given.companions
    checked = entries.checked(
        session,
        name=name,
        phone=phone,
        category=category,
        organisation=organisation,
        companions=companions if named is None else named,
        categories=entries.offered(session) if categories is None else categories,
        # Those who are named were counted against their own limit.
        companions_max=session.companions_max if named is None else named,
        more=given.faults,
        **more,
    )
    return replace(checked, details=given.details, id_index=given.id_index)


def of_the_selected(
    session: Session, typed: Mapping[str, Any], *, category: str, now: datetime, is_group: bool = False
) -> Answers:
    """The same of what only the selected are asked."""
    given = Answers()
    _read(given, asking.of_the_selected(session, is_group=is_group), typed, category=category, now=now)
    return given


def _read(
    given: Answers, items: Sequence[Asked], typed: Mapping[str, Any], *, category: str, now: datetime
) -> Document | None:
    """Each answer at its key; what an identity card says by itself need not be typed again."""
    mine = [asked for asked in items if asked.category in ("", category)]
    document = None
    for asked in mine:
        text = plain(typed.get(asked.key))
        if not text:
            continue
        try:
            if asked.item == Item.ID_NUMBER:
                document = _document(given, text, typed, now=now)
            else:
                given.record[asked.key] = _checked(asked, text, now=now)
        except ValidationError as fault:
            given.faults["id_kind" if fault.code == "id_kind" else asked.key] = fault.messages[0]
    told = {Item.SEX: document.sex, Item.BIRTH_YEAR: document.born and str(document.born.year)} if document else {}
    is_unread = Item.ID_NUMBER in given.faults and typed.get("id_kind") == id_numbers.Kind.RESIDENT
    for asked in mine:
        if asked.key not in given.record and (known := told.get(Item(asked.item))):
            given.record[asked.key] = known
        if asked.is_required and asked.key not in given.record and not (is_unread and asked.item in TOLD_BY_A_CARD):
            given.faults.setdefault(asked.key, _missing(asked))
    return document


def plain(text: Any) -> str:
    """As typed, without blanks around it, with plain line ends and no character that a database refuses."""
    return str(text or "").replace("\r\n", "\n").replace("\0", "").strip()


def _missing(asked: Asked) -> str:
    if asked.item in (Item.BIRTH_YEAR, Item.ID_NUMBER):
        return {
            Item.BIRTH_YEAR: _("Please enter the year of birth."),
            Item.ID_NUMBER: _("Please enter the number of the document."),
        }[Item(asked.item)]
    return _("Please choose one.") if asking.choices(asked) else _("Please answer this.")


def _document(given: Answers, number: str, typed: Mapping[str, Any], *, now: datetime) -> Document:
    if not typed.get("id_consent"):
        given.faults["id_consent"] = _("Without your consent we may not keep the number of your document.")
    document = id_numbers.read(str(typed.get("id_kind") or ""), number, today=clock.day_of(now))
    given.record.update(id_kind=document.kind, id_number=document.number)
    given.id_index = document.index
    return document


def _checked(asked: Asked, text: str, *, now: datetime) -> str:
    if asked.item == Item.BIRTH_YEAR:
        return _year(text, last=clock.day_of(now).year)
    if offered := asking.choices(asked):
        return _chosen(asked, text, [value for value, _label in offered])
    most = LONG if asked.item in IN_WORDS else SHORT
    if len(text) > most:
        said = _("This is %(given)d characters long; at most %(count)d fit.") % {"given": len(text), "count": most}
        raise ValidationError(said, code="too_long")
    return text


def _chosen(asked: Asked, text: str, offered: Sequence[str]) -> str:
    if text == asking.NOWHERE and asked.item == Item.AREA:
        named = {"areas": pgettext("list", ", ").join(asking.areas(asked.session))}
        said = _("This session is only for people who live, work or study in these areas: %(areas)s.") % named
        raise ValidationError(said, code="outside")
    if text not in offered:
        raise ValidationError(_("Please choose one of the answers listed here."), code="choice")
    return text


def _year(text: str, *, last: int) -> str:
    digits = unicodedata.normalize("NFKC", text).removesuffix("年")
    if not (digits.isascii() and digits.isdecimal() and len(digits) == 4 and FIRST_YEAR <= int(digits) <= last):
        named = {"first": FIRST_YEAR, "last": last}
        said = _("Please enter the year of birth in four digits, %(first)d to %(last)d.") % named
        raise ValidationError(said, code="birth_year")
    return digits


# --- age, children


def _ages_of_a_group(given: Answers, terms: Terms, *, is_affirmed: bool) -> None:
    """Of a group no ages are asked: whoever answers for it affirms the limits, in the words that are kept."""
    with languages.official():
        limits = ages.limits(terms)
    if limits and is_affirmed:
        given.record["companion_ages"] = limits
    elif limits:
        given.faults["companion_ages"] = _("Please affirm that all of the group are within the limits of age.")


def _age(
    given: Answers, session: Session, typed: Mapping[str, Any], document: Document | None, *, now: datetime, phone: str
) -> None:
    """Whether the person may come at this age, and for whom a guardian has to stand."""
    year, terms = given.record.get(Item.BIRTH_YEAR), session.terms
    if document and document.born and year and int(year) != document.born.year:
        given.faults[Item.BIRTH_YEAR] = _("This is not the year of birth in the number of the document.")
        return
    born = document.born if document and document.born else int(year) if year else None
    age = ages.on(session.day, born) if born else None
    if age is None and given.record.get(Item.AGE_BAND) == asking.AgeBand.CHILD:
        age = range(ages.CHILD)
    if age is None:
        return
    if text := ages.fault(age, terms):
        given.faults[Item.BIRTH_YEAR if year else Item.ID_NUMBER if document else Item.AGE_BAND] = text
    elif terms.takes_children and ages.is_minor(age):
        _guardian(given, typed, now=now, phone=phone)


def _guardian(given: Answers, typed: Mapping[str, Any], *, now: datetime, phone: str) -> None:
    """Who consents for a child; the telephone of the sign-up is this person's."""
    name, relation = plain(typed.get("guardian_name")), plain(typed.get("guardian_relation"))
    if not name:
        given.faults["guardian_name"] = _("Please enter the name of the guardian: who signs up is under 18.")
    elif text := entries.name_fault(name):
        given.faults["guardian_name"] = text
    if not relation or len(relation) > SHORT:
        given.faults["guardian_relation"] = _("Please say how the guardian is related to the child.")
    if not typed.get("guardian_consent"):
        given.faults["guardian_consent"] = _("Without the guardian's consent we cannot take the sign-up of a child.")
    given.record["guardian"] = {
        "name": name,
        "phone": phone,
        "relation": relation,
        "consented_at": now.isoformat(timespec="seconds"),
    }

"""How many sessions a year one person may come to, where the plan (or the office's default) sets a limit.

Who is registered where is nobody else's business. So the form never says that somebody is over the limit: whoever
types another's name and number sees what everybody sees after signing up, and the letter, or the call, goes to the
contact on record. Only who has proved to own that contact is told at once, in the form.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from events.foundation import clock, crypto, sms
from events.models import Rule, Session
from registrations.entries import Entry
from registrations.models import Signup

Row = TypeVar("Row", bound=Model)
CODE = Rule.Code.PERSON_PER_YEAR
# Annotated where sessions are fetched for the public pages, so that nothing more is asked of the database there.
NAME = "yearly_limit"
BATCH = 1_000  # numbers asked for in one statement


def with_limit(rows: QuerySet[Row], session: str = "") -> QuerySet[Row]:
    """With the limit beside each row; `session` is the path to the session, such as `session__`."""
    rules = Rule.objects.filter(Q(plan=OuterRef(f"{session}point__plan")) | Q(plan=None), code=CODE)
    return rows.annotate(**{NAME: Subquery(rules.order_by(F("plan").asc(nulls_last=True)).values("value")[:1])})


def limit(session: Session, beside: Any = None) -> int | None:
    """The greatest number of sessions a calendar year; None without any such rule. `beside` is the annotated row."""
    known = vars(beside if beside is not None else session)
    value = known[NAME] if NAME in known else _value(session)
    return int(value) if value and str(value).isdecimal() else None


def in_words(number: int | None) -> str:
    """For the rules before the form, and for the private page; empty where there is no limit."""
    if number is None:
        return ""
    words = _("Each person comes to at most %(count)d sessions a year. Entries above that do not count; we tell you.")
    return words % {"count": number}


def fault(number: int) -> str:
    words = _("This person has reached the limit of %(count)d sessions in this calendar year.")
    return words % {"count": number}


def earlier(session: Session, entry: Entry) -> list[Signup]:
    """The person's entries in other sessions of the same calendar year that hold a seat, or held it on the day."""
    same = Q(phone_index=entry.phone_index)
    if entry.id_index:
        same |= Q(id_index=entry.id_index)
    rows = _of_the_year(session).filter(same).order_by("-entered_at")
    name = crypto.normalise_name(entry.name)
    found: dict[int, Signup] = {}
    for row in rows:
        if (entry.id_index and row.id_index == entry.id_index) or crypto.normalise_name(row.name) == name:
            found.setdefault(row.session_id, row)
    return list(found.values())


def at_limit(session: Session, entries: Sequence[Entry], number: int) -> set[str]:
    """Of many at once, the `person_index` of those who have come to that many other sessions of the year already."""
    sessions: dict[str, set[int]] = {}  # by the person, and by the document
    for first in range(0, len(entries), BATCH):
        batch = entries[first : first + BATCH]
        same = Q(phone_index__in={entry.phone_index for entry in batch})
        if documents := {entry.id_index for entry in batch} - {""}:
            same |= Q(id_index__in=documents)
        for person, document, key in (
            _of_the_year(session).filter(same).values_list("person_index", "id_index", "session")
        ):
            for known in (person, document):
                sessions.setdefault(known, set()).add(key)
    none: set[int] = set()
    return {
        entry.person_index
        for entry in entries
        if len(
            sessions.get(entry.person_index, none) | (sessions.get(entry.id_index, none) if entry.id_index else none)
        )
        >= number
    }


def _of_the_year(session: Session) -> QuerySet[Signup]:
    """Every entry in another session of its calendar year that holds a seat, or held it on the day."""
    year = clock.day_of(session.starts_at).year
    first, after = (datetime(each, 1, 1, tzinfo=clock.ZONE) for each in (year, year + 1))
    in_order = Q(state=Signup.State.ENTERED, session__selection=Session.Selection.ORDER)
    return (
        Signup.objects.filter(session__starts_at__gte=first, session__starts_at__lt=after)
        .filter(in_order | Q(state__in=[Signup.State.SELECTED, Signup.State.OFFERED]))
        .exclude(session=session)
        .exclude(session__state=Session.State.CANCELLED)
    )


def owns(entry: Entry, known: Signup) -> bool:
    """Whether the contact by which this entry was verified is the one on record."""
    by_phone = sms.reaches(entry.phone) and entry.phone == known.phone
    return by_phone or bool(entry.email and entry.email.casefold() == known.email.casefold())


def _value(session: Session) -> str:
    rule = Rule.objects.binding(session.point.plan).get(CODE)
    return rule.value if rule else ""

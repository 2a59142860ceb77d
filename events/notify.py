"""Every letter of this app: one function a letter, through the outbox, in the transaction of its act.

What it tells is worked out in the language of the reader, which is seldom that of whoever acts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events import digest, identity
from events.deadlines import due_in_words
from events.foundation import addressing, clock, languages
from events.models import Amendment, CalendarChange, ChangeFiling, Message, Point, Staff, Unit
from events.shifts import Shift

Role = Staff.Role


def duties(lines: Sequence[digest.Line], *, to: Staff, now: datetime) -> Message:
    """Everything that one of the staff is to be reminded of today."""
    today = clock.day_of(now)
    with languages.official():
        about = digest.summary(lines) if len(lines) > 1 else str(lines[0].duty)
    return _post("duties", to, lambda: digest.words(lines, to, today=today), about=about, unit=to.unit, now=now)


def change_filed(filing: ChangeFiling, *, now: datetime) -> None:
    """A session was moved, changed or cancelled: the office is told (报备)."""
    unit = filing.session.unit
    for person in office():
        _post(
            "change_filed",
            person,
            lambda: _filing(filing),
            about=filing.session,
            unit=unit,
            by=filing.filed_by,
            now=now,
        )


def point_filed(point: Point, *, by: Staff, now: datetime) -> None:
    """A unit filed a proposal of its own: the office is to answer."""
    for person in office():
        _post("point_filed", person, lambda: _point(point), about=point, unit=point.proposed_by, by=by, now=now)


def point_judged(point: Point, *, by: Staff, now: datetime) -> None:
    """The office answered a proposal: the unit is told."""
    for person in of_unit(point.proposed_by):
        _post("point_judged", person, lambda: _judged(point), about=point, unit=point.proposed_by, by=by, now=now)


def plan_amended(amendment: Amendment, shift: Shift, *, to: Staff, by: Staff, now: datetime) -> Message:
    """The office amended a plan: one letter to a person tells every duty that moved, came or went with it."""
    plan, unit = amendment.plan, to.unit
    return _post("plan_amended", to, lambda: _amended(amendment, shift), about=plan, unit=unit, by=by, now=now)


def calendar_changed(change: CalendarChange, shift: Shift, *, to: Staff, by: Staff | None, now: datetime) -> Message:
    """The calendar changed: one letter to a person tells every duty that falls due on another day now."""
    return _post("calendar_changed", to, lambda: _recounted(change, shift), about=change, unit=to.unit, by=by, now=now)


def office() -> list[Staff]:
    """The active staff of the transparency office."""
    return list(Staff.objects.active().filter(role=Role.OFFICE).select_related("unit"))


def of_unit(unit: Unit | None) -> list[Staff]:
    """The active editors and approvers of a unit."""
    return list(Staff.objects.active().filter(unit=unit, role__in=[Role.EDITOR, Role.APPROVER]).select_related("unit"))


def _post(
    letter: str,
    to: Staff,
    facts: Callable[[], Mapping[str, object]],
    *,
    about: object,
    unit: Unit | None,
    by: Staff | None = None,
    now: datetime,
) -> Message:
    """Post a letter to one of the staff; `facts` gives the words of its own, beside those of every letter."""
    name, portal = to.get_full_name() or to.username, identity.current().full_name
    with languages.official():
        named = str(about)
    with languages.spoken(to.language):
        values = {**facts(), "name": name, "portal": portal, "desk": _desk()}
        return addressing.to_staff("events", letter, values, to=to, about=named, unit=unit, by=by, now=now)


def _amended(amendment: Amendment, shift: Shift) -> dict[str, object]:
    moved = [
        _("%(duty)s: %(before)s, now %(after)s") % {"duty": duty, "before": _day(before), "after": due_in_words(duty)}
        for duty, before in shift.moved
    ]
    gained = [_("%(duty)s: by %(day)s") % {"duty": duty, "day": due_in_words(duty)} for duty in shift.gained]
    return {
        "plan": amendment.plan.title,
        "document": str(amendment.notice),
        "holds_from": _day(amendment.takes_effect_on),
        "moved": _lines(moved),
        "gained": _lines(gained),
        "lost": _lines(map(str, shift.lost)),
    }


def _recounted(change: CalendarChange, shift: Shift) -> dict[str, object]:
    moved = [
        _("%(duty)s (%(unit)s): %(before)s, now %(after)s")
        % {"duty": duty, "unit": duty.unit.name, "before": _day(before), "after": due_in_words(duty)}
        for duty, before in shift.moved
    ]
    return {"document": str(change), "moved": _lines(moved)}


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts) or "–"


def _filing(filing: ChangeFiling) -> dict[str, object]:
    session = filing.session
    return {
        "session": session.title,
        "holding_unit": session.unit.name,
        "when": _shift(filing, "starts_at", _moment),
        "place": _shift(filing, "place", str) or "–",
        "kind": filing.get_kind_display(),
        "reason": filing.reason or "–",
    }


def _judged(point: Point) -> dict[str, object]:
    return {**_point(point), "outcome": point.get_filing_display(), "reason": point.return_reason or "–"}


def _point(point: Point) -> dict[str, object]:
    return {
        "point": point.title,
        "proposer": point.proposed_by.name if point.proposed_by else "–",
        "planned": _day(point.planned_on) if point.planned_on else "–",
    }


def _desk() -> str:
    return settings.PORTAL_URL + reverse("admin:index")


def _shift(filing: ChangeFiling, name: str, words: Callable[[Any], str]) -> str:
    """The session's value in words; where the change moved it, from what to what."""
    now = words(getattr(filing.session, name))
    before = words(filing.before[name]) if name in filing.before else now
    return now if before == now else _("%(before)s, now %(after)s") % {"before": before, "after": now}


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _moment(moment: datetime) -> str:
    local = moment.astimezone(clock.ZONE)
    return f"{_day(local.date())} {local:%H:%M}"

"""The sessions that a notice names: each becomes a draft under its point once the plan is in force, or says why not.

What the desk foretells and what the act does is judged by the same code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from events import sessions
from events.foundation import clock
from events.models import Notice, Plan, Point, PointUnit, Session, Staff, Unit
from events.notices import importing, occasions
from events.units import Directory

Read = dict[str, Any]
TITLE = Session._meta.get_field("title").max_length
PLACE = Session._meta.get_field("place").max_length


@dataclass(frozen=True)
class Prospect:
    """`session` is the one that stands already, or, unsaved, the one that would; without one `reason` says why."""

    read: Read
    point: Point | None = None
    session: Session | None = None
    reason: str = ""

    @property
    def is_ready(self) -> bool:
        return self.session is not None and self.session.pk is None


@dataclass
class _Programme:
    """A plan's points with their units and sessions: a fixed number of queries."""

    points: list[Point]
    directory: Directory
    standing: dict[tuple[int, int], list[Session]] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan) -> _Programme:
        points = list(plan.points.binding().select_related("plan").prefetch_related("parts__unit"))
        found = cls(points, Directory())
        for session in Session.objects.filter(point__in=points).exclude(state=Session.State.CANCELLED):
            found.standing.setdefault((session.point_id, session.unit_id), []).append(session)
        return found

    def point(self, read: Read) -> Point | None:
        told = ((point, {"number": point.number, "title": point.title}) for point in self.points)
        return next((point for point, entry in told if occasions.names(read, entry)), None)

    def holding(self, read: Read, point: Point) -> list[Unit]:
        """The units that may hold it: those that it names and that lead the point, else all that lead it."""
        leads = [part.unit for part in point.parts.all() if part.part == PointUnit.Part.LEAD]
        numbers = {unit.pk for unit in leads}
        named = [unit for unit in map(self.directory.match, read["units"]) if unit]
        return [unit for unit in named if {unit.pk, unit.parent_id} & numbers] or leads


def prospects(notice: Notice, plan: Plan, *, now: datetime) -> list[Prospect]:
    """What becomes of each session of the notice under this plan, in the order of the document."""
    found = importing.reading_of(notice)
    if not found["sessions"]:
        return []
    programme = _Programme.of(plan)
    return [_prospect(read, programme, now) for read in found["sessions"]]


def drafts(plan: Plan, notices: Iterable[Notice], *, now: datetime) -> list[Session]:
    """The sessions, unsaved, that these notices bring, the version that holds first.

    One that is stated twice is one; where an earlier version names another day of the same point and unit, it is left.
    """
    found: dict[tuple[int, int, datetime], Session] = {}
    for notice in notices:
        taken = {place[:2] for place in found}
        for one in prospects(notice, plan, now=now):
            if one.session is not None and one.is_ready:
                place = (one.session.point_id, one.session.unit_id, one.session.starts_at)
                if place[:2] not in taken:
                    found.setdefault(place, one.session)
    return list(found.values())


@transaction.atomic
def schedule(plan: Plan, notices: Iterable[Notice], *, by: Staff, now: datetime) -> list[Session]:
    """Make a draft of each session of these notices that can be one, under a plan in force; the drafts that were made.

    The notices come in the order of `drafts`. Raises what sessions.schedule raises.
    """
    return [sessions.schedule(draft, by=by, now=now) for draft in drafts(plan, notices, now=now)]


def _prospect(read: Read, programme: _Programme, now: datetime) -> Prospect:
    point = programme.point(read)
    if point is None:
        return Prospect(read, reason=occasions.lacks(read) or _("It names no point or talk of the plan."))
    holding = programme.holding(read, point)
    there = [session for unit in holding for session in programme.standing.get((point.pk, unit.pk), ())]
    days = {clock.day_of(session.starts_at).isoformat(): session for session in there}
    if same := days.get((read["starts"] or "")[:10]):
        return Prospect(read, point, same)
    if reason := occasions.lacks(read) or _hindrance(point, holding, there):
        return Prospect(read, point, reason=reason)
    draft = _draft(read, point, holding[0])
    if draft.starts_at <= now:
        return Prospect(read, point, reason=_("Its day has passed."))
    return Prospect(read, point, draft)


def _hindrance(point: Point, holding: list[Unit], there: list[Session]) -> str:
    """Why the plan, as it stands, takes no draft from the notice."""
    if not holding:
        return _("No unit leads this point.")
    if len(holding) > 1 and not point.is_joint:
        return _("The notice does not say which of the lead units holds it.")
    if there:
        words = _("A session is scheduled here already, on %(day)s: move it if the notice means that one.")
        return words % {"day": date_format(clock.day_of(there[0].starts_at))}
    return ""


def _draft(read: Read, point: Point, unit: Unit) -> Session:
    starts, closes = _moment(read["starts"]), read["signup_closes"] or ""
    until = _moment(closes) if "T" in closes else None
    return Session(
        point=point,
        unit=unit,
        title=(read["title"] or point.title)[:TITLE],
        starts_at=starts,
        ends_at=_moment(read["ends"]),
        place=(read["place"] or "")[:PLACE],
        capacity=read["capacity"] or 0,
        mode=read.get("mode") or Session.Mode.ONSITE,
        signup_closes_at=until if until and until <= starts else None,
    )


def _moment(text: str) -> datetime:
    return make_aware(datetime.fromisoformat(text))

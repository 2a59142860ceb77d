"""A plan's rows in the shape of a reading, so that a new version of its document can be compared with them.

What units proposed themselves is no part of the document and stays out, and so does what an amendment took out before.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q

from events.models import Plan, Point, PointUnit, Session, Theme
from events.notices.version import Version
from events.units import Directory


def compared(plan: Plan, reading: dict[str, Any]) -> tuple[Version, Version]:
    """The plan as it stands, and the new version with its units called by the names that they have here."""
    directory = Directory()

    def called(name: str) -> str:
        unit = directory.match(name)
        return unit.name if unit else name.strip()

    return of(plan), Version.of(reading, called)


def of(plan: Plan) -> Version:
    """The plan as it stands now; a fixed number of queries."""
    counted = Count("sessions", filter=~Q(sessions__state=Session.State.CANCELLED))
    named = plan.points.binding().filter(proposed_by__isnull=True).annotate(session_count=counted)
    points = list(named.prefetch_related("parts__unit"))
    open_points = [point for point in points if point.kind == Point.Kind.OPEN_POINT]
    loose = [_entry(point) for point in open_points if point.theme_id is None]
    rules = plan.rules.exclude(value="").values("code", "value", "unit", "source")
    duties = plan.duties.open().order_by().values_list("kind").annotate(Count("pk"))
    return Version.of(
        {
            **_facts(plan),
            "channels": list(plan.channels.standing().values_list("name", flat=True)),
            "themes": [_theme(theme, open_points) for theme in _themes(plan)] + [{"title": None, "points": loose}],
            "talks": [_entry(point) for point in points if point.kind == Point.Kind.TALK],
            "rules": list(rules),
            "open_duties": dict(duties),
        }
    )


def _facts(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "document_number": plan.document_number,
        "index_number": plan.index_number,
        "issuer": plan.issuer,
        "validity": plan.validity,
        "issued_on": _iso(plan.written_on),
        "published_on": _iso(plan.published_on),
        "period": {"from": _iso(plan.starts_on), "to": _iso(plan.ends_on)},
        "columns": [name for name in (plan.open_day_column, plan.talk_column) if name],
    }


def _themes(plan: Plan) -> Iterable[Theme]:
    """Without those that only hold what was taken out of the plan."""
    return plan.themes.filter(Q(points__isnull=True) | Q(points__withdrawn_on__isnull=True)).distinct()


def _theme(theme: Theme, points: list[Any]) -> dict[str, Any]:
    own = [_entry(point) for point in points if point.theme_id == theme.pk]
    return {"id": theme.pk, "title": theme.title, "points": own}


def _entry(point: Any) -> dict[str, Any]:
    parts = list(point.parts.all())
    return {
        "id": point.pk,
        "number": point.number,
        "title": point.title,
        "units": [part.unit.name for part in parts if part.part == PointUnit.Part.LEAD],
        "co_units": [part.unit.name for part in parts if part.part == PointUnit.Part.CO],
        "description": point.description,
        "sessions": point.session_count,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

"""The letters about lists, draws and objections to the office and to a unit's own staff."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from events.foundation import addressing, languages
from events.models import Session, Staff
from registrations import letter_facts
from registrations.models import Draw, Objection, Roster, WithdrawnRoster


def list_breaks_rules(roster: Roster, *, by: Staff, now: datetime) -> None:
    """To the office: a list was confirmed that breaks a rule, with the reason the unit gave."""
    values = {
        "broken": "\n".join(f"· {breach['text']}" for breach in roster.breaches),
        "reason": roster.breach_reason,
        "desk": f"{settings.PORTAL_URL}/desk/registrations/roster/{roster.pk}/change/",
    }
    _to_office("list_breaks_rules", roster.session, values, by=by, now=now)


def list_withdrawn(roster: WithdrawnRoster, *, by: Staff, now: datetime) -> None:
    """To the office: a confirmed list was taken back, with the reason the unit gave."""
    desk = f"{settings.PORTAL_URL}/desk/registrations/withdrawnroster/{roster.pk}/change/"
    _to_office("list_withdrawn", roster.session, {"reason": roster.reason, "desk": desk}, by=by, now=now)


def objection_received(objection: Objection, *, now: datetime) -> None:
    """To the office and to those of the holding unit who answer: the text itself is read at the desk alone."""
    desk = f"{settings.PORTAL_URL}/desk/registrations/objection/{objection.pk}/change/"
    answering = Q(role=Staff.Role.OFFICE) | Q(
        role__in=[Staff.Role.APPROVER, Staff.Role.EDITOR], unit=objection.session.unit
    )
    _to_staff(answering, "objection_received", objection.session, {"desk": desk}, by=None, now=now)


def draw_doubted(draw: Draw, *, by: Staff, now: datetime) -> None:
    """To the office: a unit asks to declare its draw void, with the reason."""
    _to_office("draw_doubted", draw.session, {"reason": draw.void_reason, "desk": _selection(draw)}, by=by, now=now)


def draw_judged(draw: Draw, *, stands: bool, reason: str, by: Staff, now: datetime) -> None:
    """To those of the unit who select: what the office decided about its draw, and why."""
    selecting = Q(role__in=[Staff.Role.APPROVER, Staff.Role.EDITOR], unit=draw.session.unit)
    name = "draw_stands" if stands else "draw_voided"
    _to_staff(selecting, name, draw.session, {"reason": reason, "desk": _selection(draw)}, by=by, now=now)


def _selection(draw: Draw) -> str:
    return f"{settings.PORTAL_URL}{reverse('admin:registrations_session_page', args=[draw.session_id, 'selection'])}"


def _to_office(name: str, session: Session, values: dict[str, str], *, by: Staff, now: datetime) -> None:
    _to_staff(Q(role=Staff.Role.OFFICE), name, session, values, by=by, now=now)


def _to_staff(who: Q, name: str, session: Session, values: dict[str, str], *, by: Staff | None, now: datetime) -> None:
    for person in Staff.objects.active().filter(who).select_related("unit"):
        with languages.spoken(person.language):
            whole, how = letter_facts.of_session(session) | values, {"about": session.title, "unit": session.unit}
            addressing.to_staff("registrations", name, whole, to=person, by=by, now=now, **how)

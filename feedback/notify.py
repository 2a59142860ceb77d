"""Every letter of this app, one function each."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from events.foundation import addressing, languages, permissions
from events.models import Staff
from feedback.models import Opinion


def answered(opinion: Opinion, *, by: Staff, now: datetime) -> None:
    """To the writer, if an address or a number was left: the published answer, in the language of the card."""
    card = opinion.card
    if not (card and addressing.way_to(card.email, card.phone)):
        return
    with languages.spoken(card.language):
        values = {
            "opinion": opinion.text,
            "outcome": opinion.get_outcome_display(),
            "reply": "\n\n".join(part for part in (opinion.reply, opinion.reason) if part),
            "number": card.number,
            "address": _address(reverse("feedback:card_thanks", args=[card.number])),
        }
        whole, about = {**_facts(opinion), **values}, str(opinion.session)
        how: dict[str, Any] = {"email": card.email, "phone": card.phone, "unit": opinion.unit, "by": by, "now": now}
        addressing.to_resident("feedback", "answered", whole, about=about, belongs_to=f"card:{card.pk}", **how)


def waiting(opinion: Opinion, *, by: Staff, now: datetime) -> None:
    """To those who may approve: the unit's own, or the office for a unit where nobody else may."""
    for staff in _approvers(opinion, by):
        _to_staff("waiting", opinion, {"by": str(by)}, to=staff, by=by, now=now)


def returned(opinion: Opinion, *, by: Staff, now: datetime) -> None:
    """To the person whose answer was returned: why."""
    writer = opinion.replied_by
    if writer and writer.is_active:
        _to_staff("returned", opinion, {"by": str(by), "reason": opinion.return_reason}, to=writer, by=by, now=now)


def _approvers(opinion: Opinion, writer: Staff) -> list[Staff]:
    roles = [role for role, codes in permissions.TABLE.items() if "feedback.approve_opinion" in codes]
    others = Staff.objects.active().filter(role__in=roles).exclude(pk=writer.pk)
    own = others.filter(unit=opinion.unit)
    return list(own.select_related("unit") or others.filter(role=Staff.Role.OFFICE).select_related("unit"))


def _facts(opinion: Opinion) -> dict[str, str]:
    return {"session": opinion.session.title, "line": str(opinion.number), "unit": opinion.unit.name}


def _desk(opinion: Opinion) -> str:
    return _address(reverse("admin:feedback_opinion_change", args=[opinion.pk]))


def _address(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"


def _to_staff(name: str, opinion: Opinion, values: dict[str, str], *, to: Staff, **how: Any) -> None:
    with languages.spoken(to.language):
        whole = {**_facts(opinion), **values, "address": _desk(opinion)}
        addressing.to_staff("feedback", name, whole, to=to, about=str(opinion.session), unit=opinion.unit, **how)

"""Every letter of this app, one function each."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from events.foundation import outbox, permissions
from events.models import Staff
from feedback.models import Opinion


def answered(opinion: Opinion, *, by: Staff, now: datetime) -> None:
    """To the writer, if an address was left: the published answer."""
    if not (opinion.card and opinion.card.email):
        return
    values = {
        **_facts(opinion),
        "opinion": opinion.text,
        "outcome": opinion.get_outcome_display(),
        "reply": "\n\n".join(part for part in (opinion.reply, opinion.reason) if part),
        "number": opinion.card.number,
        "address": _address(reverse("feedback:card_thanks", args=[opinion.card.number])),
    }
    _post("answered", opinion, values, to=opinion.card.email, by=by, now=now)


def waiting(opinion: Opinion, *, by: Staff, now: datetime) -> None:
    """To those who may approve: the unit's own, or the office for a unit where nobody else may."""
    values = {**_facts(opinion), "by": str(by), "address": _desk(opinion)}
    for staff in _approvers(opinion, by):
        _post("waiting", opinion, values, to=staff.email, recipient=staff, by=by, now=now)


def returned(opinion: Opinion, *, by: Staff, now: datetime) -> None:
    """To the person whose answer was returned: why."""
    writer = opinion.replied_by
    if writer and writer.is_active and writer.email:
        values = {**_facts(opinion), "by": str(by), "reason": opinion.return_reason, "address": _desk(opinion)}
        _post("returned", opinion, values, to=writer.email, recipient=writer, by=by, now=now)


def _approvers(opinion: Opinion, writer: Staff) -> list[Staff]:
    roles = [role for role, codes in permissions.TABLE.items() if "feedback.approve_opinion" in codes]
    others = Staff.objects.active().filter(role__in=roles).exclude(pk=writer.pk)
    own = others.filter(unit=opinion.unit)
    return [staff for staff in own or others.filter(role=Staff.Role.OFFICE) if staff.email]


def _facts(opinion: Opinion) -> dict[str, str]:
    return {"session": opinion.session.title, "line": str(opinion.number), "unit": opinion.unit.name}


def _desk(opinion: Opinion) -> str:
    return _address(reverse("admin:feedback_opinion_change", args=[opinion.pk]))


def _address(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"


def _post(name: str, opinion: Opinion, values: dict[str, str], **how: Any) -> None:
    outbox.post(
        "feedback",
        name,
        values,
        language=settings.LANGUAGE_CODE,
        about=str(opinion.session),
        unit=opinion.unit,
        **how,
    )

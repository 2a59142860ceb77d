"""The chat robot of a unit: set up and taken away."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from events import identity
from events.foundation import audit, languages, outbox, permissions, robots
from events.models import Message, Staff, Unit


@transaction.atomic
def connect(unit: Unit, *, address: str, secret: str, by: Staff, now: datetime) -> Message:
    """Tell this robot from now on of the letters to the unit's staff, beginning with a first message.

    Raises ValidationError at the field, codes "robot" and "robot_secret". The address is a secret: whoever has it may
    write into the unit's chat, so neither log nor list shows more than its end.
    """
    permissions.require(by, "events.connect_unit", unit)
    robot = robots.read(address, secret)
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    row.robot = robot.kept
    row.save(update_fields=["robot"])
    audit.record(row, "unit.connect_robot", by=by, now=now, after={"robot": robot.kept}, reason=robot.masked)
    return _greet(row, by=by, now=now)


@transaction.atomic
def disconnect(unit: Unit, *, by: Staff, now: datetime) -> None:
    """The unit's robot is told nothing more; what still waits for it is given up."""
    permissions.require(by, "events.connect_unit", unit)
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    row.robot = ""
    row.save(update_fields=["robot"])
    audit.record(row, "unit.disconnect_robot", by=by, now=now)


def masked(unit: Unit) -> str:
    """Which program, and the end of its key; empty where the unit has no robot."""
    return robots.read(unit.robot).masked if unit.robot else ""


def _greet(unit: Unit, *, by: Staff, now: datetime) -> Message:
    with languages.official():
        values = {
            "portal": identity.current().full_name,
            "title": _("This robot is set up"),
            "about": unit.name,
            "inbox": f"{settings.PORTAL_URL}{reverse('admin:inbox')}",
        }
        how: dict[str, Any] = {
            "to": unit.name,
            "channel": "robot",
            "about": unit.name,
            "unit": unit,
            "by": by,
            "now": now,
        }
        return outbox.post("events", "robot", values, language=settings.LANGUAGE_CODE, **how)

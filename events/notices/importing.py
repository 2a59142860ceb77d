"""What was read in a notice becomes rows: a plan in draft with its themes, points, talks, units, channels and rules."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, languages, permissions
from events.models import Channel, Notice, Plan, Point, PointUnit, Rule, Staff, Theme
from events.notices import parsing, reading, versions
from events.units import Directory

TALK_WORD = "讲"
# Rules on opinions alone make no plan of open days (S2: work points without an open day in them).
BESIDE_SESSIONS = frozenset({Rule.Code.CONSULTATION, Rule.Code.REPLY})


def fingerprint(text: str) -> str:
    """The same document is the same text once line ends, trailing blanks and empty lines are left out."""
    lines = (line.strip() for line in text.splitlines())
    return hashlib.sha256("\n".join(line for line in lines if line).encode()).hexdigest()


def reading_of(notice: Notice) -> dict[str, Any]:
    """What holds of what was read in the document: all that makes or amends a plan is taken from here."""
    return notice.reading


@transaction.atomic
def receive(name: str, content: bytes, *, by: Staff | None, now: datetime) -> Notice:
    """Keep an uploaded document with what was read in it; a text that is here already gives its row, read afresh.

    Raises reading.UnreadableNotice for a file that cannot be read. `by` is None only for the command on the server.
    """
    if by is not None:
        permissions.require(by, "events.add_notice")
    lines = reading.read_bytes(content)
    text = "\n".join(lines)
    found = parsing.parse(lines).as_json()
    notice = Notice.objects.filter(fingerprint=fingerprint(text)).first()
    if notice is None:
        notice = Notice(fingerprint=fingerprint(text), text=text, uploaded_at=now, uploaded_by=by)
        notice.file.save(name, ContentFile(content), save=False)
    if notice.applied_at is None:
        notice.title, notice.reading = (found["title"] or name)[:300], found
        notice.save()
    return notice


@transaction.atomic
def apply(notice: Notice, *, by: Staff | None, now: datetime) -> Plan:
    """Write what was read: plan, themes, points, talks, units, channels and rules. Applied twice, it changes nothing.

    Raises ValidationError, code "nothing" for a document without points, talks or rules, "exists" where another
    text with this document number is a plan already.
    """
    if by is not None:
        permissions.require(by, "events.apply_notice", notice)
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.plan is not None:
        return notice.plan
    found = reading_of(notice)
    _refuse(found)
    plan = _plan(found, now=now)
    _points(plan, found)
    notice.plan, notice.applied_at, notice.applied_by = plan, now, by
    notice.save(update_fields=["plan", "applied_at", "applied_by"])
    audit.record(plan, "notice.apply", by=by, now=now, after={"notice": notice.pk, "title": plan.title})
    return plan


def _refuse(found: dict[str, Any]) -> None:
    has_points = any(theme["points"] for theme in found["themes"])
    binds_sessions = any(rule["code"] not in BESIDE_SESSIONS for rule in found["rules"])
    if not (has_points or found["talks"] or binds_sessions):
        raise ValidationError(_("This document names no open points, no talks and no rules."), code="nothing")
    number = found["document_number"]
    if versions.holder(number, Plan.objects.all()):
        raise ValidationError(
            _(
                "A plan with the document number %(number)s is here already. If this document is a version of it, "
                "apply it as an amendment."
            ),
            code="exists",
            params={"number": number},
        )


def _plan(found: dict[str, Any], *, now: datetime) -> Plan:
    columns = found["columns"]
    period = found["period"] or {}
    with languages.official():
        unnamed = _("Untitled plan")
    plan = Plan.objects.create(
        title=(found["title"] or unnamed)[:200],
        year=_year(found, now.date()),
        issuer=found["issuer"] or "",
        document_number=found["document_number"] or "",
        index_number=found["index_number"] or "",
        validity=found["validity"] or "",
        written_on=_day(found["issued_on"]),
        published_on=_day(found["published_on"]),
        starts_on=_day(period.get("from")),
        ends_on=_day(period.get("to")),
        open_day_column=next((name for name in columns if TALK_WORD not in name), ""),
        talk_column=next((name for name in columns if TALK_WORD in name), ""),
    )
    Channel.objects.bulk_create(
        Channel(plan=plan, name=name, position=position) for position, name in enumerate(found["channels"], 1)
    )
    rules = {rule["code"]: rule for rule in reversed(found["rules"])}
    Rule.objects.bulk_create(
        Rule(plan=plan, code=rule["code"], value=str(rule["value"]), unit=rule["unit"], source=rule["source"])
        for rule in rules.values()
    )
    return plan


def _points(plan: Plan, found: dict[str, Any]) -> None:
    directory = Directory()
    for position, read in enumerate(found["themes"], 1):
        theme = Theme.objects.create(plan=plan, title=read["title"], position=position) if read["title"] else None
        for point in read["points"]:
            add_point(plan, theme, Point.Kind.OPEN_POINT, point, directory)
    for talk in found["talks"]:
        add_point(plan, None, Point.Kind.TALK, talk, directory)


def add_point(plan: Plan, theme: Theme | None, kind: str, read: dict[str, Any], directory: Directory) -> Point:
    """A point that the plan itself names, with its units; those that are unknown are made."""
    point = Point.objects.create(
        plan=plan,
        theme=theme,
        kind=kind,
        number=read.get("number"),
        title=(read["title"] or "")[:200],
        description=read["description"] or "",
        filing=Point.Filing.ACCEPTED,
    )
    add_parts(point, read["units"], read.get("co_units", []), directory)
    return point


def add_parts(point: Point, leads: Iterable[str], co_units: Iterable[str], directory: Directory) -> None:
    parts = [(name, PointUnit.Part.LEAD) for name in leads]
    parts += [(name, PointUnit.Part.CO) for name in co_units]
    seen: set[int] = set()
    for position, (name, part) in enumerate(parts, 1):
        unit = directory.match_or_create(name)
        if unit.pk not in seen:
            PointUnit.objects.create(point=point, unit=unit, part=part, position=position)
            seen.add(unit.pk)


def _year(found: dict[str, Any], today: date) -> int:
    """The year that the title names, else that of the period or of the document."""
    if named := re.search(r"(20\d\d) ?年", found["title"] or ""):
        return int(named[1])
    for value in ((found["period"] or {}).get("from"), found["issued_on"], found["published_on"]):
        if value:
            return int(value[:4])
    return today.year


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None

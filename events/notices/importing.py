"""What was read in a notice, and people have decided, becomes rows: a plan in draft with all that belongs to it."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.foundation import audit, languages, permissions, workdays
from events.models import Channel, Notice, Plan, Point, PointUnit, Rule, Staff, Theme
from events.notices import deciding, judging, naming, occasions, parsing, reading, timing, versions
from events.units import Directory

TALK_WORD = "讲"
# Rules on opinions alone make no plan of open days (S2: work points without an open day in them).
BESIDE_SESSIONS = frozenset({Rule.Code.CONSULTATION, Rule.Code.REPLY})


def fingerprint(text: str) -> str:
    """The same document is the same text once line ends, trailing blanks and empty lines are left out."""
    lines = (line.strip() for line in text.splitlines())
    return hashlib.sha256("\n".join(line for line in lines if line).encode()).hexdigest()


def understood(lines: Sequence[str]) -> dict[str, Any]:
    """What the lines of a document say, as it is kept (notice.py): its doubts in the portal's own language."""
    with languages.official():
        return timing.judged(parsing.parse(lines), workdays.calendar(), _ahead()).as_json()


@transaction.atomic
def receive(name: str, content: bytes, *, by: Staff | None, now: datetime) -> Notice:
    """Keep a document with what was read in it, at once; a text that is here already gives its row, read only once.

    Raises reading.UnreadableNotice for a file that cannot be read. `by` is None only for the command on the server.
    """
    if by is not None:
        permissions.require(by, "events.add_notice")
    lines = reading.read_bytes(content)
    text = "\n".join(lines)
    notice = Notice.objects.filter(fingerprint=fingerprint(text)).first()
    if notice is None:
        notice = Notice(fingerprint=fingerprint(text), text=text, uploaded_at=now, uploaded_by=by)
        notice.file.save(name, ContentFile(content), save=False)
    if not notice.reading:
        for field, value in outcome(understood(lines), notice.title or name).items():
            setattr(notice, field, value)
        notice.save()
    return notice


def outcome(found: dict[str, Any], name: str) -> dict[str, Any]:
    """The fields of a notice that was read; a document without a title keeps the name of its file."""
    title = (found["title"] or name)[:300]
    return {"title": title, "reading": found, "state": Notice.State.READ, "percent": 100, "failure": ""}


@transaction.atomic
def decide(notice: Notice, key: str, verdict: str, values: Mapping[str, Any], *, by: Staff, now: datetime) -> Notice:
    """Keep what a person decided about one item, in the place of what was decided before; OPEN takes that back.

    Raises ValidationError at the fields of a value that is wrong, with code "vanished" or "verdict" for what cannot be
    decided so, "applied" once the notice has become a plan.
    """
    notice = _to_decide(notice, by)
    before = {key: notice.decisions[key]} if key in notice.decisions else {}
    others = {known: decision for known, decision in notice.decisions.items() if known != key}
    if verdict == deciding.OPEN:
        after = {}
    else:
        given = judging.checked(notice.reading, others, key, verdict, values)
        after = {key: _decision(notice, key, verdict, given, by=by, now=now)}
    _decided(notice, others | after, before, after, by=by, now=now)
    return notice


@transaction.atomic
def accept_all(notice: Notice, group: str, *, by: Staff | None, now: datetime) -> list[str]:
    """Accept what is still proposed in this group ("" for all of them) as it was read; the keys that were accepted.

    What cannot stand as it is, such as a number that is taken, waits on for a person.
    """
    notice = _to_decide(notice, by)
    waiting = deciding.undecided(notice.reading, notice.decisions)
    asked = [key for key in waiting if group in ("", deciding.group(key))]
    keys = judging.acceptable(notice.reading, notice.decisions, asked)
    after = {key: _decision(notice, key, deciding.ACCEPT, {}, by=by, now=now) for key in keys}
    if after:
        _decided(notice, notice.decisions | after, {}, after, by=by, now=now)
    return keys


def _to_decide(notice: Notice, by: Staff | None) -> Notice:
    if by is not None:
        permissions.require(by, "events.change_notice", notice)
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.plan_id is not None:
        raise ValidationError(_("The notice has been applied: changes are made in its plan."), code="applied")
    if notice.state != Notice.State.READ:
        raise ValidationError(_("The document has not been read yet."), code="state")
    return notice


def _decision(
    notice: Notice, key: str, verdict: str, values: dict[str, Any], *, by: Staff | None, now: datetime
) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "values": values,
        "lines": deciding.lines(notice.reading, key),
        "by": by and by.pk,
        "name": str(by or ""),
        "at": now.isoformat(),
    }


def _decided(
    notice: Notice,
    decisions: dict[str, Any],
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    by: Staff | None,
    now: datetime,
) -> None:
    notice.decisions = decisions
    notice.save(update_fields=["decisions"])
    told = [_told(notice.reading, rows) for rows in (before, after)]
    audit.record(notice, "notice.decide", by=by, now=now, before=told[0], after=told[1])


@languages.official()
def _told(reading: dict[str, Any], decisions: dict[str, Any]) -> dict[str, str]:
    """For the audit log, in words: who and when stand there beside it."""
    known = {entry["key"]: entry for entry in deciding.entries(reading)}
    return {
        _("%(name)s (line %(line)s)")
        % {"name": naming.name(key, known.get(key)), "line": decision["lines"][0]}: naming.told(decision)
        for key, decision in decisions.items()
    }


@transaction.atomic
def apply(notice: Notice, *, by: Staff | None, now: datetime) -> Plan:
    """Write what was read: plan, themes, points, talks, units, channels and rules. Applied twice, it changes nothing.

    Raises ValidationError, code "undecided" while something proposed waits for a person, "nothing" for a document
    without points, talks or rules, "exists" where another text with this document number is a plan already.
    """
    if by is not None:
        permissions.require(by, "events.apply_notice", notice)
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.plan is not None:
        return notice.plan
    found = settled(notice)
    _refuse(found)
    plan = _plan(found, now=now)
    _points(plan, found)
    notice.plan, notice.applied_at, notice.applied_by = plan, now, by
    notice.save(update_fields=["plan", "applied_at", "applied_by"])
    audit.record(plan, "notice.apply", by=by, now=now, after={"notice": notice.pk, "title": plan.title})
    return plan


def reading_of(notice: Notice) -> dict[str, Any]:
    """What was read as people have left it; what nobody has decided is still marked as proposed in it.

    A session that names no point or talk of the notice is a point of its own in it.
    """
    return occasions.with_points(deciding.settled(notice.reading, notice.decisions), notice.reading)


def settled(notice: Notice) -> dict[str, Any]:
    """What the notice says once people have decided; ValidationError, code "undecided", as long as they have not."""
    if notice.state != Notice.State.READ:
        raise ValidationError(_("The document has not been read yet."), code="state")
    if keys := deciding.undecided(notice.reading, notice.decisions):
        raise ValidationError(
            ngettext(
                "%(n)d proposed item is still to be decided: %(names)s.",
                "%(n)d proposed items are still to be decided: %(names)s.",
                len(keys),
            ),
            code="undecided",
            params={"n": len(keys), "names": naming.listed(notice.reading, keys)},
        )
    return reading_of(notice)


def _ahead() -> dict[str, timing.Ahead]:
    """The office's rules of so many days ahead, for what a notice does not say itself."""
    days = {Rule.Unit.WORKING_DAYS: True, Rule.Unit.CALENDAR_DAYS: False}
    return {
        rule.code: timing.Ahead(int(rule.value), days[Rule.Unit(rule.unit)])
        for rule in Rule.objects.defaults()
        if rule.value and rule.unit in days
    }


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
        possible(Rule(plan=plan, code=rule["code"], value=str(rule["value"]), unit=rule["unit"], source=rule["source"]))
        for rule in rules.values()
    )
    return plan


def possible(rule: Rule) -> Rule:
    """The rule; ValidationError (code "rule_value") for one that no act could keep, until it is corrected or left out.

    A filing day before the plan is left to the decision: it was a doubt, and binds nobody (plans.warnings).
    """
    try:
        rule.parsed()
    except (ValueError, ZeroDivisionError):
        words = _("The rule “%(rule)s” cannot stand: correct it or leave it out.")
        raise ValidationError(words, code="rule_value", params={"rule": rule}) from None
    return rule


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

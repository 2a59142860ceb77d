"""The life of a plan, and the filing of what units open under it."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events import deadlines, notify
from events.foundation import audit, languages, permissions
from events.models import Duty, Plan, Point, PointUnit, Rule, Session, Staff


def warnings(plan: Plan, *, today: date) -> list[str]:
    """What the office should know before it puts a plan in force whose days have passed: they are owed by nobody."""
    found = []
    if plan.ends_on and plan.ends_on < today:
        found.append(_("The plan's period ended on %(day)s.") % {"day": date_format(plan.ends_on)})
    filing = plan.rules.filter(code=Rule.Code.FILING).first()
    day = filing.parsed() if filing else None
    if isinstance(day, date) and day < today:
        found.append(_("The filing day, %(day)s, has passed.") % {"day": date_format(day)})
    if found:
        found.append(_("No unit owes what could only have been done before today."))
    return found


@transaction.atomic
def approve(plan: Plan, *, by: Staff, now: datetime) -> Plan:
    """Put a draft in force: from now on units see their points, and every point owes a session.

    Raises ValidationError (code "state") for a plan that is no draft.
    """
    permissions.require(by, "events.approve_plan", plan)
    plan = _locked(plan, Plan.State.IN_FORCE)
    plan.state, plan.approved_at, plan.approved_by = Plan.State.IN_FORCE, now, by
    plan.save(update_fields=["state", "approved_at", "approved_by"])
    audit.record(plan, "plan.approve", by=by, now=now, after={"state": plan.state})
    deadlines.for_plan(plan, now=now)
    return plan


@transaction.atomic
def close(plan: Plan, *, by: Staff, now: datetime) -> Plan:
    """Let a plan expire; its sessions, duties and papers stay what they are."""
    permissions.require(by, "events.close_plan", plan)
    plan = _locked(plan, Plan.State.EXPIRED)
    plan.state, plan.closed_at, plan.closed_by = Plan.State.EXPIRED, now, by
    plan.save(update_fields=["state", "closed_at", "closed_by"])
    audit.record(plan, "plan.close", by=by, now=now, after={"state": plan.state})
    return plan


@transaction.atomic
def rules_changed(plan: Plan, *, now: datetime) -> None:
    """Work out again what a plan in force brings and is still open, by its rules as they stand now."""
    if plan.state != Plan.State.IN_FORCE:
        return
    deadlines.for_plan(plan, now=now)
    ahead = Session.objects.filter(point__plan=plan).exclude(state=Session.State.CANCELLED)
    for session in ahead.select_related("point__plan", "unit"):
        deadlines.for_session(session, now=now)


@transaction.atomic
def propose(point: Point, *, by: Staff, now: datetime) -> Point:
    """Save a unit's own open point or talk (no number, not filed yet) under a plan in force.

    Raises ValidationError (code "plan_not_in_force").
    """
    permissions.require(by, "events.add_point")
    if point.plan.state != Plan.State.IN_FORCE:
        raise ValidationError(_("The plan is not in force."), code="plan_not_in_force")
    point.number, point.proposed_by, point.filing = None, by.unit, Point.Filing.DRAFT
    point.save()
    PointUnit.objects.create(point=point, unit=by.unit, position=1)
    audit.record(point, "point.propose", by=by, now=now)
    return point


@transaction.atomic
def file_point(point: Point, *, by: Staff, now: datetime, late_reason: str = "") -> Point:
    """File a proposal with the office (备案).

    S3, section 六(四): the plan that a unit files states the time of opening and the theme. Raises ValidationError,
    code "incomplete" without them, "late_reason" after the filing day where no reason is given.
    """
    permissions.require(by, "events.file_point", point)
    point = _locked_point(point, Point.Filing.FILED)
    duty = _filing_duty(point)
    if duty and deadlines.would_be_late(duty, now=now) and not late_reason.strip():
        raise ValidationError(_("The filing day has passed: please state the reason."), code="late_reason")
    missing = [str(_("planned day"))] * (not point.planned_on) + [str(_("description"))] * (not point.description)
    if missing:
        raise ValidationError(
            _("Please fill in before filing: %(missing)s."),
            code="incomplete",
            params={"missing": languages.listed(missing)},
        )
    point.filing, point.filed_at, point.filed_by, point.return_reason = Point.Filing.FILED, now, by, ""
    point.late_reason = late_reason.strip()
    point.save(update_fields=["filing", "filed_at", "filed_by", "return_reason", "late_reason"])
    audit.record(point, "point.file", by=by, now=now, after={"filing": point.filing})
    notify.point_filed(point, by=by, now=now)
    return point


@transaction.atomic
def accept(point: Point, *, by: Staff, now: datetime) -> Point:
    """The office accepts a filed proposal: it binds like a point of the plan.

    The filing duty of the unit is judged by the day on which it filed, not by the day of the office's answer.
    """
    permissions.require(by, "events.judge_point", point)
    point = _locked_point(point, Point.Filing.ACCEPTED)
    point.filing, point.judged_at, point.judged_by = Point.Filing.ACCEPTED, now, by
    point.save(update_fields=["filing", "judged_at", "judged_by"])
    audit.record(point, "point.accept", by=by, now=now, after={"filing": point.filing})
    if duty := _filing_duty(point):
        deadlines.close(duty, by=point.filed_by, now=point.filed_at or now, late_reason=point.late_reason)
    deadlines.for_point(point, now=now)
    notify.point_judged(point, by=by, now=now)
    return point


@transaction.atomic
def return_point(point: Point, *, reason: str, by: Staff, now: datetime) -> Point:
    """The office returns a filed proposal; without a reason it raises ValidationError (code "reason")."""
    permissions.require(by, "events.judge_point", point)
    point = _locked_point(point, Point.Filing.RETURNED)
    if not reason.strip():
        raise ValidationError(_("Please state the reason."), code="reason")
    point.filing, point.judged_at, point.judged_by = Point.Filing.RETURNED, now, by
    point.return_reason = reason.strip()
    point.save(update_fields=["filing", "judged_at", "judged_by", "return_reason"])
    audit.record(point, "point.return", by=by, now=now, after={"filing": point.filing}, reason=reason)
    notify.point_judged(point, by=by, now=now)
    return point


def _filing_duty(point: Point) -> Duty | None:
    """The open filing duty that this proposal would fulfil: one filing a unit and plan."""
    return Duty.objects.open().filter(kind=Duty.Kind.FILING, plan=point.plan, unit=point.proposed_by).first()


def _locked(plan: Plan, state: str) -> Plan:
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if state not in Plan.NEXT[Plan.State(locked.state)]:
        raise ValidationError(
            _("This is not possible: the plan is %(state)s."),
            code="state",
            params={"state": locked.get_state_display()},
        )
    return locked


def _locked_point(point: Point, filing: str) -> Point:
    locked = Point.objects.select_for_update().get(pk=point.pk)
    if filing not in Point.NEXT[Point.Filing(locked.filing)]:
        raise ValidationError(
            _("This is not possible: the filing is “%(state)s”."),
            code="state",
            params={"state": locked.get_filing_display()},
        )
    return locked

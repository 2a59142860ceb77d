"""The life of a plan, and the filing of what units open under it."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events import deadlines, notify, shifts
from events.foundation import audit, clock, languages, permissions, workdays
from events.models import Amendment, AuditEntry, Duty, Notice, Plan, Point, PointUnit, Rule, Session, Staff
from events.notices import amending, applying, importing, scheduling, standing, wording, writing
from events.notices.amending import Change
from events.notices.version import Version


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

    The sessions that its notices name become drafts; where two name one, the version that was applied last holds.
    Raises ValidationError (code "state") for a plan that is no draft.
    """
    permissions.require(by, "events.approve_plan", plan)
    plan = _locked(plan, Plan.State.IN_FORCE)
    plan.state, plan.approved_at, plan.approved_by = Plan.State.IN_FORCE, now, by
    plan.save(update_fields=["state", "approved_at", "approved_by"])
    entry = audit.record(plan, "plan.approve", by=by, now=now, after={"state": plan.state})
    deadlines.for_plan(plan, now=now, cause=entry)
    scheduling.schedule(plan, plan.notices.latest_first(), by=by, now=now)
    return plan


@transaction.atomic
def amend(plan: Plan, changes: Collection[Change], *, notice: Notice, on: date, by: Staff, now: datetime) -> Amendment:
    """Write the chosen changes of a later version into the plan, valid from a day that has come.

    The plan keeps its points' sessions, sign-ups and closed duties; open duties are worked out anew, and whoever's
    duties moved, came or went is told once. Raises ValidationError, code "nothing_chosen", "state" for an expired plan,
    "applied" for a document that was used already, "future", "stale" where the plan or the reading has changed since
    the differences were shown, "number" where two points would bear one number.
    """
    permissions.require(by, "events.amend_plan", plan)
    permissions.require(by, "events.apply_notice", notice)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    _refuse_amendment(plan, notice, changes, on=on, today=clock.day_of(now))
    current, found = standing.compared(plan, importing.reading_of(notice))
    chosen = _still_so(changes, amending.changes(current, found))
    target = applying.applied(current, chosen)
    _refuse_numbers_twice(target)
    before, kept = shifts.open_duties(plan), [wording.kept(change) for change in chosen]
    amendment = Amendment.objects.create(
        plan=plan, notice=notice, takes_effect_on=on, changes=kept, made_at=now, made_by=by
    )
    writing.write(plan, current, target, amendment=amendment)
    notice.plan, notice.applied_at, notice.applied_by = plan, now, by
    notice.save(update_fields=["plan", "applied_at", "applied_by"])
    rules_changed(plan, now=now, cause=_record_amendment(amendment, by=by, now=now))
    if plan.state == Plan.State.IN_FORCE:
        scheduling.schedule(plan, [notice], by=by, now=now)
    for person, shift in shifts.told(before, shifts.open_duties(plan)):
        notify.plan_amended(amendment, shift, to=person, by=by, now=now)
    return amendment


@transaction.atomic
def close(plan: Plan, *, by: Staff, now: datetime) -> Plan:
    """Let a plan expire; its sessions, duties and papers stay what they are."""
    permissions.require(by, "events.close_plan", plan)
    plan = _locked(plan, Plan.State.EXPIRED)
    plan.state, plan.closed_at, plan.closed_by = Plan.State.EXPIRED, now, by
    plan.save(update_fields=["state", "closed_at", "closed_by"])
    entry = audit.record(plan, "plan.close", by=by, now=now, after={"state": plan.state})
    deadlines.for_calendars(workdays.calendar(), now=now, by=by, cause=entry)
    return plan


@transaction.atomic
def rules_changed(plan: Plan, *, now: datetime, cause: AuditEntry | None) -> None:
    """Work out again what a plan in force brings and is still open, by its rules as they stand now."""
    if plan.state != Plan.State.IN_FORCE:
        return
    deadlines.for_plan(plan, now=now, cause=cause)
    ahead = Session.objects.filter(point__plan=plan).exclude(state=Session.State.CANCELLED)
    for session in ahead.select_related("point__plan", "unit"):
        deadlines.for_session(session, now=now, cause=cause, rules_changed=True)
    deadlines.for_replies(plan, now=now, cause=cause)


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
    entry = audit.record(point, "point.accept", by=by, now=now, after={"filing": point.filing})
    if duty := _filing_duty(point):
        deadlines.close(duty, by=point.filed_by, now=point.filed_at or now, late_reason=point.late_reason)
    deadlines.for_point(point, now=now, cause=entry)
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


def _refuse_amendment(plan: Plan, notice: Notice, changes: Collection[Change], *, on: date, today: date) -> None:
    if plan.state == Plan.State.EXPIRED:
        raise ValidationError(_("The plan has expired: it cannot be amended any more."), code="state")
    if notice.plan_id:
        raise ValidationError(_("This document has been applied already."), code="applied")
    if not changes:
        raise ValidationError(_("Please choose at least one change."), code="nothing_chosen")
    if on > today:
        words = _("This day lies ahead: apply the amendment when it has come, so that nothing holds too early.")
        raise ValidationError({"on": ValidationError(words, code="future")})


def _still_so(shown: Collection[Change], present: Collection[Change]) -> list[Change]:
    """Of the present differences those that were chosen when they were shown."""
    here = {change.key: change for change in present}
    if not all(change.is_as(here.get(change.key)) for change in shown):
        raise ValidationError(
            _("The plan or the reading has changed since this was shown: please look at the differences again."),
            code="stale",
        )
    keys = {change.key for change in shown}
    return [change for change in present if change.key in keys]


def _refuse_numbers_twice(target: Version) -> None:
    for number in applying.numbers_twice(target):
        raise ValidationError(
            _("Two points would bear the number %(number)s: choose the change that frees it as well."),
            code="number",
            params={"number": number},
        )


def _record_amendment(amendment: Amendment, *, by: Staff, now: datetime) -> AuditEntry:
    words = [change["words"] for change in amendment.changes]
    before, after = ({one["label"]: one[side] for one in words} for side in ("before", "after"))
    with languages.official():
        after |= {_("takes effect on"): amendment.takes_effect_on, _("notice"): str(amendment.notice)}
    return audit.record(amendment.plan, "plan.amend", by=by, now=now, before=before, after=after)


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
